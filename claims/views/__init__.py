"""Doors of the claims' room: the claimant's own, and the officers'."""

from claims.views import (
    advising,
    after,
    claimant,
    filing,
    halting,
    investigation,
    officer,
    papers,
    review,
    statements,
)
from claims.views.room import room

__all__ = [
    "advising",
    "after",
    "claimant",
    "filing",
    "halting",
    "investigation",
    "officer",
    "papers",
    "review",
    "room",
    "statements",
]
