"""Questions about what was filed, decided and answered before a claim went to the jury."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.claim import Preliminary
from claims.filing import Filing
from claims.life import State
from claims.models import Claim, DecisionAnswer, FilingRow, PreliminaryDecision
from kernel.errors import Missing
from rules.queries import clause_names


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


def is_draft(session: Session, claim: Claim) -> bool:
    """Whether a claim was never handed in, whatever became of it. What an officer entered is no
    draft."""
    row = session.get(FilingRow, claim.id)
    return row is not None and row.handed_in_at is None


def handed_in(session: Session, claim: Claim) -> Filing | None:
    """Return what a member handed in; None for what is being written, for what was given up while
    it was, and for a claim that an officer entered. The days are those on file now."""
    row = session.get(FilingRow, claim.id)
    if row is None or row.handed_in_at is None or claim.state == State.FILING:
        return None
    return row.value(claim) if row.story else None  # a claim given up later has no story either


def decision_of(session: Session, claim: Claim) -> PreliminaryDecision | None:
    """Return what the plan decided last, if it has, and not on paper."""
    return session.scalar(
        sa.select(PreliminaryDecision).where(
            PreliminaryDecision.claim_id == claim.id, is_last_decision()
        )
    )


def tells_decision(session: Session, claim: Claim) -> bool:
    """Whether a decision of the plan is there to be told: of what a member filed its own, until the
    claim is looked into again; of a claim that an officer entered the one on paper."""
    if claim.state in {State.FILING, State.INVESTIGATED}:
        return False
    by_itself = session.get(FilingRow, claim.id) is not None
    return not by_itself or decision_of(session, claim) is not None


@dataclass(frozen=True)
class Earlier:
    """A decision that holds no more, what it rested on, and what was answered to it."""

    decision: PreliminaryDecision
    rests_on: dict[str, str]
    answer: DecisionAnswer | None


def rests_on(session: Session, decision: PreliminaryDecision) -> dict[str, str]:
    """Return the clauses that a decision names: id to what each was called on that day."""
    names = clause_names(session, decision.at.date())
    return {one: names.get(one, one) for one in decision.clauses}


def earlier_decisions(session: Session, claim: Claim) -> list[Earlier]:
    """Return what the plan decided on a claim before it was taken up again, the latest first."""
    rows = session.execute(
        sa.select(PreliminaryDecision, DecisionAnswer)
        .outerjoin(
            DecisionAnswer,
            sa.and_(
                DecisionAnswer.claim_id == PreliminaryDecision.claim_id,
                DecisionAnswer.number == PreliminaryDecision.number,
            ),
        )
        .where(PreliminaryDecision.claim_id == claim.id)
        .order_by(PreliminaryDecision.number.desc())
    ).all()
    earlier = rows[1:] if tells_decision(session, claim) else rows
    return [Earlier(row, rests_on(session, row), answer) for row, answer in earlier]


def preliminary_of(session: Session, claim: Claim) -> Preliminary:
    """Return what the plan decided: by its decision or, where that was on paper, by what the
    officer who entered the claim says of it."""
    row = decision_of(session, claim)
    return row.value if row else claim.facts.preliminary


def answer_of(session: Session, claim: Claim) -> DecisionAnswer | None:
    """Return what the claimant answered to the last decision, if they have."""
    row = decision_of(session, claim)
    return session.get(DecisionAnswer, (claim.id, row.number)) if row else None


def is_last_decision() -> sa.ColumnElement[bool]:
    """Return the condition on decisions that no later one was made on their claim."""
    later = sa.orm.aliased(PreliminaryDecision)
    return ~sa.exists().where(
        later.claim_id == PreliminaryDecision.claim_id, later.number > PreliminaryDecision.number
    )


def unanswered(session: Session, now: datetime) -> list[str]:
    """Return the refs of the claims whose time to answer the decision is over."""
    query = (
        sa.select(Claim.ref)
        .join(PreliminaryDecision, PreliminaryDecision.claim_id == Claim.id)
        .where(Claim.state == State.DECIDED, PreliminaryDecision.answer_by <= now)
        .where(is_last_decision())
        .order_by(Claim.ref)
    )
    return list(session.scalars(query))
