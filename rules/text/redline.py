"""What changed between two wordings, word by word.

Leaving out what was inserted gives the old text back, leaving out what was deleted the new one,
character by character.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rules.text.alignment import aligned
from rules.text.tokens import Token, tokens

__all__ = ["MOST_TOKENS", "Kind", "Piece", "Token", "accepted", "redline", "rejected", "tokens"]

MOST_TOKENS = 5_000  # above this, a redline of two texts is one deletion and one insertion

Kind = Literal["same", "deleted", "inserted"]


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, went or came."""

    kind: Kind
    text: str


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from `old` to `new`; where both change, deletions come first.

    As few words change as can be, save that no word stands alone between two changes.
    """
    if old == new:
        return (Piece("same", old),) if old else ()
    before, after = tokens(old), tokens(new)
    if max(len(before), len(after)) > MOST_TOKENS:
        return _tidy([Piece("deleted", old), Piece("inserted", new)])
    pieces: list[Piece] = []
    for same, i1, i2, j1, j2 in aligned(before, after):
        if same and before[i1:i2] == after[j1:j2]:
            pieces.append(Piece("same", _text(before[i1:i2])))
        elif same:
            for left, right in zip(before[i1:i2], after[j1:j2], strict=True):
                pieces += _exchange(left.space, right.space)
                pieces.append(Piece("same", left.word))
        else:
            pieces += _exchange(_text(before[i1:i2]), _text(after[j1:j2]))
    return _tidy(pieces)


def accepted(pieces: tuple[Piece, ...]) -> str:
    """Return the new text: every change taken."""
    return "".join(piece.text for piece in pieces if piece.kind != "deleted")


def rejected(pieces: tuple[Piece, ...]) -> str:
    """Return the old text: no change taken."""
    return "".join(piece.text for piece in pieces if piece.kind != "inserted")


def _exchange(old: str, new: str) -> list[Piece]:
    """Return the pieces for `old` giving way to `new`; white space that both begin with stays."""
    shared = 0
    while shared < min(len(old), len(new)) and old[shared] == new[shared] and old[shared].isspace():
        shared += 1
    return [
        Piece("same", old[:shared]),
        Piece("deleted", old[shared:]),
        Piece("inserted", new[shared:]),
    ]


def _text(run: Sequence[Token]) -> str:
    return "".join([part for token in run for part in token])


def _tidy(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join neighbours: between two runs that stayed, one deletion and one insertion at most."""
    joined = []
    filled = (piece for piece in pieces if piece.text)
    for stayed, run in groupby(filled, key=lambda piece: piece.kind == "same"):
        held = list(run)
        kinds: tuple[Kind, ...] = ("same",) if stayed else ("deleted", "inserted")
        for kind in kinds:
            text = "".join(piece.text for piece in held if piece.kind == kind)
            joined.append(Piece(kind, text))
    return tuple(piece for piece in joined if piece.text)
