"""Rows of a revision on its way: what it would change, and what was said of it by whom."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id
from rules.amendment import LONGEST_TITLE, Amendment, Kind, Other
from rules.clause import GovernsBy
from rules.computed.criterion import from_json, to_json
from rules.models.book import ClauseId
from rules.revision import Stance, State
from rules.text.weight import Weight

Key = sa.String(16)


def one_of(column: str, words: Any) -> sa.CheckConstraint:
    """Return the constraint that a column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")


class RevisionNumber(Base):
    """The last number given to a revision in each year; its row is the lock on the next one."""

    __tablename__ = "revision_number"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Revision(Base):
    """A set of amendments that take effect together, known as `R-2026-0001`.

    edition: goes up with every change of its words; what was said of it holds for one edition.
    floor: the least weight it is treated with, after a member objected to its being editorial.
    """

    __tablename__ = "revision"
    __table_args__ = (
        one_of("state", State),
        sa.CheckConstraint("edition >= 1", name="edition_counts_from_one"),
        sa.CheckConstraint(
            "state NOT IN ('scheduled', 'in_force') OR effective_on IS NOT NULL",
            name="a_day_is_set",
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    ref: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[str] = mapped_column(sa.String(12), default=State.DRAFT, index=True)
    edition: Mapped[int] = mapped_column(default=1)
    floor: Mapped[int] = mapped_column(default=int(Weight.SPACE))
    effective_on: Mapped[date | None] = mapped_column(sa.Date, index=True)


STEPS = (
    *("opened", "changed", "sent", "returned", "signed_off", "consulted", "approved"),
    *("rejected", "scheduled", "objected", "withdrawn", "in_force", "rebased"),
)


class RevisionStep(Base):
    """Something done to a revision: what, by whom (None: the house), when, and why."""

    __tablename__ = "revision_step"
    __table_args__ = (one_of("what", STEPS), sa.UniqueConstraint("revision_id", "number"))

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    revision_id: Mapped[str] = mapped_column(sa.ForeignKey("revision.id"), index=True)
    number: Mapped[int]
    what: Mapped[str] = mapped_column(sa.String(12))
    by: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    edition: Mapped[int]
    why: Mapped[str] = mapped_column(sa.Text, default="")


class AmendmentRow(Base):
    """What a revision does to one clause; see `rules.amendment`."""

    __tablename__ = "amendment"
    __table_args__ = (one_of("kind", Kind), one_of("governs_by", GovernsBy))

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    revision_id: Mapped[str] = mapped_column(sa.ForeignKey("revision.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    clause_id: Mapped[str] = mapped_column(ClauseId, index=True)
    base: Mapped[int | None]
    edition: Mapped[int]  # of the revision, when this was changed last
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    section: Mapped[str] = mapped_column(sa.String(40), default="")
    number: Mapped[str] = mapped_column(sa.String(20), default="")
    governs_by: Mapped[str] = mapped_column(sa.String(12))
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    other: Mapped[dict[str, str] | None] = mapped_column(sa.JSON(none_as_null=True))

    @property
    def value(self) -> Amendment:
        """This row as the value that the nouns work with."""
        return Amendment(
            id=self.id,
            kind=Kind(self.kind),
            clause_id=self.clause_id,
            base=self.base,
            title=self.title,
            text=self.text,
            section=self.section,
            number=self.number,
            governs_by=GovernsBy(self.governs_by),
            criteria=tuple(from_json(one) for one in self.criteria),
            other=Other(**self.other) if self.other else None,
        )

    def take(self, value: Amendment) -> None:
        """Set what `value` says; its id and the revision stay."""
        self.kind, self.clause_id, self.base = value.kind.value, value.clause_id, value.base
        self.title, self.text = value.title, value.text
        self.section, self.number = value.section, value.number
        self.governs_by = value.governs_by.value
        self.criteria = [to_json(one) for one in value.criteria]
        self.other = vars(value.other).copy() if value.other else None


class UnitReason(Base):
    """Why one group of words changes, by whoever proposes it."""

    __tablename__ = "unit_reason"

    amendment_id: Mapped[str] = mapped_column(sa.ForeignKey("amendment.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(Key, primary_key=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class UnitWeight(Base):
    """Somebody raises the weight of a change, or says that it may go back (`weight` is None)."""

    __tablename__ = "unit_weight"
    __table_args__ = (
        sa.CheckConstraint(
            f"weight IN ({', '.join(str(int(one)) for one in Weight)})", name="weight_is_known"
        ),
    )

    amendment_id: Mapped[str] = mapped_column(sa.ForeignKey("amendment.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(Key, primary_key=True)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    weight: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class UnitStance(Base):
    """What one of the language group holds of a change, with a word on it."""

    __tablename__ = "unit_stance"
    __table_args__ = (one_of("stance", Stance),)

    amendment_id: Mapped[str] = mapped_column(sa.ForeignKey("amendment.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(Key, primary_key=True)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    stance: Mapped[str] = mapped_column(sa.String(8))
    word: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class LintWaiver(Base):
    """A finding that an editor lets stand, for one wording and with a reason."""

    __tablename__ = "lint_waiver"

    clause_id: Mapped[str] = mapped_column(ClauseId, primary_key=True)
    text_digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    finding: Mapped[str] = mapped_column(Key, primary_key=True)
    rule: Mapped[str] = mapped_column(sa.String(40))
    quote: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
