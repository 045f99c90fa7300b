"""The fairest lottery over people, worked out in fractions over every panel there is.

Nothing of it is the house's: no types, no compositions, no solver. It takes pools of a few people.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

Row = list[Fraction]
ONE, NONE = Fraction(1), Fraction(0)


def fairest(size: int, seats: int, allowed: Callable[[tuple[int, ...]], bool]) -> list[Fraction]:
    """Return the chance of each of `size` people under LEXIMIN."""
    panels = [panel for panel in combinations(range(size), seats) if allowed(panel)]
    settled: dict[int, Fraction] = {}
    while rest := [one for one in range(size) if one not in settled]:
        chances = highest(panels, size, settled, rest)
        least = min(chances[one] for one in rest)
        floors = {**settled, **dict.fromkeys(rest, least)}
        for one in rest:
            if chances[one] == least and highest(panels, size, floors, [one])[one] == least:
                settled[one] = least
    return [settled[one] for one in range(size)]


def highest(
    panels: list[tuple[int, ...]], size: int, floors: dict[int, Fraction], lifted: list[int]
) -> list[Fraction]:
    """Return everybody's chance where the least of `lifted` is highest, none below its floor.

    The unknowns are the panels' shares, the least chance, and for each row what exceeds it.
    """
    rows, right = [[ONE] * len(panels) + [NONE]], [ONE]
    for one in sorted({*floors, *lifted}):
        least = one in lifted
        has = [Fraction(one in panel) for panel in panels]
        rows.append([*has, -ONE if least else NONE])
        right.append(NONE if least else floors[one])
        if least and one in floors:
            rows.append([*has, NONE])
            right.append(floors[one])
    spare = len(rows) - 1
    for at, row in enumerate(rows):
        row += [-ONE if at == other + 1 else NONE for other in range(spare)]
    goal = [NONE] * len(panels) + [ONE] + [NONE] * spare
    shares = simplex(rows, right, goal)
    pairs = list(zip(panels, shares, strict=False))
    return [sum((share for panel, share in pairs if one in panel), NONE) for one in range(size)]


def simplex(rows: list[Row], right: Row, goal: Row) -> Row:
    """Return the x from 0 up with rows·x = right and the highest goal·x, by Bland's rule.

    right: nothing below 0. There is such an x, and the goal has an end.
    """
    width = len(goal)
    helped = [
        [*row, *(Fraction(at == other) for other in range(len(rows))), end]
        for at, (row, end) in enumerate(zip(rows, right, strict=True))
    ]
    basis = [width + at for at in range(len(rows))]
    _climb(helped, basis, [NONE] * width + [-ONE] * len(rows), width + len(rows))
    for at, column in enumerate(basis):  # helpers left at 0 give way, or their row says nothing
        if column >= width:
            other = next((one for one in range(width) if helped[at][one]), None)
            if other is not None:
                _pivot(helped, basis, at, other)
    _climb(helped, basis, goal + [NONE] * len(rows), width)
    found = [NONE] * (width + len(rows))
    for column, row in zip(basis, helped, strict=True):
        found[column] = row[-1]
    assert not any(found[width:])
    return found[:width]


def _climb(rows: list[Row], basis: list[int], goal: Row, width: int) -> None:
    while True:
        prices = [(goal[column], row) for column, row in zip(basis, rows, strict=True)]
        prices = [(price, row) for price, row in prices if price]

        def gain(column: int) -> Fraction:
            return goal[column] - sum((price * row[column] for price, row in prices), NONE)  # noqa: B023

        enter = next((one for one in range(width) if one not in basis and gain(one) > 0), None)
        if enter is None:
            return
        ends = [
            (row[-1] / row[enter], basis[at], at) for at, row in enumerate(rows) if row[enter] > 0
        ]
        _pivot(rows, basis, min(ends)[2], enter)


def _pivot(rows: list[Row], basis: list[int], at: int, column: int) -> None:
    by = rows[at][column]
    rows[at] = [number / by for number in rows[at]]
    for other, row in enumerate(rows):
        if other != at and row[column]:
            times = row[column]
            rows[other] = [a - times * b for a, b in zip(row, rows[at], strict=True)]
    basis[at] = column
