"""What a criterion says to the facts of a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from rules.computed.criterion import (
    AgeBands,
    Criterion,
    DayLimit,
    LookBack,
    Measure,
    NumericLimit,
    TierFrom,
)


class Kind(StrEnum):
    """What a criterion says to the facts of a case."""

    ALLOWED = "allowed"
    BARRED = "barred"
    LEFT_OPEN = "left_open"  # the words can be read both ways
    NOT_TOUCHED = "not_touched"  # it asks for nothing that the facts tell
    AMOUNT = "amount"


@dataclass(frozen=True)
class Outcome:
    """A kind and, for an amount, how much in fen."""

    kind: Kind
    fen: int | None = None


ALLOWED, BARRED = Outcome(Kind.ALLOWED), Outcome(Kind.BARRED)
LEFT_OPEN, NOT_TOUCHED = Outcome(Kind.LEFT_OPEN), Outcome(Kind.NOT_TOUCHED)


@dataclass(frozen=True)
class CaseFacts:
    """What criteria ask of a case; None where nobody knows. No name and no day of birth.

    event: the day that decides. waiting_agreed: both sides agree that the waiting period has run.
    light: whether it is a light cancer. measured: names and values, each in its limit's unit.
    """

    label: str
    joined: date | None = None
    event: date | None = None
    accident: bool = False
    waiting_agreed: bool = False
    age_years: int | None = None
    age_days_at_joining: int | None = None
    medication_days: int | None = None
    stay_days: int | None = None
    light: bool = False
    measured: tuple[tuple[str, Decimal], ...] = ()

    @property
    def day_of_event(self) -> int | None:
        """Return which day of membership the deciding day is; None where it does not matter."""
        if self.joined is None or self.event is None or self.accident or self.waiting_agreed:
            return None
        return (self.event - self.joined).days


def outcome(criterion: Criterion, facts: CaseFacts) -> Outcome:
    """Say what a criterion makes of the facts of a case."""
    match criterion:
        case DayLimit():
            return _of_limit(criterion, facts)
        case LookBack():
            return _of_window(criterion, facts)
        case AgeBands():
            if facts.age_years is None:
                return NOT_TOUCHED
            band = criterion.band_of(facts.age_years)
            return Outcome(Kind.AMOUNT, band.fen if band else 0)
        case TierFrom():
            late = facts.event is not None and facts.event >= criterion.day
            return Outcome(Kind.AMOUNT, criterion.fen) if facts.light and late else NOT_TOUCHED
        case NumericLimit():
            value = dict(facts.measured).get(criterion.of)
            if value is None:
                return NOT_TOUCHED
            return ALLOWED if COMPARE[criterion.operator](value, criterion.value) else BARRED


COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<=": lambda one, two: bool(one <= two),
    "<": lambda one, two: bool(one < two),
    ">=": lambda one, two: bool(one >= two),
    ">": lambda one, two: bool(one > two),
}


def days_of(measure: Measure, facts: CaseFacts) -> int | None:
    """Return the days that a limit on `measure` compares; None where the facts do not tell."""
    return {
        Measure.MEDICATION: facts.medication_days,
        Measure.STAY: facts.stay_days,
        Measure.WAITING: facts.day_of_event,
        Measure.AGE: facts.age_days_at_joining,
    }[measure]


def _of_limit(limit: DayLimit, facts: CaseFacts) -> Outcome:
    days = days_of(limit.of, facts)
    if days is None:
        return NOT_TOUCHED
    if limit.edge_open and days == limit.days:
        return LEFT_OPEN
    return BARRED if COMPARE[limit.operator](days, limit.days) else ALLOWED


def _of_window(window: LookBack, facts: CaseFacts) -> Outcome:
    """A window bars nobody by itself; one that hangs on no day leaves open which of two it is."""
    looked_for = facts.medication_days is not None or facts.stay_days is not None
    known = facts.joined is not None and facts.event is not None
    unclear = window.before is None and looked_for and known and facts.joined != facts.event
    return LEFT_OPEN if unclear else NOT_TOUCHED
