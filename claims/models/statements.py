"""Rows of a dispute: what each side wrote, more time that was given, who advises the claimant."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from claims.models.claims import one_of
from claims.timetable import Round, Side
from kernel.db import Base, Id, UtcDateTime, new_id

WHY_MORE = ("illness", "papers", "adviser", "other")


class StatementRow(Base):
    """A text of one side. handed_in_at: when it was declared final; else it is when time ends."""

    __tablename__ = "claim_statement"
    __table_args__ = (one_of("side", tuple(Side)), one_of("round", tuple(Round)))

    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), primary_key=True)
    side: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    round: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text)
    edition: Mapped[int]
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ExtensionRow(Base):
    """More days for a text of one side. why: a word for the log; told: the reason in full."""

    __tablename__ = "claim_extension"
    __table_args__ = (
        one_of("side", tuple(Side)),
        one_of("round", tuple(Round)),
        one_of("why", WHY_MORE),
        sa.CheckConstraint("days > 0", name="days_are_more"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), index=True)
    side: Mapped[str] = mapped_column(sa.String(12))
    round: Mapped[str] = mapped_column(sa.String(12))
    days: Mapped[int]
    why: Mapped[str] = mapped_column(sa.String(12))
    told: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AdviserRow(Base):
    """A member whom the claimant named: they read the statements and write for the claimant's side,
    until removed_at. The row stays: whoever read a claim once is on none of its panels."""

    __tablename__ = "claim_adviser"
    __table_args__ = (
        sa.Index(
            "uq_claim_adviser_present_claim_id",
            "claim_id",
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        ),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL)", name="removed_by_somebody"
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), index=True)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), index=True)
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id"))
