"""What the plan decides on the papers, and what the claimant answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from audit.actions import record
from claims.actions.steps import for_officer, keep_governing, note
from claims.claim import Decision, Facts, Preliminary, check_fresh
from claims.events import (
    ClaimDecided,
    ClaimSentBack,
    DecisionAccepted,
    DecisionDisputed,
    DecisionLapsed,
)
from claims.life import Deed, State, after
from claims.models import (
    ACCEPTED,
    DECIDED,
    DISPUTED,
    SENT_BACK,
    Claim,
    DecisionAnswer,
    PreliminaryDecision,
)
from claims.queries import decision_of, locked_claim, my_claim
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work

TIME_TO_ANSWER = timedelta(days=15)
LONGEST_WHY = 1_000  # characters


@dataclass(frozen=True)
class Decided:
    """What the plan decides. amount, offered, cost: in fen; offered: where less is paid."""

    decision: Decision
    title: str
    reason: str
    clauses: Sequence[str]
    amount: int
    cost: int
    offered: int | None = None


def send_back(work: Work, ref: str, why: str) -> Claim:
    """Give a filed claim back to the claimant, who is told what is missing.

    Raises Missing, Malformed where it is not said, Conflict.
    """
    claim = for_officer(work, ref)
    state = after(State(claim.state), Deed.SEND_BACK)
    if not why.strip():
        raise Malformed(N_("Say what is missing, and where to get it."))
    claim.state = state
    claim.revision += 1
    note(work, claim, SENT_BACK, why.strip()[:LONGEST_WHY])
    record(work, ClaimSentBack(claim=ref))
    return claim


def decide_claim(work: Work, ref: str, decided: Decided, revision: int) -> Claim:
    """Decide a claim on the papers. What is paid in full is settled; else the claimant answers.

    revision: the one that was read. Raises Missing, Malformed, Conflict, Stale.
    """
    claim = for_officer(work, ref)
    pays = decided.decision is Decision.PAY
    state = after(State(claim.state), Deed.PAY if pays else Deed.DECIDE)
    check_fresh(claim.revision, revision)
    _check(decided)
    before = claim.facts
    claim.facts = _with(before, decided)
    claim.state = state
    claim.revision += 1
    earlier = decision_of(work.session, claim)
    until = None if pays else work.now + TIME_TO_ANSWER
    work.session.add(
        PreliminaryDecision(
            claim_id=claim.id,
            number=earlier.number + 1 if earlier else 1,
            decision=decided.decision,
            amount=decided.amount,
            cost=decided.cost,
            offered=decided.offered,
            by=work.actor.account,
            at=work.now,
            answer_by=until,
        )
    )
    keep_governing(work, claim, before)
    note(work, claim, DECIDED)
    record(work, ClaimDecided(claim=ref, decision=decided.decision, cost=decided.cost))
    return claim


def _check(decided: Decided) -> None:
    pays, less = decided.decision is Decision.PAY, decided.decision is Decision.PAY_LESS
    if not decided.title.strip() or not decided.reason.strip():
        raise Malformed(N_("A decision has a title and a reason."))
    if decided.amount <= 0 or decided.cost < 0:
        raise Malformed(N_("The amount is more than nothing, and the cost is not less."))
    if not pays and not decided.clauses:
        raise Malformed(N_("Name the clauses that the decision rests on."))
    if less and not (decided.offered and 0 < decided.offered < decided.amount):
        raise Malformed(N_("Say how much is paid: less than was claimed, and more than nothing."))
    if not less and decided.offered is not None:
        raise Malformed(N_("Another amount is named only where less is paid."))


def _with(facts: Facts, decided: Decided) -> Facts:
    said = replace(
        facts,
        title=decided.title.strip(),
        decision_reason=decided.reason.strip(),
        clauses=tuple(decided.clauses),
    )
    return Preliminary(decided.decision, decided.amount, decided.offered).on(said)


def accept_decision(work: Work, ref: str) -> Claim:
    """Accept the decision on the actor's claim: it stands. Raises Missing, Conflict."""
    claim, row, state = _answering(work, ref, Deed.ACCEPT)
    claim.state = state
    work.session.add(_answer(work, row, disputes=False))
    note(work, claim, ACCEPTED)
    record(work, DecisionAccepted(claim=ref))
    return claim


def dispute_decision(work: Work, ref: str, why: str) -> Claim:
    """Dispute the decision on the actor's claim; both sides write their statements then.

    why: in the claimant's own words; it is their statement until they write another. Raises
    Missing, Malformed where it is empty, Conflict.
    """
    claim, row, state = _answering(work, ref, Deed.DISPUTE)
    if not why.strip():
        raise Malformed(N_("Say in a few sentences what is wrong with the decision."))
    claim.state = state
    said = why.strip()[:LONGEST_WHY]
    work.session.add(_answer(work, row, disputes=True, why=said))
    note(work, claim, DISPUTED)
    record(work, DecisionDisputed(claim=ref))
    return claim


def _answering(work: Work, ref: str, deed: Deed) -> tuple[Claim, PreliminaryDecision, State]:
    """Return the actor's claim, held, the decision on it, and where answering it so leads."""
    my_claim(work.session, work.actor.account, ref)
    claim = locked_claim(work.session, ref)
    state = after(State(claim.state), deed)
    row = decision_of(work.session, claim)
    if row is None or row.answer_by is None or work.now >= row.answer_by:
        raise Conflict(N_("The time to answer is over: the decision stands. A court stays open."))
    return claim, row, state


def _answer(
    work: Work, row: PreliminaryDecision, *, disputes: bool, why: str = ""
) -> DecisionAnswer:
    key = {"claim_id": row.claim_id, "number": row.number}
    return DecisionAnswer(**key, disputes=disputes, why=why, at=work.now)


def lapse(work: Work, ref: str) -> bool:
    """Let a decision stand that nobody answered in time; return whether there was one."""
    claim = locked_claim(work.session, ref)
    if State(claim.state) is not State.DECIDED:
        return False
    row = decision_of(work.session, claim)
    if row is None or row.answer_by is None or work.now < row.answer_by:
        return False
    claim.state = after(State.DECIDED, Deed.LAPSE)
    record(work, DecisionLapsed(claim=ref))
    return True
