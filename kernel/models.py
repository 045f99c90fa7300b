"""Rows of the kernel."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id

WAITING, SENT, UNWANTED, GIVEN_UP = MAIL = ("waiting", "sent", "unwanted", "given_up")


class WorkerBeat(Base):
    """When a worker last went its round. One row: a missing worker is seen at `/readyz`."""

    __tablename__ = "worker_beat"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Outbox(Base):
    """A mail: to a member, whose address is looked up when it is sent, or to an address.

    once: what there is to be one mail of, such as `digest:<account>:<day>`. subject, body, link:
    empty once nobody needs them any more. state: `unwanted` where the member takes no mail.
    next_try_at: of a mail that waits. error: what the server said to the last try.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        sa.CheckConstraint(f"state IN ({', '.join(map(repr, MAIL))})", name="state_is_known"),
        sa.CheckConstraint("(state = 'waiting') = (next_try_at IS NOT NULL)", name="tried_again"),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_a_time"),
        sa.CheckConstraint("(account_id IS NULL) <> (address IS NULL)", name="to_somebody"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    once: Mapped[str] = mapped_column(sa.String(120), unique=True)
    account_id: Mapped[str | None] = mapped_column(Id)
    address: Mapped[str | None] = mapped_column(sa.String(254))
    subject: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    link: Mapped[list[Any]] = mapped_column(sa.JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    state: Mapped[str] = mapped_column(sa.String(8))
    tries: Mapped[int]
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(sa.String(200))
