"""Whom a revision hits: what the rooms above count before it is approved.

The book knows neither cases nor exams. It declares the port; `app.py` plugs in the rooms that do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rules.consolidation import Change
from rules.text.weight import Weight

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Hit(StrEnum):
    """What is hit, in the order in which it is shown."""

    OPEN_CASES = "open_cases"  # cases on their way that cite the clause; their version stays
    DECIDED_CASES = "decided_cases"  # verdicts whose cited words would read otherwise now
    ITEMS_PULLED = "items_pulled"  # exam questions whose quoted words change in substance
    ITEMS_TO_REVIEW = "items_to_review"  # questions on the clause, beside the changed words
    JURORS = "jurors"  # certified members who would owe a paper on what changed
    CITING = "citing"  # clauses that refer to a changed one
    USING_TERM = "using_term"  # clauses that use a term which a changed clause defines


@dataclass(frozen=True)
class Touched:
    """A change with what it weighs: an editorial one hits less than one of substance."""

    change: Change
    weight: Weight


@dataclass(frozen=True)
class Impact:
    """How many of something a change hits, and which: names that whoever reads it may see."""

    clause_id: str
    hit: Hit
    count: int
    names: tuple[str, ...] = ()


Provider = Callable[["Session", Sequence[Touched]], list[Impact]]


def impacts(
    providers: Sequence[Provider], session: "Session", touched: Sequence[Touched]
) -> list[Impact]:
    """Ask every provider; return what is hit, by clause and kind, without what is not."""
    found = [one for ask in providers for one in ask(session, touched) if one.count]
    order = list(Hit)
    return sorted(found, key=lambda one: (one.clause_id, order.index(one.hit)))
