"""Questions about what comes after a decision: the verdicts, the objections, the appeal."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.life import State
from claims.models import OPEN, Appeal, Claim, DecisionAnswer, Objection, PreliminaryDecision
from claims.queries.claims import cases_of, handled_by, is_case_of
from claims.queries.filing import answer_of, decision_of, preliminary_of
from claims.queries.review import redaction
from claims.settlement import PUBLICITY, Ruling, Settlement, settled
from jury.models import Halt, JuryCase, Verdict
from kernel.errors import Missing


def rulings(session: Session, claim: Claim) -> list[Ruling]:
    """Return the verdicts on a claim, the earliest first."""
    rows = session.scalars(
        sa.select(Verdict)
        .where(Verdict.case_ref.in_(cases_of(claim.ref)))
        .order_by(Verdict.decided_at)
    )
    return [
        Ruling(row.case_ref, row.decided_at, row.outcome, row.body["stands"], row.body.get("tier"))
        for row in rows
    ]


def objections(session: Session, claim: Claim) -> list[Objection]:
    """Return the objections to a payment, the earliest first."""
    query = sa.select(Objection).where(Objection.claim_id == claim.id)
    return list(session.scalars(query.order_by(Objection.at, Objection.id)))


def objection(session: Session, objection_id: str, *, lock: bool = False) -> Objection:
    """Return an objection; raises Missing."""
    found = session.get(Objection, objection_id, with_for_update=lock, populate_existing=lock)
    if found is None:
        raise Missing()
    return found


def appeal_of(session: Session, claim: Claim) -> Appeal | None:
    """Return the appeal of a claim, if a side has made one."""
    return session.get(Appeal, claim.id)


def settlement_of(session: Session, claim: Claim, now: datetime) -> Settlement | None:
    """Return where a claim stands after its decision; None while there is none that holds."""
    state = State(claim.state)
    found = rulings(session, claim)
    if state is State.ACCEPTED:
        since = _accepted_at(session, claim)
    elif state is State.FROZEN and found and found[-1].stands != "new panel":
        since = found[-1].at
    else:
        return None
    plan = preliminary_of(session, claim)
    appeal = appeal_of(session, claim)
    decided = {one.case for one in found}
    return Settlement(
        since,
        settled(plan.decision, plan.amount, plan.offered, found),
        objections=sum(one.state == OPEN for one in objections(session, claim)),
        appealed=appeal is not None,
        pending=appeal is not None and appeal.case_ref not in decided,
    )


def _accepted_at(session: Session, claim: Claim) -> datetime:
    answer, decision = answer_of(session, claim), decision_of(session, claim)
    if answer is not None:
        return answer.at
    if decision is None:
        raise Missing()
    return decision.answer_by or decision.at


@dataclass(frozen=True)
class Published:
    """What every member may read of a payment: no name, nothing of the illness but the title."""

    ref: str
    title: str
    settlement: Settlement


def published(session: Session, now: datetime) -> list[Published]:
    """Return the payments that members may object to now, the latest first."""
    recent = now - PUBLICITY
    decided = sa.select(Verdict.case_ref).where(Verdict.decided_at > recent)
    answered = sa.select(DecisionAnswer.claim_id).where(DecisionAnswer.at > recent)
    paid = sa.select(PreliminaryDecision.claim_id).where(
        sa.or_(PreliminaryDecision.at > recent, PreliminaryDecision.answer_by > recent)
    )
    case = sa.exists().where(JuryCase.ref.in_(decided), is_case_of(Claim.ref))
    query = sa.select(Claim).where(
        sa.or_(
            sa.and_(Claim.state == State.FROZEN, case),
            sa.and_(
                Claim.state == State.ACCEPTED, sa.or_(Claim.id.in_(answered), Claim.id.in_(paid))
            ),
        )
    )
    found = []
    for claim in session.scalars(query.order_by(Claim.ref.desc())):
        settlement = settlement_of(session, claim, now)
        if settlement is not None and settlement.may_object(now):
            found.append(Published(claim.ref, redaction(session, claim)["title"], settlement))
    return found


def published_one(session: Session, ref: str, now: datetime) -> Published:
    """Return a payment that members may object to now; raises Missing."""
    for one in published(session, now):
        if one.ref == ref:
            return one
    raise Missing()


def after_waiting(session: Session, account_id: str) -> list[str]:
    """Return the refs of the claims with an objection or an appeal that the officer `account_id`
    may answer or open."""
    objected = sa.select(Objection.claim_id).where(Objection.state == OPEN)
    appealed = sa.select(Appeal.claim_id).where(Appeal.case_ref.is_(None))
    waits = sa.or_(Claim.id.in_(objected), Claim.id.in_(appealed))
    query = sa.select(Claim.ref).where(waits, handled_by(session, account_id))
    return list(session.scalars(query.order_by(Claim.ref)))


def halted(session: Session, account_id: str) -> list[str]:
    """Return the refs of the claims whose case a juror's word about private data has halted, and
    that the officer `account_id` may handle."""
    case = sa.exists().where(
        Halt.case_ref == JuryCase.ref, Halt.lifted_at.is_(None), is_case_of(Claim.ref)
    )
    query = sa.select(Claim.ref).where(
        Claim.state == State.FROZEN, case, handled_by(session, account_id)
    )
    return list(session.scalars(query.order_by(Claim.ref)))
