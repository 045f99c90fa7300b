"""Small cells of a table of counts: hidden, and others with them, so that no sum gives them back.

Who knows one of the few people in a cell learns from it what happened to the others. To hide that
cell alone is of no use where its row and its column have totals. What is not hidden from is whoever
compares a table with itself at another time: one more verdict can hide other cells.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

LEAST = 5  # a count from 1 to below this is small
MANY = 10**9  # what a hidden count is below, for whoever does not know it
ROUNDS = 50  # in which bounds draw together; by then they do not any more, or nearly

Cell: TypeAlias = Hashable
Equation: TypeAlias = dict[Cell, Fraction]


@dataclass(frozen=True)
class Sum:
    """That a cell, the total, is the sum of others."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.total, *self.parts)


def hidden(counts: Mapping[Cell, int], sums: Sequence[Sum], least: int = LEAST) -> frozenset[Cell]:
    """Return the cells not to be shown: the small ones, and as many more as it takes that none of
    them follows from those shown, and that what is hidden under one total is not small together.
    """
    found = {cell for cell, count in counts.items() if 0 < count < least}
    for one in sums:
        if 0 < counts[one.total] < least:
            found.update(one.parts)  # where all are few, a 0 says what became of them
    few = frozenset(found)
    while True:
        line = _weak(counts, sums, found, least) or _pinned(counts, sums, found, few)
        if line is None:
            return frozenset(found)
        more = [cell for cell in line if cell not in found]
        if not more:
            return frozenset(counts)  # nothing is left to hide it by
        found.add(min(more, key=lambda cell: _cost(cell, counts, found, sums)))


def _weak(
    counts: Mapping[Cell, int], sums: Sequence[Sum], found: set[Cell], least: int
) -> Sequence[Cell] | None:
    """Return the cells of which one more is to be hidden, if any."""
    for one in sums:
        if len(found.intersection(one.cells)) == 1:
            return one.cells
    for one in sums:
        parts = [counts[cell] for cell in one.parts if cell in found]
        if one.total not in found and parts and sum(parts) < least:
            return one.cells
    followed = solved(found, sums)  # by several sums together
    for cell in counts:  # in their order: two looks at one table must hide the same
        if cell in followed:
            return [other for one in sums if cell in one.cells for other in one.cells]
    return None


def _pinned(
    counts: Mapping[Cell, int], sums: Sequence[Sum], found: set[Cell], few: frozenset[Cell]
) -> Sequence[Cell] | None:
    """Return the cells of which one more is to be hidden, as one of those `few` can have but one
    value: no count is less than 0, so where some are nothing together, each of them is nothing."""
    bounds = {cell: (0, MANY) if cell in found else (n, n) for cell, n in counts.items()}
    for _round in range(ROUNDS):
        before = dict(bounds)
        for one in sums:
            _draw_together(bounds, one)
        if bounds == before:
            break
    for cell in counts:
        low, high = bounds[cell]
        if cell in few and low == high:
            return [other for one in sums if cell in one.cells for other in one.cells]
    return None


def _draw_together(bounds: dict[Cell, tuple[int, int]], one: Sum) -> None:
    """Narrow the bounds of the cells of a sum by those of its others."""
    least = sum(bounds[part][0] for part in one.parts)
    most = sum(bounds[part][1] for part in one.parts)
    low, high = bounds[one.total]
    bounds[one.total] = low, high = max(low, least), min(high, most)
    for part in one.parts:
        first, last = bounds[part]
        bounds[part] = max(first, low - most + last), min(last, high - least + first)


def solved(unknown: Iterable[Cell], sums: Sequence[Sum]) -> set[Cell]:
    """Return which of the unknown cells follow from all others, by whatever sums."""
    asked = set(unknown)
    rows: list[Equation] = []
    for one in sums:
        row = {cell: Fraction(1) for cell in one.parts if cell in asked}
        if one.total in asked:
            row[one.total] = Fraction(-1)
        for known in rows:
            _clear(row, known)
        if row:
            for known in rows:
                _clear(known, row)
            rows.append(row)
    return {next(iter(row)) for row in rows if len(row) == 1}


def _clear(row: Equation, by: Equation) -> None:
    """Take the first cell of the equation `by` out of `row`."""
    pivot = next(iter(by))
    if pivot not in row:
        return
    times = row[pivot] / by[pivot]
    for cell, factor in by.items():
        left = row.get(cell, Fraction(0)) - times * factor
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)


def _cost(
    cell: Cell,
    counts: Mapping[Cell, int],
    found: set[Cell],
    sums: Sequence[Sum],
) -> tuple[int, bool, int]:
    """Return what it costs to hide a cell: less where it keeps another hidden one as well, more
    where it needs yet another to be kept itself."""
    across = [len(found.intersection(one.cells)) for one in sums if cell in one.cells]
    needs = sum(count == 0 for count in across) - sum(count == 1 for count in across)
    return needs, not counts[cell], counts[cell]
