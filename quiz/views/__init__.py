"""Doors of the exam room: the exam itself, and the bank of its questions."""

from quiz.views import (
    allowance,
    cut,
    delta,
    drafts,
    exchange,
    figures,
    items,
    practice,
    regrade,
    sittings,
    stale,
    standing,
)
from quiz.views.room import room

__all__ = [
    "allowance",
    "cut",
    "delta",
    "drafts",
    "exchange",
    "figures",
    "items",
    "practice",
    "regrade",
    "room",
    "sittings",
    "stale",
    "standing",
]
