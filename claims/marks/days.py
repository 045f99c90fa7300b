"""Full dates in English, Chinese and Turkish; jurors read the month."""

import re
from datetime import date, timedelta

from claims.dates import MONTHS, as_shown
from claims.marks.rule import SUFFIX, Rule, rule

DATE = "date"
EARLIEST = 1900  # a year of two digits is no certain one
OF_AN_ILLNESS = timedelta(days=3_653)  # ten years from joining; no rule looks back further
_TURKISH = "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik".split()
_NAMES = {name[:3].lower(): n for n, name in enumerate(MONTHS, 1)}
_NAMES |= {name: n for n, name in enumerate(_TURKISH, 1)}
_MONTH = (
    "(?P<name>"
    + "|".join([*(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS), "sept", *_TURKISH])
    + r")(?!\w)\.?"
)
_ORDINAL = r"(?:st|nd|rd|th|\.)?"
_GAP = r"(?:\s?[\-/._]\s?|[\s\-/.]{1,2})"
SIGNS = "〇○零一二三四五六七八九"
HAN_NUMBER = "[〇零一二三四五六七八九十廿卅]"
_YEAR = rf"(?:(?P<y>\d{{4}}|[{SIGNS}]{{4}})\s?年\s?)?"
UNTIL = r"(?:\s?[至到~\-]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[日号])?"

RULES: tuple[Rule, ...] = tuple(
    rule(DATE, pattern)
    for pattern in (
        r"(?<!\d)(?<!\d-)(?P<y>\d{4})\s?[\-/._年]\s?(?P<m>\d{1,2})\s?[\-/._月]\s?"
        r"(?P<d>\d{1,2})(?!\d)" + rf"(?:\s?[日号])?{UNTIL}{SUFFIX}",
        r"(?<!\d)(?<!\d[\-/.])(?P<one>\d{1,2})\s?[./\-_]\s?(?P<two>\d{1,2})\s?[./\-_]\s?"
        r"(?P<y>\d{4}|(?<!\s)\d{2})(?![\d\-])" + SUFFIX,
        rf"(?<!\d)(?P<d>\d{{1,2}}){_ORDINAL}{_GAP}(?:of\s)?{_MONTH},?{_GAP}"
        + rf"(?P<y>\d{{4}})(?!\d){SUFFIX}",
        rf"(?<!\w){_MONTH}{_GAP}(?P<d>\d{{1,2}}){_ORDINAL},?{_GAP}(?P<y>\d{{4}})(?!\d){SUFFIX}",
        rf"{_YEAR}(?<!\d)(?P<m>\d{{1,2}}|{HAN_NUMBER}{{1,2}})\s?月\s?"
        + rf"(?P<d>\d{{1,2}}|{HAN_NUMBER}{{1,3}})\s?[日号]{UNTIL}",
    )
)


def is_let_stand(match: re.Match[str], days: frozenset[date]) -> bool:
    """Whether a date found is one of `days`; where the year is not written, of any year."""
    groups = match.groupdict()
    if groups["y"] is None:
        month, day = _month(groups), written_number(groups.get("d"))
        return any((one.month, one.day) == (month, day) for one in days)
    return _certain(groups) in days


def mask(match: re.Match[str], since: date | None = None) -> str:
    """Return the month of a full date: enough to follow a story, and not a day.

    since: the day of joining, where the day is told counted from it and no month; what is no
    certain day, or so far from joining that it is likely one of birth, is then told as nothing.
    """
    groups = match.groupdict()
    if since is not None:
        day = _certain(groups)
        return as_shown(day, since) if day and abs(day - since) <= OF_AN_ILLNESS else "[date]"
    month, year = _month(groups), written_number(groups["y"])
    if not 1 <= month <= 12:
        return "[date]"
    return f"{MONTHS[month - 1]} {year}" if year else MONTHS[month - 1]


def _certain(groups: dict[str, str | None]) -> date | None:
    """Return the one day that is meant; None without a year, or where two days may be meant."""
    year = written_number(groups["y"])
    meant = {(_month(groups), written_number(groups.get("d")))}
    if groups.get("one"):  # 4/5/2020 is a day in April or in May
        one, two = written_number(groups["one"]), written_number(groups["two"])
        meant = {(two, one), (one, two)}
    found = [known for parts in meant if (known := _day(year, *parts))]
    return found[0] if len(found) == 1 and year >= EARLIEST else None


def _month(groups: dict[str, str | None]) -> int:
    """Return the month, 0 where it is not certain."""
    if name := groups.get("name"):
        name = name.lower()
        return _NAMES.get(name) or _NAMES[name[:3]]
    return written_number(groups.get("m"))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written_number(written: str | None) -> int:
    """Return a number in digits or in Chinese; 0 for none and for what is none."""
    if not written:
        return 0
    if written.isdecimal():
        return int(written)
    signs = written.replace("○", "〇").replace("零", "〇").replace("廿", "二十")
    signs = signs.replace("卅", "三十")
    values = {sign: n for n, sign in enumerate("〇一二三四五六七八九")}
    if "十" not in signs:
        return int("".join(str(values[sign]) for sign in signs))
    tens, _, ones = signs.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * values.get(tens, 1) + values.get(ones, 0)
