"""Parts of what is done with claims. The actions that use them record it."""

import sqlalchemy as sa

from audit.actions import record
from audit.event import Event
from claims.claim import Facts
from claims.governing import kept
from claims.handover import clauses_needed, rule_dates
from claims.models import WROTE, Claim, ClaimGoverning, ClaimStep
from claims.queries import (
    claim_and_side,
    claim_for_officer,
    governing_now,
    governing_rows,
    is_draft,
    locked_claim,
    my_claim,
    steps,
)
from claims.timetable import Side
from kernel.work import Work
from rules.clause import GovernsBy


def for_claimant(work: Work, ref: str) -> Claim:
    """Return the actor's own claim, held; raises Missing, also for their adviser."""
    locked_claim(work.session, ref)
    return my_claim(work.session, work.actor.account, ref)


def for_officer(work: Work, ref: str) -> Claim:
    """Return a claim that the acting officer may handle, held; raises Missing."""
    locked_claim(work.session, ref)
    # Asked after the lock: what was settled while we waited for it counts.
    return claim_for_officer(work.session, work.actor.account, ref)


def for_side(work: Work, ref: str, side: Side) -> Claim:
    """Return a claim for which the actor writes, on a side, held; raises Missing."""
    locked_claim(work.session, ref)
    return claim_and_side(work.session, work.actor.account, ref, side)  # asked after the lock too


def note(work: Work, claim: Claim, what: str, why: str = "") -> None:
    """Keep that something was done to a claim, by whom, when and why."""
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


def tell(work: Work, claim: Claim, event: Event) -> None:
    """Record what a claimant did to a claim, unless it is a draft that was never handed in: when
    somebody writes one, and whether they ever hand it in, is nobody's business."""
    if not is_draft(work.session, claim):
        record(work, event)


def note_writer(work: Work, claim: Claim, side: Side) -> None:
    """Keep that the actor wrote for the plan: once, however often they save. Who did approves
    nothing and judges nothing, and a text names only whoever saved it last."""
    if side is Side.RESPONDENT:
        wrote = {step.by for step in steps(work.session, claim) if step.what == WROTE}
        if work.actor.account not in wrote:
            note(work, claim, WROTE)


def next_ref(work: Work) -> str:
    """Return the next ref of the year. Others wait for this row until our transaction ends."""
    last = work.session.scalar(
        sa.text(
            "INSERT INTO claim_number (year, last) VALUES (:year, 1) ON CONFLICT (year) "
            "DO UPDATE SET last = claim_number.last + 1 RETURNING last"
        ),
        {"year": work.now.year},
    )
    return f"C-{work.now.year}-{last:04}"


def keep_governing(work: Work, claim: Claim, before: Facts) -> None:
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
