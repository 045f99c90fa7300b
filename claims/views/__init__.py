"""Doors of the claims' room: the claimant's own, and the officers'."""

from claims.views import (
    advising,
    agreeing,
    challenging,
    claimant,
    filing,
    halting,
    handing_in,
    investigation,
    officer,
    papers,
    review,
    settlement,
    statements,
)
from claims.views.room import room

__all__ = [
    "advising",
    "agreeing",
    "challenging",
    "claimant",
    "filing",
    "halting",
    "handing_in",
    "investigation",
    "officer",
    "papers",
    "review",
    "room",
    "settlement",
    "statements",
]
