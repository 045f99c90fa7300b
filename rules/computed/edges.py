"""Edge values: facts just inside, on and just outside the numbers on which the rules turn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from rules.computed.criterion import (
    AgeBands,
    Criterion,
    DayLimit,
    LookBack,
    Measure,
    NumericLimit,
    TierFrom,
)
from rules.computed.outcome import CaseFacts

JOINED = date(2019, 1, 1)
A_DAY = timedelta(days=1)
OXYGEN, PRESSURE = "arterial oxygen", "mmHg"


def with_days(measure: Measure, days: int) -> CaseFacts:
    """Return the facts of a case of which nothing matters but one number of days."""
    match measure:
        case Measure.MEDICATION:
            return CaseFacts(f"{days} days of medication", medication_days=days)
        case Measure.STAY:
            return CaseFacts(f"{days} days of hospital stay", stay_days=days)
        case Measure.WAITING:
            event = JOINED + days * A_DAY
            return CaseFacts(f"an illness on day {days}", joined=JOINED, event=event)
        case Measure.AGE:
            return CaseFacts(f"{days} days old on joining", age_days_at_joining=days)


def _aged(label: str, years: int) -> CaseFacts:
    return CaseFacts(label, age_years=years)


def _light(day: date) -> CaseFacts:
    return CaseFacts(f"a light cancer diagnosed on {day.isoformat()}", event=day, light=True)


def _measured(what: str, value: Decimal, unit: str) -> CaseFacts:
    return CaseFacts(f"{what} of {value:f} {unit}", measured=((what, value),))


# Those that every rule on days, ages and values is tried at.
EDGES: tuple[CaseFacts, ...] = (
    *(with_days(Measure.MEDICATION, days) for days in (29, 30, 31)),
    *(with_days(Measure.STAY, days) for days in (15, 16)),
    *(with_days(Measure.WAITING, day) for day in (90, 91)),
    CaseFacts("an accident on day 90", joined=JOINED, event=JOINED + 90 * A_DAY, accident=True),
    _aged("39 years and 364 days", 39),
    _aged("40 years and 0 days", 40),
    _aged("59 years and 364 days", 59),
    _aged("60 years and 0 days", 60),
    *(with_days(Measure.AGE, days) for days in (29, 30)),
    *(_light(day) for day in (date(2019, 4, 30), date(2019, 5, 1))),
    *(_measured(OXYGEN, Decimal(value), PRESSURE) for value in (55, 56)),
)


def edges_of(old: Criterion | None, new: Criterion | None) -> tuple[CaseFacts, ...]:
    """Return the edges around the numbers of both: one less, the number itself, one more."""
    found = [one for criterion in (old, new) if criterion for one in _around(criterion)]
    return _once(found)


def every_edge(old: Criterion | None, new: Criterion | None) -> tuple[CaseFacts, ...]:
    """Return the well-known edges and those of both criteria, each once."""
    return _once([*EDGES, *edges_of(old, new)])


def _once(edges: list[CaseFacts]) -> tuple[CaseFacts, ...]:
    """Of equal facts the first ones stay, whatever the others are called."""
    found: dict[CaseFacts, CaseFacts] = {}
    for one in edges:
        found.setdefault(replace(one, label=""), one)
    return tuple(found.values())


def _around(criterion: Criterion) -> Iterator[CaseFacts]:
    match criterion:
        case DayLimit(of=measure, days=days):
            near = range(max(0, days - 1), days + 2)
            yield from (with_days(measure, one) for one in near)
        case LookBack():
            yield replace(
                with_days(Measure.WAITING, 120),
                label="medication, and two days from which to count back",
                medication_days=1,
            )
        case AgeBands(bands=bands):
            ends = {age for one in bands for age in (one.first_age, one.last_age)}
            ages = {age + step for age in ends for step in (-1, 0, 1)}
            yield from (_aged(f"{age} years", age) for age in sorted(ages) if age >= 0)
        case TierFrom(day=day):
            yield from (_light(one) for one in (day - A_DAY, day, day + A_DAY))
        case NumericLimit(of=what, unit=unit, value=value):
            last_place = Decimal(1).scaleb(-len(f"{value:f}".partition(".")[2]))
            near_values = (value - last_place, value, value + last_place)
            yield from (_measured(what, one, unit) for one in near_values)
