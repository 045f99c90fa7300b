"""Rows of what is taken out of a published text, as two officers decide."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jury.models.columns import Ref
from kernel.db import Base, Id, UtcDateTime, new_id


class Blackening(Base):
    """An officer proposed to take words out of all that is published of a case, or to withhold one
    reason; another agreed, and it was done.

    words: emptied once it is done. reason_id: the reason that is withheld whole.
    """

    __tablename__ = "blackening"
    __table_args__ = (
        sa.CheckConstraint("agreed_by <> proposed_by", name="four_eyes"),
        sa.CheckConstraint("(agreed_by IS NULL) = (agreed_at IS NULL)", name="agreed_by_somebody"),
        sa.CheckConstraint("agreed_at IS NULL OR words = ''", name="no_word_is_kept"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_ref: Mapped[str] = mapped_column(Ref, sa.ForeignKey("jury_case.ref"), index=True)
    words: Mapped[str] = mapped_column(sa.String(200))
    reason_id: Mapped[str | None] = mapped_column(Id)
    proposed_by: Mapped[str] = mapped_column(Id)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_by: Mapped[str | None] = mapped_column(Id)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
