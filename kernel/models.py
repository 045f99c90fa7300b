"""Rows of the kernel."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, UtcDateTime


class WorkerBeat(Base):
    """When a worker last went its round. One row: a missing worker is seen at `/readyz`."""

    __tablename__ = "worker_beat"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
