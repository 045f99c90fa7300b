"""What is paid in the end, and when: after a time in which members may object and sides appeal.

Three results: nothing is paid, less than was claimed, or all of it. A verdict that decides holds;
where none does, the plan's preliminary decision stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from claims.claim import Decision
from claims.timetable import Side
from kernel.errors import N_, Conflict

PUBLICITY, APPEAL_TIME = timedelta(days=3), timedelta(days=10)
LEAST_EVIDENCE = 20  # characters: a word is no evidence


class Result(StrEnum):
    """What a claim came to."""

    REFUSED = "refused"
    LESS = "less"
    FULL = "full"


@dataclass(frozen=True)
class Settled:
    """What is paid, in fen."""

    result: Result
    fen: int


@dataclass(frozen=True)
class Ruling:
    """A verdict. stands: whether it decides (`verdict`). tier: the amount in fen, where one was in
    dispute and upheld."""

    case: str
    at: datetime
    outcome: str
    stands: str
    tier: int | None = None


def settled(
    decision: Decision, amount: int, offered: int | None, rulings: Sequence[Ruling]
) -> Settled:
    """Return what a claim came to. rulings: of its cases, the earliest first; the last that decides
    holds. amount, offered: in fen; offered: by a preliminary decision that pays less."""
    deciding = [one for one in rulings if one.stands == "verdict"]
    if deciding and deciding[-1].outcome == "upheld":
        return _paid(deciding[-1].tier or amount, amount)
    if decision is Decision.PAY:
        return _paid(amount, amount)
    return _paid(offered or 0, amount) if decision is Decision.PAY_LESS else _paid(0, amount)


def _paid(fen: int, amount: int) -> Settled:
    if fen <= 0:
        return Settled(Result.REFUSED, 0)
    return Settled(Result.FULL if fen >= amount else Result.LESS, fen)


class Payment(StrEnum):
    """Whether it is paid."""

    NOTHING = "nothing"
    WAITING = "waiting"  # members may object, or a side may appeal
    SUSPENDED = "suspended"  # an objection or an appeal is not decided
    DUE = "due"


@dataclass(frozen=True)
class Settlement:
    """A claim that is settled for now. since: when. objections: that are open. appealed: whether a
    side has; pending: whether the jury has not decided about it yet."""

    since: datetime
    settled: Settled
    objections: int = 0
    appealed: bool = False
    pending: bool = False

    def may_object(self, now: datetime) -> bool:
        """Whether members may object: for three days, where something is paid."""
        return self.settled.fen > 0 and now < self.since + PUBLICITY and not self.pending

    def may_appeal(self, side: Side, now: datetime) -> bool:
        """Whether a side may appeal: once a claim, against what it did not get."""
        lost = {
            Side.CLAIMANT: self.settled.result is not Result.FULL,
            Side.RESPONDENT: self.settled.fen > 0,
        }
        return not self.appealed and lost[side] and now < self.since + APPEAL_TIME

    def payment(self, now: datetime) -> Payment:
        """Return where the payment stands."""
        if self.objections or self.pending:
            return Payment.SUSPENDED
        if not self.settled.fen:
            return Payment.NOTHING
        open_still = self.may_object(now) or any(self.may_appeal(side, now) for side in Side)
        return Payment.WAITING if open_still else Payment.DUE


def check_object(settlement: Settlement, evidence: str, now: datetime) -> None:
    """Raise Conflict unless members may object now, with something to look into."""
    if not settlement.may_object(now):
        raise Conflict(N_("Objections are taken for three days after a decision to pay."))
    if len(evidence.strip()) < LEAST_EVIDENCE:
        raise Conflict(N_("Say what you know and from where, so that it can be looked into."))


def check_appeal(settlement: Settlement, side: Side, now: datetime) -> None:
    """Raise Conflict unless a side may appeal now."""
    if settlement.appealed:
        raise Conflict(N_("This claim was appealed already: that can be done once."))
    if not settlement.may_appeal(side, now):
        raise Conflict(N_("The time to appeal is over, or there is nothing to appeal against."))
