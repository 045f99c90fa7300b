"""Rows of practice: first answers to mock cases, and what members say against a known answer."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jury.models.columns import Digest
from kernel.db import Base, Id, UtcDateTime, new_id

MockName = sa.String(40)


class MockAnswer(Base):
    """Whether a member's first answer to a mock case was the known one; the answer is not kept.

    digest: of the case as it was answered. right: unknown of whoever could not judge. Answering
    again leaves no row, unless the known answer was found wrong and stands corrected by then.
    """

    __tablename__ = "mock_answer"

    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(MockName, primary_key=True)
    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    right: Mapped[bool | None]


class MockContest(Base):
    """A member says that the known answer of a mock case is wrong.

    digest: of the case as it was. upheld: what an editor found; unknown until one has answered.
    From then on a case of an upheld contest is neither offered nor counted, until it is rewritten.
    """

    __tablename__ = "mock_contest"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "digest"),
        sa.CheckConstraint(
            "(upheld IS NULL) = (answer IS NULL) AND (upheld IS NULL) = (answered_by IS NULL) "
            "AND (upheld IS NULL) = (answered_at IS NULL)",
            name="answered_whole",
        ),
        sa.CheckConstraint("answered_by <> account_id", name="answered_by_another"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Id)
    name: Mapped[str] = mapped_column(MockName)
    digest: Mapped[str] = mapped_column(Digest)
    told: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    upheld: Mapped[bool | None]
    answer: Mapped[str | None] = mapped_column(sa.Text)
    answered_by: Mapped[str | None] = mapped_column(Id)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
