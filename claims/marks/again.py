"""What was hidden once as a name, found again: in any text of a claim, whole or in part.

Rules find Leila by “my sister Leila”, and see nothing in “Leila paid”. And a word right before the
second name of a party is most often the first name of a relative: Leila Haddad, beside Noor Haddad.
"""

import re
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass

from claims.folding import Reading, fold
from claims.marks import NAME, WORDS, Found
from claims.marks.given import NOT_NAMES
from claims.marks.people import PERSON
from claims.marks.rule import LEADING
from claims.names import COMMON, HAN, WHOLE, forms_of

KINDS = frozenset({PERSON, "hospital"})  # what is found again
MOST = 200  # names: each is looked for in all texts
NEAR = 80  # letters before a second name that are looked at
_SHORTEST = 3  # letters, of a name in Latin ones
_NAMES_NOBODY = LEADING | NOT_NAMES | COMMON
_FIRST = re.compile(r"(?<![\w'’-])(?:[^\W\d_][\w'’]*[ \-]){1,3}$")

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Hidden:
    """A name that a rule hid, and its kind."""

    name: str
    kind: str


def hidden_in(text: str, found: Sequence[Found], declared: Set[int]) -> tuple[Hidden, ...]:
    """Return the names that rules found, but declared ones. declared: where their letters stand."""
    return tuple(
        Hidden(text[slice(*one.core)].strip(), one.kind)
        for one in found
        if one.core and one.kind in KINDS and not declared >= set(range(*one.core))
    )


def relatives(
    text: str, declared: Sequence[Stretch], second_names: Collection[str]
) -> Iterator[Found]:
    """Yield the first names before a second name of a party, together with it.

    declared: where declared names stand; second_names: of all parties, folded.
    """
    for start, end in declared:
        before = _FIRST.search(text, max(0, start - NEAR), start)
        if before is None or fold(text[start:end]) not in second_names:
            continue
        begins = start
        for word in reversed(re.findall(r"[^ \-]+[ \-]", before.group())):
            if not word[0].isupper() or fold(word[:-1]) in _NAMES_NOBODY:
                break
            begins -= len(word)
        if begins < start:
            yield Found(begins, end, PERSON, NAME, core=(begins, start))


def find_again(
    text: str, readings: Sequence[Reading], hidden: Sequence[Hidden], declared: Set[int]
) -> Iterator[Found]:
    """Yield where names that were hidden stand in `text`, but within declared names. declared: as
    for `hidden_in`."""
    for one in list(dict.fromkeys(hidden))[:MOST]:
        for start, end in _places(readings, one.name):
            if not declared >= set(range(start, end)):
                yield Found(
                    start, end, one.kind, NAME if one.kind == PERSON else f"[{WORDS[one.kind]}]"
                )


def _places(readings: Sequence[Reading], name: str) -> Iterator[Stretch]:
    """Yield where a name stands, whole or in part; in small letters it may be another word."""
    words = re.findall(r"[^\W_]+", fold(name))
    is_han = any(re.search(f"[{HAN}]", word) for word in words)
    if sum(map(len, words)) < (2 if is_han else _SHORTEST) or set(words) <= _NAMES_NOBODY:
        return
    for form in forms_of(name):
        if form.weight != WHOLE and form.literal in _NAMES_NOBODY:
            continue
        for one in readings:
            if form.literal not in one.folded:
                continue
            for match in re.finditer(form.pattern, one.folded):
                letters = one.cased[slice(*match.span())]
                if is_han or letters != letters.lower():
                    yield one.span(*match.span())
