"""Rows of what members and reviewers say: consultations, worked cases, comments, signals."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id
from rules.consultation import Vote
from rules.models.book import ClauseId
from rules.models.revision import one_of
from rules.worked import Says


class Consultation(Base):
    """A revision before the members. The counts are written at closing, and not looked up before.

    comprehension: of a thousand answers to the cases, how many were right.
    """

    __tablename__ = "consultation"
    __table_args__ = (sa.CheckConstraint("opens_at < closes_at", name="it_has_a_window"),)

    revision_id: Mapped[str] = mapped_column(sa.ForeignKey("revision.id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstained: Mapped[int | None]
    comprehension: Mapped[int | None]


class ConsultationQuestion(Base):
    """A case on the proposed wording that members are asked about; `key` counts from 0."""

    __tablename__ = "consultation_question"
    __table_args__ = (sa.CheckConstraint("place BETWEEN 1 AND 3", name="there_are_three"),)

    revision_id: Mapped[str] = mapped_column(sa.ForeignKey("revision.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    facts: Mapped[str] = mapped_column(sa.Text)
    options: Mapped[list[str]] = mapped_column(sa.JSON)
    key: Mapped[int]


class ConsultationReply(Base):
    """What one member answered, voted and remarked. Counted at closing; shown to nobody by name."""

    __tablename__ = "consultation_reply"
    __table_args__ = (
        one_of("vote", Vote),
        sa.ForeignKeyConstraint(
            ["revision_id", "edition"], ["consultation.revision_id", "consultation.edition"]
        ),
    )

    revision_id: Mapped[str] = mapped_column(sa.String(22), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    answers: Mapped[list[int]] = mapped_column(sa.JSON)
    vote: Mapped[str] = mapped_column(sa.String(8))
    remark: Mapped[str] = mapped_column(sa.Text, default="")


class WorkedCase(Base):
    """Facts with the outcome that their author holds right under the old and the new wording."""

    __tablename__ = "worked_case"
    __table_args__ = (one_of("before", Says), one_of("after", Says))

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    clause_id: Mapped[str] = mapped_column(ClauseId, index=True)
    revision_id: Mapped[str | None] = mapped_column(sa.ForeignKey("revision.id"), index=True)
    facts: Mapped[str] = mapped_column(sa.Text)
    before: Mapped[str] = mapped_column(sa.String(16))
    after: Mapped[str] = mapped_column(sa.String(16))
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class WorkedAnswer(Base):
    """What one reviewer answered, before having seen what anybody else did.

    edition: of the revision whose wording was read; another edition is answered anew.
    """

    __tablename__ = "worked_answer"
    __table_args__ = (one_of("before", Says), one_of("after", Says))

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("worked_case.id"), primary_key=True)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    before: Mapped[str] = mapped_column(sa.String(16))
    after: Mapped[str] = mapped_column(sa.String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Comment(Base):
    """A member's remark on words of a clause: the quote, and what stood around it."""

    __tablename__ = "clause_comment"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    clause_id: Mapped[str] = mapped_column(ClauseId, index=True)
    version: Mapped[int]
    quote: Mapped[str] = mapped_column(sa.Text)
    before: Mapped[str] = mapped_column(sa.String(40))
    after: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignalAnswer(Base):
    """An editor has looked at what speaks against a clause, up to a count, and answered it."""

    __tablename__ = "signal_answer"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    clause_id: Mapped[str] = mapped_column(ClauseId, index=True)
    source: Mapped[str] = mapped_column(sa.String(20))
    seen: Mapped[int]
    why: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
