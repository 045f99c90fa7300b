"""What speaks against a clause: gathered from everywhere, so that editors look at one list.

A clause that jurors cannot apply, that members get wrong in the exam, that the rules of wording
ask about or that somebody remarks on is a clause to look at. None of these is proof.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Source(StrEnum):
    """Where a signal comes from, the weightiest first."""

    CANNOT_BE_MET = "cannot_be_met"  # jurors found that nobody can meet the clause
    UNCLEAR = "unclear"  # jurors could not tell whether it applies
    EXAM = "exam"  # members answer questions on it wrongly
    REPORTED = "reported"  # members found it unclear when they read it for the exam
    COMMENT = "comment"  # somebody remarked on its words
    LINT = "lint"  # the rules of wording ask about it


@dataclass(frozen=True)
class Signal:
    """How often something speaks against a clause, of how many times it could have.

    count, of: such as 7 findings of “unclear” in 31 ballots; `of` is 0 where nothing is counted
    against. url: where to look at it.
    """

    clause_id: str
    source: Source
    count: int
    of: int = 0
    url: str = ""


Provider = Callable[["Session"], list[Signal]]


@dataclass(frozen=True)
class Flagged:
    """A clause with what speaks against it and has not been answered yet."""

    clause_id: str
    signals: tuple[Signal, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """The weightiest source first, then the most of it."""
        order = list(Source)
        first = min(self.signals, key=lambda one: (order.index(one.source), -one.count))
        return (order.index(first.source), -first.count)


def queue(signals: Iterable[Signal], answered: Mapping[tuple[str, Source], int]) -> list[Flagged]:
    """Return the flagged clauses, the weightiest first.

    answered: up to which count the signals of a clause and source have been looked at; what has
    been looked at is left out until there is more of it.
    """
    held: dict[str, list[Signal]] = {}
    for one in signals:
        if one.count > answered.get((one.clause_id, one.source), 0):
            held.setdefault(one.clause_id, []).append(one)
    order = list(Source)
    flagged = [
        Flagged(clause_id, tuple(sorted(found, key=lambda one: order.index(one.source))))
        for clause_id, found in held.items()
    ]
    return sorted(flagged, key=lambda one: (one.rank, one.clause_id))
