"""What the plan decides on the papers, and what the claimant answers."""

from dataclasses import replace

from audit.actions import record
from claims.actions.steps import for_claimant, for_officer, keep_governing, note
from claims.claim import IN_ITS_PAPERS, check_fresh
from claims.contradiction import check_explained
from claims.decision import Decided, answered_until, check_amount, check_answer, may_answer
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
from claims.queries import contradictions_with, decision_of, locked_claim, most_at_stake
from kernel.errors import N_, Missing
from kernel.remark import remark
from kernel.work import Work


def send_back(work: Work, ref: str, why: str) -> Claim:
    """Give a filed claim back to the claimant, who is told what is missing.

    Raises Missing, Malformed where it is not said or too long, Conflict.
    """
    claim = for_officer(work, ref)
    state = after(State(claim.state), Deed.SEND_BACK)
    said = remark(why, N_("Say what is missing, and where to get it."))
    claim.state = state
    claim.revision += 1
    note(work, claim, SENT_BACK, said)
    record(work, ClaimSentBack(claim=ref))
    return claim


def decide_claim(
    work: Work, ref: str, decided: Decided, revision: int, *, despite: str = ""
) -> Claim:
    """Decide a claim on the papers. What is paid in full is settled; else the claimant answers.

    No officer decides on more than the rules pay, whatever is claimed, nor against what the dates
    say without saying why. revision: the one that was read. despite: why it stands although the
    dates say otherwise. Raises Missing, Malformed, Conflict, Stale.
    """
    claim = for_officer(work, ref)
    state = after(State(claim.state), Deed.PAY if decided.pays else Deed.DECIDE)
    check_fresh(claim.revision, revision, IN_ITS_PAPERS)
    check_amount(decided.amount, most_at_stake(work.session, claim))
    before = claim.facts
    facts = decided.on(before)
    found = contradictions_with(work.session, claim, decided.plan, decided.clauses)
    claim.facts = replace(facts, despite=check_explained(found, despite))
    claim.state = state
    claim.revision += 1
    earlier = decision_of(work.session, claim)
    work.session.add(
        PreliminaryDecision(
            claim_id=claim.id,
            number=earlier.number + 1 if earlier else 1,
            decision=decided.decision,
            amount=decided.amount,
            reason=claim.facts.decision_reason,
            clauses=list(claim.facts.clauses),
            cost=decided.cost,
            offered=decided.offered,
            in_question=decided.in_question,
            by=work.actor.account,
            at=work.now,
            answer_by=answered_until(decided, work.now),
        )
    )
    keep_governing(work, claim, before)
    note(work, claim, DECIDED)
    record(work, ClaimDecided(claim=ref, decision=decided.decision, cost=decided.cost))
    return claim


def accept_decision(work: Work, ref: str, number: int = 1) -> Claim:
    """Accept the decision on the actor's claim: it stands. number: of the decision that was read; a
    claim that was taken up again has another one. Raises Missing, Conflict."""
    claim, row, state = _answering(work, ref, Deed.ACCEPT, number)
    claim.state = state
    work.session.add(_answer(work, row, disputes=False))
    note(work, claim, ACCEPTED)
    record(work, DecisionAccepted(claim=ref))
    return claim


def dispute_decision(work: Work, ref: str, why: str, number: int = 1) -> Claim:
    """Dispute the decision on the actor's claim; both sides write their statements then.

    why: in the claimant's own words; it is their statement until they write another. number: as in
    `accept_decision`. Raises Missing, Malformed where it is empty or too long, Conflict.
    """
    claim, row, state = _answering(work, ref, Deed.DISPUTE, number)
    said = remark(why, N_("Say in a few sentences what is wrong with the decision."))
    claim.state = state
    work.session.add(_answer(work, row, disputes=True, why=said))
    note(work, claim, DISPUTED)
    record(work, DecisionDisputed(claim=ref))
    return claim


def _answering(
    work: Work, ref: str, deed: Deed, number: int
) -> tuple[Claim, PreliminaryDecision, State]:
    """Return the actor's claim, held, the decision on it, and where answering it so leads."""
    claim = for_claimant(work, ref)
    state = after(State(claim.state), deed)
    row = decision_of(work.session, claim)
    if row is None:
        raise Missing()
    check_answer(number, row.number, row.answer_by, work.now)
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
    if row is None or may_answer(row.answer_by, work.now):
        return False
    claim.state = after(State.DECIDED, Deed.LAPSE)
    record(work, DecisionLapsed(claim=ref))
    return True
