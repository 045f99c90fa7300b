"""What officers do with claims before a review: entered, changed, sent in, given back."""

from dataclasses import replace

from audit.actions import record
from claims import claim as rules
from claims.actions.steps import for_officer, keep_governing, next_ref, note
from claims.claim import Facts, missing
from claims.contradiction import unexplained
from claims.events import (
    ClaimChanged,
    ClaimEntered,
    ClaimReturned,
    ClaimSentForReview,
)
from claims.life import Deed, State, after
from claims.models import ANSWERED, CHANGED, ENTERED, RETURNED, SENT, Claim
from claims.queries import (
    claimant_by_email,
    contradictions_of,
    decision_of,
    is_halted,
    last_refused,
    was_prepared,
)
from claims.refusal import unanswered
from claims.standards import check_standard
from claims.text_events import RefusalAnswered
from kernel.errors import N_, Conflict
from kernel.remark import remark
from kernel.work import Work


def enter_claim(work: Work, claimant_email: str, facts: Facts) -> Claim:
    """Enter a disputed claim for a member, with a ref of its own.

    Which versions govern it is found now and kept, whatever the book says later.
    Raises Malformed for an unknown e-mail, a day that lies ahead or a standard that is not offered,
    Conflict for an officer who is close to the claimant.
    """
    rules.check_days(facts.dates, work.now)
    check_standard(None, facts.standard)
    claimant = claimant_by_email(work.session, work.actor.account, claimant_email)
    entered = Claim(ref=next_ref(work), claimant_id=claimant.id, state=State.PREPARED)
    entered.facts = facts
    work.session.add(entered)
    work.session.flush()
    keep_governing(work, entered, facts)
    note(work, entered, ENTERED)
    record(work, ClaimEntered(claim=entered.ref))
    return entered


def update_claim(work: Work, ref: str, facts: Facts, revision: int) -> Claim:
    """Change what is known of a claim that is being prepared.

    revision: the one that the change was made on. The same facts again change nothing, but where
    nobody has prepared the claim: then an officer has said which clauses are in dispute. Where the
    plan decided, its decision with the reason and the amounts stay, and so do the texts that both
    sides handed in after it: who prepares a case decides it not anew, and speaks for neither side.
    Remarks of the claimant on the summary stay; the plan may add its own beside them.
    Why it stands against the dates is written once.
    Which version governs is found anew only for clauses that were not needed before, and for those
    whose days were changed.
    Raises Missing, Malformed for a day that lies ahead or a standard that is not offered, Conflict,
    also for another amount or standard while a case is halted, and Stale when another officer was
    quicker.
    """
    claim = for_officer(work, ref)
    rules.check_edit(State(claim.state))
    rules.check_days(facts.dates, work.now)
    facts = facts.with_remarks_of(claim.facts)
    if row := decision_of(work.session, claim):
        facts = row.value.on(facts).as_heard(claim.facts)
        facts = replace(facts, despite=claim.despite or facts.despite)
    if claim.facts == facts and was_prepared(work.session, claim):
        return claim
    rules.check_fresh(claim.revision, revision)
    before, halted = claim.facts, is_halted(work.session, claim)
    rules.check_amount(before.amount, facts.amount, is_halted=halted)
    check_standard(before.standard, facts.standard, is_halted=halted)
    claim.facts = facts
    claim.revision += 1
    keep_governing(work, claim, before)
    note(work, claim, CHANGED)
    record(work, ClaimChanged(claim=ref, revision=claim.revision))
    return claim


def answer_refusal(work: Work, ref: str, answer: str) -> None:
    """Answer a claimant who did not agree to the text, while it is prepared. They read it beside
    the text when they are asked again, and no juror does. Raises Missing, Malformed, Conflict."""
    claim = for_officer(work, ref)
    rules.check_edit(State(claim.state))
    said = remark(answer, N_("Say to the claimant what you changed, or why the text stays."))
    if last_refused(work.session, claim) is None:
        raise Conflict(N_("There is no refusal that waits for an answer."))
    note(work, claim, ANSWERED, said)
    record(work, RefusalAnswered(claim=ref, revision=claim.revision))


def send_for_review(work: Work, ref: str) -> Claim:
    """Give a complete claim to a second officer; raises Missing, Conflict, also where the dates
    contradict the decision and nobody has said why it stands, and where the claimant refused this
    very text and nobody has answered them."""
    claim = for_officer(work, ref)
    state = after(State(claim.state), Deed.SEND)
    contradicted = contradictions_of(work.session, claim)
    refused = last_refused(work.session, claim)
    issues = missing(claim.facts) + unexplained(contradicted, claim.despite) + unanswered(refused)
    rules.check_complete(issues)
    claim.state = state
    note(work, claim, SENT)
    record(work, ClaimSentForReview(claim=ref, revision=claim.revision))
    return claim


def return_for_changes(work: Work, ref: str, why: str) -> Claim:
    """Give a claim back to be changed, with a reason; an approval it had is void by then.

    Raises Missing, Malformed without a reason, Conflict.
    """
    claim = for_officer(work, ref)
    state = after(State(claim.state), Deed.RETURN)
    said = remark(why, N_("Say what has to change."))
    claim.state = state
    claim.revision += 1
    note(work, claim, RETURNED, said)
    record(work, ClaimReturned(claim=ref, revision=claim.revision))
    return claim
