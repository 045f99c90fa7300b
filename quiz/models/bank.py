"""Rows of the bank: item versions, the words they rest on, which is live, and what is said of them.

Whether an item is in papers on a day is computed (`quiz.staleness`) from these rows and from the
book: a worker that comes late changes no paper.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id
from quiz.item import ItemVersion, Kind
from quiz.itemjson import item_from_json, item_to_json

KINDS = ", ".join(f"'{kind}'" for kind in Kind)
ItemId = sa.String(40)
Ref = sa.String(12)


def of_a_version() -> sa.ForeignKeyConstraint:
    """Return the constraint that a row is about an item version that there is."""
    return sa.ForeignKeyConstraint(
        ["item", "version"], ["item_version.item", "item_version.version"]
    )


class ItemRow(Base):
    """A version of an item. It is written once and never changed.

    topic, kind: of the item, for lists; the whole of it stands in `body`.
    written_by: who wrote it. approved_by: another, who put it into papers; None for what an
    operator brought in.
    """

    __tablename__ = "item_version"
    __table_args__ = (
        sa.CheckConstraint(f"kind IN ({KINDS})", name="kind_is_known"),
        sa.CheckConstraint("written_by <> approved_by", name="nobody_approves_their_own"),
    )

    item: Mapped[str] = mapped_column(ItemId, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    topic: Mapped[str] = mapped_column(sa.String(40), index=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    written_by: Mapped[str] = mapped_column(Ref)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[str | None] = mapped_column(Ref)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, item: ItemVersion) -> "ItemRow":
        """Return the row of an item version; who wrote it and when is added by the action."""
        return cls(
            item=item.item,
            version=item.version,
            topic=item.topic,
            kind=item.kind,
            body=item_to_json(item),
        )

    @property
    def value(self) -> ItemVersion:
        """The item version as the nouns know it."""
        return item_from_json(self.item, self.version, self.body)


class AnchorRow(Base):
    """Words that a part of an item version rests on; place 0 is the basis of its key.

    clause_digest: of the clause version that the quote was checked against.
    """

    __tablename__ = "item_anchor"
    __table_args__ = (of_a_version(),)

    item: Mapped[str] = mapped_column(ItemId, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    clause: Mapped[str] = mapped_column(sa.String(40), index=True)
    clause_version: Mapped[int]
    clause_digest: Mapped[str] = mapped_column(sa.String(64))
    quote: Mapped[str] = mapped_column(sa.Text)


class LiveItem(Base):
    """Which version of an item is asked. A pointer of its own, so that a draft replaces nothing."""

    __tablename__ = "live_item"
    __table_args__ = (of_a_version(),)

    item: Mapped[str] = mapped_column(ItemId, primary_key=True)
    version: Mapped[int]


class EnemyRow(Base):
    """Two items that never meet in a paper: one gives the other away."""

    __tablename__ = "item_enemy"
    __table_args__ = (sa.CheckConstraint("item < other", name="each_pair_once"),)

    item: Mapped[str] = mapped_column(ItemId, primary_key=True)
    other: Mapped[str] = mapped_column(ItemId, primary_key=True)
    set_by: Mapped[str] = mapped_column(Ref)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reaffirmation(Base):
    """An editor found that an item is still right by these words of a later clause version."""

    __tablename__ = "item_reaffirmation"
    __table_args__ = (
        of_a_version(),
        sa.UniqueConstraint(
            *("item", "version", "part", "place", "clause", "clause_version"),
            name="uq_item_reaffirmation_said_once",
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    item: Mapped[str] = mapped_column(ItemId, index=True)
    version: Mapped[int]
    part: Mapped[int]
    place: Mapped[int]
    clause: Mapped[str] = mapped_column(sa.String(40))
    clause_version: Mapped[int]
    clause_digest: Mapped[str] = mapped_column(sa.String(64))
    quote: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(Ref)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Pull(Base):
    """An editor took an item out of papers, for a reason; until it is put back or written anew."""

    __tablename__ = "item_pull"
    __table_args__ = (
        of_a_version(),
        sa.CheckConstraint(
            "(lifted_by IS NULL) = (lifted_at IS NULL)", name="lifted_by_whom_and_when"
        ),
        sa.Index(
            "uq_item_pull_standing_item",
            "item",
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    item: Mapped[str] = mapped_column(ItemId, index=True)
    version: Mapped[int]
    why: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(Ref)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_by: Mapped[str | None] = mapped_column(Ref)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Retirement(Base):
    """An item that is asked no more, for good; its versions stay, for the papers that asked it."""

    __tablename__ = "item_retirement"

    item: Mapped[str] = mapped_column(ItemId, primary_key=True)
    why: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(Ref)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
