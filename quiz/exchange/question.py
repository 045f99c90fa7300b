"""A question as other people's programs write it, between their file and our bank.

It says no more than the file did: such a question rests on no clause yet, so it can become a draft
at most, and an editor ties it to the words of the rules.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from quiz.item import Kind


@dataclass(frozen=True)
class Choice:
    """An option. worth: the share of the mark, from -1 to 1; Moodle's `%-50%` is -1/2."""

    text: str
    worth: Fraction
    feedback: str = ""


@dataclass(frozen=True)
class Question:
    """A question of a file.

    line: where it begins, counted from 1. name: what the file calls it, often empty.
    category: its path, such as `Rules/Waiting period`. choices: of an ordering, in the right order.
    general: the feedback shown whatever was answered. tags: as the file has them; our own export
    writes ours there (`topic:…`, `clause:…`), so that an export can come back whole.
    """

    line: int
    kind: Kind
    stem: str
    choices: tuple[Choice, ...]
    name: str = ""
    category: str = ""
    general: str = ""
    idnumber: str = ""
    tags: tuple[str, ...] = ()


class Fate(StrEnum):
    """What became of something in a file."""

    TAKEN = "taken"
    CHANGED = "changed"  # taken, and not as it stood
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Note:
    """A line of the report: what became of what stands there, and why.

    text: gettext message with `values` to be filled in, in words for whoever brought the file.
    """

    line: int
    fate: Fate
    text: str
    name: str = ""
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What a file holds: the questions that could be read, and a note for every question and
    every part of it that was changed or left out."""

    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
