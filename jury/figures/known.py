"""How often one juror was right where the answer is known: for that juror alone."""

from dataclasses import dataclass

from jury.figures.intervals import credible

FEWEST = 20  # first answers, below which an interval would say next to nothing


@dataclass(frozen=True)
class KnownAnswers:
    """First answers to cases with a known answer: `right` of `n`."""

    right: int
    n: int
    needed: int = FEWEST

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the juror's own lies with a chance of 95 % (see
        `intervals.credible`); None while there are fewer answers than are needed."""
        return credible(self.right, self.n) if self.n >= self.needed else None
