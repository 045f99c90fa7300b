"""What rules find in a text that may tell who somebody is: numbers, addresses, full dates, plates.

They find too much on purpose. What they find is masked until a second person says that it may be
shown; no rule decides alone that something is harmless.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from claims.marks import addresses, hospitals, people
from claims.marks import days as dates
from claims.marks.numbers import NET, NUMBERS
from claims.marks.rule import GONE, NAMED, Rule, cased

# In order: what is found by an earlier one is not looked at by a later one.
RULES: tuple[Rule, ...] = (*NET, *dates.RULES, *addresses.RULES, *NUMBERS)
NAMING: tuple[Rule, ...] = (*hospitals.RULES, *people.RULES)
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
    folded: str,
    days: frozenset[date] = frozenset(),
    named: Sequence[tuple[int, int]] = (),
    since: date | None = None,
) -> Iterator[Found]:
    """Yield what the rules find, no two overlapping; `folded` is `text` letter for letter.

    days: full dates that are let stand. named: where declared names stand: nobody else is there,
    and a title beside one or a second name tells more. since: the day that dates are counted from,
    where jurors read no month.
    """
    left = cased(text, folded)  # what is found goes from it, so that nothing is found twice
    for one in RULES:
        found = [match for match in one.pattern.finditer(left) if one.check(match)]
        left = _without(left, [match.span() for match in found], GONE)
        for match in found:
            start, end = match.span()
            if one.kind != dates.DATE:
                yield Found(start, end, one.kind, f"[{WORDS[one.kind]}]")
            elif not dates.is_let_stand(match, days):
                yield Found(start, end, one.kind, dates.mask(match, since))
    left = _without(left, named, NAMED)
    for one in NAMING:
        found = [match for match in one.pattern.finditer(left) if one.check(match)]
        left = _without(left, [match.span() for match in found], GONE)
        for match in found:
            start, end = match.span()
            core = match.span("core") if match["core"] else None
            yield Found(start, end, one.kind, f"[{WORDS[one.kind]}]", core)


def _without(text: str, spans: Iterable[tuple[int, int]], sign: str) -> str:
    """Return `text` with `sign` for each letter in `spans`, which do not overlap."""
    kept, at = [], 0
    for start, end in spans:
        kept += [text[at:start], sign * (end - start)]
        at = end
    return "".join([*kept, text[at:]])
