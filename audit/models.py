"""The rows of the log. Which tables only grow is told in `audit.belts`."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, Id, UtcDateTime, new_id

LogName = sa.String(40)  # `registry`, or the reference of a case
Hash = sa.LargeBinary(32)
LONGEST_WORD = 64  # letters of what entries are found by: a kind, a reference, a digest
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
    log: Mapped[str] = mapped_column(LogName)
    entry: Mapped[bytes] = mapped_column(sa.LargeBinary)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)

    # By both: else the first of a log are looked for among all that wait for it.
    __table_args__ = (sa.Index(None, "log", "id"), {"sqlite_autoincrement": True})


class Unfinished(Base):
    """That something is still to be done with a log up to this size: that its head is signed, or
    its entries indexed. So nobody goes through all logs, to look which it is."""

    __tablename__ = "log_unfinished"

    what: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    log: Mapped[str] = mapped_column(LogName, primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)


SIGN, INDEX = "sign", "index"  # what is to be done


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
    """A file that an upper room handed down for the bundle of a case. It stays as it is: nothing
    in it is erased (ADR 38), as it names people by pseudonyms alone."""

    __tablename__ = "log_attachments"

    case_ref: Mapped[str] = mapped_column(LogName, primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)


class StoredHash(Base):
    """The root over a full tile of hashes: worked out from the leaves, and kept to be quick."""

    __tablename__ = "log_hashes"

    log: Mapped[str] = mapped_column(LogName, primary_key=True)
    level: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(
        "hash_index", sa.BigInteger, primary_key=True, autoincrement=False
    )
    hash: Mapped[bytes] = mapped_column(Hash)


class IndexedEntry(Base):
    """What an entry can be found by. Of the log of a case, all but its ballots: they are many, and
    nothing but their number is told of them."""

    __tablename__ = "log_index"

    log: Mapped[str] = mapped_column(LogName, primary_key=True)
    index: Mapped[int] = mapped_column(
        "leaf_index", sa.BigInteger, primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(sa.String(LONGEST_WORD))
    day: Mapped[date | None] = mapped_column(sa.Date)

    __table_args__ = (
        sa.Index(None, "log", "kind", "leaf_index"),
        sa.Index(None, "log", "day", "leaf_index"),
    )


class IndexedSubject(Base):
    """That an entry of the registry names something or somebody: a case, an item, an account."""

    __tablename__ = "log_index_subject"

    subject: Mapped[str] = mapped_column(sa.String(LONGEST_WORD), primary_key=True)
    index: Mapped[int] = mapped_column(
        "leaf_index", sa.BigInteger, primary_key=True, autoincrement=False
    )


class IndexedCase(Base):
    """A case as its log has told of it, up to `size`.

    words: its reference and its question, as they are looked for. kind: of its last entry.
    closed_on: the day on which its poll closed. withheld: only its outcome is public. estimate:
    its verdict decides nothing, as of a panel beside an assembly.
    """

    __tablename__ = "log_index_case"

    ref: Mapped[str] = mapped_column(LogName, primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    question: Mapped[str] = mapped_column(sa.Text)
    words: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.String(LONGEST_WORD), index=True)
    outcome: Mapped[str | None] = mapped_column(sa.String(12), index=True)
    closed_on: Mapped[date | None] = mapped_column(sa.Date)
    withheld: Mapped[bool]
    estimate: Mapped[bool]


class IndexedClause(Base):
    """That a clause is in dispute in a case."""

    __tablename__ = "log_index_clause"

    clause: Mapped[str] = mapped_column(sa.String(LONGEST_WORD), primary_key=True)
    ref: Mapped[str] = mapped_column(LogName, primary_key=True)


class ExportFile(Base):
    """A file in `VENIRE_HOME/exports` that was made to be taken, and what it is. only: of which
    entries of the registry, as they were asked for; {} of all, and of all else."""

    __tablename__ = "log_export"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    what: Mapped[str] = mapped_column(sa.String(12))
    form: Mapped[str] = mapped_column(sa.String(8))
    case_ref: Mapped[str] = mapped_column(LogName)
    only: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    row_count: Mapped[int] = mapped_column(sa.BigInteger)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AuditToken(Base):
    """A token by which programs of an auditor read. Only its hash is kept, and it ends with the
    role: it counts while the account has held that from before it was made."""

    __tablename__ = "audit_token"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_ref: Mapped[str] = mapped_column(sa.String(12), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ExportTaking(Base):
    """That an account took a file of this digest, or that its program read, in place of a digest
    `day/what/token`. The registry has each of it."""

    __tablename__ = "log_export_taking"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    by: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Cosignature(Base):
    """What a witness signed of a published checkpoint. It is checked before it is kept."""

    __tablename__ = "log_cosignatures"

    log: Mapped[str] = mapped_column(LogName, primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    witness: Mapped[bytes] = mapped_column(Hash, primary_key=True)  # SHA-256 of its verifier key
    line: Mapped[str] = mapped_column(sa.Text)
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    # By witness too: else the last head of one that is gone is looked for among all since.
    __table_args__ = (sa.Index(None, "log", "witness", "size"),)


class WitnessState(Base):
    """How it went with a witness when it was asked last.

    size: of the last head that it has seen, as it says. failures: how often in a row it did not
    sign. trouble: a word for why; "" when it signed.
    """

    __tablename__ = "log_witnesses"

    witness: Mapped[bytes] = mapped_column(Hash, primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failures: Mapped[int]
    trouble: Mapped[str] = mapped_column(sa.String(20))


class LogKey(Base):
    """A key that signs for the logs; without any row there has only ever been one.

    leaf: of the entry that announced it; None for the first. since: the size of the first head of
    the registry that it signed, together with the key before; None until then, and for good of one
    that was lost before its turn, which another followed.
    """

    __tablename__ = "log_keys"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public: Mapped[bytes] = mapped_column(Hash, unique=True)
    leaf: Mapped[bytes | None] = mapped_column(Hash)
    since: Mapped[int | None] = mapped_column(sa.BigInteger)
