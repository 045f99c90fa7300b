"""Doors of the rule book: the book, its revisions, what members say of them, the editors' bench."""

from rules.views import (
    bench,
    book,
    clauses,
    consultation,
    feed,
    impact,
    queue,
    revisions,
    weighing,
    words,
)
from rules.views.room import room

__all__ = [
    "bench",
    "book",
    "clauses",
    "consultation",
    "feed",
    "impact",
    "queue",
    "revisions",
    "room",
    "weighing",
    "words",
]
