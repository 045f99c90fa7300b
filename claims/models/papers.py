"""Rows of the papers of a claim: what is kept in the vault, under which name, and whose it is."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from claims.models.claims import one_of
from claims.papers import Paper
from claims.timetable import Side
from claims.uploads import LONGEST_LABEL, Kind
from kernel.db import Base, Id, UtcDateTime, new_id


class ClaimPaper(Base):
    """A file of a claim: one of its papers or, with a side, an attachment of a statement.

    size: bytes. vault_name: what the vault knows it by; None once its file is erased. removed_at:
    from then on nobody is shown it; the label, which may name somebody, goes at once.
    """

    __tablename__ = "claim_paper"
    __table_args__ = (
        one_of("paper", tuple(Paper)),
        one_of("side", tuple(Side)),
        one_of("kind", tuple(Kind)),
        sa.CheckConstraint("size > 0", name="size_is_positive"),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL)", name="removed_by_somebody"
        ),
        sa.CheckConstraint(
            "vault_name IS NOT NULL OR removed_at IS NOT NULL", name="kept_unless_removed"
        ),
        sa.CheckConstraint("removed_at IS NULL OR label = ''", name="removed_with_its_label"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), index=True)
    paper: Mapped[str] = mapped_column(sa.String(12))
    side: Mapped[str | None] = mapped_column(sa.String(12))
    label: Mapped[str] = mapped_column(sa.String(LONGEST_LABEL))
    kind: Mapped[str] = mapped_column(sa.String(4))
    size: Mapped[int]
    vault_name: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_by: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
