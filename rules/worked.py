"""Worked cases: facts, with what the old and the new wording say to them.

Reviewers answer without seeing one another's answers. Where they disagree, the wording is read in
two ways, and no argument about who is right mends that.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Says(StrEnum):
    """What a clause says to the facts of a case."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Reading:
    """How one person reads a case under both wordings."""

    before: Says
    after: Says


@dataclass(frozen=True)
class Agreement:
    """How readings of one case compare.

    before, after: how often each answer was given, the author's own included.
    """

    before: Counter[Says]
    after: Counter[Says]

    @property
    def disagree_before(self) -> bool:
        return read_two_ways(self.before)

    @property
    def disagree_after(self) -> bool:
        return read_two_ways(self.after)


def read_two_ways(answers: Counter[Says]) -> bool:
    """Whether the answers show an ambiguity: two different ones, or somebody found it unclear."""
    given = {answer for answer, count in answers.items() if count}
    return len(given) > 1 or Says.UNCLEAR in given


def agreement(author: Reading, others: Sequence[Reading]) -> Agreement:
    """Compare the author's reading with those of the reviewers."""
    readings = [author, *others]
    return Agreement(
        Counter(one.before for one in readings), Counter(one.after for one in readings)
    )
