"""Rows of those who were drawn."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jury.models.columns import Pid, one_of
from kernel.db import Base, Id, UtcDateTime

SEATS = ("alternate", "summoned", "accepted", "declined", "silent", "stepped_down", "challenged")
SITTING = ("summoned", "accepted")
WHY = ("declined", "silent", "stepped_down", "challenged")


class Seat(Base):
    """One who was drawn for a case: as an alternate, or to a numbered seat.

    A seat that is given up keeps its row; the next holder has one of their own.
    """

    __tablename__ = "seat"
    __table_args__ = (
        one_of("state", SEATS),
        # In an open assembly nobody has a number: it would tell in which order they came.
        sa.CheckConstraint("state <> 'alternate' OR number IS NULL", name="alternates_have_none"),
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
    __table_args__ = (one_of("why", WHY),)

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


class Voter(Base):
    """One who may take a seat in an assembly, by the name of their ballots: the list is fixed when
    its poll opens, and the log commits to it."""

    __tablename__ = "voter"
    __table_args__ = ({"sqlite_with_rowid": False},)

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    pid: Mapped[str] = mapped_column(Pid, primary_key=True)
