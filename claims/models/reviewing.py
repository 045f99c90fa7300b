"""Rows of a review: what a second officer approved, and decided about each flag."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from claims.models.claims import one_of
from kernel.db import Base, Id, UtcDateTime, new_id


class SignOff(Base):
    """A second officer's approval of one revision; never the preparer's.

    text_digest: of all that jurors would read and what is at stake, as the reviewer saw it.
    despite: why the decision stands although the dates say otherwise, where they do.
    """

    __tablename__ = "claim_sign_off"
    __table_args__ = (
        sa.CheckConstraint("prepared_by <> approved_by", name="two_people"),
        sa.UniqueConstraint("claim_id", "revision"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), index=True)
    revision: Mapped[int]
    prepared_by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    approved_by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text_digest: Mapped[str] = mapped_column(sa.String(64))
    despite: Mapped[str] = mapped_column(sa.Text, default="")


class FlagDecision(Base):
    """What a reviewer decided about one flag of one revision: hide it, or show it as written.

    why: it may be shown; empty where it stays hidden.
    """

    __tablename__ = "claim_flag"
    __table_args__ = (one_of("decision", ("hide", "show")),)

    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    decision: Mapped[str] = mapped_column(sa.String(4))
    why: Mapped[str] = mapped_column(sa.Text, default="")
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
