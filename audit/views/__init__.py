"""Doors of the log, which is public, and of the auditors' room, which reads nothing but the log."""

from audit.views import api, desk, files, kept, log, receipts, stamps, strangers, tokens
from audit.views.room import room

__all__ = [
    "api",
    "desk",
    "files",
    "kept",
    "log",
    "receipts",
    "room",
    "stamps",
    "strangers",
    "tokens",
]
