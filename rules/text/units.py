"""A change of wording in its units: each group of words that changes, to be weighed by itself."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from audit.entry import canonical
from rules.text.redline import Piece, redline
from rules.text.tokens import tokens
from rules.text.weight import Weight, weigh

CONTEXT = 4  # tokens, before and after
AROUND = 12  # tokens that are looked at for phrases and terms which a change is a part of
LONGEST_WORD = 40  # characters, on average, of what is looked at


@dataclass(frozen=True)
class Unit:
    """Words that give way to others at one place.

    old, new: what goes and what comes; one of them may be empty.
    before, after: up to four tokens around it, as the old text has them.
    key: tells it from the other units of the call; the same again as long as it and the old words
    around it stay, whatever else is changed.
    old_start, new_start: its place in both texts, in characters.
    """

    old: str
    new: str
    before: str
    after: str
    key: str
    weight: Weight
    old_start: int
    new_start: int


def units(old: str, new: str, terms: Iterable[str] = ()) -> tuple[Unit, ...]:
    """Return the units that lead from `old` to `new`, in their order.

    terms: the forms of defined terms.
    """
    forms = tuple(terms)
    words = Counter(token.word.lower() for token in tokens(old))
    found: list[Unit] = []
    told: Counter[tuple[str, str, str, str]] = Counter()
    for gone, come, i, j in _changes(redline(old, new)):
        head, tail = old[:i], old[i + len(gone) :]
        said = (gone, come, _last(head, CONTEXT), _first(tail, CONTEXT))
        told[said] += 1
        key = hashlib.sha256(canonical([*said, told[said]])).hexdigest()[:16]
        own = Counter(token.word.lower() for token in tokens(gone))
        sides = (head, tail), (new[:j], new[j + len(come) :])
        weight = max(
            weigh(
                _last(left, AROUND) + gone + _first(right, AROUND),
                _last(left, AROUND) + come + _first(right, AROUND),
                forms,
                words - own,
            )
            for left, right in sides
        )
        found.append(Unit(*said, key, weight, i, j))
    return tuple(found)


def _changes(pieces: Iterable[Piece]) -> list[tuple[str, str, int, int]]:
    """Return what goes and what comes at each place, and the place in both texts."""
    changes: list[tuple[str, str, int, int]] = []
    i = j = 0
    fresh = True
    for piece in pieces:
        if piece.kind == "same":
            fresh = True
        elif fresh:
            changes.append(("", "", i, j))
            fresh = False
        if piece.kind == "deleted":
            changes[-1] = (piece.text, *changes[-1][1:])
        elif piece.kind == "inserted":
            changes[-1] = (changes[-1][0], piece.text, *changes[-1][2:])
        i += len(piece.text) * (piece.kind != "inserted")
        j += len(piece.text) * (piece.kind != "deleted")
    return changes


def _last(text: str, count: int) -> str:
    run = tokens(text[-count * LONGEST_WORD :])
    bare = bool(run) and not run[-1].word  # white space that stays before the change
    return "".join(map("".join, run[-count - bare :]))


def _first(text: str, count: int) -> str:
    return "".join(map("".join, tokens(text[: count * LONGEST_WORD])[:count]))
