"""Questions from the worker that reminds both sides of a claim: whose time ends soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.life import State
from claims.models import PREPARING, AdviserRow, Claim, ClaimStep, PreliminaryDecision
from claims.queries.claims import handled_by
from claims.queries.filing import is_last_decision
from claims.queries.settlement import appeals_ending
from claims.queries.statements import disputes
from claims.timetable import Side
from kernel.actor import Role
from members.models import RoleGrant

AHEAD = timedelta(days=1)  # so long before its end a time is told once more
ANSWER, APPEAL = "answer", "appeal"


@dataclass(frozen=True)
class Ending:
    """A time that ends soon: whose, of which claim, for what, on which side, and when.

    what: ANSWER (to the decision), a round of the timetable, or APPEAL.
    """

    account_id: str
    ref: str
    what: str
    side: Side
    until: datetime


def ending(session: Session, now: datetime) -> Iterator[Ending]:
    """Yield the times of claims that end soon."""
    yield from _answers(session, now)
    yield from _texts(session, now)
    for one in appeals_ending(session, now, AHEAD):
        claim = one.claim
        for account_id in _of_side(session, claim.id, claim.claimant_id, one.side, helps=False):
            yield Ending(account_id, claim.ref, APPEAL, one.side, one.until)


def _answers(session: Session, now: datetime) -> Iterator[Ending]:
    """Yield whose time to answer the plan's decision ends soon."""
    until = PreliminaryDecision.answer_by
    rows = session.execute(
        sa.select(Claim.claimant_id, Claim.ref, until)
        .join(PreliminaryDecision, PreliminaryDecision.claim_id == Claim.id)
        .where(Claim.state == State.DECIDED, is_last_decision(), until > now, until <= now + AHEAD)
        .order_by(Claim.ref)
    )
    for row in rows:
        yield Ending(row.claimant_id, row.ref, ANSWER, Side.CLAIMANT, row.answer_by)


def _texts(session: Session, now: datetime) -> Iterator[Ending]:
    """Yield whose time to write a statement or a reply ends soon."""
    for one in disputes(session):
        for side in Side:
            round_ = one.exchange.open_round(side, now)
            if round_ is None or one.exchange.due(side, round_) > now + AHEAD:
                continue
            until = one.exchange.due(side, round_)
            for account_id in _of_side(session, one.claim_id, one.claimant_id, side, helps=True):
                yield Ending(account_id, one.ref, round_, side, until)


def _of_side(
    session: Session, claim_id: str, claimant_id: str, side: Side, *, helps: bool
) -> list[str]:
    """Return who acts for a side: the claimant, where one helps their adviser too; for the plan the
    officers who have worked on the claim and may still. Others read on their desk that it waits."""
    if side is Side.CLAIMANT:
        advising = sa.select(AdviserRow.account_id).where(
            AdviserRow.claim_id == claim_id, AdviserRow.removed_at.is_(None)
        )
        return [claimant_id, *(session.scalars(advising) if helps else ())]
    worked = (
        sa.select(ClaimStep.by)
        .join(
            RoleGrant,
            sa.and_(RoleGrant.account_id == ClaimStep.by, RoleGrant.role == Role.OFFICER),
        )
        .where(ClaimStep.claim_id == claim_id, ClaimStep.what.in_(PREPARING))
        .distinct()
    )
    free = sa.select(Claim.id).where(Claim.id == claim_id)
    return [
        account_id
        for account_id in session.scalars(worked.order_by(ClaimStep.by)).all()
        if session.scalar(free.where(handled_by(session, account_id)))
    ]
