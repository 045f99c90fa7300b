"""Whether groups were taken alike: Pearson's chi-square, and how often chance alone exceeds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import erfc, exp, fsum, lgamma, log, sqrt

# Where fewer are expected in a cell, the tail is wrong (Cochran 1954, Biometrics 10, 417-451).
LEAST_EXPECTED = 5


@dataclass(frozen=True)
class Spread:
    """How far groups are from having been taken alike.

    statistic: Pearson's, exactly. degrees: groups less one. least: what is expected in the cell
    where the least is.
    """

    statistic: Fraction
    degrees: int
    least: Fraction

    @property
    def tail(self) -> float | None:
        """How often chance alone would give more; None where too few are expected in a cell."""
        if self.least < LEAST_EXPECTED:
            return None
        return upper_tail(self.statistic, self.degrees)


def spread(taken: Sequence[int], of: Sequence[int]) -> Spread | None:
    """Return the spread of `taken` out of `of`, group by group.

    Both those taken and those left stand in the table, so that it holds for a draw without
    putting back, however many are taken. None where there is nothing to compare: fewer than two
    groups with anybody in them, or all were taken, or none.
    """
    if any(not 0 <= part <= whole for part, whole in zip(taken, of, strict=True)):
        raise ValueError("more were taken than there were")
    groups = [(part, whole) for part, whole in zip(taken, of, strict=True) if whole]
    all_taken, everybody = sum(taken), sum(of)
    if len(groups) < 2 or all_taken in {0, everybody}:
        return None
    share = Fraction(all_taken, everybody)
    # What is missing among those taken is too many among those left, by the same number.
    squares = sum((part - whole * share) ** 2 / whole for part, whole in groups)
    least = min(whole for _part, whole in groups) * min(share, 1 - share)
    return Spread(squares / (share * (1 - share)), len(groups) - 1, least)


def upper_tail(statistic: Fraction | float, degrees: int) -> float:
    """Return the chance that a chi-square of so many degrees of freedom exceeds `statistic`.

    It is the incomplete gamma function Q(degrees / 2, statistic / 2), which from Q(1/2, y) =
    erfc(sqrt y) and Q(1, y) = exp(-y) goes up by Q(a + 1, y) = Q(a, y) + y^a exp(-y) / Gamma(a + 1)
    (Abramowitz and Stegun 1964, 6.5.21, 26.4.4 and 26.4.5): no term is negative.
    """
    if degrees < 1 or statistic < 0:
        raise ValueError("a chi-square is not negative and has a degree of freedom")
    y = float(statistic) / 2
    if y == 0:
        return 1.0
    least, first = (0.5, erfc(sqrt(y))) if degrees % 2 else (1.0, exp(-y))
    steps = (least + step for step in range((degrees - 1) // 2))
    return min(1.0, fsum([first, *(exp(a * log(y) - y - lgamma(a + 1)) for a in steps)]))
