"""The figures of a question: how hard it is, whether it tells those who know from those who do not.

They are those of classical test theory, as Moodle's quiz statistics define them ("Quiz statistics
calculations", docs.moodle.org/dev), for marks of 0 and 1: first attempts only, a question left open
is a mark of 0, variances and covariances over n - 1. Here they are shares and correlations between
-1 and 1, not per cent.

Shares and ratios are exact (Fraction); what needs a root is a float, worked out from whole numbers.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt

from kernel.share import wilson
from quiz.analysis.sums import Sums

LEAST_ANSWERS = 25  # below it, the figures are too unsure to blame a question
LEAST_CHOOSERS = 5  # likewise for an option
HARD = Fraction(2, 5)
EASY = Fraction(97, 100)


class Flag(StrEnum):
    """What speaks against a question."""

    TOO_HARD = "too_hard"  # less than two in five are right
    TOO_EASY = "too_easy"  # more than 97 % are right: nobody can tell whether they knew
    NEGATIVE = "negative"  # those who know the rest are right less often
    WRONG_OPTION_PREFERRED = "wrong_option_preferred"  # a distractor draws better members than key


class Trend(StrEnum):
    """What became of a question after a revision."""

    BETTER = "better"
    WORSE = "worse"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class OptionFigures:
    """How an option was chosen.

    share: of all who were asked. mean_rest: the mean score of its choosers on the rest of the
    paper. right: whether anybody who chose it was right; where nobody is right at all, no option
    is known as such.
    """

    option: int
    count: int
    share: Fraction
    mean_rest: Fraction
    right: bool


@dataclass(frozen=True)
class Figures:
    """The figures of a question.

    n, right, unanswered: how many were asked, were right, left it open (and so were not right).
    facility: the share that was right. low, high: its 95 % interval.
    sd: the standard deviation of the mark; None for a single answer.
    discrimination: the correlation of the mark with the score on the rest of the paper; None where
        one of the two does not vary.
    efficiency: the discrimination as a part of the highest that these marks and these rest scores
        could have had; None where that is nothing.
    right_rest: the mean rest score of those who were right; None when nobody was.
    options: in the order of the part, those that were chosen; none of an ordering.
    """

    n: int
    right: int
    unanswered: int
    facility: Fraction
    low: float
    high: float
    sd: float | None
    discrimination: float | None
    efficiency: Fraction | None
    right_rest: Fraction | None
    options: tuple[OptionFigures, ...]
    flags: tuple[Flag, ...]

    @property
    def tells(self) -> bool:
        """Whether there are enough answers to flag anything."""
        return self.n >= LEAST_ANSWERS


def figures(sums: Sums) -> Figures:
    """Return the figures of a question; raises ValueError when nobody was asked."""
    n, right = sums.n, sums.right
    if not n:
        raise ValueError("nobody was asked")
    rest, squares, right_rest = _moments(sums)
    # Times n (n - 1), so that they stay whole; it cancels out.
    covariance = n * right_rest - right * rest
    variances = right * (n - right) * (n * squares - rest * rest)
    highest = n * _highest(sums, right) - right * rest
    low, high = wilson(right, n)
    options = _options(sums, n)
    facility = Fraction(right, n)
    discrimination = covariance / sqrt(variances) if variances else None
    mean_of_right = Fraction(right_rest, right) if right else None
    return Figures(
        n=n,
        right=right,
        unanswered=sums.unanswered,
        facility=facility,
        low=low,
        high=high,
        sd=sqrt(right * (n - right) / (n * (n - 1))) if n > 1 else None,
        discrimination=discrimination,
        efficiency=Fraction(covariance, highest) if highest else None,
        right_rest=mean_of_right,
        options=options,
        flags=_flags(n, facility, discrimination, mean_of_right, options),
    )


def _moments(sums: Sums) -> tuple[int, int, int]:
    """Return the sum of the rest scores, of their squares, and of those who were right.

    The correlation with the rest, not with the whole: an item is part of the whole and correlates
    with itself (Henrysson 1963, Psychometrika 28, 211-218).
    """
    total = squares = of_right = 0
    for rest, (wrong, right) in sums.rests.items():
        total += rest * (wrong + right)
        squares += rest * rest * (wrong + right)
        of_right += rest * right
    return total, squares, of_right


def _highest(sums: Sums, right: int) -> int:
    """Return what the rest scores of the right would sum to if the best were the right ones.

    With both sorted, the covariance is the highest that these marks could have; Moodle's
    discriminative efficiency is the covariance found, divided by it.
    """
    total = 0
    for rest, counts in sorted(sums.rests.items(), reverse=True):
        taken = min(right, sum(counts))
        total += rest * taken
        right -= taken
    return total


def _options(sums: Sums, n: int) -> tuple[OptionFigures, ...]:
    return tuple(
        OptionFigures(option, count, Fraction(count, n), Fraction(rest, count), right > 0)
        for option, (count, rest, right) in sorted(sums.options.items())
    )


def _flags(
    n: int,
    facility: Fraction,
    discrimination: float | None,
    right_rest: Fraction | None,
    options: tuple[OptionFigures, ...],
) -> tuple[Flag, ...]:
    if n < LEAST_ANSWERS:
        return ()
    found = []
    if facility < HARD:
        found.append(Flag.TOO_HARD)
    if facility > EASY:
        found.append(Flag.TOO_EASY)
    if discrimination is not None and discrimination < 0:
        found.append(Flag.NEGATIVE)
    if right_rest is not None and any(_preferred(one, right_rest) for one in options):
        found.append(Flag.WRONG_OPTION_PREFERRED)
    return tuple(found)


def _preferred(one: OptionFigures, right_rest: Fraction) -> bool:
    """Whether a distractor drew people who know more than those who were right."""
    return not one.right and one.count >= LEAST_CHOOSERS and one.mean_rest > right_rest


@dataclass(frozen=True)
class Change:
    """How much more, or less, often people are right. low, high: its 95 % interval."""

    difference: Fraction
    low: float
    high: float
    trend: Trend


def change(before: Figures, after: Figures) -> Change:
    """Compare a question before and after a revision, by different people.

    The interval is Newcombe's hybrid score interval (1998, Statistics in Medicine 17, 873-890,
    method 10), without a correction for continuity. With fewer than 25 answers on a side nobody
    can tell, whatever the interval says.
    """
    difference = after.facility - before.facility
    was, now = float(before.facility), float(after.facility)
    low = float(difference) - sqrt((now - after.low) ** 2 + (before.high - was) ** 2)
    high = float(difference) + sqrt((after.high - now) ** 2 + (was - before.low) ** 2)
    trend = Trend.CANNOT_TELL
    if before.tells and after.tells:
        if low > 0:
            trend = Trend.BETTER
        elif high < 0:
            trend = Trend.WORSE
    return Change(difference, low, high, trend)
