"""Rows of a case: its file, what stops it, who may not sit on it, and how it ends uncounted."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jury.hopeless import KEY_LOST, NO_PANEL
from jury.models.columns import Digest, Ref, one_of
from kernel.db import Base, Id, UtcDateTime, new_id

STAGES = ("frozen", "committed", "drawn", "open", "closed", "decided", "withdrawn", "void")
BEFORE_CLOSING = ("frozen", "committed", "drawn", "open")
MODES = ("drawn", "stratified", "open")
OVER = ("decided", "withdrawn", "void")
WHY_VOID = (NO_PANEL, KEY_LOST)


class JuryCase(Base):
    """A case before the jury, under the standard it was frozen with."""

    __tablename__ = "jury_case"
    __table_args__ = (
        one_of("stage", STAGES),
        one_of("mode", MODES),
        sa.CheckConstraint("mode = 'open' OR epoch IS NULL", name="an_assembly_has_a_roll"),
        sa.CheckConstraint(
            "(mode = 'stratified') = (quotas IS NOT NULL)", name="strata_have_quotas"
        ),
        sa.CheckConstraint(
            "stage NOT IN ('open', 'closed', 'decided') OR "
            "(opens_at IS NOT NULL AND closes_at IS NOT NULL AND opens_at < closes_at)",
            name="a_poll_has_a_window",
        ),
        sa.CheckConstraint("early_at > opens_at AND early_at <= closes_at", name="early_in_poll"),
    )

    ref: Mapped[str] = mapped_column(Ref, primary_key=True)
    stage: Mapped[str] = mapped_column(sa.String(12), index=True)
    mode: Mapped[str] = mapped_column(sa.String(12), default="drawn")
    title: Mapped[str] = mapped_column(sa.String(200))
    file: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    file_digest: Mapped[str] = mapped_column(Digest)
    standard: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    again_of: Mapped[str | None] = mapped_column(sa.ForeignKey("jury_case.ref"), unique=True)
    # The assembly whose vote this panel is drawn to estimate.
    beside_of: Mapped[str | None] = mapped_column(sa.ForeignKey("jury_case.ref"), unique=True)
    epoch: Mapped[int | None] = mapped_column(sa.ForeignKey("roll.epoch"))
    quotas: Mapped[list[dict[str, Any]] | None] = mapped_column(sa.JSON(none_as_null=True))
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    # When it ends instead, once all have said their last word: shown to nobody before it is closed.
    early_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The leaves of roll.committed and case.closed: no ballot is logged before the one is in a
    # signed checkpoint, and none is opened before the other is.
    opening_leaf: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))
    closing_leaf: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))

    @property
    def ends_at(self) -> datetime | None:
        """When the poll really ends; pages say `closes_at`."""
        return self.early_at or self.closes_at


class Halt(Base):
    """A case that nobody reads or votes in for a while, and why.

    told: a juror's or an officer's words, for officers alone. by: the account; the log says none.
    """

    __tablename__ = "jury_halt"
    __table_args__ = (
        one_of("why", ("evidence", "private_data")),
        sa.Index(
            "uq_jury_halt_open_case_ref",
            "case_ref",
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"))
    why: Mapped[str] = mapped_column(sa.String(12))
    told: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Exclusion(Base):
    """One who may not sit on a case, and why; handed down with the case."""

    __tablename__ = "exclusion"

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    reason: Mapped[str] = mapped_column(sa.String(24))


class Withdrawal(Base):
    """A case was withdrawn, when and at what stage."""

    __tablename__ = "jury_withdrawal"

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    stage: Mapped[str] = mapped_column(sa.String(12))
    withdrawn_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseVoid(Base):
    """A case that can come to no count: an officer proposed to void it, another agrees. Where the
    time of its trustees is over the house voids it, and nobody proposed it."""

    __tablename__ = "case_void"
    __table_args__ = (
        one_of("why", WHY_VOID),
        sa.CheckConstraint("confirmed_by <> proposed_by", name="four_eyes"),
        sa.CheckConstraint(
            "(proposed_by IS NOT NULL AND (confirmed_by IS NULL) = (confirmed_at IS NULL)) OR "
            "(proposed_by IS NULL AND confirmed_by IS NULL AND confirmed_at IS NOT NULL "
            "AND why = 'key lost')",
            name="by_two_or_by_the_house",
        ),
    )

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    why: Mapped[str] = mapped_column(sa.String(12))
    proposed_by: Mapped[str | None] = mapped_column(Id)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(Id)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
