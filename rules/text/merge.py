"""Two changes of one wording brought together, by tokens.

While an amendment was open (mine), the clause that it was written on (base) took another change
(theirs). Changes to words far apart go together in silence; near each other, the author is asked;
at the same or at touching words, somebody has to choose. Which of the two is called mine makes no
difference but to the order in which the sides are shown.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise
from unicodedata import east_asian_width

from rules.text.redline import redline, tokens

NEAR = 3  # untouched words: with so many or fewer between them, two changes are near each other

SENTENCE_END = re.compile(r"[.!?…][\"'’”)\]]*(?=\s|\Z)|[。！？]|\n\s*\n")


class Kind(Enum):
    """What came of it."""

    CLEAN = "clean"  # the changes have nothing to do with each other
    CONTEXT = "context"  # they fit together, but stand near each other: the author confirms
    CONFLICT = "conflict"  # both changed the same or touching words, not alike


class Take(Enum):
    """What to take of a hunk on which the sides differ."""

    BASE = "base"
    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"  # theirs, then mine


Choice = Take | str  # a string is another wording altogether


@dataclass(frozen=True)
class Hunk:
    """A stretch of the text in its three wordings; all hunks in order make up each of the texts.

    same: nobody has to choose. No side changed it, or only one did, or both did alike, or one
    changed nothing but white space, which gives way to the words of the other.
    """

    same: bool
    base: str
    theirs: str
    mine: str

    @property
    def taken(self) -> str:
        """What the merged text takes of it where nobody has to choose."""
        if self.mine in (self.base, self.theirs):
            return self.theirs
        if self.theirs == self.base or _words(self.theirs) == _words(self.base):
            return self.mine
        return self.theirs


@dataclass(frozen=True)
class Rebased:
    """Mine on top of theirs. text: the merged wording; None where somebody has to choose."""

    kind: Kind
    text: str | None
    hunks: tuple[Hunk, ...]

    @property
    def conflicts(self) -> tuple[Hunk, ...]:
        """The hunks that need a choice, in the order of the text."""
        return tuple(hunk for hunk in self.hunks if not hunk.same)


def rebase(base: str, theirs: str, mine: str) -> Rebased:
    """Bring together what `theirs` and `mine` changed in `base`.

    A text too long for a redline counts as changed from end to end.
    """
    spots = _spots(base, _edits(base, theirs, "theirs") + _edits(base, mine, "mine"))
    hunks = _hunks(base, spots)
    if not all(hunk.same for hunk in hunks):
        return Rebased(Kind.CONFLICT, None, hunks)
    asks = any(_gives_way(hunk) for hunk in hunks) or _near(base, spots)
    return Rebased(Kind.CONTEXT if asks else Kind.CLEAN, settle(hunks, ()), hunks)


def settle(hunks: Sequence[Hunk], choices: Sequence[Choice]) -> str:
    """Return the text that the choices make, one for each hunk that needs one, in order.

    A wording written anew gets the white space around it that the sides have, if it has none.
    Raises ValueError when there are more or fewer choices than hunks that need one.
    """
    if len(choices) != sum(not hunk.same for hunk in hunks):
        raise ValueError("there must be one choice for each hunk on which the sides differ")
    left = iter(choices)
    return "".join(hunk.taken if hunk.same else _chosen(hunk, next(left)) for hunk in hunks)


def _chosen(hunk: Hunk, choice: Choice) -> str:
    if isinstance(choice, str):
        return _fitted(choice, hunk)
    if choice is Take.BOTH:
        return _side_by_side(hunk.theirs, hunk.mine)
    return {Take.BASE: hunk.base, Take.THEIRS: hunk.theirs, Take.MINE: hunk.mine}[choice]


def _fitted(text: str, hunk: Hunk) -> str:
    """Return `text` with the white space at its ends that the sides have at theirs."""
    sides = (side for side in (hunk.mine, hunk.theirs, hunk.base) if side.strip())
    like = next(sides, "")
    if not text.strip() or not like:
        return text
    lead = "" if text[0].isspace() else like[: len(like) - len(like.lstrip())]
    trail = "" if text[-1].isspace() else like[len(like.rstrip()) :]
    return lead + text + trail


def _side_by_side(one: str, other: str) -> str:
    """Return both, parted by a space where the script parts its words by spaces."""
    if not one or not other or one[-1].isspace() or other[0].isspace():
        return one + other
    wide = east_asian_width(one[-1]) in "WF" or east_asian_width(other[0]) in "WF"
    return one + ("" if wide else " ") + other


@dataclass(frozen=True)
class _Edit:
    """One side puts `text` in place of `base[start:end]`; wordy: not white space alone."""

    start: int
    end: int
    text: str
    side: str
    wordy: bool


@dataclass(frozen=True)
class _Spot:
    """Edits that cannot be looked at one without the other, in the order of the text."""

    edits: tuple[_Edit, ...]

    @property
    def start(self) -> int:
        return self.edits[0].start

    @cached_property
    def end(self) -> int:
        return max(edit.end for edit in self.edits)

    @cached_property
    def wordy(self) -> bool:
        return any(edit.wordy for edit in self.edits)

    @cached_property
    def sides(self) -> frozenset[str]:
        return frozenset(edit.side for edit in self.edits)

    def wording(self, base: str, side: str) -> str:
        """Return how one side words the spot."""
        at, text = self.start, ""
        for edit in self.edits:
            if edit.side == side:
                text += base[at : edit.start] + edit.text
                at = edit.end
        return text + base[at : self.end]


def _edits(base: str, new: str, side: str) -> list[_Edit]:
    """Return the changes from `base` to `new`; a same word stands between any two wordy ones."""
    changes: list[tuple[int, int, str]] = []
    at = 0
    for piece in redline(base, new):
        if piece.kind == "inserted":
            start = changes.pop()[0] if changes and changes[-1][1] == at else at
            changes.append((start, at, piece.text))
            continue
        if piece.kind == "deleted":
            changes.append((at, at + len(piece.text), ""))
        at += len(piece.text)
    return [
        _Edit(start, end, text, side, wordy=bool(base[start:end].strip() or text.strip()))
        for start, end, text in changes
    ]


def _spots(base: str, edits: Sequence[_Edit]) -> list[_Spot]:
    """Put together the edits that overlap or touch."""
    spots: list[_Spot] = []
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        alone = _Spot((edit,))
        first = len(spots)
        for place in range(len(spots) - 1, -1, -1):
            if _parted(base, spots[place], alone):
                break
            if _meet(spots[place], alone):
                first = place
        held = [one for spot in spots[first:] for one in spot.edits]
        spots[first:] = [_Spot((*held, edit))]
    return spots


def _parted(base: str, one: _Spot, other: _Spot) -> bool:
    """Whether an untouched word stands between the two."""
    return bool(base[one.end : other.start].strip())


def _meet(one: _Spot, other: _Spot) -> bool:
    """Whether two changes with no word between them are a matter of each other.

    White space may change beside a changed word, unless it goes altogether: the words would run
    together.
    """
    if one.wordy == other.wordy or other.start < one.end:
        return True
    if (one.start, one.end) == (other.start, other.end):
        return True
    spaces = other if one.wordy else one
    return not any(edit.text for edit in spaces.edits)


def _hunks(base: str, spots: Sequence[_Spot]) -> tuple[Hunk, ...]:
    """Cut the text at the spots; the white space that all sides begin with stays outside."""
    hunks: list[Hunk] = []
    at = 0
    for spot in spots:
        old = base[spot.start : spot.end]
        theirs, mine = spot.wording(base, "theirs"), spot.wording(base, "mine")
        shared = 0
        for first, second, third in zip(old, theirs, mine, strict=False):
            if not first.isspace() or not first == second == third:
                break
            shared += 1
        hunks.append(_alike(base[at : spot.start] + old[:shared]))
        old, theirs, mine = old[shared:], theirs[shared:], mine[shared:]
        hunk = Hunk(theirs == mine or old in (theirs, mine), old, theirs, mine)
        hunks.append(Hunk(True, old, theirs, mine) if _gives_way(hunk) else hunk)
        at = spot.end
    hunks.append(_alike(base[at:]))
    return tuple(hunk for hunk in hunks if hunk.base or hunk.theirs or hunk.mine)


def _alike(text: str) -> Hunk:
    return Hunk(True, text, text, text)


def _gives_way(hunk: Hunk) -> bool:
    """Whether both changed it, not alike, and just one of them changed its words."""
    if hunk.theirs == hunk.mine or hunk.base in (hunk.theirs, hunk.mine):
        return False
    words = _words(hunk.base)
    return (_words(hunk.theirs) == words) != (_words(hunk.mine) == words)


def _near(base: str, spots: Sequence[_Spot]) -> bool:
    """Whether a change of one side stands near one of the other, or in the same sentence.

    A change that both made is near to what only one of them changed besides. White space is near
    to what it touches and to nothing else.
    """
    for one, other in pairwise(spots):
        if one.sides != other.sides and not _parted(base, one, other):
            return True
    ends = [end.end() for end in SENTENCE_END.finditer(base)]
    for one, other in pairwise(spot for spot in spots if spot.wordy):
        if one.sides != other.sides and (
            len(_words(base[one.end : other.start])) <= NEAR
            or bisect_right(ends, one.end) == bisect_right(ends, other.start)
        ):
            return True
    return False


def _words(text: str) -> list[str]:
    return [token.word for token in tokens(text) if token.word]
