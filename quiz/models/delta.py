"""Rows of delta papers: what a juror owes after the rules changed, and how they come to know it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id


class DeltaSitting(Base):
    """A juror and the clauses that they learn anew, question by question, until each is known.

    owed: clause id to the version that is asked about. steps: the questions asked so far,
    each with its answer and what it was chosen from, in order; the last may be open. mastered: the
    clauses that are known by now.
    """

    __tablename__ = "delta_sitting"
    __table_args__ = (
        sa.Index(
            "uq_delta_sitting_open_account_id",
            "account_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(Id, index=True)
    seed: Mapped[str] = mapped_column(sa.String(64))
    owed: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    mastered: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
