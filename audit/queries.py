"""What can be read from the logs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from audit import merkle
from audit.keys import REGISTRY
from audit.models import Attachment, Leaf, LogHead, PublishedCheckpoint, QueuedEntry
from audit.note import consistency_file
from audit.tile import ENTRIES, Tile, entries_in, hashes_in
from kernel.errors import Missing


@dataclass(frozen=True)
class Head:
    """So many entries, under this root."""

    size: int
    root: bytes


@dataclass(frozen=True)
class Line:
    """An entry and its place."""

    index: int
    entry: bytes


@dataclass(frozen=True)
class CaseLog:
    """A case's log at a glance."""

    ref: str
    size: int
    first: bytes
    last: bytes


def head(session: Session, log: str) -> Head | None:
    """Return where `log` (`registry` or a case reference) ends; None before its first entry."""
    found = session.execute(
        sa.select(LogHead.size, LogHead.root).where(LogHead.log == log)
    ).one_or_none()
    return Head(found.size, found.root) if found and found.size else None


def entries(session: Session, log: str, start: int = 0, stop: int | None = None) -> list[bytes]:
    """Return the entries of `log` in order, from `start` until before `stop`."""
    query = sa.select(Leaf.entry).where(Leaf.log == log, Leaf.index >= start).order_by(Leaf.index)
    if stop is not None:
        query = query.where(Leaf.index < stop)
    return list(session.scalars(query))


def last_entry(session: Session, log: str) -> bytes | None:
    """Return the entry that `log` ends with; None before its first."""
    query = sa.select(Leaf.entry).where(Leaf.log == log).order_by(Leaf.index.desc())
    return session.scalar(query.limit(1))


def leaf_hashes(session: Session, log: str, start: int, stop: int) -> list[bytes]:
    """Return the leaves of `log` from `start` until before `stop`."""
    return list(
        session.scalars(
            sa.select(Leaf.leaf_hash)
            .where(Leaf.log == log, Leaf.index >= start, Leaf.index < stop)
            .order_by(Leaf.index)
        )
    )


def sequenced(session: Session, log: str, leaf_hash: bytes) -> int | None:
    """Return where the entry with this leaf stands in `log`; None while it is not in it."""
    return session.scalar(
        sa.select(sa.func.min(Leaf.index)).where(Leaf.log == log, Leaf.leaf_hash == leaf_hash)
    )


def waiting(session: Session, log: str | None = None) -> int:
    """Return how many entries wait for the sequencer, of one log or of all."""
    query = sa.select(sa.func.count()).select_from(QueuedEntry)
    return session.scalar(query.where(QueuedEntry.log == log) if log else query) or 0


def queue_age(session: Session, now: datetime) -> timedelta | None:
    """Return how long the oldest waiting entry has waited; None when nothing waits."""
    oldest = session.scalar(sa.select(sa.func.min(QueuedEntry.queued_at)))
    return now - oldest if oldest else None


def published(session: Session, log: str, covering: int | None = None) -> Head | None:
    """Return the latest published head of `log`; with `covering`, the first beyond that index."""
    query = sa.select(PublishedCheckpoint.size, PublishedCheckpoint.root).where(
        PublishedCheckpoint.log == log
    )
    if covering is None:
        query = query.order_by(PublishedCheckpoint.size.desc())
    else:
        query = query.where(PublishedCheckpoint.size > covering).order_by(PublishedCheckpoint.size)
    found = session.execute(query.limit(1)).one_or_none()
    return Head(found.size, found.root) if found else None


def covering(session: Session, case_ref: str, index: int) -> Head | None:
    """Return the first published head of the case's log that covers entry `index`, if any yet."""
    return published(session, case_ref, covering=index)


def checkpoint(session: Session, log: str, size: int | None = None) -> str | None:
    """Return the signed checkpoint of `log`, the latest or the one of `size`."""
    query = sa.select(PublishedCheckpoint.note).where(PublishedCheckpoint.log == log)
    if size is not None:
        query = query.where(PublishedCheckpoint.size == size)
    return session.scalar(query.order_by(PublishedCheckpoint.size.desc()).limit(1))


def tile(session: Session, log: str, wanted: Tile) -> bytes:
    """Return the content of a tile that the latest checkpoint covers; raises Missing."""
    end = published(session, log)
    if end is None or wanted.leaves.stop > end.size:
        raise Missing()
    start, stop = wanted.leaves.start, wanted.leaves.stop
    if wanted.level == ENTRIES:
        return entries_in(entries(session, log, start, stop))
    return hashes_in(wanted, leaf_hashes(session, log, start, stop))


def consistency(session: Session, log: str, old: int) -> bytes:
    """Return a consistency file from size `old` to the latest checkpoint; raises Missing."""
    end = published(session, log)
    note = checkpoint(session, log, end.size) if end else None
    if end is None or note is None or not 0 < old <= end.size:
        raise Missing()
    proof = merkle.consistency_proof(leaf_hashes(session, log, 0, end.size), old)
    return consistency_file(old, proof, note)


def registry_checkpoint(session: Session, covering: int, first: bool) -> tuple[int, str] | None:
    """Return size and note of the first or the latest registry checkpoint over this index."""
    size = PublishedCheckpoint.size
    found = session.execute(
        sa.select(PublishedCheckpoint.size, PublishedCheckpoint.note)
        .where(PublishedCheckpoint.log == REGISTRY, size > covering)
        .order_by(size if first else size.desc())
        .limit(1)
    ).one_or_none()
    return (found.size, found.note) if found else None


def newest(session: Session, log: str, before: int | None, count: int) -> list[Line]:
    """Return the last `count` entries of `log` that stand before index `before`."""
    query = sa.select(Leaf.index, Leaf.entry).where(Leaf.log == log)
    if before is not None:
        query = query.where(Leaf.index < before)
    found = session.execute(query.order_by(Leaf.index.desc()).limit(count))
    return [Line(index, raw) for index, raw in found]


def cases(session: Session) -> list[CaseLog]:
    """Return every case log with its size, first and last entry; the latest case first."""
    first, last = aliased(Leaf), aliased(Leaf)
    found = session.execute(
        sa.select(LogHead.log, LogHead.size, first.entry, last.entry)
        .join(first, sa.and_(first.log == LogHead.log, first.index == 0))
        .join(last, sa.and_(last.log == LogHead.log, last.index == LogHead.size - 1))
        .where(LogHead.log != REGISTRY)
        .order_by(LogHead.log.desc())
    )
    return [CaseLog(*row) for row in found]


def attachments(session: Session, case_ref: str) -> dict[str, bytes]:
    """Return the files that were handed down for the bundle of a case, by path."""
    found = session.execute(
        sa.select(Attachment.path, Attachment.content).where(Attachment.case_ref == case_ref)
    )
    return {row.path: row.content for row in found}
