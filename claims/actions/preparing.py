"""What officers do with claims before a review: entered, changed, sent in, given back."""

import sqlalchemy as sa

from audit.actions import record
from claims import claim as rules
from claims.actions.steps import for_officer, note
from claims.claim import Facts, State, missing
from claims.events import ClaimChanged, ClaimEntered, ClaimReturned, ClaimSentForReview
from claims.governing import kept
from claims.handover import clauses_needed, rule_dates
from claims.models import CHANGED, ENTERED, RETURNED, SENT, Claim, ClaimGoverning
from claims.queries import claimant_by_email, governing_now, governing_rows
from kernel.errors import N_, Malformed
from kernel.work import Work
from rules.clause import GovernsBy


def enter_claim(work: Work, claimant_email: str, facts: Facts) -> Claim:
    """Enter a disputed claim for a member, with a ref of its own.

    Which versions govern it is found now and kept, whatever the book says later.
    Raises Malformed for an unknown e-mail, Conflict for an officer who is close to the claimant.
    """
    claimant = claimant_by_email(work.session, work.actor.account, claimant_email)
    entered = Claim(ref=_next_ref(work), claimant_id=claimant.id)
    entered.facts = facts
    work.session.add(entered)
    work.session.flush()
    _keep_governing(work, entered, facts)
    note(work, entered, ENTERED)
    record(work, ClaimEntered(claim=entered.ref))
    return entered


def update_claim(work: Work, ref: str, facts: Facts, revision: int | None = None) -> Claim:
    """Change what is known of a claim that is being prepared.

    revision: the one that the change was made on. The same facts again change nothing. Which
    version governs is found anew only for clauses that were not needed before, and for those
    whose days were changed.
    Raises Missing, Conflict, and Stale when another officer was quicker.
    """
    claim = for_officer(work, ref)
    rules.check_edit(State(claim.state))
    if claim.facts == facts:
        return claim
    rules.check_fresh(claim.revision, claim.revision if revision is None else revision)
    before, claim.facts = claim.facts, facts
    claim.revision += 1
    _keep_governing(work, claim, before)
    note(work, claim, CHANGED)
    record(work, ClaimChanged(claim=ref, revision=claim.revision))
    return claim


def send_for_review(work: Work, ref: str) -> Claim:
    """Give a complete claim to a second officer; raises Missing, Conflict."""
    claim = for_officer(work, ref)
    rules.check_send(State(claim.state), missing(claim.facts))
    claim.state = State.IN_REVIEW
    note(work, claim, SENT)
    record(work, ClaimSentForReview(claim=ref, revision=claim.revision))
    return claim


def return_for_changes(work: Work, ref: str, why: str) -> Claim:
    """Give a claim back to be changed, with a reason; an approval it had is void by then."""
    claim = for_officer(work, ref)
    rules.check_return(State(claim.state))
    if not why.strip():
        raise Malformed(N_("Say what has to change."))
    claim.state = State.PREPARED
    claim.revision += 1
    note(work, claim, RETURNED, why.strip())
    record(work, ClaimReturned(claim=ref, revision=claim.revision))
    return claim


def _next_ref(work: Work) -> str:
    """Return the next ref of the year. Others wait for this row until our transaction ends."""
    last = work.session.scalar(
        sa.text(
            "INSERT INTO claim_number (year, last) VALUES (:year, 1) ON CONFLICT (year) "
            "DO UPDATE SET last = claim_number.last + 1 RETURNING last"
        ),
        {"year": work.now.year},
    )
    return f"C-{work.now.year}-{last:04}"


def _keep_governing(work: Work, claim: Claim, before: Facts) -> None:
    """Find which versions govern the claim and keep that; `before` is what was known till now."""
    rows = {row.clause_id: row for row in governing_rows(work.session, claim)}
    held = {clause_id: GovernsBy(row.anchor) for clause_id, row in rows.items()}
    needed, days = clauses_needed(claim.facts), rule_dates(claim.facts)
    stays = kept(held, needed, rule_dates(before), days)
    for clause_id, row in rows.items():
        if clause_id not in stays:
            work.session.delete(row)
    work.session.flush()
    anew = [clause_id for clause_id in needed if clause_id not in stays]
    for found in governing_now(work.session, anew, days):
        work.session.add(ClaimGoverning.of(claim.id, found))
    work.session.flush()
