"""Numbers: a share of nothing said, and a number that changed here but not where it is cited."""

import re
from collections.abc import Iterator

from kernel.errors import N_
from rules.lint.finding import Context, Hit
from rules.lint.quantity import COUNT, HAN_COUNT, HAN_TIME, S, value
from rules.text.reference import UNKNOWN, references

PERCENT = re.compile(
    r"(?<![\d.,A-Za-z])\d{1,9}(?:\.\d{1,6})?\s?(?:%|％|per\s?cent\b)|百分之[一二三四五六七八九十百零点]{1,8}",
    re.IGNORECASE,
)
OF = re.compile(rf"(?:{S}(?:or{S}(?:more|less)|share))?{S}of\b", re.IGNORECASE)
QUANTITY = re.compile(
    rf"(?P<count>{COUNT})(?:{S}(?:consecutive|calendar|working|business|valid|full))?"
    rf"{S}(?P<unit>[a-z]{{2,24}})\b"
    rf"|(?P<count2>{HAN_COUNT})\s?(?P<unit2>{HAN_TIME}|岁|元|人|次)"
)
FIRST_WORD = re.compile(r"\S+")
STILL = N_("%(clause)s cites this clause and still says “%(old)s”.")

Quantity = tuple[str, str]  # the number as said, and its unit in the singular


def percent_without_base(text: str, context: Context) -> Iterator[Hit]:
    """ "8 percent": of what? In Chinese the base stands before: “互助金的8%”."""
    for found in PERCENT.finditer(text):
        before = text[max(0, found.start() - 8) : found.start()]
        if not (OF.match(text, found.end()) or "的" in before):
            yield Hit(found.start(), found.end())


def stale_number(text: str, context: Context) -> Iterator[Hit]:
    """A number that this change takes away and that a clause which cites this one still names.

    Points at the number with that unit that is new here, else at the first word.
    """
    first = FIRST_WORD.search(text)
    if not first or not context.previous or not context.clause_id:
        return
    now, before = _quantities(text), _quantities(context.previous)
    came = {one[1]: place for one, (_said, place) in now.items() if one not in before}
    gone = [one for one in before if one not in now]
    for clause_id, other in context.others.items():
        there = _quantities(other) if context.clause_id in references(other) else {}
        clause = f"Clause {context.numbers.get(clause_id, UNKNOWN)}"
        for one in gone:
            if one in there:
                start, end = came.get(one[1], first.span())
                yield Hit(start, end, STILL, (("clause", clause), ("old", there[one][0])))


def _quantities(text: str) -> dict[Quantity, tuple[str, tuple[int, int]]]:
    """Return the numbers with a unit in `text`, each with its words and their first place."""
    found: dict[Quantity, tuple[str, tuple[int, int]]] = {}
    for one in QUANTITY.finditer(text):
        count, unit = one["count"] or one["count2"], one["unit"] or one["unit2"]
        number = value(count)
        key = (count if number is None else str(number), unit.removesuffix("s"))
        found.setdefault(key, (one[0], one.span()))
    return found
