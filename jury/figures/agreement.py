"""How far those who judge the same case agree, beyond what chance alone would make them.

The numbers are those of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011,
repository.upenn.edu/asc_papers/43), for nominal values. A case is given by its counts: how many
said the one, how many the other. So it does not matter who is missing, nor who the same juror was.

All is worked out in fractions. Whether a figure may be shown is asked of `shown`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

Counts = Sequence[int]


@dataclass(frozen=True)
class Agreement:
    """How far jurors agreed over all `cases` that two or more judged.

    raw: how often a second ballot of the same case says what a first says, each ballot being the
        first once; Krippendorff's 1 - D_o. In a case that half judged the other way it is low, so
        that it tells of hard cases as much as of jurors.
    alpha: 1 - D_o / D_e: 1 where all agree, 0 where two ballots of one case agree as often as any
        two ballots do. None where all ballots ever cast say the same: then nothing can be told.
    """

    cases: int
    raw: Fraction
    alpha: Fraction | None


def pairable(cases: Iterable[Counts]) -> list[Counts]:
    """Return the cases that two or more judged: of one ballot nothing can agree."""
    return [counts for counts in cases if sum(counts) > 1]


def agreement(cases: Iterable[Counts]) -> Agreement | None:
    """Return how far jurors agreed; None where no case was judged by two."""
    cases = pairable(cases)
    if not cases:
        return None
    ballots = sum(map(sum, cases))
    differing = sum((_differing(counts) for counts in cases), Fraction()) / ballots
    together = [sum(column) for column in zip(*cases, strict=True)]
    by_chance = _differing(together) / ballots
    alpha = 1 - differing / by_chance if by_chance else None
    return Agreement(len(cases), 1 - differing, alpha)


def _differing(counts: Counts) -> Fraction:
    """Return the ordered pairs of ballots that differ, by the partners that each ballot has."""
    ballots = sum(counts)
    return Fraction(ballots**2 - sum(count**2 for count in counts), ballots - 1)
