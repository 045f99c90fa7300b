"""Questions about what is taken out of the published text of a case."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import Blackening, Reason
from kernel.db import held
from kernel.errors import Missing


def blackenings(session: Session, ref: str) -> list[Blackening]:
    """Return what was proposed for a case and not done yet, the oldest first."""
    query = sa.select(Blackening).where(Blackening.case_ref == ref, Blackening.agreed_at.is_(None))
    return list(session.scalars(query.order_by(Blackening.proposed_at, Blackening.id)))


def blackening(session: Session, ref: str, blackening_id: str) -> Blackening:
    """Return one of a case that is not done yet, held; raises Missing."""
    found = session.scalar(held(sa.select(Blackening).where(Blackening.id == blackening_id)))
    if found is None or found.case_ref != ref or found.agreed_at is not None:
        raise Missing()
    return found


def taken_out(session: Session, ref: str) -> list[datetime]:
    """Return when something was taken out of what is published of a case, the latest last."""
    query = sa.select(Blackening.agreed_at).where(
        Blackening.case_ref == ref, Blackening.agreed_at.is_not(None)
    )
    return [at for at in session.scalars(query.order_by(Blackening.agreed_at)) if at is not None]


def last_taken_out(session: Session, refs: Collection[str]) -> datetime | None:
    """Return when something was last taken out of what is published of these cases."""
    query = sa.select(sa.func.max(Blackening.agreed_at)).where(Blackening.case_ref.in_(refs))
    return session.scalar(query)


def to_agree(session: Session, account_id: str, refs: Collection[str]) -> list[str]:
    """Return those of these cases in which another officer proposed to take something out."""
    query = sa.select(Blackening.case_ref).distinct()
    waits = (Blackening.agreed_at.is_(None), Blackening.proposed_by != account_id)
    return list(
        session.scalars(
            query.where(*waits, Blackening.case_ref.in_(refs)).order_by(Blackening.case_ref)
        )
    )


def reasons_told(session: Session, ref: str) -> list[Reason]:
    """Return the reasons of a case that are published, or may be yet."""
    query = sa.select(Reason).where(Reason.case_ref == ref, Reason.state != "withheld")
    return list(session.scalars(query.order_by(Reason.id)))


def reasons_published(session: Session, ref: str) -> list[Reason]:
    """Return the published reasons of a case, in no order that means anything."""
    query = sa.select(Reason).where(Reason.case_ref == ref, Reason.state == "published")
    return list(session.scalars(query.order_by(Reason.id)))
