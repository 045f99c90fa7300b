"""Rows of claims that are erased, as two officers decided."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, UtcDateTime


class ClaimErasure(Base):
    """An officer proposed to erase a claim that is over; another agreed, and it was erased."""

    __tablename__ = "claim_erasure"
    __table_args__ = (
        sa.CheckConstraint("erased_by <> proposed_by", name="four_eyes"),
        sa.CheckConstraint("(erased_by IS NULL) = (erased_at IS NULL)", name="erased_by_somebody"),
    )

    claim_id: Mapped[str] = mapped_column(sa.ForeignKey("claim.id"), primary_key=True)
    proposed_by: Mapped[str] = mapped_column(sa.ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_by: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id"))
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
