"""Small cells are hidden with their complements: no sum gives them back."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import settings as within
from hypothesis import strategies as st

from audit.cells import LEAST, Cell, Sum, hidden
from audit.figures import EVERY, OUTCOMES, Figures, figures

Counts = dict[Cell, int]


def rank(rows: list[list[Fraction]]) -> int:
    """Another way to solve than the one under test: elimination of a dense matrix."""
    rows, done = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(done, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        for at in range(done + 1, len(rows)):
            times = rows[at][column] / rows[done][column]
            rows[at] = [a - times * b for a, b in zip(rows[at], rows[done], strict=True)]
        done += 1
    return done


def follows(unknown: list[Cell], sums: list[Sum]) -> list[Cell]:
    """Which cells one can solve for, who sees all the others."""
    system = [
        [Fraction((cell in one.parts) - (cell == one.total)) for cell in unknown] for one in sums
    ]
    whole, found = rank(system), []
    for at, cell in enumerate(unknown):
        unit = [Fraction(at == other) for other in range(len(unknown))]
        if rank([*system, unit]) == whole:
            found.append(cell)
    return found


def a_table(numbers: list[list[int]]) -> tuple[Counts, list[Sum]]:
    """A table with the sums of its rows and columns."""
    height, width = len(numbers), len(numbers[0])
    counts: Counts = {(r, c): numbers[r][c] for r, c in product(range(height), range(width))}
    for r in range(height):
        counts[r, EVERY] = sum(numbers[r])
    for c in range(width):
        counts[EVERY, c] = sum(row[c] for row in numbers)
    counts[EVERY, EVERY] = sum(map(sum, numbers))
    lines = [*range(height), EVERY]
    sums = [Sum((r, EVERY), tuple((r, c) for c in range(width))) for r in lines]
    sums += [Sum((EVERY, c), tuple((r, c) for r in range(height))) for c in (*range(width), EVERY)]
    return counts, sums


def check(counts: Counts, sums: list[Sum], kept: frozenset[Cell]) -> None:
    assert {cell for cell, count in counts.items() if 0 < count < LEAST} <= kept
    assert follows(list(kept), sums) == []
    if kept == frozenset(counts):
        return
    for one in sums:
        assert counts[one.total] not in range(1, LEAST) or kept.issuperset(one.parts)
        parts = [counts[cell] for cell in one.parts if cell in kept]
        assert one.total in kept or not parts or sum(parts) >= LEAST


COUNT = st.one_of(st.integers(0, 9), st.integers(0, 60))
TABLE = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(COUNT, min_size=width, max_size=width), min_size=1, max_size=5)
)


@within(max_examples=60)
@given(TABLE)
def test_no_hidden_cell_can_be_solved_for(numbers: list[list[int]]) -> None:
    counts, sums = a_table(numbers)
    check(counts, sums, hidden(counts, sums))


def test_a_table_without_small_cells_is_shown_whole() -> None:
    counts, sums = a_table([[5, 0], [12, 7]])
    assert hidden(counts, sums) == frozenset()


def test_one_small_cell_takes_three_others() -> None:
    counts, sums = a_table([[2, 30, 40], [50, 60, 10], [70, 20, 90]])
    kept = hidden(counts, sums)
    assert len(kept) == 4
    assert (0, 0) in kept


def test_two_small_cells_that_are_small_together_are_not_told_by_their_sum() -> None:
    counts, sums = a_table([[1, 1, 40], [1, 1, 50]])  # each pair would be told: 2, and none is 0
    check(counts, sums, hidden(counts, sums))


def shown(found: Figures) -> Iterator[int | None]:
    return (count for line in (*found.by_month, *found.by_clause) for count in line.counts)


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
CASES = st.lists(
    st.tuples(DAYS, st.sampled_from(OUTCOMES), st.sampled_from(["a", "b"])), max_size=60
)


@within(max_examples=25)
@given(CASES)
def test_the_figures_show_no_small_count(cases: list[tuple[date, str, str]]) -> None:
    by_day: dict[tuple[date, str], int] = {}
    by_clause: dict[tuple[str, str], int] = {}
    for day, outcome, clause in cases:
        by_day[day, outcome] = by_day.get((day, outcome), 0) + 1
        by_clause[clause, outcome] = by_clause.get((clause, outcome), 0) + 1
    found = figures(by_day, by_clause)
    assert not any(count is not None and 0 < count < LEAST for count in shown(found))
    assert found.hides == (None in shown(found))
    assert bool(found.by_month) == bool(cases)


def test_the_tables_do_not_give_each_other_away() -> None:
    """Each case is about one clause: what one table hides of an outcome, the other's sum tells."""
    by_day = {
        (date(2026, month, 1), o): n
        for month in (1, 2, 3)
        for o, n in (("upheld", 20), ("denied", 9))
    }
    by_day[date(2026, 3, 1), "denied"] = 2
    by_clause = {("a", "upheld"): 57, ("b", "upheld"): 3, ("a", "denied"): 10, ("b", "denied"): 10}
    found = figures(by_day, by_clause)
    rows = {line.name: line.counts for line in (*found.by_month, *found.by_clause)}
    assert rows["2026-03"][1] is None
    assert rows["b"][0] is None
    assert rows["a"][0] is None or rows[EVERY][0] is None


def test_what_is_nothing_together_gives_no_small_count_away() -> None:
    """What was upheld and denied of clause b is 0 together, by the sums; then each is 0, and what
    is hidden of February follows."""
    numbers = {1: (6, 9, 8, 5), 2: (4, 5, 5, 9)}
    by_day = {
        (date(2026, month, 1), outcome): count
        for month, row in numbers.items()
        for outcome, count in zip(OUTCOMES, row, strict=True)
    }
    by_clause = {("a", one): n for one, n in zip(OUTCOMES, (10, 14, 12, 14), strict=True)}
    found = figures(by_day, {**by_clause, ("b", "hung"): 1})
    rows = {line.name: line.counts for line in (*found.by_month, *found.by_clause)}
    assert rows["2026-02"][0] is None
    _upheld, _denied, hung, inquorate, every = rows[EVERY]
    assert None in {hung, inquorate, every, *rows["a"][:2], rows["2026-01"][0]}
