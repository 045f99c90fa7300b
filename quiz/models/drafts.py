"""Rows of what is being written: drafts of items, and the steps they went through."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id
from quiz.models.bank import ItemId, Ref


class DraftState(StrEnum):
    """Where a draft stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    DISCARDED = "discarded"


STATES = ", ".join(f"'{state}'" for state in DraftState)
STEPS = "'begun', 'written', 'sent', 'returned', 'taken_back', 'approved', 'discarded'"


class ItemDraft(Base):
    """A wording that is being written, for an item that there is or for a new one.

    item: the id it has or shall have. base: the version it started from; None of a new item.
    body: the item as far as it goes (`quiz.draft`); it may be unsound until it is sent in.
    edition: counts each change, so that nobody overwrites what they have not read.
    origin: `written`, `imported` from a file, or `drafted` from a change of the rules.
    """

    __tablename__ = "item_draft"
    __table_args__ = (
        sa.CheckConstraint(f"state IN ({STATES})", name="state_is_known"),
        sa.CheckConstraint("origin IN ('written', 'imported', 'drafted')", name="origin_is_known"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    item: Mapped[str] = mapped_column(ItemId, index=True)
    base: Mapped[int | None]
    body: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    state: Mapped[str] = mapped_column(sa.String(12), index=True, default=DraftState.DRAFT)
    origin: Mapped[str] = mapped_column(sa.String(10), default="written")
    edition: Mapped[int] = mapped_column(default=1)
    begun_by: Mapped[str] = mapped_column(Ref)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(Ref)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DraftStep(Base):
    """A step of a draft, by whom and when.

    what: `begun`, `written`, `sent` in, `returned` by a reviewer, `taken_back` from the review by
    who wrote it, `approved` or `discarded`. why: of one that was returned.

    Whoever has a step `begun` or `written` in it is an author, and approves none of it.
    """

    __tablename__ = "item_draft_step"
    __table_args__ = (sa.CheckConstraint(f"what IN ({STEPS})", name="what_is_known"),)

    draft_id: Mapped[str] = mapped_column(sa.ForeignKey("item_draft.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(sa.String(12))
    why: Mapped[str] = mapped_column(sa.Text, default="")
    by: Mapped[str] = mapped_column(Ref)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
