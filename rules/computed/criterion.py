"""What of a clause can be computed: limits in days, windows, amounts, measured values.

A criterion says with numbers what the words of its clause say, so that a changed number is really
applied (rules/computed/outcome.py), and a draft can be tried on known facts before anybody votes
on it (rules/computed/replay.py).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any, Literal, get_args

Operator = Literal["<=", "<", ">=", ">"]
Day = Literal["joining", "event"]

NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
LONGEST_WORDS = 80
MOST_DAYS = 100_000
MOST_YEARS = 150
MOST_FEN = 10**15
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class Measure(StrEnum):
    """What a limit counts in days; a day of membership counts from joining, whose next is day 1."""

    MEDICATION = "medication_days"  # the longest that one order asks for
    STAY = "stay_days"  # the longest hospital stay, first and last day included
    WAITING = "day_of_event"  # of an illness; accidents are never measured by it
    AGE = "age_in_days"  # on the day of joining


@dataclass(frozen=True)
class DayLimit:
    """Bars where "measure operator days" holds, as in: more than 15 days of hospital stay.

    edge_open: the words leave open whether exactly `days` bar. Like each criterion, it raises
    ValueError where it cannot be one.
    """

    of: Measure
    operator: Operator
    days: int
    edge_open: bool = False

    def __post_init__(self) -> None:
        _need(isinstance(self.of, Measure), f"{self.of!r} is nothing that is counted in days")
        _need(self.operator in get_args(Operator), f"{self.operator!r} compares nothing")
        _need_whole(self.days, MOST_DAYS)
        _need(isinstance(self.edge_open, bool), "an edge is open or it is not")
        _need(min(self.last_allowed, self.first_barred) >= 0, "it bars everybody, or nobody")

    @property
    def bars_above(self) -> bool:
        """Whether many days bar, and not few."""
        return self.operator in {">", ">="}

    @property
    def last_allowed(self) -> int:
        """The number of days next to those that bar; one further on where the edge is open."""
        if self.bars_above:
            return self.days if self.operator == ">" and not self.edge_open else self.days - 1
        return self.days if self.operator == "<" and not self.edge_open else self.days + 1

    @property
    def first_barred(self) -> int:
        """The number of days nearest to those allowed that surely bars."""
        step = 1 if self.bars_above else -1
        return self.last_allowed + (2 * step if self.edge_open else step)


@dataclass(frozen=True)
class LookBack:
    """How many years a clause looks back, and before which day; None where no word says which."""

    years: int
    before: Day | None

    def __post_init__(self) -> None:
        _need_whole(self.years, MOST_YEARS)
        _need(self.years > 0, "looking back no year is looking at nothing")
        _need(self.before in {None, *get_args(Day)}, f"{self.before!r} is no day to count from")


@dataclass(frozen=True)
class Band:
    """Ages in completed years, the first and the last included, and their benefit in fen."""

    first_age: int
    last_age: int
    fen: int

    def __post_init__(self) -> None:
        _need_whole(self.first_age, MOST_YEARS)
        _need_whole(self.last_age, MOST_YEARS)
        _need(self.first_age <= self.last_age, "a band ends before it begins")
        _need_whole(self.fen, MOST_FEN)


@dataclass(frozen=True)
class AgeBands:
    """The benefit by the age on the deciding day; outside all bands there is none."""

    bands: tuple[Band, ...]

    def __post_init__(self) -> None:
        _need(bool(self.bands), "there is no band")
        apart = all(one.last_age < two.first_age for one, two in pairwise(self.bands))
        _need(apart, "bands stand in their order and never overlap")

    def band_of(self, years: int) -> Band | None:
        """Return the band of an age in completed years; None outside all of them."""
        return next((one for one in self.bands if one.first_age <= years <= one.last_age), None)


@dataclass(frozen=True)
class TierFrom:
    """The benefit in fen of the light tier, for diagnoses on `day` or later."""

    day: date
    fen: int

    def __post_init__(self) -> None:
        _need(type(self.day) is date, f"{self.day!r} is no day")
        _need(EARLIEST <= self.day <= LATEST, f"{self.day} is out of reach")
        _need_whole(self.fen, MOST_FEN)


@dataclass(frozen=True)
class NumericLimit:
    """Met where "measured value operator value" holds, as it was measured, without rounding."""

    of: str
    unit: str
    operator: Operator
    value: Decimal

    def __post_init__(self) -> None:
        for words in (self.of, self.unit):
            _need(isinstance(words, str), "its name is no text")
            _need(0 < len(words) <= LONGEST_WORDS, "it has no fitting name")
            _need(words.isprintable(), "its name cannot be read")
        _need(self.operator in get_args(Operator), f"{self.operator!r} compares nothing")
        _need(NUMBER.fullmatch(f"{self.value:f}"), f"{self.value!r} is no fitting value")


Criterion = DayLimit | LookBack | AgeBands | TierFrom | NumericLimit
Criteria = tuple[Criterion, ...]

KINDS: Mapping[str, type[Criterion]] = {
    "day_limit": DayLimit,
    "look_back": LookBack,
    "age_bands": AgeBands,
    "tier_from": TierFrom,
    "numeric_limit": NumericLimit,
}


def to_json(criterion: Criterion) -> dict[str, Any]:
    """Return a criterion as plain JSON values, its `kind` first."""
    kind = next(name for name, made in KINDS.items() if type(criterion) is made)
    plain: dict[str, Any] = {"kind": kind, **asdict(criterion)}
    match criterion:
        case DayLimit():
            plain["of"] = criterion.of.value
        case AgeBands():
            plain["bands"] = list(plain["bands"])
        case TierFrom():
            plain["day"] = criterion.day.isoformat()
        case NumericLimit():
            plain["value"] = f"{criterion.value:f}"
    return plain


def from_json(value: Any) -> Criterion:
    """Read what `to_json` wrote; what has a default may be left out.

    Raises ValueError for anything else, for a key too many too.
    """
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError("this is no criterion")
    held = {name: one for name, one in value.items() if name != "kind"}
    try:
        return _READ[kind](held)
    except (TypeError, KeyError) as error:
        raise ValueError(f"a {kind} is not made of this") from error


def _read_bands(held: dict[str, Any]) -> AgeBands:
    _need(isinstance(held["bands"], list), "bands are a list")
    return AgeBands(**{**held, "bands": tuple(Band(**one) for one in held["bands"])})


def _read_tier(held: dict[str, Any]) -> TierFrom:
    day = date.fromisoformat(held["day"])
    _need(day.isoformat() == held["day"], "a day is written as 2019-05-01")
    return TierFrom(**{**held, "day": day})


def _read_value(held: dict[str, Any]) -> NumericLimit:
    _need(NUMBER.fullmatch(held["value"]), "a value is written with digits and one point")
    return NumericLimit(**{**held, "value": Decimal(held["value"])})


_READ: Mapping[str, Callable[[dict[str, Any]], Criterion]] = {
    "day_limit": lambda held: DayLimit(**{**held, "of": Measure(held["of"])}),
    "look_back": lambda held: LookBack(**{"before": None, **held}),
    "age_bands": _read_bands,
    "tier_from": _read_tier,
    "numeric_limit": _read_value,
}


def _need(fits: object, why: str) -> None:
    if not fits:
        raise ValueError(why)


def _need_whole(number: object, most: int) -> None:
    _need(type(number) is int and 0 <= number <= most, f"{number!r} is no fitting whole number")
