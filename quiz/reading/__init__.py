"""What is read of the exam: papers for their pages, and the bank for the editors of the rules."""

from quiz.reading.papers import (
    Asked,
    Explained,
    Option,
    asked,
    explained,
    explained_all,
    options_of,
    page_count,
    time_left,
)

__all__ = [
    "Asked",
    "Explained",
    "Option",
    "asked",
    "explained",
    "explained_all",
    "options_of",
    "page_count",
    "time_left",
]
