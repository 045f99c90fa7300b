"""References and terms: what a clause says about other clauses, and the words that are defined.

A reference is stored by the clause's id, `[[waiting-period]]`, and printed as its number of the
day. A term has a name and forms (“claim”, “claims”); the clause that defines it is known.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

REFERENCE = re.compile(r"\[\[(?P<id>[a-z]+(?:-[a-z0-9]+)*)\]\]")
CJK = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
UNKNOWN = "?"
NEVER = "(?!)"


@dataclass(frozen=True)
class Term:
    """A defined word or phrase. forms: other ways to write it; clause_id: where it is defined."""

    name: str
    forms: tuple[str, ...]
    clause_id: str


def references(text: str) -> list[str]:
    """Return the ids of the clauses that `text` cites, in its order, each as often as cited."""
    return [found["id"] for found in REFERENCE.finditer(text)]


def printed(text: str, numbers: Mapping[str, str]) -> str:
    """Return `text` with each reference as `clause 3.1`; `clause ?` where no number is known.

    numbers: clause ids with the numbers to print.
    """
    return REFERENCE.sub(lambda found: f"clause {numbers.get(found['id'], UNKNOWN)}", text)


def uses(text: str, terms: Iterable[Term]) -> list[tuple[int, int, Term]]:
    """Return where `text` uses a term, as (start, end, term) in its order; no two overlap.

    Whole words only, with a small or a capital first letter; where several forms fit, the longest
    does. Chinese sets no borders between words, and none are asked of it.
    """
    pattern, known = _lookup(tuple(terms))
    if not known:
        return []
    return [
        (found.start(), found.end(), known[_key(found[0])])
        for found in pattern.finditer(text)
        if _key(found[0]) in known
    ]


@lru_cache(maxsize=64)
def _lookup(terms: tuple[Term, ...]) -> tuple[re.Pattern[str], dict[str, Term]]:
    """Return a pattern of all forms and the term of each; of two with one form, the first."""
    known: dict[str, Term] = {}
    for term in terms:
        for form in (term.name, *term.forms):
            known.setdefault(_key(form), term)
    known.pop("", None)
    forms = sorted(known, key=len, reverse=True)
    bordered = "|".join(_pattern(form) for form in forms if _has_border(form[0]))
    others = "|".join(_pattern(form) for form in forms if not _has_border(form[0]))
    return re.compile(rf"(?<![^\W{CJK}])(?:{bordered or NEVER})|(?:{others or NEVER})"), known


def _key(form: str) -> str:
    """A form as it is looked up: single spaces, a small first letter."""
    spaced = " ".join(form.split())
    return spaced[:1].lower() + spaced[1:]


def _pattern(form: str) -> str:
    """A regular expression for `form`, with the border after it where its script has one."""
    first = "|".join(sorted({re.escape(form[0]), re.escape(form[0].upper())}))
    rest = r"\s{1,3}".join(re.escape(word) for word in form[1:].split(" "))
    after = rf"(?![^\W{CJK}])" if _has_border(form[-1]) else ""
    return f"(?:{first}){rest}{after}"


def _has_border(letter: str) -> bool:
    return re.match(rf"[^\W{CJK}]", letter) is not None
