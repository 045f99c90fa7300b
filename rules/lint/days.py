"""Time: windows that hang on no day, durations whose edge is open, days of no kind or year."""

import re
from collections.abc import Iterator

from kernel.errors import N_
from rules.lint.finding import Context, Hit
from rules.lint.quantity import (
    COUNT,
    HAN_COUNT,
    HAN_SPAN,
    KIND_OF,
    MONTH,
    SPAN,
    TIME,
    S,
)
from rules.lint.sentence import sentence_spans

NEAR = 160  # characters: what stands further off says nothing about a window

WINDOW = re.compile(
    rf"\b(?:within(?:{S}the)?(?:{S}(?P<back>last|past|previous|preceding|next))?"
    rf"|(?:in|during|over|for){S}the{S}(?:last|past|previous|preceding)){S}{SPAN}",
    re.IGNORECASE,
)
ANCHOR = re.compile(
    rf"\s{{0,3}}\bof\b|[^,;:]{{0,{NEAR}}}?\b(?:before|after|from|since|until|ending|following"
    r"|prior|preceding|beginning|starting|counted|upon)\b"
    r"|,\s{0,3}(?:before|after|from|ending|beginning|starting|counted)\b",
    re.IGNORECASE,
)
ANCHORED = re.compile(r"\b(?:after|once|when|whenever|from|since|upon)\b", re.IGNORECASE)
HAN_WINDOW = re.compile(
    rf"(?P<back>最近|过去|此前|(?<![接附])近)的?{HAN_SPAN}(?:以内|之内|内|来|间)?|{HAN_SPAN}(?:以内|之内|内)"
)
HAN_ANCHOR = re.compile(r"[自从起前后]|截至|当日|之日|收到|期间")
HAN_PART = re.compile(r"[，,。；;：:！？]")

DURATION = re.compile(
    rf"\bfor{S}(?P<span>(?P<count>{COUNT})(?:{S}\w{{1,20}})?{S}{TIME})\b", re.IGNORECASE
)
GRANTED = re.compile(
    r"\b(?:open|runs?|lasts?|valid|kept|keeps?|stands?|remains?|stays?|held|shown|published)\s\Z",
    re.IGNORECASE,
)
EDGED = re.compile(
    rf"\s{{1,3}}(?:after|before|from|at{S}(?:most|least)|or{S}(?:more|less|longer|fewer))\b",
    re.IGNORECASE,
)
SAID = re.compile(rf"\bexactly{S}{SPAN}", re.IGNORECASE)
HAN_DURATION = re.compile(
    rf"(?:连续|持续|累计)[^，。；：！？超过不少满达至多于以]{{0,8}}?(?P<span>{HAN_COUNT}\s?[天日])"
    r"(?![以之]?[上下内前后外]|及以|起)"
)
INCLUDES = N_("“%(quote)s” includes %(unit)s %(number)s: exactly %(span)s are enough.")

DAYS = re.compile(
    rf"{COUNT}(?!\s{{1,3}}(?:{KIND_OF}{S})?days?{S}(?:old|of{S}age)\b)"
    rf"(?:{S}{KIND_OF})?{S}days?\b"
    rf"|(?<![月\d]){HAN_COUNT}\s?[天日](?!历)",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"\b(?:calendar|working|business)\s{1,3}days?\b|工作日|自然日|日历日|公历日", re.IGNORECASE
)
DAY_FORMS = frozenset({"day", "days", "日", "天"})

DATE = re.compile(
    rf"(?<![\d.])\d{{1,2}}(?:st|nd|rd|th)?{S}(?:of{S})?{MONTH}\b(?!,?\s{{0,3}}\d{{4}})"
    rf"|\b(?!May\s\d{{1,2}}\s[a-z]){MONTH}{S}\d{{1,2}}(?:st|nd|rd|th)?\b(?!,?\s{{0,3}}\d{{4}}|[\d:])"
    r"|(?<![年\d])\d{1,2}月\d{1,2}日"
)
# Said of every year, or only to show how days are counted.
YEARLY = re.compile(
    r"\b(?:every|each|a|any|the|same)\s{1,3}year\b|\byearly\b|\bday\s{1,3}\d|每年|当年|次年|同年",
    re.IGNORECASE,
)


def window_without_anchor(text: str, context: Context) -> Iterator[Hit]:
    """ "Within the last two years": before what? The anchor has to follow in the same sentence.

    Before a window that looks ahead ("within 10 days") it may also stand: "once it is filed".
    """
    for start, end in sentence_spans(text):
        for window in WINDOW.finditer(text, start, end):
            looks_back = window["back"] or not window[0].lower().startswith("within")
            before = text[max(start, window.start() - NEAR) : window.start()]
            if ANCHOR.match(text, window.end(), end):
                continue
            if looks_back or not ANCHORED.search(before):
                yield Hit(window.start(), window.end())
        yield from _han_windows(text, start, end)


def _han_windows(text: str, start: int, end: int) -> Iterator[Hit]:
    """In Chinese the anchor stands before the window: “加入之日前两年内”."""
    for window in HAN_WINDOW.finditer(text, start, end):
        before = text[max(start, window.start() - NEAR) : window.start()]
        beside = before[-12:] if window["back"] else before
        part = HAN_PART.split(beside)[-1]
        if not HAN_ANCHOR.search(part):
            yield Hit(window.start(), window.end())


def open_duration(text: str, context: Context) -> Iterator[Hit]:
    """ "For 30 days" leaves day 30 open, unless the clause says what exactly that many means.

    A time that is granted ("a poll is open for 72 hours") is no limit that somebody has to meet.
    """
    if not SAID.search(text):
        yield from _durations(text)
    for found in HAN_DURATION.finditer(text):
        span = found["span"]
        yield Hit(
            found.start("span"),
            found.end("span"),
            N_("“%(quote)s” includes day %(number)s: exactly that many are enough."),
            (("quote", span), ("number", span[:-1].strip())),
        )


def _durations(text: str) -> Iterator[Hit]:
    for found in DURATION.finditer(text):
        if EDGED.match(text, found.end()) or GRANTED.search(text[: found.start()][-14:]):
            continue
        span, unit = found["span"], found["span"].split()[-1].removesuffix("s")
        params = (("quote", found[0]), ("unit", unit), ("number", found["count"]), ("span", span))
        yield Hit(found.start(), found.end(), INCLUDES, params)


def days_of_no_kind(text: str, context: Context) -> Iterator[Hit]:
    """ "10 days": do Sundays count? Asked once a text, and only where no clause of the book says.

    Nothing is asked about a text that stands in no book: the answer may be there.
    """
    found = DAYS.search(text)
    if not found or not context.clauses:
        return
    said = any(COUNTED.search(one) for one in (text, *context.clauses.values()))
    if not said and not any(DAY_FORMS & {term.name, *term.forms} for term in context.terms):
        yield Hit(found.start(), found.end())


def date_without_year(text: str, context: Context) -> Iterator[Hit]:
    """ "On 31 October": of which year? Not asked of what recurs each year."""
    for start, end in sentence_spans(text):
        found = list(DATE.finditer(text, start, end))
        if found and not YEARLY.search(text, start, end):
            yield from (Hit(date.start(), date.end()) for date in found)
