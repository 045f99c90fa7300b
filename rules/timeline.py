"""What holds when: spans of days that never overlap.

The versions of a clause are such a line, and so are its places in the book. A line is changed as a
whole, so that an outsider can see in one place that nothing is ever in force twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

What = TypeVar("What")


@dataclass(frozen=True)
class Span(Generic[What]):
    """`what` holds on the days `start <= day < until`; without an end, until further notice."""

    what: What
    start: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this is what holds on `day`."""
        return self.start <= day and (self.until is None or day < self.until)


Line = tuple[Span[What], ...]


def on(line: Sequence[Span[What]], day: date) -> What | None:
    """Return what holds on `day`, if anything does."""
    return next((span.what for span in line if span.holds_on(day)), None)


def overlaps(line: Sequence[Span[What]]) -> bool:
    """Whether two spans share a day, or one has no day at all."""
    ordered = sorted(line, key=lambda span: span.start)
    if any(span.until is not None and span.until <= span.start for span in ordered):
        return True
    return any(one.until is None or other.start < one.until for one, other in pairwise(ordered))


def extended(line: Sequence[Span[What]], what: What, start: date, until: date | None) -> Line[What]:
    """Return the line with `what` from `start` on; what held then without an end ends there.

    Raises ValueError where that would overlap.
    """
    made = tuple(
        replace(span, until=start) if span.until is None and span.start < start else span
        for span in line
    )
    made = (*made, Span(what, start, until))
    if overlaps(made):
        raise ValueError("something else holds on some of these days")
    return made


def ended(line: Sequence[Span[What]], day: date) -> Line[What]:
    """Return the line that ends before `day`.

    Raises ValueError when nothing holds on the day before, or something is still to follow.
    """
    ordered = sorted(line, key=lambda span: span.start)
    last = ordered[-1] if ordered else None
    if last is None or last.until is not None or last.start >= day:
        raise ValueError("there is nothing that could end on this day")
    return (*ordered[:-1], replace(last, until=day))


def reopened(line: Sequence[Span[What]], day: date) -> Line[What]:
    """Return the line without what begins on `day`; what ended there goes on.

    It takes back `extended` and `ended`. Raises ValueError when something begins later still, or
    when nothing begins or ends on that day.
    """
    if any(span.start > day for span in line):
        raise ValueError("something later rests on this")
    left = [span for span in line if span.start != day]
    if len(left) == len(line) and all(span.until != day for span in line):
        raise ValueError("nothing begins or ends on this day")
    return tuple(replace(span, until=None) if span.until == day else span for span in left)
