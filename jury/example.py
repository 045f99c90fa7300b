"""A standard in numbers: worked examples for a case page, by the count itself and no other rule."""

from dataclasses import dataclass
from itertools import pairwise

from jury.standard import Bar, Standard
from jury.tally import Outcome, outcome_of


@dataclass(frozen=True)
class Line:
    """So many votes, and what they make."""

    uphold: int
    deny: int
    cannot_judge: int
    outcome: Outcome

    @property
    def valid(self) -> int:
        return self.uphold + self.deny


def needed(bar: Bar, valid: int) -> int:
    """Return the least votes of a side that meet `bar` among `valid`."""
    return next((votes for votes in range(valid + 1) if bar.met_by(votes, valid)), valid + 1)


def worked(standard: Standard) -> list[Line]:
    """Return the examples of a case page: where the outcome turns, a tie, and a missed quorum."""
    quorum = max(standard.quorum(), 1)
    spare = max(standard.seats - quorum, 0)
    valid = quorum + spare // 2
    valid += valid % 2  # an even number, so that it can be a tie
    if standard.seats and valid > standard.seats:
        valid -= 2 if valid - 2 >= quorum else 1
    away = max(standard.seats - valid, 0) // 2
    made = [outcome_of(standard, up, valid - up) for up in range(valid, -1, -1)]
    turns = {valid - at for at, (one, two) in enumerate(pairwise(made)) if one is not two}
    shown = sorted({*turns, *(up - 1 for up in turns), *_tie(valid)}, reverse=True)
    lines = [Line(up, valid - up, away, outcome_of(standard, up, valid - up)) for up in shown]
    if quorum > 1:
        missed = quorum - 1
        absent = max(standard.seats - missed, 0) // 2
        lines.append(Line(missed, 0, absent, outcome_of(standard, missed, 0)))
    return lines


def tie_makes(standard: Standard) -> Outcome:
    """Return what as many votes for as against make, with a quorum."""
    half = (max(standard.quorum(), 1) + 1) // 2
    return outcome_of(standard, half, half)


def _tie(valid: int) -> list[int]:
    return [] if valid % 2 else [valid // 2]
