"""Questions about what was filed, decided and answered before a claim went to the jury."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.filing import Filing
from claims.life import State
from claims.models import Agreement, Claim, DecisionAnswer, FilingRow, PreliminaryDecision
from kernel.errors import Missing


def filing_row(session: Session, claim: Claim) -> FilingRow:
    """Return what a member filed; raises Missing for a claim that an officer entered."""
    if (found := session.get(FilingRow, claim.id)) is None:
        raise Missing()
    return found


def drafts(session: Session, account_id: str) -> int:
    """Return how many claims a member writes that were never handed in."""
    query = (
        sa.select(sa.func.count())
        .select_from(Claim)
        .join(FilingRow, FilingRow.claim_id == Claim.id)
        .where(
            Claim.claimant_id == account_id,
            Claim.state == State.FILING,
            FilingRow.handed_in_at.is_(None),
        )
    )
    return session.scalar(query) or 0


def handed_in(session: Session, claim: Claim) -> Filing | None:
    """Return what a member handed in; None for what is being written, for what was given up while
    it was, and for a claim that an officer entered. The days are those on file now."""
    row = session.get(FilingRow, claim.id)
    if row is None or row.handed_in_at is None or claim.state == State.FILING:
        return None
    return row.value(claim) if row.story else None  # a claim given up later has no story either


def decision_of(session: Session, claim: Claim) -> PreliminaryDecision | None:
    """Return what the plan decided last, if it has, and not on paper."""
    return session.get(PreliminaryDecision, claim.id)


def answer_of(session: Session, claim: Claim) -> DecisionAnswer | None:
    """Return what the claimant answered to the decision, if they have."""
    return session.get(DecisionAnswer, claim.id)


def refusals(session: Session, claim: Claim) -> int:
    """Return how often the claimant refused the text that jurors would read."""
    query = sa.select(sa.func.count()).where(
        Agreement.claim_id == claim.id, Agreement.agrees.is_(False)
    )
    return session.scalar(query) or 0


def unanswered(session: Session, now: datetime) -> list[str]:
    """Return the refs of the claims whose time to answer the decision is over."""
    query = (
        sa.select(Claim.ref)
        .join(PreliminaryDecision, PreliminaryDecision.claim_id == Claim.id)
        .where(Claim.state == State.DECIDED, PreliminaryDecision.answer_by <= now)
        .order_by(Claim.ref)
    )
    return list(session.scalars(query))
