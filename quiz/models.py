"""Rows of the exam: item versions, which one is live, and sittings."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id
from quiz.item import Anchor, ItemVersion, Kind
from quiz.topic import Topic


def _one_of(column: str, words: type[Kind] | type[Topic]) -> str:
    return f"{column} IN ({', '.join(repr(str(word)) for word in words)})"


class ItemRow(Base):
    """A version of an item. It is written once and never changed.

    clause_digest: the digest of the clause version that the quote was checked against.
    """

    __tablename__ = "item_version"
    __table_args__ = (sa.CheckConstraint(_one_of("kind", Kind), name="kind_is_known"),)

    item: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(sa.String(40), index=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    stem: Mapped[str] = mapped_column(sa.Text)
    options: Mapped[list[str]] = mapped_column(sa.JSON)
    key: Mapped[list[int]] = mapped_column(sa.JSON)
    rationale: Mapped[str] = mapped_column(sa.Text)
    clause: Mapped[str] = mapped_column(sa.String(40), index=True)
    clause_version: Mapped[int]
    clause_digest: Mapped[str] = mapped_column(sa.String(64))
    quote: Mapped[str] = mapped_column(sa.Text)
    in_order: Mapped[bool]
    dated: Mapped[bool]
    content: Mapped[str] = mapped_column(sa.String(64))
    written_by: Mapped[str] = mapped_column(sa.String(12))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, item: ItemVersion, clause_digest: str) -> "ItemRow":
        """Return the row of an item version; who wrote it and when is added by the action."""
        return cls(
            item=item.item,
            version=item.version,
            topic=item.topic,
            kind=item.kind,
            stem=item.stem,
            options=list(item.options),
            key=list(item.key),
            rationale=item.rationale,
            clause=item.anchor.clause,
            clause_version=item.anchor.version,
            clause_digest=clause_digest,
            quote=item.anchor.quote,
            in_order=item.in_order,
            dated=item.dated,
            content=item.content,
        )

    @property
    def value(self) -> ItemVersion:
        """The item version as the nouns know it."""
        return ItemVersion(
            item=self.item,
            version=self.version,
            topic=Topic(self.topic),
            kind=Kind(self.kind),
            stem=self.stem,
            options=tuple(self.options),
            key=tuple(self.key),
            rationale=self.rationale,
            anchor=Anchor(self.clause, self.clause_version, self.quote),
            in_order=self.in_order,
            dated=self.dated,
        )


class LiveItem(Base):
    """Which version of an item is asked. A pointer of its own, so that a draft replaces nothing."""

    __tablename__ = "live_item"
    __table_args__ = (
        sa.ForeignKeyConstraint(["item", "version"], ["item_version.item", "item_version.version"]),
    )

    item: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    version: Mapped[int]


class Sitting(Base):
    """A member and a paper. A paper that is handed in has a score; an open one has none.

    drawn_from: the refs of the items offered and the ids of those seen before, so that the draw
        can be done again. answers: position to letters, replaced page by page while it is open.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        sa.Index(
            "uq_sitting_open_account_id",
            "account_id",
            unique=True,
            sqlite_where=sa.text("handed_in_at IS NULL"),
            postgresql_where=sa.text("handed_in_at IS NULL"),
        ),
        sa.CheckConstraint("expires_at > started_at", name="it_ends_after_it_begins"),
        sa.CheckConstraint(
            "(handed_in_at IS NULL) = (score IS NULL) AND (score IS NULL) = (passed IS NULL)",
            name="graded_when_handed_in",
        ),
        sa.CheckConstraint("score >= 0 AND score <= asked", name="score_within_paper"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Id, index=True)
    specification: Mapped[str] = mapped_column(sa.String(40))
    seed: Mapped[str] = mapped_column(sa.String(64))
    drawn_from: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON)
    paper: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    answers: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON, default=dict)
    asked: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    score: Mapped[int | None]
    passed: Mapped[bool | None]
