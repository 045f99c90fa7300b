"""A criterion as one plain sentence, for whoever reads the book without its numbers in a table."""

import re
from collections.abc import Mapping
from typing import Any

from kernel.errors import N_
from rules.computed.criterion import (
    AgeBands,
    Criteria,
    Criterion,
    Day,
    DayLimit,
    LookBack,
    Measure,
    NumericLimit,
    Operator,
    TierFrom,
)

FIGURES = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
LIMITS: Mapping[Measure, str] = {
    Measure.MEDICATION: N_(
        "An order of %(allowed)s days of medication is allowed, and one of %(barred)s days is not."
    ),
    Measure.STAY: N_(
        "A hospital stay of %(allowed)s days is allowed, and one of %(barred)s days is not."
    ),
    Measure.WAITING: N_(
        "An illness on day %(allowed)s is covered, and one on day %(barred)s is not."
    ),
    Measure.AGE: N_(
        "A person who is %(allowed)s days old may join, and one who is %(barred)s days old may not."
    ),
}
OPEN_LIMITS: Mapping[Measure, str] = {
    Measure.MEDICATION: N_(
        "An order of %(allowed)s days of medication is allowed, and one of %(barred)s days is not. "
        "The wording leaves %(open)s days open."
    ),
    Measure.STAY: N_(
        "A hospital stay of %(allowed)s days is allowed, and one of %(barred)s days is not. "
        "The wording leaves %(open)s days open."
    ),
    Measure.WAITING: N_(
        "An illness on day %(allowed)s is covered, and one on day %(barred)s is not. "
        "The wording leaves day %(open)s open."
    ),
    Measure.AGE: N_(
        "A person who is %(allowed)s days old may join, and one who is %(barred)s days old may "
        "not. The wording leaves %(open)s days open."
    ),
}
WINDOWS: Mapping[Day | None, str] = {
    "joining": N_("It looks back %(years)s years from the day of joining."),
    "event": N_("It looks back %(years)s years from the day of the diagnosis or the accident."),
    None: N_("It looks back %(years)s years, and the wording names no day to count from."),
}
VALUES: Mapping[Operator, str] = {
    "<=": N_("It is met where %(what)s is at most %(value)s %(unit)s."),
    "<": N_("It is met where %(what)s is less than %(value)s %(unit)s."),
    ">=": N_("It is met where %(what)s is at least %(value)s %(unit)s."),
    ">": N_("It is met where %(what)s is more than %(value)s %(unit)s."),
}


def in_words(criterion: Criterion) -> tuple[str, dict[str, Any]]:
    """Return a criterion as one plain sentence: a msgid, and what fills its places."""
    match criterion:
        case DayLimit():
            return _limit_in_words(criterion)
        case LookBack():
            return WINDOWS[criterion.before], {"years": criterion.years}
        case AgeBands():
            amounts = "; ".join(
                f"{one.first_age}–{one.last_age}: {yuan(one.fen)}" for one in criterion.bands
            )
            return N_("The benefit in yuan by age in completed years is %(amounts)s."), {
                "amounts": amounts
            }
        case TierFrom():
            return N_(
                "A light cancer first diagnosed on %(day)s or later is paid %(amount)s yuan."
            ), {
                "day": criterion.day.isoformat(),
                "amount": yuan(criterion.fen),
            }
        case NumericLimit():
            return VALUES[criterion.operator], {
                "what": criterion.of,
                "value": f"{criterion.value:f}",
                "unit": criterion.unit,
            }


def _limit_in_words(limit: DayLimit) -> tuple[str, dict[str, Any]]:
    places = {"allowed": limit.last_allowed, "barred": limit.first_barred}
    if limit.edge_open:
        return OPEN_LIMITS[limit.of], {**places, "open": limit.days}
    return LIMITS[limit.of], places


def yuan(fen: int) -> str:
    """Return fen as yuan, thousands apart: 300,000 or 0.54."""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}.{rest:02}" if rest else f"{whole:,}"


def unsaid(criteria: Criteria, text: str) -> list[str]:
    """Return the numbers of `criteria` that stand nowhere in `text`, as they would be written.

    Only those that a text gives in figures: days, amounts in yuan, measured limits. How many years
    a clause looks back is mostly a word.
    """
    there = {found.replace(",", "") for found in FIGURES.findall(text)}
    return [one for criterion in criteria for one in _figures(criterion) if one not in there]


def _figures(criterion: Criterion) -> list[str]:
    match criterion:
        case DayLimit():
            return [str(criterion.days)]
        case AgeBands():
            return [str(one.fen // 100) for one in criterion.bands if one.fen]
        case TierFrom():
            return [str(criterion.fen // 100)]
        case NumericLimit():
            return [f"{criterion.value:f}"]
        case LookBack():
            return []
