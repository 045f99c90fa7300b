"""Doors of the exam room: the exam itself, and the bank of its questions."""

from quiz.views import allowance, cut, delta, figures, items, practice, sittings, standing
from quiz.views.room import room

__all__ = [
    "allowance",
    "cut",
    "delta",
    "figures",
    "items",
    "practice",
    "room",
    "sittings",
    "standing",
]
