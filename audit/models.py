"""The rows of the log. Rows of leaves and checkpoints are only ever added."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, UtcDateTime

LogName = sa.String(40)  # `registry`, or the reference of a case
Hash = sa.LargeBinary(32)
# SQLite counts up by itself only in a column that it calls INTEGER.
Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class LogHead(Base):
    """Where a log ends: its size, and the edge that the next leaf is hashed to."""

    __tablename__ = "log_heads"

    log: Mapped[str] = mapped_column(LogName, primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    root: Mapped[bytes] = mapped_column(Hash)
    edge: Mapped[bytes] = mapped_column(sa.LargeBinary)

    __table_args__ = (sa.CheckConstraint("size >= 0", name="size"),)


class QueuedEntry(Base):
    """An entry that waits for the sequencer. The sequencer takes the row away."""

    __tablename__ = "log_queue"

    id: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    log: Mapped[str] = mapped_column(LogName, index=True)
    entry: Mapped[bytes] = mapped_column(sa.LargeBinary)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = ({"sqlite_autoincrement": True},)


class Leaf(Base):
    """An entry in its place."""

    __tablename__ = "log_leaves"

    log: Mapped[str] = mapped_column(LogName, primary_key=True)
    index: Mapped[int] = mapped_column(
        "leaf_index", sa.BigInteger, primary_key=True, autoincrement=False
    )
    leaf_hash: Mapped[bytes] = mapped_column(Hash)
    entry: Mapped[bytes] = mapped_column(sa.LargeBinary)

    __table_args__ = (sa.Index(None, "log", "leaf_hash"),)


class PublishedCheckpoint(Base):
    """A head that was signed. The latest of a log is the one with the largest size."""

    __tablename__ = "log_checkpoints"

    log: Mapped[str] = mapped_column(LogName, primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(Hash)
    note: Mapped[str] = mapped_column(sa.Text)


class Attachment(Base):
    """A file that an upper room handed down for the bundle of a case."""

    __tablename__ = "log_attachments"

    case_ref: Mapped[str] = mapped_column(LogName, primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)
