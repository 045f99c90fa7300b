"""Rows of what comes after a decision: objections of members, and the one appeal."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from claims.models.claims import one_of
from claims.timetable import Side
from kernel.db import Base, Id, UtcDateTime, new_id

OPEN, DISMISSED, UPHELD = OBJECTION_STATES = ("open", "dismissed", "upheld")


class Objection(Base):
    """A member's objection to a payment, with what they know; answered by an officer."""

    __tablename__ = "claim_objection"
    __table_args__ = (
        one_of("state", OBJECTION_STATES),
        sa.CheckConstraint("(answered_by IS NULL) = (state = 'open')", name="answered_unless_open"),
        sa.UniqueConstraint("claim_id", "by"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), index=True)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    evidence: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(sa.String(12), default=OPEN)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_by: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Appeal(Base):
    """The one appeal of a claim. case_ref: of the new case, once an officer has opened it."""

    __tablename__ = "claim_appeal"
    __table_args__ = (one_of("side", tuple(Side)),)

    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), primary_key=True)
    side: Mapped[str] = mapped_column(sa.String(12))
    why: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    case_ref: Mapped[str | None] = mapped_column(sa.ForeignKey("jury_case.ref"))
