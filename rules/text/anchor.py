"""A quote that is followed through the versions of a text.

Whatever somebody said about some words stays at these words while the text around them changes.
When the words themselves are gone the anchor is an orphan: it is shown as such, never dropped.
"""

from dataclasses import dataclass

from rules.text.redline import Piece, redline, tokens

CONTEXT = 40  # characters kept on either side of the quote


@dataclass(frozen=True)
class Anchor:
    """A quote and what stood around it: `CONTEXT` characters, fewer at an end of the text."""

    quote: str
    before: str
    after: str


def anchor_at(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of `text[start:end]`.

    Raises ValueError when that is no passage of the text, or an empty one.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start} to {end} is no passage of a text of {len(text)} characters")
    before = text[max(0, start - CONTEXT) : start]
    return Anchor(text[start:end], before, text[end : end + CONTEXT])


def find(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Return where in `text` the quote begins and ends, or None.

    Where it stands several times, the place with the most of the old context counts; of equal
    places, the first.
    """
    places = []
    start = text.find(anchor.quote) if anchor.quote else -1
    while start >= 0:
        places.append((start, start + len(anchor.quote)))
        start = text.find(anchor.quote, start + 1)
    return max(places, key=lambda place: _likeness(anchor, anchor_at(text, *place)), default=None)


def reanchor(anchor: Anchor, old: str, new: str) -> Anchor | None:
    """Follow the quote from `old` to `new`; None when it is an orphan.

    Words that stayed are the same quote at its new place. Of words partly changed, the wording
    that stands there now becomes the quote, if more than half of the old words stayed and they
    are more than half of the new ones. What is not in `old` cannot be followed.
    """
    place = find(anchor, old)
    if place is None:
        return None
    trace = _trace(redline(old, new), *place)
    if trace is None:
        return None
    start, end, stayed = trace
    whole = _within(anchor, new[start:end])
    if whole is not None:
        return anchor_at(new, start + whole[0], start + whole[1])
    start, end = _trimmed(new, start, end, anchor.quote)
    most = max(_count(anchor.quote), _count(new[start:end]))
    return anchor_at(new, start, end) if start < end and 2 * stayed > most else None


def _likeness(anchor: Anchor, other: Anchor) -> tuple[bool, int]:
    """Return how alike the contexts are; all of it, ends of the text included, beats any part."""
    before = _shared(anchor.before[::-1], other.before[::-1])
    return anchor == other, before + _shared(anchor.after, other.after)


def _shared(one: str, other: str) -> int:
    """Return how many characters both begin with."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _trace(pieces: tuple[Piece, ...], start: int, end: int) -> tuple[int, int, int] | None:
    """Return where `old[start:end]` begins and ends in the new text, and how many words stayed.

    What was inserted counts to the passage when it stands inside, or in place of a part of it.
    None when nothing is left of it.
    """
    at = there = stayed = 0
    spans: list[tuple[int, int]] = []
    replaced = False
    for piece in pieces:
        size = len(piece.text)
        first, last = max(start - at, 0), min(end - at, size)
        if piece.kind == "inserted":
            if replaced or start < at < end:
                spans.append((there, there + size))
            there += size
            continue
        touched = first < last
        replaced = touched and piece.kind == "deleted"
        if piece.kind == "same":
            if touched:
                spans.append((there + first, there + last))
                stayed += _count(piece.text[first:last])
            there += size
        at += size
    return (spans[0][0], spans[-1][1], stayed) if spans else None


def _within(anchor: Anchor, passage: str) -> tuple[int, int] | None:
    """Return where the quote stands whole among the words of the passage; never as a part of one.

    A redline takes a lone word between two changes for a part of the change.
    """
    place = find(anchor, passage)
    if place is None:
        return None
    parts = (passage[: place[0]], anchor.quote, passage[place[1] :])
    return place if sum(map(_count, parts)) == _count(passage) else None


def _trimmed(text: str, start: int, end: int, quote: str) -> tuple[int, int]:
    """Leave out white space at the ends of a passage, unless the quote had some there."""
    while start < end and text[start].isspace() and not quote[0].isspace():
        start += 1
    while start < end and text[end - 1].isspace() and not quote[-1].isspace():
        end -= 1
    return start, end


def _count(text: str) -> int:
    return sum(1 for token in tokens(text) if token.word)
