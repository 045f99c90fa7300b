"""A decided case, as far as figures go: numbers, and nothing of anybody who sat."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.telling import tells_how_each_voted
from jury.tally import Outcome
from kernel.share import Share

VERDICTS = (Outcome.UPHELD, Outcome.DENIED)


class Mode(StrEnum):
    """How those who sit came to sit."""

    DRAWN = "drawn"  # by lot, all with the same chance
    STRATIFIED = "stratified"  # by lot, within quotas
    OPEN = "open"  # an assembly: whoever of the roll came


@dataclass(frozen=True)
class Decided:
    """A decided case.

    accepted: who took their seat and held it at closing. asked: all who were asked to, first or
    after another. replaced: how often a seat was taken from one who was asked.
    """

    case: str
    mode: Mode
    outcome: Outcome
    seats: int
    cast: int
    uphold: int
    deny: int
    cannot_judge: int
    asked: int
    accepted: int
    replaced: int
    again_of: str | None = None

    def __post_init__(self) -> None:
        if min(self.uphold, self.deny, self.cannot_judge) < 0:
            raise ValueError("a count is not negative")
        if not self.valid + self.cannot_judge <= self.cast <= self.accepted <= self.seats:
            raise ValueError("more voted than sat, or more sat than there are seats")

    @property
    def valid(self) -> int:
        """The ballots for or against."""
        return self.uphold + self.deny

    @property
    def withheld(self) -> bool:
        """Whether only the outcome of the case is public, and none of its counts."""
        return tells_how_each_voted(self.seats, self.uphold, self.deny)


def second_panels(cases: Sequence[Decided]) -> Share:
    """Return how many panels that judged a case again came to the verdict of the one before.

    Only pairs of which both came to a verdict count. Outcomes are public, also of withheld cases.
    """
    by_ref = {case.case: case.outcome for case in cases if case.outcome in VERDICTS}
    pairs = [
        (by_ref[case.again_of], case.outcome)
        for case in cases
        if case.again_of in by_ref and case.outcome in VERDICTS
    ]
    return Share(sum(before is after for before, after in pairs), len(pairs))
