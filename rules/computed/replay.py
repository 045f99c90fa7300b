"""A draft tried on known facts: which past cases and which edge values would come out otherwise.

An editor who changes a number sees whom it hits before anybody votes on it. Nothing here decides
anything: past verdicts stand, whatever a draft says.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.computed.criterion import Criteria, Criterion, DayLimit, NumericLimit
from rules.computed.edges import every_edge
from rules.computed.outcome import NOT_TOUCHED, CaseFacts, Kind, Outcome, outcome

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class PastCase:
    """A case that came before: its reference and title, its facts, and whether it was decided."""

    ref: str
    title: str
    facts: CaseFacts
    decided: bool


# The port: an upper room tells the past cases that turned on a clause, by the clause's id.
PastCases = Callable[["Session", str], list[PastCase]]


@dataclass(frozen=True)
class Flip:
    """What comes out otherwise, and how. past: a case that came before, and no edge value.

    label: the reference of a past case, or what an edge value is called. decided: whether the past
    case has its verdict already.
    """

    label: str
    facts: CaseFacts
    before: Outcome
    after: Outcome
    past: bool
    title: str = ""
    decided: bool = False


@dataclass(frozen=True)
class Replay:
    """What a change does: the flips, how many come out the same, how many it does not concern."""

    flips: tuple[Flip, ...]
    same: int
    not_touched: int


def replay(
    old: Criterion | None,
    new: Criterion | None,
    cases: Iterable[PastCase] = (),
    edges: Iterable[CaseFacts] | None = None,
) -> Replay:
    """Try a change on past cases, then on edge values: those given, else all that are known.

    old, new: the criterion before and after; None where there is none. Being allowed and not being
    asked at all come to the same for a case, so going from one to the other is no flip.
    """
    values = every_edge(old, new) if edges is None else edges
    tried = [(one, True) for one in cases]
    tried += [(PastCase(one.label, "", one, decided=False), False) for one in values]
    flips, same, not_touched = [], 0, 0
    for one, past in tried:
        before, after = _said(old, one.facts), _said(new, one.facts)
        if {before, after} == {NOT_TOUCHED}:
            not_touched += 1
        elif _to_one_effect(before, after):
            same += 1
        else:
            flips.append(Flip(one.ref, one.facts, before, after, past, one.title, one.decided))
    return Replay(tuple(flips), same, not_touched)


def paired(old: Criteria, new: Criteria) -> list[tuple[Criterion | None, Criterion | None]]:
    """Set the criteria of two versions side by side: those that ask the same thing in one pair.

    What only one version asks stands beside None. The order is that of the old version.
    """
    left = list(new)
    pairs: list[tuple[Criterion | None, Criterion | None]] = []
    for before in old:
        after = next((one for one in left if _asks(one) == _asks(before)), None)
        if after is not None:
            left.remove(after)
        pairs.append((before, after))
    return pairs + [(None, one) for one in left]


def _asks(criterion: Criterion) -> tuple[type, str]:
    named = criterion.of if isinstance(criterion, DayLimit | NumericLimit) else ""
    return type(criterion), str(named)


def _said(criterion: Criterion | None, facts: CaseFacts) -> Outcome:
    return NOT_TOUCHED if criterion is None else outcome(criterion, facts)


def _to_one_effect(before: Outcome, after: Outcome) -> bool:
    return before == after or {before.kind, after.kind} == {Kind.ALLOWED, Kind.NOT_TOUCHED}
