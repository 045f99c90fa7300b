"""Rows of the cut score room: studies, what they cover, who judges, what they think."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id
from quiz.cut import Covered
from quiz.item import Kind
from quiz.models.bank import ItemId, Ref, of_a_version
from quiz.topic import Topic


def of_a_judge() -> sa.ForeignKeyConstraint:
    """Return the constraint that a row is of somebody who judges in its study."""
    return sa.ForeignKeyConstraint(
        ["study_id", "account_id"], ["cut_judge.study_id", "cut_judge.account_id"]
    )


class CutStudy(Base):
    """A study of where the cut should stand, and who closed its rounds when.

    What it came to is worked out from its estimates, which are final by then. It changes no cut.
    """

    __tablename__ = "cut_study"
    __table_args__ = (
        sa.CheckConstraint(
            "(first_closed_by IS NULL) = (first_closed_at IS NULL)", name="first_by_whom_and_when"
        ),
        sa.CheckConstraint(
            "(second_closed_by IS NULL) = (second_closed_at IS NULL)",
            name="second_by_whom_and_when",
        ),
        sa.CheckConstraint(
            "second_closed_at IS NULL OR first_closed_at IS NOT NULL", name="one_after_the_other"
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    specification: Mapped[str] = mapped_column(sa.String(40))
    begun_by: Mapped[str] = mapped_column(Ref)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_closed_by: Mapped[str | None] = mapped_column(Ref)
    first_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_closed_by: Mapped[str | None] = mapped_column(Ref)
    second_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CutQuestion(Base):
    """A question that a study covers, as the bank stood when it began.

    place: where judges find it, from 1. answers, right: of first sittings, as the judges were told
    after the first round; None where they were not.
    """

    __tablename__ = "cut_question"
    __table_args__ = (
        of_a_version(),
        sa.UniqueConstraint("study_id", "place"),
        sa.CheckConstraint("(answers IS NULL) = (right_ones IS NULL)", name="told_both_or_none"),
        sa.CheckConstraint("right_ones >= 0 AND right_ones <= answers", name="right_of_answers"),
    )

    study_id: Mapped[str] = mapped_column(sa.ForeignKey("cut_study.id"), primary_key=True)
    item: Mapped[str] = mapped_column(ItemId, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int]
    topic: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(12))
    answers: Mapped[int | None]
    right_ones: Mapped[int | None]

    @property
    def value(self) -> Covered:
        """The question as the noun knows it."""
        in_case = self.kind == Kind.CASE
        return Covered(self.item, self.version, self.part, Topic(self.topic), in_case)


class CutJudge(Base):
    """Somebody who judges in a study, and by whom and when they were invited."""

    __tablename__ = "cut_judge"

    study_id: Mapped[str] = mapped_column(sa.ForeignKey("cut_study.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, primary_key=True, index=True)
    invited_by: Mapped[str] = mapped_column(Ref)
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CutEstimate(Base):
    """What a judge thinks of a question in a round: how many of 100 answer it rightly.

    A draft until the round is handed in. What is not revised in the second round has no row there:
    the first one's stands.
    """

    __tablename__ = "cut_estimate"
    __table_args__ = (
        of_a_judge(),
        sa.ForeignKeyConstraint(
            ["study_id", "item", "version", "part"],
            [
                "cut_question.study_id",
                "cut_question.item",
                "cut_question.version",
                "cut_question.part",
            ],
        ),
        sa.CheckConstraint("round IN (1, 2)", name="round_is_known"),
        sa.CheckConstraint("percent >= 0 AND percent <= 100", name="of_a_hundred"),
    )

    study_id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item: Mapped[str] = mapped_column(ItemId, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    percent: Mapped[int]


class CutHandIn(Base):
    """A judge handed in a round, and when: their estimates of it change no more, and count."""

    __tablename__ = "cut_hand_in"
    __table_args__ = (
        of_a_judge(),
        sa.CheckConstraint("round IN (1, 2)", name="round_is_known"),
    )

    study_id: Mapped[str] = mapped_column(Id, primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
