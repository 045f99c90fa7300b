"""A share: how many of how many, and between what it is likely to lie.

Both numbers are kept and shown: 1 of 2 says less than 50 of 100.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)  # 95 %, both sides


@dataclass(frozen=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError("a share is a part of its whole")

    @property
    def fraction(self) -> Fraction | None:
        """The share, exactly; None where there is nothing to take a share of."""
        return Fraction(self.part, self.whole) if self.whole else None


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22, 209-212).

    It stays between 0 and 1 and holds for few, and near 0 and 1 (Newcombe 1998, Statistics in
    Medicine 17, 857-872, method 3).
    """
    weight = whole + Z * Z
    centre = (part + Z * Z / 2) / weight
    half = Z / weight * sqrt(part * (whole - part) / whole + Z * Z / 4)
    low = max(0.0, centre - half) if part else 0.0  # exactly, whatever the rounding
    high = min(1.0, centre + half) if part < whole else 1.0
    return low, high
