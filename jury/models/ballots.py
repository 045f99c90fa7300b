"""Rows of the box. A ballot's row says neither who, nor from which seat, nor when."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jury.models.columns import Digest, Pid
from kernel.db import Base, Id, new_id


class Ballot(Base):
    """A sealed ballot, held until the poll closes: the log entry it will be, and its receipt.

    Without a row number, so that the table has no order but that of random ids. `sent` and `said`
    recognise a form that is sent twice; they are keyed, and emptied at closing. final:
    whether it was said to be the last word, on the file that it names.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        sa.UniqueConstraint("case_ref", "pid", "rev"),
        sa.UniqueConstraint("case_ref", "sent"),
        sa.CheckConstraint("rev >= 1", name="rev_counts_from_one"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"))
    pid: Mapped[str] = mapped_column(Pid)
    rev: Mapped[int]
    entry: Mapped[bytes]
    reason: Mapped[bytes]
    receipt: Mapped[str] = mapped_column(sa.Text)
    sent: Mapped[str | None] = mapped_column(Digest)
    said: Mapped[str | None] = mapped_column(Digest)
    final: Mapped[bool] = mapped_column(default=False)


class Voted(Base):
    """The fact that a juror cast a ballot. Written at closing, for all at once: written with the
    ballot, the transaction would tie one to the other."""

    __tablename__ = "voted"
    __table_args__ = ({"sqlite_with_rowid": False},)

    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), primary_key=True)
    account_id: Mapped[str] = mapped_column(Id, primary_key=True)
