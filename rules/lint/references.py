"""References: to what is not there, to oneself, round in a circle, or typed as a number."""

import re
from collections.abc import Iterator, Mapping

from kernel.errors import N_
from rules.lint.finding import Context, Hit
from rules.text.reference import REFERENCE, UNKNOWN, references

BRACKETED = re.compile(r"\[\[[^\[\]\n]{0,80}\]\]")
# "Section 5 of the Act" and 《保险法》第十六条 point out of the book and stay as they are.
TYPED = re.compile(
    r"\b(?:clause|section|article|rule|paragraph)s?\s{1,3}\d{1,3}(?:\.\d{1,3}){0,4}\b"
    r"(?!\s{1,3}of\s{1,3}(?:the\s{1,3})?(?-i:[A-Z]))"
    r"|(?<!》)第\s?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[一二三四五六七八九十百]{1,5})\s?[条款]",
    re.IGNORECASE,
)
CIRCLE = N_("It leads back here: %(path)s.")


def unknown_reference(text: str, context: Context) -> Iterator[Hit]:
    """A reference to a clause that is not in the book, or one that is not written as one."""
    known = {*context.clauses, *context.numbers, context.clause_id}
    for found in BRACKETED.finditer(text):
        reference = REFERENCE.fullmatch(found[0])
        if not reference or reference["id"] not in known:
            yield Hit(found.start(), found.end())


def self_reference(text: str, context: Context) -> Iterator[Hit]:
    """A clause that cites itself tells the reader to read on where they are."""
    for found in REFERENCE.finditer(text):
        if found["id"] == context.clause_id:
            yield Hit(found.start(), found.end())


def circular_reference(text: str, context: Context) -> Iterator[Hit]:
    """A clause that cites one that leads back to it, directly or over others."""
    cited = {one: references(held) for one, held in context.others.items()}
    paths: dict[str, list[str]] = {}
    for found in REFERENCE.finditer(text):
        start = found["id"]
        if start == context.clause_id:
            continue
        path = paths.setdefault(start, _path(start, context.clause_id, cited))
        if path:
            said = ", ".join(f"clause {context.numbers.get(one, UNKNOWN)}" for one in path)
            yield Hit(found.start(), found.end(), CIRCLE, (("path", said),))


def _path(start: str, goal: str, cited: Mapping[str, list[str]]) -> list[str]:
    """Return the clauses on the shortest way from `start` to `goal`, both included, or none."""
    came_from = {start: ""}
    waiting = [start]
    for one in waiting:
        for following in cited.get(one, []):
            if following not in came_from:
                came_from[following] = one
                waiting.append(following)
    path = [goal] if goal in came_from else []
    while path and path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def typed_reference(text: str, context: Context) -> Iterator[Hit]:
    """ "Clause 3.1" typed as digits is wrong on the day on which the clause moves."""
    for found in TYPED.finditer(text):
        yield Hit(found.start(), found.end())
