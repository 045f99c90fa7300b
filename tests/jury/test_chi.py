"""Chi-square, against NIST's tables and worked example, and against every draw there is."""

from fractions import Fraction
from itertools import combinations
from math import exp, fsum, gamma

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.figures.chi import spread, upper_tail


@pytest.mark.parametrize(
    ("degrees", "critical"),
    # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4, upper tail, for the chances below.
    [
        (1, (2.706, 3.841, 5.024, 6.635, 10.828)),
        (2, (4.605, 5.991, 7.378, 9.210, 13.816)),
        (3, (6.251, 7.815, 9.348, 11.345, 16.266)),
        (4, (7.779, 9.488, 11.143, 13.277, 18.467)),
        (5, (9.236, 11.070, 12.833, 15.086, 20.515)),
        (10, (15.987, 18.307, 20.483, 23.209, 29.588)),
        (29, (39.087, 42.557, 45.722, 49.588, 58.301)),
        (100, (118.498, 124.342, 129.561, 135.807, 149.449)),
    ],
)
def test_the_tail_of_the_tables(degrees: int, critical: tuple[float, ...]) -> None:
    """Half a unit in the last place of a printed value moves the tail by less than 0.0003."""
    tails = [upper_tail(value, degrees) for value in critical]
    assert tails == pytest.approx([0.10, 0.05, 0.025, 0.01, 0.001], abs=3e-4)
    for value, chance in zip(critical, (0.10, 0.05, 0.025, 0.01, 0.001), strict=True):
        assert upper_tail(value - 0.0006, degrees) > chance > upper_tail(value + 0.0006, degrees)


def test_the_diodes_of_nist() -> None:
    """Five lots of 300 diodes, 36, 46, 42, 63 and 38 of them bad: 12.131, and 9.488 is exceeded by
    chance in 5 of 100 (e-Handbook, 7.4.6)."""
    found = spread([36, 46, 42, 63, 38], [300] * 5)
    assert found is not None
    assert found.statistic == Fraction(464, 45) + Fraction(464, 255)
    assert float(found.statistic) == pytest.approx(12.131, abs=5e-4)
    assert (found.degrees, found.least) == (4, 45)
    assert found.tail is not None
    assert 0.01 < found.tail < 0.025  # between 11.143 and 13.277


def test_a_table_by_hand() -> None:
    """Of 20 new and 10 used 9 and 6 are drawn: 10 and 5 are expected drawn, as many left."""
    found = spread([9, 6], [20, 10])
    assert found is not None
    assert found.statistic == 2 * Fraction(1, 10) + 2 * Fraction(1, 5)
    assert (found.degrees, found.least) == (1, 5)
    assert found.tail == pytest.approx(0.4386, abs=5e-5)


def test_of_few_the_tail_is_not_told() -> None:
    found = spread([1, 4], [4, 16])
    assert found is not None
    assert (found.statistic, found.least, found.tail) == (0, 1, None)


@pytest.mark.parametrize(
    ("taken", "of"), [([], []), ([1], [2]), ([0, 0], [3, 4]), ([3, 4], [3, 4]), ([1, 0], [2, 0])]
)
def test_where_nothing_is_to_be_compared(taken: list[int], of: list[int]) -> None:
    assert spread(taken, of) is None


def test_nobody_is_taken_who_is_not_there() -> None:
    for taken, of in (([2, 0], [1, 1]), ([-1, 1], [1, 1]), ([1], [1, 1])):
        with pytest.raises(ValueError):
            spread(taken, of)
    for statistic, degrees in ((-1.0, 1), (1.0, 0)):
        with pytest.raises(ValueError):
            upper_tail(statistic, degrees)


@given(st.lists(st.integers(1, 4), min_size=2, max_size=3), st.data())
def test_over_every_draw_it_is_on_average_its_degrees(
    sizes: list[int], data: st.DataObject
) -> None:
    """Exactly degrees N / (N - 1) for a draw of n of N without putting back, whatever n is: the
    variance of a count is n K (N - K) (N - n) / (N^2 (N - 1))."""
    people = [group for group, size in enumerate(sizes) for _ in range(size)]
    everybody = len(people)
    n = data.draw(st.integers(1, everybody - 1))
    found = [
        spread([drawn.count(group) for group in range(len(sizes))], sizes)
        for drawn in combinations(people, n)
    ]
    statistics = [one.statistic for one in found if one is not None]
    assert len(statistics) == len(found)
    mean = sum(statistics) / len(statistics)
    assert mean == Fraction((len(sizes) - 1) * everybody, everybody - 1)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=6))
def test_it_is_pearsons_sum_over_both_rows(cells: list[tuple[int, int]]) -> None:
    found = spread([yes for yes, _no in cells], [yes + no for yes, no in cells])
    if found is None:
        return
    cells = [cell for cell in cells if any(cell)]
    rows, everybody = [sum(row) for row in zip(*cells, strict=True)], sum(map(sum, cells))
    expected = [[Fraction(row * sum(cell), everybody) for row in rows] for cell in cells]
    pairs = [
        pair
        for cell, hoped in zip(cells, expected, strict=True)
        for pair in zip(cell, hoped, strict=True)
    ]
    assert found.statistic == sum((seen - hoped) ** 2 / hoped for seen, hoped in pairs)
    assert found.least == min(map(min, expected))
    assert found.degrees == len(cells) - 1


@given(st.integers(3, 40), st.floats(0, 100))
def test_the_tail_is_the_area_under_the_density(degrees: int, statistic: float) -> None:
    """Simpson's rule from 0 on, for densities that begin at 0 (from three degrees on)."""
    half, steps = degrees / 2, 4_000
    width = statistic**0.5 / steps  # in the root of it, where the density is smooth
    roots = [step * width for step in range(steps + 1)]
    heights = [
        2 * root ** (degrees - 1) * exp(-root * root / 2) / (2**half * gamma(half))
        for root in roots
    ]
    area = width / 3 * fsum([*heights[::2], *heights[2:-1:2], *(4 * one for one in heights[1::2])])
    assert upper_tail(statistic, degrees) == pytest.approx(1 - area, abs=1e-8)
