"""Rows of the book: its parts, its clauses, every wording ever published, and what holds when.

Words are written once. What is in force when, and where a clause stands, are rows with two times:
the days they speak of, and the time in which the house took them to be so. Nothing is overwritten:
whoever asks what was in force on a day can also ask what was known of it on another.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id
from rules.clause import LONGEST_ID, GovernsBy

DECIDING_DAYS = ", ".join(f"'{kind}'" for kind in GovernsBy)
ClauseId = sa.String(LONGEST_ID)


class SectionRow(Base):
    """A part of the book, at its place."""

    __tablename__ = "rule_section"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(120))


class Clause(Base):
    """A clause for life. Whoever publishes a version of it holds the lock of this row."""

    __tablename__ = "clause"

    id: Mapped[str] = mapped_column(ClauseId, primary_key=True)


class VersionRow(Base):
    """One published wording. Nothing of it ever changes; `published_at` is when it became known."""

    __tablename__ = "clause_version"
    __table_args__ = (
        sa.CheckConstraint("version >= 1", name="version_counts_from_one"),
        sa.CheckConstraint(f"governs_by IN ({DECIDING_DAYS})", name="deciding_day_is_known"),
    )

    clause_id: Mapped[str] = mapped_column(sa.ForeignKey("clause.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    governs_by: Mapped[str] = mapped_column(sa.String(12))
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(sa.String(12))


def in_order() -> tuple[sa.CheckConstraint, ...]:
    """Return the constraints that each of the two times begins before it ends."""
    return (
        sa.CheckConstraint("in_force_from < in_force_until", name="begins_before_it_ends"),
        sa.CheckConstraint("known_from < known_until", name="known_before_forgotten"),
    )


class TwoTimes:
    """The days that a row speaks of, and the time in which it was taken to be so.

    On PostgreSQL an exclusion constraint (in the migration) refuses two rows of one clause that
    share a day at one time; elsewhere the lock of the clause and `rules.timeline` see to it.
    """

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    in_force_from: Mapped[date] = mapped_column(sa.Date, index=True)
    in_force_until: Mapped[date | None] = mapped_column(sa.Date)
    known_from: Mapped[datetime] = mapped_column(UtcDateTime)
    known_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ForceRow(TwoTimes, Base):
    """A version is in force on these days."""

    __tablename__ = "clause_force"
    __table_args__ = (
        *in_order(),
        sa.ForeignKeyConstraint(
            ["clause_id", "version"], ["clause_version.clause_id", "clause_version.version"]
        ),
    )

    clause_id: Mapped[str] = mapped_column(ClauseId, index=True)
    version: Mapped[int]


class PlaceRow(TwoTimes, Base):
    """A clause stands at this place of the book on these days, whatever its words."""

    __tablename__ = "clause_place"
    __table_args__ = in_order()

    clause_id: Mapped[str] = mapped_column(sa.ForeignKey("clause.id"), index=True)
    section: Mapped[str] = mapped_column(sa.ForeignKey("rule_section.id"))
    number: Mapped[str] = mapped_column(sa.String(20))


class TermRow(Base):
    """A defined term: the clause that defines it, and the forms in which it is used."""

    __tablename__ = "rule_term"

    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    forms: Mapped[list[str]] = mapped_column(sa.JSON)
    clause_id: Mapped[str] = mapped_column(sa.ForeignKey("clause.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[str] = mapped_column(sa.String(12))
