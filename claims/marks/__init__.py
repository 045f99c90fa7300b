"""What rules find in a text that may tell who somebody is: numbers, addresses, full dates, plates.

They find too much on purpose. What they find is masked until a second person says that it may be
shown; no rule decides alone that something is harmless.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from claims.folding import Reading
from claims.marks import addresses, calendar, hospitals, people
from claims.marks import days as dates
from claims.marks.numbers import NET, NUMBERS
from claims.marks.rule import GONE, NAMED, Rule
from claims.marks.scripts import MIXED, mixed

# In order: what is found by an earlier one is not looked at by a later one.
RULES: tuple[Rule, ...] = (*NET, *dates.RULES, *addresses.RULES, *NUMBERS)
NAMING: tuple[Rule, ...] = (*hospitals.RULES, *people.RULES)
NAME = "[name]"
WORDS = {
    "email": "e-mail address",
    "web": "web address",
    "handle": "account name",
    "plate": "number plate",
    "identity": "identity number",
    "iban": "bank account",
    "card": "card number",
    "phone": "phone number",
    "reference": "number",
    "address": "address",
    "hospital": "hospital",
    "person": "person",
    MIXED: "word in mixed letters",
}


@dataclass(frozen=True)
class Found:
    """Something found: where, of which kind, and what is shown in its place.

    core: where in it somebody is named, without a title and an ending; None where a name that was
    declared does not settle it.
    """

    start: int
    end: int
    kind: str
    mask: str
    core: tuple[int, int] | None = None


def find(
    text: str,
    readings: Sequence[Reading],
    days: frozenset[date] = frozenset(),
    named: Iterable[tuple[int, int]] = (),
    since: date | None = None,
) -> list[Found]:
    """Return what the rules find in any reading of `text`, nothing that lies within another.

    days: full dates that are let stand. named: where declared names stand: nobody else is there,
    and a title beside one or a second name tells more. since: the day that dates are counted from,
    where jurors read no month.
    """
    places = {at for start, end in named for at in range(start, end)}
    found = [mark for one in readings for mark in _find(one, days, places, since)]
    for one in readings:
        for start, end in mixed("".join(text[at] for at in one.places[:-1])):
            span = one.span(start, end)
            found.append(Found(*span, MIXED, f"[{WORDS[MIXED]}]", core=span))
    kept: list[Found] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.end > kept[-1].end:
            kept.append(mark)
    return kept


def _find(
    reading: Reading, days: frozenset[date], named: set[int], since: date | None
) -> Iterator[Found]:
    """Yield what the rules find in one reading, no two overlapping."""
    left = reading.cased  # what is found goes from it, so that nothing is found twice
    for one in RULES:
        found, left = _taken(one, left)
        for match in found:
            start, end = reading.span(*match.span())
            if one.kind != dates.DATE:
                yield Found(start, end, one.kind, f"[{WORDS[one.kind]}]")
            elif not dates.is_let_stand(match, days):
                yield Found(start, end, one.kind, dates.mask(match, since))
    if since:
        marks, left = _of_the_calendar(calendar.RULES, reading, left)
        yield from marks
    pairs = zip(left, reading.places, strict=False)  # the last place is the end
    left = "".join(NAMED if at in named else sign for sign, at in pairs)
    for one in NAMING:
        found, left = _taken(one, left)
        for match in found:
            core = reading.span(*match.span("core")) if match["core"] else None
            if one.bare and core:
                yield Found(*core, one.kind, NAME, core)
                continue
            start, end = reading.span(*match.span())
            yield Found(start, end, one.kind, f"[{WORDS[one.kind]}]", core)
    if since:
        yield from _of_the_calendar(calendar.MONTHS_ALONE, reading, left)[0]


def _of_the_calendar(
    rules: tuple[Rule, ...], reading: Reading, left: str
) -> tuple[list[Found], str]:
    """Return the days without a year and the months that rules find, and the text without them."""
    marks = []
    for one in rules:
        found, left = _taken(one, left)
        marks += [Found(*reading.span(*m.span()), one.kind, calendar.mask(m)) for m in found]
    return marks, left


def _taken(one: Rule, text: str) -> tuple[list[re.Match[str]], str]:
    """Return what a rule finds, and the text with a sign that no rule reads in its place."""
    found = [match for match in one.pattern.finditer(text) if one.check(match)]
    kept, at = [], 0
    for match in found:
        start, end = match.span()
        kept += [text[at:start], GONE * (end - start)]
        at = end
    return found, "".join([*kept, text[at:]])
