"""On which day a claim is paid: by the clause on deductions, as it stands in the book.

The clause says it in words: on which days of the month the shares are deducted, and which claims
each deduction pays, those made public on an earlier day. The days are read from these words. Where
the book has no such clause, or it names no day that can be read, no day is known.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from rules.clause import ClauseVersion, in_force

CLAUSE = "deductions"
A_DAY = timedelta(days=1)
FURTHEST = 100  # days ahead: the same day of the month comes in them, whichever it is
_NTH = r"([0-9]{1,2})(?:st|nd|rd|th)"
_PAYS = re.compile(
    rf"(?:deduction|that) of the {_NTH} (?:pays )?(?:the claims|those) made public on the {_NTH}"
)
_DEDUCTED = re.compile(rf"deducted on (?:the {_NTH})(?:(?:, | and |, and )(?:on )?the {_NTH})*")


@dataclass(frozen=True)
class Period:
    """The day of the month on which shares are deducted, and the one on which the claims were made
    public that are paid from them; None where the clause does not say."""

    deducted: int
    public: int | None


@dataclass(frozen=True)
class PayDay:
    """The day on which a claim is paid, and the wording that says so."""

    day: date
    source: ClauseVersion


def periods_of(version: ClauseVersion | None) -> tuple[Period, ...]:
    """Return the periods that a wording names; none where it names no day that can be read."""
    if version is None:
        return ()
    pays = [Period(int(day), int(public)) for day, public in _PAYS.findall(version.text)]
    if not pays:
        named = (found.group() for found in _DEDUCTED.finditer(version.text))
        pays = [Period(int(day), None) for words in named for day in re.findall(_NTH, words)]
    return tuple(one for one in pays if all(1 <= day <= 31 for day in _named(one)))


def pay_day(versions: Sequence[ClauseVersion], settled: datetime, free: datetime) -> PayDay | None:
    """Return the day on which a claim is paid; None where the clause names none.

    versions: of the clause on deductions. settled: when it was decided what is paid; it is made
    public on that day or later. free: from when on nobody can object or appeal. A claim that is not
    free when a deduction begins waits for a later one. The wording is that of the day on which the
    claims of a period are made public.
    """
    found = [
        PayDay(day, version)
        for public in _days_between(settled, free)
        if (version := in_force(versions, public)) is not None
        for period in periods_of(version)
        if (day := _paid_on(period, public)) is not None and _begin(day) >= free
    ]
    return min(found, key=lambda one: one.day, default=None)


def _named(period: Period) -> Iterator[int]:
    yield period.deducted
    if period.public is not None:
        yield period.public


def _days_between(settled: datetime, free: datetime) -> Iterator[date]:
    """Yield each day on which a claim may be made public: one of them is soon after it is free."""
    first = settled.astimezone(UTC).date()
    waits = max(free - settled, timedelta(0)).days
    return (first + number * A_DAY for number in range(waits + FURTHEST))


def _paid_on(period: Period, public: date) -> date | None:
    """Return when a claim that was made public on a day is paid; None where the day is not one of
    the period."""
    if period.public is None:
        return public if public.day == period.deducted else None
    if public.day != period.public:
        return None
    after = (public + number * A_DAY for number in range(1, FURTHEST))
    return next((day for day in after if day.day == period.deducted), None)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
