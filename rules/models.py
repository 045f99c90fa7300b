"""Rows of the rule book: sections, clauses, and every version that was ever published."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, UtcDateTime
from rules.clause import LONGEST_ID, ClauseVersion, GovernsBy

DECIDING_DAYS = ", ".join(f"'{kind}'" for kind in GovernsBy)


class SectionRow(Base):
    """A part of the book, at its place."""

    __tablename__ = "rule_section"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(120))


class Clause(Base):
    """A clause for life. Whoever publishes a version of it holds the lock of this row."""

    __tablename__ = "clause"

    id: Mapped[str] = mapped_column(sa.String(LONGEST_ID), primary_key=True)


class VersionRow(Base):
    """One published wording. Nothing of it ever changes but the day on which it ends.

    `published_at` is when it became known, whatever the day from which it is in force.
    """

    __tablename__ = "clause_version"
    __table_args__ = (
        sa.CheckConstraint("version >= 1", name="version_counts_from_one"),
        sa.CheckConstraint("in_force_from < in_force_until", name="begins_before_it_ends"),
        sa.CheckConstraint(f"governs_by IN ({DECIDING_DAYS})", name="deciding_day_is_known"),
        sa.UniqueConstraint("clause_id", "in_force_from"),
    )

    clause_id: Mapped[str] = mapped_column(sa.ForeignKey("clause.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(sa.String(20))
    section: Mapped[str] = mapped_column(sa.ForeignKey("rule_section.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    in_force_from: Mapped[date] = mapped_column(sa.Date, index=True)
    in_force_until: Mapped[date | None] = mapped_column(sa.Date)
    governs_by: Mapped[str] = mapped_column(sa.String(12))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(sa.String(12))

    @property
    def value(self) -> ClauseVersion:
        """This row as the value that the rest of the house works with."""
        return ClauseVersion(
            clause_id=self.clause_id,
            version=self.version,
            number=self.number,
            section=self.section,
            title=self.title,
            text=self.text,
            in_force_from=self.in_force_from,
            in_force_until=self.in_force_until,
            governs_by=GovernsBy(self.governs_by),
        )
