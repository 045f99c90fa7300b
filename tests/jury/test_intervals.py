"""The Beta distribution, against published limits and against sums of fractions."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.figures.intervals import credible, incomplete_beta, quantile


def test_bayes_interval_as_published() -> None:
    """Of 980 births with a low placenta 437 were girls: with a prior that favours no share, 95 %
    from 0.415 to 0.477 (Gelman et al., Bayesian Data Analysis, 3rd edition 2013, 2.4)."""
    assert credible(437, 980) == pytest.approx((0.415, 0.477), abs=5e-4)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 5 (Clopper and Pearson).
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (1, 29, 0.0009, 0.1776)],
)
def test_clopper_and_pearsons_limits_are_quantiles(
    part: int, whole: int, low: float, high: float
) -> None:
    assert quantile(0.025, part, whole - part + 1) == pytest.approx(low, abs=5e-5)
    assert quantile(0.975, part + 1, whole - part) == pytest.approx(high, abs=5e-5)
    if part == 1:  # and of none of 20, 0 to 0.1684
        assert quantile(0.975, 1, 20) == pytest.approx(0.1684, abs=5e-5)


@pytest.mark.parametrize("n", [0, 1, 20, 1_000])
def test_where_all_are_right_the_quantile_is_a_root(n: int) -> None:
    """Beta(n + 1, 1) lies under x with chance x^(n + 1)."""
    low, high = credible(n, n)
    assert low == pytest.approx(0.025 ** (1 / (n + 1)), abs=1e-12)
    assert high == pytest.approx(0.975 ** (1 / (n + 1)), abs=1e-12)
    assert credible(0, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 64))
def test_the_sum_is_the_integral(a: int, b: int, x: int) -> None:
    """x^(a-1) (1-x)^(b-1) is a polynomial: its integral is written down in fractions."""
    at = Fraction(x, 64)
    whole, part = (
        sum(
            Fraction((-1) ** k * comb(b - 1, k), a + k) * to ** (a + k)  # (1-x)^(b-1) written out
            for k in range(b)
        )
        for to in (Fraction(1), at)
    )
    assert incomplete_beta(float(at), a, b) == pytest.approx(float(part / whole), abs=1e-11)


@given(st.integers(0, 300), st.data())
def test_the_interval_holds_what_is_likely(n: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, n))
    low, high = credible(right, n)
    assert 0 < low < (right + 1) / (n + 2) < high < 1  # the mean of the distribution
    between = incomplete_beta(high, right + 1, n - right + 1) - incomplete_beta(
        low, right + 1, n - right + 1
    )
    assert between == pytest.approx(0.95, abs=1e-9)


def test_what_is_no_number_of_answers() -> None:
    for right, n in ((2, 1), (-1, 1)):
        with pytest.raises(ValueError):
            credible(right, n)
    with pytest.raises(ValueError):
        incomplete_beta(0.5, 0, 1)
    assert (incomplete_beta(0, 1, 1), incomplete_beta(1, 1, 1)) == (0, 1)
