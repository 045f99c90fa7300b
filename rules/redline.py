"""What changed between two wordings, by tokens: words, whole numbers, single CJK characters.

Leaving out what was inserted gives the old text back, leaving out what was deleted the new one,
character by character.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

MOST_TOKENS = 5_000  # above this, a redline of two texts is one deletion and one insertion

CJK = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
TOKEN = re.compile(
    rf"(?P<space>\s*)"
    rf"(?P<word>[{CJK}]"
    rf"|\d+(?:[.,]\d+)*"  # 300,000 and 0.54 are one token each
    rf"|[^\W\d{CJK}][^\W{CJK}]*(?:['’‑-][^\W{CJK}]+)*"
    rf"|[^\w\s]|_|\Z)"
)

Kind = Literal["same", "deleted", "inserted"]


@dataclass(frozen=True)
class Token:
    """A word with the white space before it; only the words are compared."""

    space: str
    word: str


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, went or came."""

    kind: Kind
    text: str


def tokens(text: str) -> list[Token]:
    """Cut `text` up; joined again, spaces and words give exactly `text`."""
    found = [Token(m["space"], m["word"]) for m in TOKEN.finditer(text)]
    return [token for token in found if token.space or token.word]


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from `old` to `new`; where both change, deletions come first."""
    before, after = tokens(old), tokens(new)
    if max(len(before), len(after)) > MOST_TOKENS:
        return _tidy([Piece("deleted", old), Piece("inserted", new)])
    matcher = SequenceMatcher(
        None, [one.word for one in before], [one.word for one in after], autojunk=False
    )
    pieces: list[Piece] = []
    codes = _without_islands(matcher.get_opcodes())
    for same, i1, i2, j1, j2 in codes:
        if same:
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


Code = tuple[bool, int, int, int, int]


def _without_islands(codes: Sequence[tuple[str, int, int, int, int]]) -> list[Code]:
    """Join changes that a single token parts: a lone comma left standing is hard to read."""
    joined: list[Code] = []
    for place, (tag, i1, i2, j1, j2) in enumerate(codes):
        island = tag == "equal" and i2 - i1 == 1 and 0 < place < len(codes) - 1
        same = tag == "equal" and not island
        if joined and not same and not joined[-1][0]:
            _, first, _, second, _ = joined[-1]
            joined[-1] = (False, first, i2, second, j2)
        else:
            joined.append((same, i1, i2, j1, j2))
    return joined


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


def _text(run: list[Token]) -> str:
    return "".join(token.space + token.word for token in run)


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
