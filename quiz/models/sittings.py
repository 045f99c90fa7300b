"""Rows of sittings: what was offered, what was asked and answered, and what came of it later."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id
from quiz.models.bank import ItemId, Ref, of_a_version


class Pool(Base):
    """What papers were drawn from: the refs of the items offered, and the pairs of enemies.

    Kept once for all sittings that were offered the same, so that each draw can be done again.
    """

    __tablename__ = "paper_pool"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    items: Mapped[list[str]] = mapped_column(sa.JSON)
    enemies: Mapped[list[list[str]]] = mapped_column(sa.JSON)


class Sitting(Base):
    """A member and a paper. A paper that is handed in has a score; an open one has none.

    seen: the items this member had met before. answers: position to letters, kept as they are
    given while it is open. counted_at: when it went into the figures of the bank.
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
        sa.Index(
            "ix_sitting_uncounted",
            "handed_in_at",
            sqlite_where=sa.text("counted_at IS NULL"),
            postgresql_where=sa.text("counted_at IS NULL"),
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
    pool: Mapped[str] = mapped_column(sa.ForeignKey("paper_pool.digest"))
    seen: Mapped[list[str]] = mapped_column(sa.JSON)
    paper: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    answers: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON, default=dict)
    asked: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    score: Mapped[int | None]
    passed: Mapped[bool | None]
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Allowance(Base):
    """More time for a member, where papers have a limit: so many per cent on top, and why.

    Folded into `Sitting.expires_at` when a paper is taken; an open one is prolonged.
    """

    __tablename__ = "exam_allowance"
    __table_args__ = (sa.CheckConstraint("percent >= 1 AND percent <= 300", name="within_reason"),)

    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    percent: Mapped[int]
    why: Mapped[str] = mapped_column(sa.Text)
    given_by: Mapped[str] = mapped_column(Ref)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClauseOpened(Base):
    """A member opened the clause behind a question of their graded paper.

    Once all behind the wrong answers of a failed one are opened, the wait for the next is shorter.
    """

    __tablename__ = "sitting_clause_opened"

    sitting_id: Mapped[str] = mapped_column(sa.ForeignKey("sitting.id"), primary_key=True)
    clause: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class HelpRequest(Base):
    """A member who failed often asks a person for help; an editor takes it up."""

    __tablename__ = "exam_help_request"
    __table_args__ = (
        sa.CheckConstraint(
            "(taken_by IS NULL) = (taken_at IS NULL)", name="taken_by_whom_and_when"
        ),
    )

    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_by: Mapped[str | None] = mapped_column(Ref)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Report(Base):
    """A member says, after handing in, that a question is wrong or a clause unclear.

    about: `item` (goes to the editors of the bank) or `clause` (to those of the rules).
    """

    __tablename__ = "exam_report"
    __table_args__ = (
        of_a_version(),
        sa.UniqueConstraint("sitting_id", "item", "part", "about"),
        sa.CheckConstraint("about IN ('item', 'clause')", name="about_is_known"),
        sa.CheckConstraint(
            "(answered_by IS NULL) = (answered_at IS NULL)", name="answered_by_whom_and_when"
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    sitting_id: Mapped[str] = mapped_column(sa.ForeignKey("sitting.id"), index=True)
    item: Mapped[str] = mapped_column(ItemId, index=True)
    version: Mapped[int]
    part: Mapped[int]
    about: Mapped[str] = mapped_column(sa.String(6))
    clause: Mapped[str] = mapped_column(sa.String(40), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_by: Mapped[str | None] = mapped_column(Ref)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ItemActionRow(Base):
    """What two editors decided about a flawed question: it applies to every paper that asked it.

    what: `drop`, `accept` (further right answers, in `accepted`) or `credit` (to all).
    """

    __tablename__ = "item_action"
    __table_args__ = (
        of_a_version(),
        sa.CheckConstraint("what IN ('drop', 'accept', 'credit')", name="what_is_known"),
        sa.CheckConstraint("state IN ('proposed', 'applied', 'refused')", name="state_is_known"),
        sa.CheckConstraint("proposed_by <> decided_by", name="two_people_decide"),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL)", name="decided_by_somebody"
        ),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)", name="decided_by_whom_and_when"
        ),
        sa.Index(
            "uq_item_action_standing",
            "item",
            "version",
            "part",
            unique=True,
            sqlite_where=sa.text("state <> 'refused'"),
            postgresql_where=sa.text("state <> 'refused'"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    item: Mapped[str] = mapped_column(ItemId, index=True)
    version: Mapped[int]
    part: Mapped[int]
    what: Mapped[str] = mapped_column(sa.String(8))
    accepted: Mapped[list[list[int]]] = mapped_column(sa.JSON, default=list)
    why: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(8), default="proposed")
    proposed_by: Mapped[str] = mapped_column(Ref)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(Ref)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Rescore(Base):
    """What an item action did to a paper. A pass is never taken away again.

    passes_by_count: whether the new score is a pass by itself. A pass with False here stays by that
    rule alone. None where a paper that was passed was graded anew before this was kept.
    """

    __tablename__ = "sitting_rescore"
    __table_args__ = (
        sa.CheckConstraint(
            "passed_after = (passed_before OR passes_by_count)", name="no_pass_is_taken_away"
        ),
    )

    action_id: Mapped[str] = mapped_column(sa.ForeignKey("item_action.id"), primary_key=True)
    sitting_id: Mapped[str] = mapped_column(sa.ForeignKey("sitting.id"), primary_key=True)
    score_before: Mapped[int]
    score_after: Mapped[int]
    passed_before: Mapped[bool]
    passed_after: Mapped[bool]
    passes_by_count: Mapped[bool | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
