"""A consultation: members read, answer three cases on the proposed wording, and vote.

The cases show whether the wording is understood before it is adopted; the vote decides. Neither is
counted for anybody's eyes while it runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from kernel.errors import N_, Conflict, Malformed

QUESTIONS = 3
OPTIONS = 3
OPEN_FOR = timedelta(days=14)  # a rule of the house
LONGEST_REMARK = 1_000


class Vote(StrEnum):
    """What a member says to a revision as a whole."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class Question:
    """A case on the proposed wording; key: the place of the right option, from 0."""

    facts: str
    options: tuple[str, ...]
    key: int


@dataclass(frozen=True)
class Reply:
    """What one member answered: a place for each question, and a vote."""

    answers: tuple[int, ...]
    vote: Vote


@dataclass(frozen=True)
class Result:
    """What a consultation came to.

    right, asked: answers to the cases. by_question: how many answered each of them rightly.
    """

    votes_for: int
    votes_against: int
    abstained: int
    right: int
    asked: int
    by_question: tuple[int, ...]

    @property
    def replies(self) -> int:
        return self.votes_for + self.votes_against + self.abstained

    @property
    def comprehension(self) -> int | None:
        """Of a thousand answers, how many were right; None when nobody answered."""
        return self.right * 1000 // self.asked if self.asked else None

    def passes(self, majority: Fraction) -> bool:
        """Whether at least `majority` of the votes cast are for it; abstaining casts none."""
        cast = self.votes_for + self.votes_against
        return cast > 0 and self.votes_for >= majority * cast


def count(questions: Sequence[Question], replies: Sequence[Reply]) -> Result:
    """Count the replies of a consultation that has closed."""
    votes = [reply.vote for reply in replies]
    by_question = tuple(
        sum(reply.answers[place] == question.key for reply in replies)
        for place, question in enumerate(questions)
    )
    return Result(
        votes_for=votes.count(Vote.FOR),
        votes_against=votes.count(Vote.AGAINST),
        abstained=votes.count(Vote.ABSTAIN),
        right=sum(by_question),
        asked=len(questions) * len(replies),
        by_question=by_question,
    )


def check_question(question: Question) -> None:
    """Raise Malformed unless the question can be asked."""
    if not question.facts.strip() or not all(one.strip() for one in question.options):
        raise Malformed(N_("A case needs its facts and three answers."))
    if len({one.strip() for one in question.options}) != OPTIONS:
        raise Malformed(N_("A case needs three different answers."))
    if not 0 <= question.key < OPTIONS:
        raise Malformed(N_("Mark the right answer of each case."))


def check_reply(opens_at: datetime, closes_at: datetime, now: datetime, reply: Reply) -> None:
    """Raise Conflict unless the consultation is open, Malformed for a reply that is not whole."""
    if not opens_at <= now < closes_at:
        raise Conflict(N_("The consultation is not open."))
    if len(reply.answers) != QUESTIONS or not all(0 <= one < OPTIONS for one in reply.answers):
        raise Malformed(N_("Answer all three cases."))
