"""Rows of the jury. A ballot's row says neither who, nor from which seat, nor when."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id

Ref = sa.String(24)
Pid = sa.String(32)
Digest = sa.String(64)

STAGES = ("frozen", "committed", "drawn", "open", "closed", "decided", "withdrawn", "void")
BEFORE_CLOSING = ("frozen", "committed", "drawn", "open")
OVER = ("decided", "withdrawn", "void")
SEATS = ("alternate", "summoned", "accepted", "declined", "silent", "stepped_down")
SITTING = ("summoned", "accepted")
WHY = ("declined", "silent", "stepped_down")


def _one_of(column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")


class Roll(Base):
    """An epoch of the roll: who may be drawn, in an order that means nothing."""

    __tablename__ = "roll"

    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    root: Mapped[str] = mapped_column(Digest)
    strata: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    built_at: Mapped[datetime] = mapped_column(UtcDateTime)


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
    stratum: Mapped[str] = mapped_column(sa.String(16))
    next_free_epoch: Mapped[int]


class JuryCase(Base):
    """A case before the jury, under the standard it was frozen with."""

    __tablename__ = "jury_case"
    __table_args__ = (
        _one_of("stage", STAGES),
        sa.CheckConstraint(
            "stage NOT IN ('open', 'closed', 'decided') OR "
            "(opens_at IS NOT NULL AND closes_at IS NOT NULL AND opens_at < closes_at)",
            name="a_poll_has_a_window",
        ),
    )

    ref: Mapped[str] = mapped_column(Ref, primary_key=True)
    stage: Mapped[str] = mapped_column(sa.String(12), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    file: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    file_digest: Mapped[str] = mapped_column(Digest)
    standard: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    again_of: Mapped[str | None] = mapped_column(sa.ForeignKey("jury_case.ref"), unique=True)
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    # The leaves of roll.committed and case.closed: no ballot is logged before the one is in a
    # signed checkpoint, and none is opened before the other is.
    opening_leaf: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))
    closing_leaf: Mapped[bytes | None] = mapped_column(sa.LargeBinary(32))


class Halt(Base):
    """A case that nobody reads or votes in for a while, and why.

    told: a juror's or an officer's words, for officers alone. by: the account; the log says none.
    """

    __tablename__ = "jury_halt"
    __table_args__ = (
        _one_of("why", ("evidence", "private_data")),
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


class Draw(Base):
    """A draw: committed to, then carried out.

    stream: the rows of the result; further: those by which later seats were found.
    """

    __tablename__ = "draw"
    __table_args__ = (
        _one_of("state", ("pending", "drawn", "void")),
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
    commitment: Mapped[str] = mapped_column(Digest)
    secret: Mapped[str | None] = mapped_column(Digest)
    seed: Mapped[str | None] = mapped_column(Digest)
    stream: Mapped[list[list[Any]]] = mapped_column(sa.JSON, default=list)
    further: Mapped[list[list[Any]]] = mapped_column(sa.JSON, default=list)


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


class Seat(Base):
    """One who was drawn for a case: as an alternate, or to a numbered seat.

    A seat that is given up keeps its row; the next holder has one of their own.
    """

    __tablename__ = "seat"
    __table_args__ = (
        _one_of("state", SEATS),
        sa.CheckConstraint("(state = 'alternate') = (number IS NULL)", name="a_seat_has_a_number"),
        sa.UniqueConstraint("case_ref", "account_id"),
        sa.Index(
            "uq_seat_sitting",
            "case_ref",
            "number",
            unique=True,
            sqlite_where=sa.text("state IN ('summoned', 'accepted')"),
            postgresql_where=sa.text("state IN ('summoned', 'accepted')"),
        ),
    )

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    ord: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[str] = mapped_column(Id, index=True)
    number: Mapped[int | None]
    state: Mapped[str] = mapped_column(sa.String(12))
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class Replacement(Base):
    """A seat that changed hands (or stayed empty), in the order in which that happened."""

    __tablename__ = "replacement"
    __table_args__ = (_one_of("why", WHY),)

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    why: Mapped[str] = mapped_column(sa.String(12))
    ord: Mapped[int | None]


class CaseQuizPass(Base):
    """The holder of a seat has answered the questions about the file."""

    __tablename__ = "case_quiz_pass"

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)


class Ballot(Base):
    """A sealed ballot, held until the poll closes: the log entry it will be, and its receipt.

    Without a row number, so that the table has no order but that of random ids. `sent` and `said`
    recognise a form that is sent twice; they are keyed, and emptied at closing.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        sa.UniqueConstraint("case_ref", "pid", "rev"),
        sa.UniqueConstraint("case_ref", "sent"),
        sa.CheckConstraint("rev >= 1", name="rev_counts_from_one"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"))
    pid: Mapped[str] = mapped_column(Pid)
    rev: Mapped[int]
    entry: Mapped[bytes]
    reason: Mapped[bytes]
    receipt: Mapped[str] = mapped_column(sa.Text)
    sent: Mapped[str | None] = mapped_column(Digest)
    said: Mapped[str | None] = mapped_column(Digest)


class Voted(Base):
    """The fact that a juror cast a ballot. Written at closing, for all at once: written with the
    ballot, the transaction would tie one to the other."""

    __tablename__ = "voted"
    __table_args__ = ({"sqlite_with_rowid": False},)

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)


class Withdrawal(Base):
    """A case was withdrawn, when and at what stage."""

    __tablename__ = "jury_withdrawal"

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    stage: Mapped[str] = mapped_column(sa.String(12))
    withdrawn_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Verdict(Base):
    """The verdict of a case, as the log holds it."""

    __tablename__ = "verdict"

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    outcome: Mapped[str] = mapped_column(sa.String(12))
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Reason(Base):
    """A juror's reason, opened after closing; shown once an officer has published it."""

    __tablename__ = "reason"
    __table_args__ = (
        _one_of("state", ("waiting", "published", "withheld")),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), index=True)
    choice: Mapped[str] = mapped_column(sa.String(12))
    text: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(12), default="waiting")
    moderated_by: Mapped[str | None] = mapped_column(sa.String(12))
    moderated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
