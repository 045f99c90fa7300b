"""What is done with claims: entered, changed, reviewed, frozen into a case, withdrawn."""

from collections.abc import Mapping

import sqlalchemy as sa

from audit.actions import record
from claims import claim as rules
from claims import models
from claims.claim import Facts, State, missing
from claims.events import (
    ClaimChanged,
    ClaimEntered,
    ClaimReturned,
    ClaimSentForReview,
    ClaimWithdrawn,
    SummaryApproved,
)
from claims.governing import kept
from claims.handover import clauses_needed, rule_dates, undecided
from claims.models import Claim, ClaimGoverning, ClaimStep, FlagDecision, SignOff
from claims.queries import (
    claim_for_officer,
    claimant_by_email,
    exclusions,
    governing_now,
    governing_rows,
    issues_before_freezing,
    locked_claim,
    my_claim,
    preparers,
    present_case,
    preview,
    redaction,
    steps,
)
from claims.queries import (
    flags as flags_of,
)
from jury.actions import open_case, withdraw_case
from jury.models import JuryCase
from jury.standard import PRESETS
from kernel.errors import N_, Conflict, Malformed
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
    _step(work, entered, models.ENTERED)
    record(work, ClaimEntered(claim=entered.ref))
    return entered


def update_claim(work: Work, ref: str, facts: Facts, revision: int | None = None) -> Claim:
    """Change what is known of a claim that is being prepared.

    revision: the one that the change was made on. The same facts again change nothing. Which
    version governs is found anew only for clauses that were not needed before, and for those
    whose days were changed.
    Raises Missing, Conflict, and Stale when another officer was quicker.
    """
    claim = _for_officer(work, ref)
    rules.check_edit(State(claim.state))
    if claim.facts == facts:
        return claim
    rules.check_fresh(claim.revision, claim.revision if revision is None else revision)
    before, claim.facts = claim.facts, facts
    claim.revision += 1
    _keep_governing(work, claim, before)
    _step(work, claim, models.CHANGED)
    record(work, ClaimChanged(claim=ref, revision=claim.revision))
    return claim


def send_for_review(work: Work, ref: str) -> Claim:
    """Give a complete claim to a second officer; raises Missing, Conflict."""
    claim = _for_officer(work, ref)
    rules.check_send(State(claim.state), missing(claim.facts))
    claim.state = State.IN_REVIEW
    _step(work, claim, models.SENT)
    record(work, ClaimSentForReview(claim=ref, revision=claim.revision))
    return claim


def return_for_changes(work: Work, ref: str, why: str) -> Claim:
    """Give a claim back to be changed, with a reason; an approval it had is void by then."""
    claim = _for_officer(work, ref)
    rules.check_return(State(claim.state))
    if not why.strip():
        raise Malformed(N_("Say what has to change."))
    claim.state = State.PREPARED
    claim.revision += 1
    _step(work, claim, models.RETURNED, why.strip())
    record(work, ClaimReturned(claim=ref, revision=claim.revision))
    return claim


def approve_summary(
    work: Work, ref: str, flags: Mapping[str, str], revision: int | None = None
) -> SignOff:
    """Approve the redacted texts as a second officer.

    flags: flag key to "hide" or "show", one for every flag. revision: the one that was read.
    Raises Conflict for a preparer, for a text that has changed, and for a flag left undecided.
    """
    claim = _for_officer(work, ref)
    by = preparers(work.session, claim)
    seen = claim.revision if revision is None else revision
    rules.check_approve(State(claim.state), work.actor.account, by, claim.revision, seen)
    if open_flags := undecided(flags_of(work.session, claim), flags):
        raise Conflict(N_("Decide on every flag first; %(count)s are left."), count=len(open_flags))
    for key, decision in _decided(work, claim, flags).items():
        work.session.add(
            FlagDecision(
                claim_id=claim.id,
                revision=claim.revision,
                key=key,
                decision=decision,
                by=work.actor.account,
                at=work.now,
            )
        )
    work.session.flush()
    approved = SignOff(
        claim_id=claim.id,
        revision=claim.revision,
        prepared_by=by[-1],
        approved_by=work.actor.account,
        approved_at=work.now,
        text_digest=redaction(work.session, claim).digest,
    )
    work.session.add(approved)
    claim.state = State.SIGNED_OFF
    _step(work, claim, models.APPROVED)
    record(
        work,
        SummaryApproved(claim=ref, revision=claim.revision, text=approved.text_digest),
    )
    return approved


def freeze(work: Work, ref: str, standard: str = "panel") -> JuryCase:
    """Freeze a signed-off claim into a case file and hand it to the jury.

    Nobody close to the claim can be drawn for it. Raises Missing, Malformed for an unknown
    standard, Conflict while something stands in the way.
    """
    claim = _for_officer(work, ref)
    if standard not in PRESETS:
        raise Malformed(N_("There is no such standard."))
    rules.check_freeze(State(claim.state), issues_before_freezing(work.session, claim))
    claim.state = State.FROZEN
    _step(work, claim, models.FROZEN)
    return open_case(work, preview(work.session, claim), standard, exclusions(work.session, claim))


def withdraw(work: Work, ref: str) -> Claim:
    """Withdraw one's own claim, at any stage until the poll closes; the box is never opened.

    Raises Missing for a claim that is not one's own, Conflict when it is too late.
    """
    my_claim(work.session, work.actor.account, ref)
    claim = locked_claim(work.session, ref)
    rules.check_withdraw(State(claim.state))
    if case := present_case(work.session, ref):
        withdraw_case(work, case.ref)
    claim.state = State.WITHDRAWN
    _step(work, claim, models.WITHDRAWN)
    record(work, ClaimWithdrawn(claim=ref))
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


def _for_officer(work: Work, ref: str) -> Claim:
    claim_for_officer(work.session, work.actor.account, ref)
    return locked_claim(work.session, ref)


def _decided(work: Work, claim: Claim, flags: Mapping[str, str]) -> dict[str, str]:
    """Return the decisions that belong to flags of this claim, and no others."""
    return {flag.key: flags[flag.key] for flag in flags_of(work.session, claim)}


def _step(work: Work, claim: Claim, what: str, why: str = "") -> None:
    work.session.add(
        ClaimStep(
            claim_id=claim.id,
            number=len(steps(work.session, claim)) + 1,
            what=what,
            by=work.actor.account,
            at=work.now,
            why=why,
        )
    )
    work.session.flush()
