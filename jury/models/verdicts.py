"""Rows of what came of a case."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jury.models.columns import one_of
from kernel.db import Base, Id, UtcDateTime, new_id
from rules.clause import LONGEST_ID


class Verdict(Base):
    """The verdict of a case, as the log holds it, and what the archive finds it by.

    standard: the name; tier: the sum that it names, in fen; words: see `jury.archive.searchable`.
    """

    __tablename__ = "verdict"

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    outcome: Mapped[str] = mapped_column(sa.String(12))
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    standard: Mapped[str] = mapped_column(sa.String(24))
    tier: Mapped[int | None] = mapped_column(sa.BigInteger)
    words: Mapped[str] = mapped_column(sa.Text)


class VerdictClause(Base):
    """A clause that was in dispute in a decided case."""

    __tablename__ = "verdict_clause"

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("verdict.case_ref"), primary_key=True)
    clause_id: Mapped[str] = mapped_column(sa.String(LONGEST_ID), primary_key=True, index=True)


class CaseStratum(Base):
    """The people of a stratum of the roll in a decided case, from the roll to the box: see
    `jury.figures.selection.Stratum`."""

    __tablename__ = "case_stratum"

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("verdict.case_ref"), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    roll: Mapped[int]
    eligible: Mapped[int]
    drawn: Mapped[int]
    seated: Mapped[int]
    voted: Mapped[int]


class Reason(Base):
    """A juror's reason, opened after closing; shown once an officer has published it.

    cites: the ids of the clauses that it rests on; none for reasons from before they were asked.
    """

    __tablename__ = "reason"
    __table_args__ = (
        one_of("state", ("waiting", "published", "withheld")),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), index=True)
    choice: Mapped[str] = mapped_column(sa.String(12))
    text: Mapped[str] = mapped_column(sa.Text)
    cites: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    state: Mapped[str] = mapped_column(sa.String(12), default="waiting")
    moderated_by: Mapped[str | None] = mapped_column(sa.String(12))
    moderated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class VotingTime(Base):
    """How long jurors took to vote, over all cases that were decided in a month (its first day, by
    UTC): of how many ballots it is in which band, and not of whom, nor in which case. See
    `jury.minutes`.

    assembly: in assemblies; else on panels. cases: those that brought enough ballots to count as
    one, see `jury.figures.times`.
    """

    __tablename__ = "voting_time"

    month: Mapped[date] = mapped_column(primary_key=True)
    assembly: Mapped[bool] = mapped_column(primary_key=True)
    cases: Mapped[int] = mapped_column(default=0)
    not_known: Mapped[int] = mapped_column(default=0)
    under_5: Mapped[int] = mapped_column(default=0)
    under_10: Mapped[int] = mapped_column(default=0)
    under_20: Mapped[int] = mapped_column(default=0)
    under_60: Mapped[int] = mapped_column(default=0)
    longer: Mapped[int] = mapped_column(default=0)
