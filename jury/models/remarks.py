"""Rows of what members say of a roll before anybody is drawn from it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id


class RollRemark(Base):
    """A member says that a roll is wrong: that they are missing on it, or stand on it wrongly.

    upheld: what an officer found; unknown until one has answered. A roll of which a remark waits or
    was upheld is not drawn from. by whom and about whom it is, the log does not say.
    """

    __tablename__ = "roll_remark"
    __table_args__ = (
        sa.UniqueConstraint("epoch", "account_id"),
        sa.CheckConstraint(
            "(upheld IS NULL) = (answer IS NULL) AND (upheld IS NULL) = (answered_by IS NULL) "
            "AND (upheld IS NULL) = (answered_at IS NULL)",
            name="answered_whole",
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    epoch: Mapped[int] = mapped_column(sa.ForeignKey("roll.epoch"))
    account_id: Mapped[str] = mapped_column(Id)
    told: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    upheld: Mapped[bool | None]
    answer: Mapped[str | None] = mapped_column(sa.Text)
    answered_by: Mapped[str | None] = mapped_column(Id)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
