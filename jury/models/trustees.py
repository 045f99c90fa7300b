"""Rows of trustees, and of the keys that they hold in parts. No word of a share stands in any."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jury.models.columns import Ref
from kernel.db import Base, Id, UtcDateTime, new_id


class Trustee(Base):
    """An account that parts of keys are given to, for cases opened once it has accepted and while
    it is not ended. An admin asked it: appointed_by, appointed_at."""

    __tablename__ = "trustee"
    __table_args__ = (
        sa.CheckConstraint("appointed_by <> account_id", name="nobody_appoints_themselves"),
        sa.CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name="ended_by_somebody"),
        sa.Index(
            "uq_trustee_present_account_id",
            "account_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Id)
    appointed_by: Mapped[str] = mapped_column(Id)
    appointed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(Id)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SharedKey(Base):
    """The key of a case that trustees hold: how many of how many open it.

    write_by: until when all should have their words on paper. enter_by: from when on no words are
    taken; set at closing.
    """

    __tablename__ = "shared_key"
    __table_args__ = (
        sa.CheckConstraint(
            "threshold >= 2 AND threshold <= count AND count <= 16", name="some_of_all"
        ),
    )

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    threshold: Mapped[int]
    count: Mapped[int]
    write_by: Mapped[datetime] = mapped_column(UtcDateTime)
    enter_by: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class CaseTrustee(Base):
    """Who holds which part of the key of a case, and how far they are.

    digest: by it their words are known again (`jury.shares.digest`), and not told.
    """

    __tablename__ = "case_trustee"
    __table_args__ = (
        sa.UniqueConstraint("case_ref", "account_id"),
        sa.CheckConstraint("place >= 1", name="places_count_from_one"),
        sa.CheckConstraint("kept_at IS NULL OR shown_at IS NOT NULL", name="shown_then_kept"),
    )

    case_ref: Mapped[str] = mapped_column(
        Ref, sa.ForeignKey("shared_key.case_ref"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[str] = mapped_column(Id, index=True)
    digest: Mapped[str] = mapped_column(sa.String(69))
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    entered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
