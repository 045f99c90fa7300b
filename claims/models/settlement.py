"""Rows of what comes after a decision: objections of members, and appeals."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from claims.models.claims import DISMISSED, one_of
from claims.timetable import Side
from kernel.db import Base, Id, UtcDateTime, new_id

OPEN, UPHELD = "open", "upheld"
OBJECTION_STATES = (OPEN, DISMISSED, UPHELD)


class Objection(Base):
    """A member's objection to a payment, with what they know; answered by an officer.

    against: since when the claim was settled as it was. A claim that is settled anew is another
    payment, to which the same member may object.
    """

    __tablename__ = "claim_objection"
    __table_args__ = (
        one_of("state", OBJECTION_STATES),
        sa.CheckConstraint("(answered_by IS NULL) = (state = 'open')", name="answered_unless_open"),
        sa.UniqueConstraint("claim_id", "by", "against"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), index=True)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    against: Mapped[datetime] = mapped_column(UtcDateTime)
    evidence: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(sa.String(12), default=OPEN)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_by: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Appeal(Base):
    """An appeal of a claim, the one that it may have.

    case_ref: of the new case, once an officer has opened it. ended_at: when it ended unheard, since
    the claim was taken up again before that; what is decided then can be appealed.
    """

    __tablename__ = "claim_appeal"
    __table_args__ = (
        one_of("side", tuple(Side)),
        sa.CheckConstraint("ended_at IS NULL OR case_ref IS NULL", name="ended_unheard"),
        sa.Index(
            "uq_claim_appeal_standing_claim_id",
            "claim_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"))
    side: Mapped[str] = mapped_column(sa.String(12))
    why: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    case_ref: Mapped[str | None] = mapped_column(sa.ForeignKey("jury_case.ref"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
