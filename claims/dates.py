"""The dates of a claim, worked out once for everybody: days of membership, ages, waiting.

Which day is day 90, and does it wait? The numbers are those of the versions that govern; a date of
birth is shown as an age and never as a date.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from members.member import age_on
from rules.clause import ClauseVersion
from rules.computed.criterion import Band, DayLimit, Measure
from rules.computed.outcome import CaseFacts, Kind, outcome

# What is said to an order or a stay; by the first wording of a clause it may be neither.
FINDINGS = {Kind.ALLOWED: "allowed", Kind.BARRED: "barred", Kind.LEFT_OPEN: "left open"}

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True)
class KnownDates:
    """What the papers of a claim tell of days; None where they do not.

    waiting_agreed: both sides agree that the waiting period has run, for example since days of an
    earlier membership count. medication_days: the longest that one order asks for.
    stay_days: the longest hospital stay, first and last day included. relative: jurors read days
    counted from joining and no date, because the case does not turn on one.
    """

    joined: date | None = None
    born: date | None = None
    event: date | None = None
    diagnosed: date | None = None
    filed: date | None = None
    accident: bool = False
    waiting_agreed: bool = False
    medication_days: int | None = None
    stay_days: int | None = None
    relative: bool = False

    @property
    def counted_from(self) -> date | None:
        """The day of joining where jurors read days counted from it; else None."""
        return self.joined if self.relative else None

    @property
    def deciding(self) -> date | None:
        """The day that fixes age and cover: of the accident, else of the first diagnosis."""
        return self.event if self.accident else self.diagnosed


def day_number(joined: date, day: date) -> int:
    """Return which day of membership `day` is; the day after joining is day 1."""
    return (day - joined).days


def limit_of(version: ClauseVersion | None, measure: Measure) -> DayLimit | None:
    """Return the limit in days that a version sets on `measure`; None where it sets none."""
    held = version.criteria if version else ()
    limits = (one for one in held if isinstance(one, DayLimit) and one.of is measure)
    return next(limits, None)


def waiting_over_on(limit: DayLimit, joined: date) -> date:
    """Return the first day on which an illness is covered: with 90 days of waiting, day 91."""
    return joined + timedelta(days=limit.last_allowed)


def years_before(day: date, years: int) -> date:
    """Return the same day of the month `years` earlier; a missing 29 February is 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def exact_age(born: date, day: date) -> tuple[int, int]:
    """Return the age on `day` as whole years and the days since the last birthday."""
    years = age_on(born, day)
    return years, (day - years_before(born, -years)).days


def band_in_words(band: Band | None) -> str:
    """Return an age band as jurors read it: 40 to 59."""
    if band is None:
        return "none"
    start = f"{band.first_age} to" if band.first_age else "up to and including"
    return f"{start} {band.last_age}"


def finding(version: ClauseVersion, measure: Measure, facts: CaseFacts) -> str:
    """Return what a version says to the days of a case; "" where it computes nothing of them."""
    limit = limit_of(version, measure)
    return FINDINGS.get(outcome(limit, facts).kind, "") if limit else ""


def facts_of(known: KnownDates, label: str = "", *, light: bool = False) -> CaseFacts:
    """Return what criteria ask of a claim; light: whether a light cancer is what it is about.

    The age on joining is left out: in days, next to the day of joining, it is the day of birth.
    """
    born, day = known.born, known.deciding
    return CaseFacts(
        label,
        joined=known.joined,
        event=day,
        accident=known.accident,
        waiting_agreed=known.waiting_agreed,
        age_years=age_on(born, day) if born and day and born <= day else None,
        medication_days=known.medication_days,
        stay_days=known.stay_days,
        light=light,
    )


def in_words(day: date) -> str:
    """Return a day as jurors read it: 31 October 2018."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def as_shown(day: date, counted_from: date | None) -> str:
    """Return a day as jurors read it: a date, or counted from the day of joining."""
    if counted_from is None:
        return in_words(day)
    match day_number(counted_from, day):
        case 0:
            return "the day of joining"
        case number if number > 0:
            return f"day {number} after joining"
        case number:
            return f"day {-number} before joining"


def days_shown(known: KnownDates) -> frozenset[date]:
    """Return the claim's own days that `date_lines` shows whole; a day of birth is never one."""
    if known.joined is None or known.relative:
        return frozenset()
    return frozenset({known.joined, known.deciding} - {None, known.born})  # type: ignore[arg-type]
