"""What officers do with claims before a review: entered, changed, sent in, given back."""

from audit.actions import record
from claims import claim as rules
from claims.actions.steps import for_officer, keep_governing, next_ref, note
from claims.claim import Facts, missing
from claims.events import ClaimChanged, ClaimEntered, ClaimReturned, ClaimSentForReview
from claims.life import Deed, State, after
from claims.models import CHANGED, ENTERED, RETURNED, SENT, Claim
from claims.queries import claimant_by_email, decision_of, is_halted
from kernel.errors import N_
from kernel.remark import remark
from kernel.work import Work


def enter_claim(work: Work, claimant_email: str, facts: Facts) -> Claim:
    """Enter a disputed claim for a member, with a ref of its own.

    Which versions govern it is found now and kept, whatever the book says later.
    Raises Malformed for an unknown e-mail or a day that lies ahead, Conflict for an officer who is
    close to the claimant.
    """
    rules.check_days(facts.dates, work.now)
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

    revision: the one that the change was made on. The same facts again change nothing. Where the
    plan decided, its decision with the reason and the amounts stay, and so do the texts that both
    sides handed in after it: who prepares a case decides it not anew, and speaks for neither side.
    Which version governs is found anew only for clauses that were not needed before, and for those
    whose days were changed.
    Raises Missing, Malformed for a day that lies ahead, Conflict, also for another amount while a
    case is halted, and Stale when another officer was quicker.
    """
    claim = for_officer(work, ref)
    rules.check_edit(State(claim.state))
    rules.check_days(facts.dates, work.now)
    if row := decision_of(work.session, claim):
        facts = row.value.on(facts).as_heard(claim.facts)
    if claim.facts == facts:
        return claim
    rules.check_fresh(claim.revision, revision)
    before = claim.facts
    rules.check_amount(before.amount, facts.amount, is_halted=is_halted(work.session, claim))
    claim.facts = facts
    claim.revision += 1
    keep_governing(work, claim, before)
    note(work, claim, CHANGED)
    record(work, ClaimChanged(claim=ref, revision=claim.revision))
    return claim


def send_for_review(work: Work, ref: str) -> Claim:
    """Give a complete claim to a second officer; raises Missing, Conflict."""
    claim = for_officer(work, ref)
    state = after(State(claim.state), Deed.SEND)
    rules.check_complete(missing(claim.facts))
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
