"""What rules find in a text that may tell who somebody is: numbers, addresses, full dates, plates.

They find too much on purpose. What they find is masked until a second person says that it may be
shown; no rule decides alone that something is harmless.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from claims.dates import MONTHS

_SHORT_OR_LONG = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS).lower()
MONTH = rf"(?P<month>{_SHORT_OR_LONG})\.?"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
DIGITS_END = r"(?!\d)"

# In order: what is found by an earlier one is not looked at by a later one. Patterns are over
# folded text, so letters are small and digits are ASCII.
KINDS: tuple[tuple[str, str, str], ...] = (
    ("email", "e-mail address", r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"),
    ("web", "web address", r"(?:https?://|www\.)[^\s<>\"，。]+"),
    (
        "handle",
        "account name",
        r"(?<![\w.])@\w{3,}|(?:wechat|weixin|微信|qq|whatsapp|telegram)\s*(?:id|号)?\s*[:：]?\s*"
        r"(?=[\w\-]*\d)[\w\-]{4,}",
    ),
    (
        "date",
        "date",
        r"(?<![\d\-])\d{4}\s?[\-/.年]\s?\d{1,2}\s?[\-/.月]\s?\d{1,2}(?!\d)日?"
        r"|(?<![\d\-/.])\d{1,2}[./\-]\d{1,2}[./\-](?:\d{4}|\d{2})(?![\d\-])"
        rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+(?P<year>\d{{4}}){DIGITS_END}"
        rf"|\b{MONTH.replace('month', 'month_2')}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+"
        rf"(?P<year_2>\d{{4}}){DIGITS_END}",
    ),
    (
        "plate",
        "number plate",
        rf"[{PROVINCES}]\s?[a-z]\s?[·・.]?\s?[a-z0-9]{{5,6}}(?![a-z0-9])"
        r"|(?<![a-z0-9])\d{2}\s[a-z]{1,3}\s\d{2,5}(?![a-z0-9])"
        r"|(?<![a-z0-9])[a-z]{2}\d{2}\s?[a-z]{3}(?![a-z0-9])"
        r"|(?<![a-z0-9])[a-z]{1,3}[\s\-]\d{3,4}[\s\-]?[a-z]{1,2}(?![a-z0-9])",
    ),
    ("identity", "identity number", r"(?<!\d)(?:\d{17}[\dx]|\d{15}|\d{3}-\d{2}-\d{4})(?![\dx])"),
    ("card", "card number", rf"(?<!\d)\d(?:[ \-]?\d){{12,18}}{DIGITS_END}"),
    ("phone", "phone number", rf"\+?(?<!\d)\d(?:[ ()\-./]{{0,2}}\d){{6,}}{DIGITS_END}"),
    (
        "reference",
        "number",
        r"(?:\bno\.?|\bnr\.?|\bnumber|号码?|编号)\s*[:：#]?\s*(?=[a-z\-]*\d)[a-z0-9\-]{5,}",
    ),
)
WORDS = {kind: words for kind, words, _pattern in KINDS}
_COMPILED = tuple((kind, re.compile(pattern)) for kind, _words, pattern in KINDS)
_CASED = frozenset({"plate"})  # a plate is written in capitals; small letters are words


@dataclass(frozen=True)
class Found:
    """Something found: where, of which kind, and what is shown in its place."""

    start: int
    end: int
    kind: str
    mask: str


def find(text: str, folded: str, days: frozenset[date] = frozenset()) -> Iterator[Found]:
    """Yield what the rules find, no two overlapping; `folded` is `text` letter for letter.

    days: full dates that are let stand.
    """
    taken: list[tuple[int, int]] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(folded):
            start, end = match.span()
            if kind in _CASED and any(letter.islower() for letter in text[start:end]):
                continue
            if any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            if kind == "date" and _day(match) in days:
                continue
            yield Found(start, end, kind, _mask(kind, match))


def _mask(kind: str, match: re.Match[str]) -> str:
    return _month(match) if kind == "date" else f"[{WORDS[kind]}]"


def _day(match: re.Match[str]) -> date | None:
    """Return the day that a full date means; None where it may mean two, or none."""
    groups = match.groupdict()
    numbers = re.findall(r"\d+", match.group())
    one, two, three = (int(number) for number in (*numbers, "0")[:3])
    if year := groups["year"] or groups["year_2"]:
        short = (groups["month"] or groups["month_2"])[:3]
        month = next(n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(short))
        meant = {(int(year), month, one)}
    elif len(numbers[0]) == 4:
        meant = {(one, two, three)}
    else:
        meant = {(three, two, one), (three, one, two)}
    found = []
    for parts in meant:
        try:
            found.append(date(*parts))
        except ValueError:
            continue
    return found[0] if len(found) == 1 else None


def _month(match: re.Match[str]) -> str:
    """Return the month of a full date: enough to follow a story, and not a day."""
    groups = match.groupdict()
    year = groups["year"] or groups["year_2"]
    if year:
        short = (groups["month"] or groups["month_2"])[:3]
        return f"{next(name for name in MONTHS if name.lower().startswith(short))} {year}"
    parts = re.findall(r"\d+", match.group())
    if len(parts[0]) == 4 and 1 <= int(parts[1]) <= 12:
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return "[date]"
