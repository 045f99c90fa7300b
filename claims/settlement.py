"""What is paid in the end, and when: after a time in which members may object and sides appeal.

Three results: nothing is paid, less than was claimed, or all of it. A verdict that decides holds;
where none does, the plan's preliminary decision stands. When an objection is upheld, the claim is
taken up again, and what was decided until then decides nothing any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from claims.claim import Decision
from claims.timetable import Side
from jury.verdict import APPEALED, BINDS, NEW_PANEL
from kernel.errors import N_, Conflict

PUBLICITY, APPEAL_TIME = timedelta(days=3), timedelta(days=10)
KEPT = timedelta(days=90)  # after nobody can object or appeal any more, a claim may be erased
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
    """A verdict. stands: what holds after it, as its log says. tier: the amount in fen, where one
    was in dispute and upheld."""

    at: datetime
    outcome: str
    stands: str
    tier: int | None = None


def still_counted(rulings: Sequence[Ruling], reopened: datetime | None) -> list[Ruling]:
    """Return the rulings that no objection has set aside. reopened: when the last was upheld."""
    return [one for one in rulings if reopened is None or one.at > reopened]


def settles(rulings: Sequence[Ruling]) -> bool:
    """Whether the jury is done with a claim for now: the last ruling asks for no new panel."""
    return bool(rulings) and rulings[-1].stands != NEW_PANEL


def settled(
    decision: Decision, amount: int, lower: int | None, rulings: Sequence[Ruling]
) -> Settled:
    """Return what a claim came to, by what the last ruling says that holds.

    rulings: those still counted, the earliest first. amount, lower: in fen; lower: what a
    preliminary decision pays that pays less. Of one that pays nothing, a jury alone awards it.
    """
    holds = next((one for one in reversed(rulings) if one.stands != APPEALED), None)
    if holds is not None and (holds.stands, holds.outcome) == (BINDS, "upheld"):
        return _paid(holds.tier or amount, amount)
    if decision is Decision.PAY:
        return _paid(amount, amount)
    return _paid(lower or 0, amount) if decision is Decision.PAY_LESS else _paid(0, amount)


def _paid(fen: int, amount: int) -> Settled:
    if fen <= 0:
        return Settled(Result.REFUSED, 0)
    return Settled(Result.FULL if fen >= amount else Result.LESS, fen)


def accepted_at(
    decided: datetime, answer_by: datetime | None, answered: datetime | None
) -> datetime:
    """Return since when a decision stands that nobody disputed: the answer, the end of the time for
    it or, where all is paid and nobody was asked, the decision."""
    return answered or answer_by or decided


class Payment(StrEnum):
    """Whether it is paid."""

    NOTHING = "nothing"
    WAITING = "waiting"  # members may object, or a side may appeal
    SUSPENDED = "suspended"  # an objection or an appeal is not decided
    DUE = "due"


@dataclass(frozen=True)
class Settlement:
    """A claim that is settled for now. since: when. by_jury: whether a jury had it, so that a side
    can appeal. objections: that are open; answered: when the last of the others was. appealed:
    whether a side has; unheard: whether no case of that appeal is open yet. before_jury: whether a
    case of the claim is not decided."""

    since: datetime
    settled: Settled
    by_jury: bool
    objections: int = 0
    appealed: bool = False
    unheard: bool = False
    before_jury: bool = False
    answered: datetime | None = None

    @property
    def object_until(self) -> datetime:
        """The end of the time in which members may object to a payment."""
        return self.since + PUBLICITY

    @property
    def appeal_until(self) -> datetime:
        """The end of the time in which a side may appeal."""
        return self.since + APPEAL_TIME

    @property
    def free_at(self) -> datetime:
        """From when on nobody can object or appeal, where nobody does until then."""
        held = [self.object_until, self.answered or self.since]
        if self.by_jury and not self.appealed:
            held.append(self.appeal_until)
        return max(held)

    @property
    def pending(self) -> bool:
        """Whether an appeal is not decided."""
        return self.unheard or self.before_jury

    def may_object(self, now: datetime) -> bool:
        """Whether members may object: for three days, where something is paid."""
        return self.settled.fen > 0 and now < self.object_until and not self.pending

    def may_appeal(self, side: Side, now: datetime) -> bool:
        """Whether a side may appeal: once a claim, to another jury, against what it did not get."""
        lost = {
            Side.CLAIMANT: self.settled.result is not Result.FULL,
            Side.RESPONDENT: self.settled.fen > 0,
        }
        in_time = now < self.appeal_until
        return self.by_jury and not self.appealed and lost[side] and in_time

    def payment(self, now: datetime) -> Payment:
        """Return where the payment stands."""
        if self.objections or self.pending:
            return Payment.SUSPENDED
        if not self.settled.fen:
            return Payment.NOTHING
        open_still = self.may_object(now) or any(self.may_appeal(side, now) for side in Side)
        return Payment.WAITING if open_still else Payment.DUE


def is_done(settlement: Settlement | None, now: datetime) -> bool:
    """Whether a claim is settled for good: nobody can object or appeal any more, and nobody has."""
    if settlement is None or now < settlement.free_at:
        return False
    return settlement.payment(now) in {Payment.NOTHING, Payment.DUE}


def check_object(settlement: Settlement, evidence: str, now: datetime) -> None:
    """Raise Conflict unless members may object now, with something to look into."""
    if not settlement.may_object(now):
        raise Conflict(N_("Objections are taken for three days after a decision to pay."))
    if len(evidence.strip()) < LEAST_EVIDENCE:
        raise Conflict(N_("Say what you know and from where, so that it can be looked into."))


def bars_answer(objector: str, actor: str, *, took_part: bool) -> str:
    """Return why an officer may not answer an objection: they made it as a member, or had a part in
    what is objected to; empty where they may. took_part: whether they had, in the decision or,
    where a jury decided, in anything on the way there."""
    if actor == objector:
        return N_("This objection is your own. Another officer has to answer it.")
    if took_part:
        return N_("You took part in what is objected to. An officer who did not has to answer.")
    return ""


def check_answer(objector: str, actor: str, *, took_part: bool) -> None:
    """Raise Conflict for an officer who may not answer an objection, as in `bars_answer`."""
    if why := bars_answer(objector, actor, took_part=took_part):
        raise Conflict(why)


def check_uphold(settlement: Settlement | None) -> None:
    """Raise Conflict while a jury has the claim: what it is asked must not change under it."""
    if settlement is None or settlement.before_jury:
        raise Conflict(N_("The claim is before a jury. It can be taken up again after that."))


def check_appeal(settlement: Settlement, side: Side, now: datetime) -> None:
    """Raise Conflict unless a side may appeal now."""
    if settlement.appealed:
        raise Conflict(N_("This claim was appealed already: that can be done once."))
    if not settlement.by_jury:
        raise Conflict(N_("Only what a jury decided can be appealed."))
    if not settlement.may_appeal(side, now):
        raise Conflict(N_("The time to appeal is over, or there is nothing to appeal against."))
