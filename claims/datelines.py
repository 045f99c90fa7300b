"""The computed lines of a case file: each says what it rests on.

"The last two years" from when? The days that jurors need to judge are shown whole, and what a
governing version leaves open is shown as open.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from claims.dates import (
    KnownDates,
    as_shown,
    band_in_words,
    day_number,
    exact_age,
    facts_of,
    finding,
    in_words,
    limit_of,
    waiting_over_on,
    years_before,
)
from jury.casefile import DateLine
from rules.clause import ClauseVersion
from rules.computed.criterion import AgeBands, LookBack, Measure
from rules.computed.outcome import CaseFacts, Kind, outcome

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
COUNTS = "no one two three four five six seven eight nine ten".split()


def date_lines(
    known: KnownDates, disputed: Sequence[str], governing: Mapping[str, ClauseVersion]
) -> tuple[DateLine, ...]:
    """Return the lines that stand in a case file.

    disputed: ids of the clauses in dispute. governing: clause id to the version that governs; a
    clause that is not in it has no known version, and nothing rests on it. What a version does not
    say so that it can be computed has no line.
    """
    if known.joined is None:
        return ()
    first = "day 0: the others are counted from it" if known.relative else in_words(known.joined)
    lines = [DateLine("Day of joining", first)]
    if known.deciding is not None:
        lines += _deciding(known, known.joined, known.deciding, governing)
    for clause_id, make in (("medication", _medication), ("hospital-stay", _stay)):
        if clause_id in disputed and clause_id in governing:
            lines += make(known, known.joined, governing[clause_id])
    return tuple(lines)


def _deciding(
    known: KnownDates, joined: date, day: date, governing: Mapping[str, ClauseVersion]
) -> list[DateLine]:
    refs = {clause_id: version.ref for clause_id, version in governing.items()}
    lines = [
        DateLine(
            f"Day of {_what(known)}",
            _numbered(known, joined, day),
            refs.get("counting-days", ""),
        )
    ]
    clause = "accident-exempt" if known.accident else "waiting-period"
    if waiting := _waiting(known, joined, day, governing.get(clause)):
        lines.append(DateLine("Waiting period", waiting, refs.get(clause, "")))
    if known.born is not None and known.born <= day:
        years, _days = exact_age(known.born, day)
        lines.append(DateLine("Age on that day", f"{years} years", refs.get("age-date", "")))
        lines += _band(years, governing.get("age-bands"))
    return lines


def _numbered(known: KnownDates, joined: date, day: date) -> str:
    if known.relative:
        return as_shown(day, joined)
    return f"{in_words(day)}, {as_shown(day, joined)}"


def _what(known: KnownDates) -> str:
    return "the accident" if known.accident else "the first diagnosis"


def _waiting(known: KnownDates, joined: date, day: date, version: ClauseVersion | None) -> str:
    if known.accident:
        return "none, since there is none for accidents"
    if known.waiting_agreed:
        return "has run, as both sides agree"
    limit = limit_of(version, Measure.WAITING)
    if limit is None:
        return ""
    number = day_number(joined, day)
    match outcome(limit, CaseFacts("", joined, day)).kind:
        case Kind.BARRED:
            if number < 1:
                return f"{as_shown(day, joined)} lies before the {limit.first_barred} days"
            return f"day {number} lies within the {limit.first_barred} days"
        case Kind.LEFT_OPEN:
            return f"day {number} is left open"
        case _:
            return f"over since {as_shown(waiting_over_on(limit, joined), known.counted_from)}"


def _band(years: int, version: ClauseVersion | None) -> list[DateLine]:
    held = version.criteria if version else ()
    return [
        DateLine("Age band", band_in_words(one.band_of(years)), version.ref)
        for one in held
        if version and isinstance(one, AgeBands)
    ]


def _medication(known: KnownDates, joined: date, version: ClauseVersion) -> list[DateLine]:
    lines = _windows("medication", known, joined, version)
    if said := finding(version, Measure.MEDICATION, facts_of(known)):
        value = f"{known.medication_days} days: by itself {said} by version {version.version}"
        lines.append(DateLine("Longest single order of medication", value, version.ref))
    return lines


def _stay(known: KnownDates, joined: date, version: ClauseVersion) -> list[DateLine]:
    lines = _windows("stay", known, joined, version)
    if said := finding(version, Measure.STAY, facts_of(known)):
        value = f"{known.stay_days} days: {said}"
        lines.append(DateLine("Longest hospital stay", value, version.ref))
    return lines


def _windows(name: str, known: KnownDates, joined: date, version: ClauseVersion) -> list[DateLine]:
    return [
        DateLine(f"The {_spelled(one.years)} of the {name} clause", window, version.ref)
        for one in version.criteria
        if isinstance(one, LookBack) and (window := _window(one, known, joined))
    ]


def _window(look_back: LookBack, known: KnownDates, joined: date) -> str:
    """Return the window that a clause looks at; both windows where it hangs on no day."""
    years, day, since = look_back.years, known.deciding, known.counted_from
    start = as_shown(years_before(joined, years), since)
    other = as_shown(years_before(day, years), since) if day else ""
    what = "the accident" if known.accident else "the diagnosis"
    match look_back.before:
        case "joining":
            return f"from {start} up to the day of joining"
        case "event":
            return other and f"from {other} up to the day of {what}"
        case None:
            both = f", from {other} if counted back from {what}; the wording names no day"
            return f"from {start} if counted back from joining" + (both if other else "")


def _spelled(years: int) -> str:
    count = COUNTS[years] if years < len(COUNTS) else str(years)
    return f"{count} year{'s' if years != 1 else ''}"
