"""The dates of a claim, worked out once for everybody: waiting days, ages, the look-back window.

"The last two years" from when? Which day is day 90? The answers are computed here, and each line
names the clause that it rests on. The days that jurors need to judge are shown whole; a date of
birth is shown as an age and never as a date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jury.casefile import DateLine
from members.member import age_on

WAITING_DAYS = 90
YOUNGEST = 30  # days
OLDEST = 59  # years
LOOK_BACK = 2  # years
MEDICATION_DAYS = 30
STAY_DAYS = 15
NAMES_ITS_START = 2  # from this version on, the medication clause says from when it counts back

ALLOWED, BARRED, LEFT_OPEN = "allowed", "barred", "left open"

MONTHS = (
    "January February March April May June July August September October November December"
).split()

# The clauses that the lines rest on, whether or not they are in dispute.
RESTS_ON = (
    "counting-days",
    "waiting-period",
    "accident-exempt",
    "age-date",
    "age-bands",
    "medication",
    "hospital-stay",
)


@dataclass(frozen=True)
class Band:
    """An age band: its name and its benefit in fen."""

    name: str
    benefit: int


YOUNGER = Band("up to and including 39", 300_000_00)
OLDER = Band("40 to 59", 100_000_00)


@dataclass(frozen=True)
class KnownDates:
    """What the papers of a claim tell of days; None where they do not.

    waiting_agreed: both sides agree that the waiting period has run, for example since days of an
    earlier membership count. medication_days: the longest that one order asks for.
    stay_days: the longest hospital stay, first and last day included.
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

    @property
    def deciding(self) -> date | None:
        """The day that fixes age and cover: of the accident, else of the first diagnosis."""
        return self.event if self.accident else self.diagnosed


def day_number(joined: date, day: date) -> int:
    """Return which day of membership `day` is; the day after joining is day 1."""
    return (day - joined).days


def waiting_over_on(joined: date) -> date:
    """Return the first day on which an illness is covered: day 91."""
    return joined + timedelta(days=WAITING_DAYS + 1)


def in_waiting_period(joined: date, day: date, *, accident: bool = False) -> bool:
    """Whether something that happens on `day` is kept out by waiting; an accident never is."""
    return not accident and day_number(joined, day) <= WAITING_DAYS


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


def may_join(born: date, joined: date) -> bool:
    """Whether a person may join: from 30 days old up to the day before the 60th birthday."""
    return (joined - born).days >= YOUNGEST and age_on(born, joined) <= OLDEST


def age_band(years: int) -> Band | None:
    """Return the band of an age in whole years; None from the 60th birthday on."""
    if years > OLDEST:
        return None
    return YOUNGER if years < 40 else OLDER


def medication_finding(days: int, version: int) -> str:
    """Return what a version of the medication clause says to an order of `days` days.

    The first wording, "for 30 days", leaves exactly 30 open; the second allows it.
    """
    if days == MEDICATION_DAYS and version < NAMES_ITS_START:
        return LEFT_OPEN
    return ALLOWED if days <= MEDICATION_DAYS else BARRED


def stay_finding(days: int) -> str:
    """Return what the stay clause says to a stay of `days` days: 15 pass, 16 do not."""
    return ALLOWED if days <= STAY_DAYS else BARRED


def in_words(day: date) -> str:
    """Return a day as jurors read it: 31 October 2018."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days_shown(known: KnownDates) -> frozenset[date]:
    """Return the claim's own days that `date_lines` shows whole; a day of birth is never one."""
    if known.joined is None:
        return frozenset()
    return frozenset({known.joined, known.deciding} - {None, known.born})  # type: ignore[arg-type]


def date_lines(
    known: KnownDates, disputed: Sequence[str], refs: Mapping[str, str]
) -> tuple[DateLine, ...]:
    """Return the lines that stand in a case file.

    disputed: ids of the clauses in dispute. refs: clause id to the governing version, as
    "medication/1"; a clause that is not in it has no known version, and nothing rests on it.
    """
    if known.joined is None:
        return ()
    lines = [DateLine("Day of joining", in_words(known.joined))]
    if known.deciding is not None:
        lines += _deciding(known, known.joined, known.deciding, refs)
    if "medication" in disputed and "medication" in refs:
        lines += _medication(known, known.joined, refs["medication"])
    if "hospital-stay" in disputed and "hospital-stay" in refs:
        lines += _stay(known, known.joined, refs["hospital-stay"])
    return tuple(lines)


def _deciding(
    known: KnownDates, joined: date, day: date, refs: Mapping[str, str]
) -> list[DateLine]:
    number = day_number(joined, day)
    what = "the accident" if known.accident else "the first diagnosis"
    lines = [
        DateLine(
            f"Day of {what}",
            f"{in_words(day)}, day {number} after joining",
            refs.get("counting-days", ""),
        )
    ]
    clause = "accident-exempt" if known.accident else "waiting-period"
    lines.append(DateLine("Waiting period", _waiting(known, joined, day), refs.get(clause, "")))
    if known.born is not None and known.born <= day:
        years, _days = exact_age(known.born, day)
        band = age_band(years)
        lines += [
            DateLine("Age on that day", f"{years} years", refs.get("age-date", "")),
            DateLine("Age band", band.name if band else "none", refs.get("age-bands", "")),
        ]
    return lines


def _waiting(known: KnownDates, joined: date, day: date) -> str:
    if known.accident:
        return "none, since there is none for accidents"
    if known.waiting_agreed:
        return "has run, as both sides agree"
    if in_waiting_period(joined, day):
        return f"day {day_number(joined, day)} lies within the {WAITING_DAYS} days"
    return f"over since {in_words(waiting_over_on(joined))}"


def _medication(known: KnownDates, joined: date, ref: str) -> list[DateLine]:
    version = int(ref.rpartition("/")[2])
    start = in_words(years_before(joined, LOOK_BACK))
    if version >= NAMES_ITS_START:
        window = f"from {start} up to the day of joining"
    else:
        window = f"from {start} if counted back from joining"
        if known.deciding is not None:
            other = in_words(years_before(known.deciding, LOOK_BACK))
            what = "the accident" if known.accident else "the diagnosis"
            window += f", from {other} if counted back from {what}; the wording names no day"
    lines = [DateLine("The two years of the medication clause", window, ref)]
    if known.medication_days is not None:
        finding = medication_finding(known.medication_days, version)
        value = f"{known.medication_days} days: by itself {finding} by version {version}"
        lines.append(DateLine("Longest single order of medication", value, ref))
    return lines


def _stay(known: KnownDates, joined: date, ref: str) -> list[DateLine]:
    start = in_words(years_before(joined, LOOK_BACK))
    window = f"from {start} up to the day of joining"
    lines = [DateLine("The two years of the stay clause", window, ref)]
    if known.stay_days is not None:
        value = f"{known.stay_days} days: {stay_finding(known.stay_days)}"
        lines.append(DateLine("Longest hospital stay", value, ref))
    return lines
