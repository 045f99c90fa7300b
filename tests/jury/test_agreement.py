"""Agreement, against Krippendorff's own examples and against every pair of ballots.

The examples A, B and C are those of "Computing Krippendorff's Alpha-Reliability" (2011).
"""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.figures.agreement import agreement

A = ("0100000010", "1110010000")
B = ("aabbdcccedda", "babbbccceddd")


def counts_of(observers: tuple[str, ...]) -> list[list[int]]:
    """Return how many gave each value to each unit; a dot is a missing value."""
    values = sorted(set("".join(observers)) - {"."})
    return [[unit.count(value) for value in values] for unit in zip(*observers, strict=True)]


def test_two_observers_two_values() -> None:
    """Example A: 14 zeros and 6 ones, 4 of 10 units that differ."""
    found = agreement(counts_of(A))
    assert found is not None
    assert (found.cases, found.raw) == (10, Fraction(6, 10))
    assert found.alpha == 1 - Fraction(19 * 4, 14 * 6)
    assert float(found.alpha) == pytest.approx(0.095, abs=5e-4)


def test_two_observers_many_values() -> None:
    """Example B."""
    found = agreement(counts_of(B))
    assert found is not None
    assert found.alpha is not None
    assert float(found.alpha) == pytest.approx(0.692, abs=5e-4)


def test_four_observers_and_missing_values() -> None:
    """Example C, four observers: 40 pairable values; the last unit has one value, so none pairs."""
    units = [
        *([3, 0, 0, 0, 0], [0, 3, 1, 0, 0], [0, 0, 4, 0, 0], [0, 0, 4, 0, 0], [0, 4, 0, 0, 0]),
        *([1, 1, 1, 1, 0], [0, 0, 0, 4, 0], [3, 1, 0, 0, 0], [0, 4, 0, 0, 0], [0, 0, 0, 0, 3]),
        *([2, 0, 0, 0, 0], [0, 0, 1, 0, 0]),
    ]
    found = agreement(units)
    assert found is not None
    assert found.cases == 11
    assert found.alpha is not None
    assert float(found.alpha) == pytest.approx(0.743, abs=5e-4)
    assert found.raw == Fraction(32, 40)


def test_three_cases_by_hand() -> None:
    """3 to 1, 2 to 2, 0 to 2. Of 10 ballots, 6 of the first, 8 of the second and 0 of the third
    case's ordered pairs differ, each over the partners it has: 6/3 + 8/3 + 0 = 14/3. Of all 10
    ballots 5 and 5 say the one and the other: 50 ordered pairs differ, over 9."""
    found = agreement([(3, 1), (2, 2), (0, 2)])
    assert found is not None
    assert found.raw == 1 - Fraction(14, 30)
    assert found.alpha == 1 - Fraction(14, 3) / Fraction(50, 9)


@pytest.mark.parametrize("cases", [[], [(0, 0)], [(1, 0), (0, 1)]])
def test_of_single_ballots_nothing_agrees(cases: list[tuple[int, int]]) -> None:
    assert agreement(cases) is None


def test_where_all_say_the_same_alpha_is_none() -> None:
    found = agreement([(3, 0), (5, 0)])
    assert found is not None
    assert (found.raw, found.alpha) == (1, None)
    apart = agreement([(3, 0), (0, 5)])
    assert apart is not None
    assert (apart.raw, apart.alpha) == (1, 1)


def test_a_case_split_in_half_is_less_than_chance() -> None:
    found = agreement([(2, 2)])
    assert found is not None
    assert (found.raw, found.alpha) == (Fraction(1, 3), 0)
    two = agreement([(1, 1), (1, 1)])
    assert two is not None
    assert (two.raw, two.alpha) == (0, Fraction(-1, 2))


@given(st.lists(st.lists(st.sampled_from("udc"), max_size=6), max_size=6))
def test_it_is_the_matrix_of_coincidences(units: list[list[str]]) -> None:
    """Krippendorff's long way: each ordered pair of values of a unit, over m - 1, in a matrix."""
    exact: dict[tuple[str, str], Fraction] = {}
    for unit in units:
        for pair in permutations(unit, 2):
            exact[pair] = exact.get(pair, Fraction()) + Fraction(1, len(unit) - 1)
    found = agreement([[unit.count(value) for value in "udc"] for unit in units])
    if not exact:
        assert found is None
        return
    assert found is not None
    n = sum(exact.values())
    totals = {c: sum(much for (one, _), much in exact.items() if one == c) for c in "udc"}
    seen = sum(much for (c, k), much in exact.items() if c != k) / n
    hoped = sum(totals[c] * totals[k] for c, k in permutations("udc", 2)) / (n * (n - 1))
    assert found.raw == 1 - seen
    assert found.alpha == (1 - seen / hoped if hoped else None)
