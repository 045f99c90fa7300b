"""A case at the edge of a rule, and what the rule says of it, in words for a question.

In the language of the book. What is computed of a clause (`rules.computed`) tells what is right.
"""

from rules.computed.criterion import (
    AgeBands,
    Criteria,
    Criterion,
    DayLimit,
    LookBack,
    Measure,
    NumericLimit,
    TierFrom,
)
from rules.computed.outcome import CaseFacts, Kind, Outcome, days_of, outcome
from rules.computed.plain import yuan

MOST_CHOICES = 6
CASES = {
    Measure.MEDICATION: "One doctor's order required {n} days of medication without a gap.",
    Measure.STAY: "The longest hospital stay of a person took {n} days, first and last included.",
    Measure.WAITING: "A member falls ill on day {n} of membership; the day after joining is day 1.",
    Measure.AGE: "A person is {n} days old on the day of joining.",
}
AGED = "A member is {n} years old, in completed years, on the day that decides."
LIGHT = "A light cancer of a member is first diagnosed on {day}."
MEASURED = "The {what} was measured at {value} {unit}."
JOINS = {
    Kind.ALLOWED: "It lets the person join",
    Kind.BARRED: "It does not let the person join",
    Kind.LEFT_OPEN: "It leaves open whether the person may join",
}
COVERS = {
    Kind.ALLOWED: "It covers the illness",
    Kind.BARRED: "It does not cover the illness",
    Kind.LEFT_OPEN: "It leaves open whether the illness is covered",
}
MEETS = {Kind.ALLOWED: "Its limit is met", Kind.BARRED: "Its limit is not met"}
AMOUNT = "It grants {amount} yuan"
NO_AMOUNT = "It grants no amount of its own"
FROM_DAY = {"joining": "the day of joining", "event": "the day of the event", None: "no day named"}
YEARS = "{n} {years}, counted back from {day}"


def recomputed(old: Criteria, new: Criteria) -> list[tuple[Criterion | None, Criterion]]:
    """Return what can be computed anew, each with what it replaces, if anything."""
    gone = [one for one in old if one not in new]
    come = [one for one in new if one not in old]
    return [(next((one for one in gone if _alike(one, other)), None), other) for other in come]


def _alike(one: Criterion, other: Criterion) -> bool:
    return type(one) is type(other) and getattr(one, "of", "") == getattr(other, "of", "")


def told(criterion: Criterion, facts: CaseFacts) -> str:
    """Return the one fact of a case that a criterion turns on, as a sentence."""
    match criterion:
        case DayLimit(of=measure):
            return CASES[measure].format(n=days_of(measure, facts))
        case AgeBands():
            return AGED.format(n=facts.age_years)
        case TierFrom():
            return LIGHT.format(day=facts.event.isoformat() if facts.event else "")
        case NumericLimit(of=what, unit=unit):
            return MEASURED.format(what=what, value=f"{dict(facts.measured)[what]:f}", unit=unit)
        case LookBack():
            return ""


def says(criterion: Criterion, what: Outcome) -> str:
    """Return what a criterion makes of a case, as an option says it."""
    match criterion:
        case DayLimit(of=Measure.WAITING):
            return COVERS[what.kind]
        case DayLimit():
            return JOINS[what.kind]
        case NumericLimit():
            return MEETS[what.kind]
        case _:
            return AMOUNT.format(amount=yuan(what.fen)) if what.fen else NO_AMOUNT


def choices(old: Criterion | None, new: Criterion, facts: CaseFacts) -> tuple[str, ...]:
    """Return what a criterion could say of a case, the right answer among it, in an order that
    gives nothing away."""
    match new:
        case DayLimit(of=Measure.WAITING):
            return tuple(COVERS.values())
        case DayLimit():
            return tuple(JOINS.values())
        case NumericLimit():
            return tuple(MEETS.values())
        case _:
            right = outcome(new, facts).fen or 0
            amounts = {0, right, *_amounts(old), *_amounts(new)}
            near = sorted(amounts, key=lambda fen: (abs(fen - right), fen))[:MOST_CHOICES]
            return tuple(says(new, Outcome(Kind.AMOUNT, fen)) for fen in sorted(near))


def _amounts(criterion: Criterion | None) -> list[int]:
    match criterion:
        case AgeBands(bands=bands):
            return [one.fen for one in bands]
        case TierFrom(fen=fen):
            return [fen]
        case _:
            return []


def look_back(old: LookBack | None, new: LookBack) -> tuple[str, ...]:
    """Return how far a clause may look back and from which day; the right answer first."""
    near = [(new.years, new.before), (new.years - 1, new.before), (new.years + 1, new.before)]
    if old is not None:
        near.insert(1, (old.years, old.before))
    said = [
        YEARS.format(n=n, years="year" if n == 1 else "years", day=FROM_DAY[day])
        for n, day in near
        if n > 0
    ]
    return tuple(dict.fromkeys(said))
