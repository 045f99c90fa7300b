"""Questions about consultations: the cases, one's own reply, and afterwards what came of it."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from rules.consultation import Question, Reply, Result, Vote, count
from rules.models import Consultation, ConsultationQuestion, ConsultationReply, Revision
from rules.revision import State


def questions_of(session: Session, revision: Revision) -> list[Question]:
    """Return the cases that members are asked about, in their order."""
    rows = session.scalars(
        sa.select(ConsultationQuestion)
        .where(ConsultationQuestion.revision_id == revision.id)
        .order_by(ConsultationQuestion.place)
    )
    return [Question(row.facts, tuple(row.options), row.key) for row in rows]


def consultation_of(session: Session, revision: Revision) -> Consultation | None:
    """Return the latest consultation on a revision, if there was one."""
    return session.scalar(
        sa.select(Consultation)
        .where(Consultation.revision_id == revision.id)
        .order_by(Consultation.edition.desc())
        .limit(1)
    )


def my_reply(session: Session, held: Consultation, account_id: str) -> ConsultationReply | None:
    """Return what an account replied to a consultation, if it did."""
    key = (held.revision_id, held.edition, account_id)
    return session.get(ConsultationReply, key)


def result_of(session: Session, revision: Revision) -> Result:
    """Count the replies to a revision's latest consultation. For whoever closes it, or after."""
    held = consultation_of(session, revision)
    replies = _replies(session, held) if held else []
    questions = questions_of(session, revision)
    given = [Reply(tuple(row.answers), Vote(row.vote)) for row in replies]
    return count(questions, given)


def remarks(session: Session, held: Consultation) -> list[str]:
    """Return what members remarked, once a consultation is closed; in no order that tells who."""
    if held.closed_at is None:
        return []
    return sorted(row.remark for row in _replies(session, held) if row.remark)


def open_consultations(session: Session, now: datetime) -> list[Revision]:
    """Return the revisions that members are being asked about, the soonest to close first."""
    return list(
        session.scalars(
            _under_way().where(Consultation.closes_at > now).order_by(Consultation.closes_at)
        )
    )


def consultations_due(session: Session, now: datetime) -> list[str]:
    """Return the refs of the revisions whose consultation is over and not counted yet."""
    due = _under_way().where(Consultation.closes_at <= now).order_by(Consultation.closes_at)
    return [revision.ref for revision in session.scalars(due)]


def _under_way() -> sa.Select[Revision]:
    return (
        sa.select(Revision)
        .join(
            Consultation,
            sa.and_(
                Consultation.revision_id == Revision.id, Consultation.edition == Revision.edition
            ),
        )
        .where(Revision.state == State.CONSULTATION, Consultation.closed_at.is_(None))
    )


def _replies(session: Session, held: Consultation) -> Sequence[ConsultationReply]:
    return session.scalars(
        sa.select(ConsultationReply).where(
            ConsultationReply.revision_id == held.revision_id,
            ConsultationReply.edition == held.edition,
        )
    ).all()
