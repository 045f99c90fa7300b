"""Rows of what a side says against a member as a judge of its case."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jury.models.columns import one_of
from kernel.db import Base, Id, UtcDateTime, new_id

SIDES = ("claimant", "respondent")
OPEN, UPHELD, DISMISSED, ENDED = STATES = ("open", "upheld", "dismissed", "ended")


class Challenge(Base):
    """A side names a member who must not judge its case, and says why.

    told: its words, for those who decide and for that side alone. account_id: whom an officer found
    to be meant, of one that was upheld. leaves_at: a moment by lot, from which on a seat that this
    account may have taken goes to the next; drawn for every one that is upheld, whoever it names.
    ended: the case was over before anybody decided.
    """

    __tablename__ = "jury_challenge"
    __table_args__ = (
        one_of("side", SIDES),
        one_of("state", STATES),
        sa.CheckConstraint("decided_by <> by", name="four_eyes"),
        sa.CheckConstraint(
            "(state IN ('upheld', 'dismissed')) = (decided_by IS NOT NULL) "
            "AND (decided_by IS NULL) = (decided_at IS NULL) "
            "AND (decided_by IS NULL) = (answer IS NULL)",
            name="decided_whole",
        ),
        sa.CheckConstraint(
            "(state = 'upheld') = (account_id IS NOT NULL) "
            "AND (account_id IS NULL) = (leaves_at IS NULL)",
            name="upheld_against_somebody",
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_ref: Mapped[str] = mapped_column(sa.ForeignKey("jury_case.ref"), index=True)
    side: Mapped[str] = mapped_column(sa.String(10))
    told: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(sa.String(10))
    account_id: Mapped[str | None] = mapped_column(Id)
    leaves_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(sa.Text)
