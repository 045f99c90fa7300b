"""What the plan decides on the papers, and until when the claimant answers it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from claims.claim import LONGEST_TITLE, Decision, Facts, Preliminary
from kernel.errors import N_, Conflict, Malformed
from kernel.remark import LONGEST, remark

TIME_TO_ANSWER = timedelta(days=15)
SAYS_LITTLE = N_("A decision has a title and a reason.")


@dataclass(frozen=True)
class Decided:
    """What the plan decides. amount, offered, in_question, cost: in fen; offered: where less is
    paid; in_question: where nothing is, and a jury that upholds the claim may choose it."""

    decision: Decision
    title: str
    reason: str
    clauses: Sequence[str]
    amount: int
    cost: int
    offered: int | None = None
    in_question: int | None = None

    @property
    def plan(self) -> Preliminary:
        """What it comes to."""
        return Preliminary(self.decision, self.amount, self.offered or self.in_question)

    @property
    def pays(self) -> bool:
        """Whether all is paid that was claimed."""
        return self.decision is Decision.PAY

    def on(self, facts: Facts) -> Facts:
        """Return facts that say the same; raises Malformed where too little is said, or too much.

        What does not pay all names the clauses that it rests on; what pays less says how much.
        """
        if self.amount <= 0 or self.cost < 0:
            raise Malformed(N_("The amount is more than nothing, and the cost is not less."))
        if not self.pays and not self.clauses:
            raise Malformed(N_("Name the clauses that the decision rests on."))
        self._check_offered()
        self._check_in_question()
        said = replace(
            facts,
            title=remark(self.title, SAYS_LITTLE, LONGEST_TITLE),
            decision_reason=remark(self.reason, SAYS_LITTLE, LONGEST),
            clauses=tuple(self.clauses),
        )
        return self.plan.on(said)

    def _check_offered(self) -> None:
        less = self.decision is Decision.PAY_LESS
        if less and not (self.offered and 0 < self.offered < self.amount):
            raise Malformed(
                N_("Say how much is paid: less than was claimed, and more than nothing.")
            )
        if not less and self.offered is not None:
            raise Malformed(N_("Another amount is named only where less is paid."))

    def _check_in_question(self) -> None:
        if self.in_question is None:
            return
        if self.decision is not Decision.REFUSE:
            raise Malformed(N_("A lower amount comes into question only where nothing is paid."))
        if not 0 < self.in_question < self.amount:
            raise Malformed(
                N_("What comes into question is less than was claimed, and more than nothing.")
            )


def check_amount(amount: int, most: int | None) -> None:
    """Raise Malformed for an amount that is more than the rules pay for the claim. most: in fen;
    None where they name no benefit."""
    if most is not None and amount > most:
        raise Malformed(
            N_("The rules pay %(most)s yuan at most for this claim."), most=f"{most // 100:,}"
        )


def answered_until(decided: Decided, now: datetime) -> datetime | None:
    """Return the end of the time to answer a decision; None where there is nothing to dispute."""
    return None if decided.pays else now + TIME_TO_ANSWER


def may_answer(until: datetime | None, now: datetime) -> bool:
    """Whether a decision can be answered still."""
    return until is not None and now < until


def check_answer(read: int, number: int, until: datetime | None, now: datetime) -> None:
    """Raise Conflict unless the decision that was read is the present one, and can be answered
    still. read, number: of the one, and of the other."""
    if read != number:
        raise Conflict(
            N_(
                "The plan has decided anew since you opened this. Read its decision on the page of "
                "your claim before you answer."
            )
        )
    if not may_answer(until, now):
        raise Conflict(N_("The time to answer is over: the decision stands. A court stays open."))
