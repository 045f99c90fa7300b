from fractions import Fraction
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.share import Share, Z, wilson


def test_a_share_keeps_both_numbers() -> None:
    assert Share(2, 4) != Share(1, 2)
    assert Share(2, 4).fraction == Share(1, 2).fraction == Fraction(1, 2)
    assert Share(0, 0).fraction is None
    for part, whole in ((2, 1), (-1, 1)):
        with pytest.raises(ValueError):
            Share(part, whole)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),  # z^2 / (n + z^2) = 3.8415 / 23.8415
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)
    assert wilson(whole - part, whole) == pytest.approx((1 - high, 1 - low), abs=5e-5)


@given(st.integers(1, 100_000), st.data())
def test_at_its_ends_the_share_that_was_found_is_just_so_unlikely(
    whole: int, data: st.DataObject
) -> None:
    """Wilson's own way to it: |found - p| = z sqrt(p (1 - p) / n) at both ends."""
    part = data.draw(st.integers(0, whole))
    ends = wilson(part, whole)
    assert 0 <= ends[0] <= part / whole <= ends[1] <= 1
    for end in ends:
        off, deviation = abs(part / whole - end), (end * (1 - end) / whole) ** 0.5
        assert isclose(off, Z * deviation, rel_tol=1e-6, abs_tol=1e-9)
