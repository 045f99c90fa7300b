"""Which words of two wordings are the same ones, so that the changes between them read well."""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from rules.text.tokens import ENDS, Token

PAUSES = frozenset(",;:，；：、的")  # a change reads best when it ends with one of them
LONGEST_ISLAND = 3  # tokens


class Code(NamedTuple):
    """Tokens `i1` to `i2` of the old text stay as, or give way to, `j1` to `j2` of the new one."""

    same: bool
    i1: int
    i2: int
    j1: int
    j2: int

    @property
    def size(self) -> int:
        """How many tokens it spans, on the longer side."""
        return max(self.i2 - self.i1, self.j2 - self.j1)


def aligned(before: Sequence[Token], after: Sequence[Token]) -> list[Code]:
    """Return what stays and what changes, in turns, from the first token to the last."""
    numbers: dict[str, int] = {}
    left = [numbers.setdefault(token.word, len(numbers)) for token in before]
    right = [numbers.setdefault(token.word, len(numbers)) for token in after]
    codes: list[Code] = []
    for step in LCSseq.opcodes(left, right):
        same = step.tag == "equal"
        code = Code(same, step.src_start, step.src_end, step.dest_start, step.dest_end)
        if codes and not same and not codes[-1].same:
            codes[-1] = _joined(codes[-1], code)
        else:
            codes.append(code)
    whole = _without_islands(_slid(codes, before, after), before)
    trimmed = [part for code in whole for part in _trimmed(code, left, right)]
    return _parted(trimmed, before, after)


def _joined(first: Code, last: Code) -> Code:
    return Code(False, first.i1, last.i2, first.j1, last.j2)


def _slid(codes: list[Code], before: Sequence[Token], after: Sequence[Token]) -> list[Code]:
    """Move each pure insertion or deletion to where it reads best: whole sentences above all.

    From "One. Two." to "One. New. Two." either ". New" or "New." was inserted; it is the latter.
    """
    codes = list(codes)
    for at in range(1, len(codes) - 1):
        code = codes[at]
        if code.same or (code.i1 < code.i2 and code.j1 < code.j2):
            continue
        text, start, end = (after, *code[3:]) if code.i1 == code.i2 else (before, *code[1:3])
        steps = _best_step(
            text,
            start,
            end,
            back=codes[at - 1].size - (at > 1),
            forth=codes[at + 1].size - (at < len(codes) - 2),
        )
        first, last = codes[at - 1], codes[at + 1]
        codes[at - 1] = first._replace(i2=first.i2 + steps, j2=first.j2 + steps)
        codes[at] = Code(False, *(place + steps for place in code[1:]))
        codes[at + 1] = last._replace(i1=last.i1 + steps, j1=last.j1 + steps)
    return [code for code in codes if code.size]


def _best_step(text: Sequence[Token], start: int, end: int, back: int, forth: int) -> int:
    """Return by how many tokens text[start:end] moves: at most `back` to the left, or `forth`."""
    lowest = highest = 0
    while lowest > -back and text[start + lowest - 1] == text[end + lowest - 1]:
        lowest -= 1
    while highest < forth and text[start + highest] == text[end + highest]:
        highest += 1

    def reads(step: int) -> int:
        return _seam(text, start + step) + _seam(text, end + step)

    return max(range(lowest, highest + 1), key=reads)


def _seam(text: Sequence[Token], at: int) -> int:
    """Tell how good a place it is to cut before the token `at`."""
    if at in {0, len(text)} or text[at - 1].word in ENDS or "\n" in text[at].space:
        return 3
    if text[at - 1].word in PAUSES:
        return 2
    return 1 if text[at].space else 0


def _without_islands(codes: list[Code], before: Sequence[Token]) -> list[Code]:
    """Join changes that next to nothing parts: a lone comma left standing is hard to read.

    Up to three tokens go under where the changes on both sides are at least twice as long; the
    end of a sentence stays.
    """
    kept: list[Code] = []
    for code in codes:
        kept.append(code)
        while len(kept) > 2 and not kept[-1].same and _is_island(kept, before):
            kept[-3:] = [_joined(kept[-3], kept[-1])]
    return kept


def _is_island(codes: Sequence[Code], before: Sequence[Token]) -> bool:
    first, stayed, last = codes[-3:]
    if stayed.size == 1:
        return before[stayed.i1].word not in ENDS
    return stayed.size <= min(LONGEST_ISLAND, first.size // 2, last.size // 2)


def _trimmed(code: Code, left: Sequence[int], right: Sequence[int]) -> list[Code]:
    """Cut off what both sides of a change begin and end with."""
    same, i1, i2, j1, j2 = code
    if same:
        return [code]
    while i1 < i2 and j1 < j2 and left[i1] == right[j1]:
        i1, j1 = i1 + 1, j1 + 1
    while i1 < i2 and j1 < j2 and left[i2 - 1] == right[j2 - 1]:
        i2, j2 = i2 - 1, j2 - 1
    parts = (
        Code(True, code.i1, i1, code.j1, j1),
        Code(False, i1, i2, j1, j2),
        Code(True, i2, code.i2, j2, code.j2),
    )
    return [part for part in parts if part.size]


def _parted(codes: list[Code], before: Sequence[Token], after: Sequence[Token]) -> list[Code]:
    """Let a sentence end before new ones follow.

    From "One two." to "One. New." the words "two" went and the sentence "New." came.
    """
    parted: list[Code] = []
    for code in codes:
        change = parted[-1] if parted else code
        mixed = change.i1 < change.i2 and change.j1 < change.j2
        if code.same and not change.same and mixed:
            end = before[code.i1]
            if end.word in ENDS and end in (before[change.i1], after[change.j1]):
                parted[-1:] = _around_end(change, came=after[change.j1] == end)
                code = code._replace(i1=code.i1 + 1, j1=code.j1 + 1)
        if code.size:
            parted.append(code)
    return parted


def _around_end(change: Code, came: bool) -> list[Code]:
    """Cut a change in two at the end of sentence that follows it and that one side begins with."""
    _, i1, i2, j1, j2 = change
    if came:
        return [
            Code(False, i1, i2, j1, j1),
            Code(True, i2, i2 + 1, j1, j1 + 1),
            Code(False, i2 + 1, i2 + 1, j1 + 1, j2 + 1),
        ]
    return [
        Code(False, i1, i1, j1, j2),
        Code(True, i1, i1 + 1, j2, j2 + 1),
        Code(False, i1 + 1, i2 + 1, j2 + 1, j2 + 1),
    ]
