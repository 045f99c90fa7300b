"""Rows of the roll and of the draws made from it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jury.models.columns import Digest, Pid, Ref, one_of
from jury.randomness import Kind
from kernel.db import Base, Id, UtcDateTime


class Roll(Base):
    """An epoch of the roll: who may be drawn, by stratum, and inside one in an order that means
    nothing."""

    __tablename__ = "roll"

    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    root: Mapped[str] = mapped_column(Digest)
    strata: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    built_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # A roll is looked at and corrected before anybody is drawn from it.
    usable_from: Mapped[datetime] = mapped_column(UtcDateTime)
    left_out: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
    # The leaf of `roll.published` in the registry; unknown of rolls from before it was kept.
    published_leaf: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))


class RollLeaf(Base):
    """A place on the roll, looked up by its number: a draw never loads the pool."""

    __tablename__ = "roll_leaf"
    __table_args__ = (
        sa.UniqueConstraint("epoch", "account_id"),
        sa.UniqueConstraint("epoch", "pseudonym"),
    )

    epoch: Mapped[int] = mapped_column(sa.ForeignKey("roll.epoch"), primary_key=True)
    ord: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[str] = mapped_column(Id)
    pseudonym: Mapped[str] = mapped_column(Pid)
    stratum: Mapped[str] = mapped_column(sa.String(80))
    next_free_epoch: Mapped[int]


class RollNode(Base):
    """A tile of a roll's tree: up to 256 hashes of one level, so that a proof reads a few rows."""

    __tablename__ = "roll_node"

    epoch: Mapped[int] = mapped_column(sa.ForeignKey("roll.epoch"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hashes: Mapped[bytes] = mapped_column(sa.LargeBinary)


class Draw(Base):
    """A draw: committed to, then carried out.

    commit_leaf: of the last entry that announces it; commit_digest: of `draw.committed`.
    ordered_by, committed_at and due_by are unknown of draws made before these were kept. asked_at:
    when a relay was last asked for the beacon's round. shown: the signature of that round, or the
    digits of the ceremony. stream: the rows of the result; further: those by which later seats
    were found.
    """

    __tablename__ = "draw"
    __table_args__ = (
        one_of("state", ("pending", "drawn", "void")),
        one_of("kind", tuple(Kind)),
        sa.CheckConstraint("(kind = 'house') = (commitment IS NOT NULL)", name="house_commits"),
        sa.CheckConstraint("(kind = 'beacon') = (beacon_round IS NOT NULL)", name="beacon_rounds"),
        sa.CheckConstraint("(kind = 'ceremony') = (source IS NOT NULL)", name="ceremony_source"),
        sa.CheckConstraint("(state = 'void') OR (why_void IS NULL)", name="only_void_says_why"),
        sa.Index(
            "uq_draw_pending",
            "case_ref",
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
    )

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(sa.String(8))
    epoch: Mapped[int] = mapped_column(sa.ForeignKey("roll.epoch"))
    commit_leaf: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    commit_digest: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    kind: Mapped[str] = mapped_column(sa.String(8), default=Kind.HOUSE.value)
    ordered_by: Mapped[str | None] = mapped_column(Id)
    committed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_by: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    commitment: Mapped[str | None] = mapped_column(Digest)
    beacon_round: Mapped[int | None] = mapped_column(sa.BigInteger)
    source: Mapped[str | None] = mapped_column(sa.Text)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shown: Mapped[str | None] = mapped_column(sa.Text)
    why_void: Mapped[str | None] = mapped_column(sa.Text)
    # What a stratified draw chooses from; the draw's own numbers stand in the log.
    lottery: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    secret: Mapped[str | None] = mapped_column(Digest)
    seed: Mapped[str | None] = mapped_column(Digest)
    stream: Mapped[list[list[Any]]] = mapped_column(sa.JSON, default=list)
    further: Mapped[list[list[Any]]] = mapped_column(sa.JSON, default=list)


class DrawVoid(Base):
    """An officer proposed to give an overdue draw up; another agrees."""

    __tablename__ = "draw_void"
    __table_args__ = (
        sa.ForeignKeyConstraint(["case_ref", "draw"], ["draw.case_ref", "draw.number"]),
        sa.CheckConstraint("confirmed_by <> proposed_by", name="four_eyes"),
        sa.CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="by_and_at"),
    )

    case_ref: Mapped[str] = mapped_column(Ref, primary_key=True)
    draw: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    proposed_by: Mapped[str] = mapped_column(Id)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(Id)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DrawExclusion(Base):
    """One of the roll whom a draw leaves out."""

    __tablename__ = "draw_exclusion"
    __table_args__ = (
        sa.ForeignKeyConstraint(["case_ref", "draw"], ["draw.case_ref", "draw.number"]),
    )

    case_ref: Mapped[str] = mapped_column(Ref, primary_key=True)
    draw: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pseudonym: Mapped[str] = mapped_column(Pid, primary_key=True)
    reason: Mapped[str] = mapped_column(sa.String(24))
