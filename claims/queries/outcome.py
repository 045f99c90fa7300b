"""Questions about what a jury's verdict means for the claimant of a claim."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.life import State
from claims.models import UPHELD, Claim
from claims.outcome import Outcome
from claims.queries.claims import IN_ORDER, is_case_of, present_case
from claims.queries.settlement import appeal_of, objections, settlement_of
from claims.timetable import Side
from jury.models import JuryCase, Verdict, Withdrawal


def last_verdict(session: Session, claim: Claim) -> Verdict | None:
    """Return the last verdict on a claim, also one that decides nothing any more."""
    query = sa.select(Verdict).join(JuryCase, JuryCase.ref == Verdict.case_ref)
    latest = (column.desc() for column in IN_ORDER)
    found = query.where(is_case_of(sa.literal(claim.ref))).order_by(*latest)
    return session.scalar(found.limit(1))


def outcome_of(session: Session, claim: Claim, now: datetime) -> Outcome | None:
    """Return what a verdict means for a claim that stands at it, or is appealed from it; None where
    there is none, and where the claim was taken up again since."""
    verdict, case = last_verdict(session, claim), present_case(session, claim.ref)
    if claim.state != State.FROZEN or verdict is None or case is None:
        return None
    is_decided, made = case.ref == verdict.case_ref, appeal_of(session, claim)
    if not is_decided and (made is None or made.at < _taken_up_again(session, claim)):
        return None
    return Outcome(
        verdict.case_ref,
        verdict.outcome,
        verdict.body["stands"],
        settlement_of(session, claim, now),
        appealed=Side(made.side) if made else None,
        is_heard=made is not None and made.case_ref is not None and is_decided,
    )


def _taken_up_again(session: Session, claim: Claim) -> datetime:
    """Return when an objection was last upheld; the beginning of time where none was."""
    answered = [one.answered_at for one in objections(session, claim) if one.state == UPHELD]
    return max(filter(None, answered), default=datetime.min.replace(tzinfo=UTC))


def withdrawn_at(session: Session, claim: Claim) -> str:
    """Return how far a claim was that is withdrawn, as a key of wording.PLACES."""
    if last_verdict(session, claim) is not None:
        return "withdrawn_decided"
    case = present_case(session, claim.ref)
    row = session.get(Withdrawal, case.ref) if case else None
    return "withdrawn_voting" if row is not None and row.stage == "open" else "withdrawn"
