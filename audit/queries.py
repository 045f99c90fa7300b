"""What can be read from the logs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from audit import merkle
from audit.keys import REGISTRY
from audit.models import (
    Attachment,
    Cosignature,
    Leaf,
    LogHead,
    PublishedCheckpoint,
    QueuedEntry,
)
from audit.note import MOST_SIGNATURES

AT_ONCE = 1_000  # entries of a log that are held while it is gone through


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


class Stream:
    """The entries of a log in order, a few at a time: gone through as often as one likes, from the
    first on until before `stop`, and never held. of: another column, as the leaves."""

    def __init__(
        self,
        session: Session,
        log: str,
        stop: int | None = None,
        of: InstrumentedAttribute[bytes] = Leaf.entry,
    ) -> None:
        self._session, self._log, self._stop, self._of = session, log, stop, of

    def __iter__(self) -> Iterator[bytes]:
        query = sa.select(self._of).where(Leaf.log == self._log).order_by(Leaf.index)
        if self._stop is not None:
            query = query.where(Leaf.index < self._stop)
        found = self._session.scalars(query, execution_options={"yield_per": AT_ONCE})
        for some in found.partitions():
            yield from some


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


def root_of_first(session: Session, log: str, size: int) -> bytes | None:
    """Return the root over the first `size` leaves of `log`; None when it has fewer."""
    query = sa.select(Leaf.leaf_hash).where(Leaf.log == log, Leaf.index < size)
    found = session.scalars(query.order_by(Leaf.index), execution_options={"yield_per": AT_ONCE})
    edge = merkle.Edge().extended(found)
    return edge.root if edge.size == size else None


def sequenced(session: Session, log: str, leaf_hash: bytes) -> int | None:
    """Return where the entry with this leaf stands in `log`; None while it is not in it."""
    return session.scalar(
        sa.select(sa.func.min(Leaf.index)).where(Leaf.log == log, Leaf.leaf_hash == leaf_hash)
    )


def waiting(session: Session, log: str | None = None) -> int:
    """Return how many entries wait for the sequencer, of one log or of all."""
    query = sa.select(sa.func.count()).select_from(QueuedEntry)
    return session.scalar(query.where(QueuedEntry.log == log) if log else query) or 0


def waiting_logs(session: Session) -> list[str]:
    """Return the logs that entries wait for."""
    return list(session.scalars(sa.select(QueuedEntry.log).distinct()))


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


def published_sizes(session: Session, log: str, beyond: int) -> list[int]:
    """Return the sizes, larger than one, of which `log` has a checkpoint."""
    size = PublishedCheckpoint.size
    query = sa.select(size).where(PublishedCheckpoint.log == log, size > beyond)
    return list(session.scalars(query.order_by(size)))


def covering(session: Session, case_ref: str, index: int) -> Head | None:
    """Return the first published head of the case's log that covers entry `index`, if any yet."""
    return published(session, case_ref, covering=index)


def checkpoint(session: Session, log: str, size: int | None = None) -> str | None:
    """Return the signed checkpoint of `log`, the latest or the one of `size`, as it is shown to
    everybody: with what witnesses have signed of it by now."""
    found = _checkpoint(session, log, size)
    if found is None:
        return None
    signed = sa.select(Cosignature.line).where(
        Cosignature.log == log, Cosignature.size == found.size
    )
    lines = session.scalars(signed.order_by(Cosignature.witness)).all()
    own = found.note.rpartition("\n\n")[2].count("\n")
    return str(found.note) + "".join(f"{line}\n" for line in lines[: MOST_SIGNATURES - own])


def own_checkpoint(session: Session, log: str, size: int) -> str | None:
    """Return the checkpoint of `log` of `size` as we signed it: the same for ever."""
    found = _checkpoint(session, log, size)
    return str(found.note) if found else None


def _checkpoint(session: Session, log: str, size: int | None) -> sa.Row[int, str] | None:
    query = sa.select(PublishedCheckpoint.size, PublishedCheckpoint.note).where(
        PublishedCheckpoint.log == log
    )
    if size is not None:
        query = query.where(PublishedCheckpoint.size == size)
    return session.execute(query.order_by(PublishedCheckpoint.size.desc()).limit(1)).one_or_none()


def registry_checkpoint(session: Session, covering: int) -> tuple[int, str] | None:
    """Return size and note of the first registry checkpoint over this index."""
    size = PublishedCheckpoint.size
    found = session.execute(
        sa.select(PublishedCheckpoint.size, PublishedCheckpoint.note)
        .where(PublishedCheckpoint.log == REGISTRY, size > covering)
        .order_by(size)
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


def attachments(session: Session, case_ref: str) -> dict[str, bytes]:
    """Return the files that were handed down for the bundle of a case, by path."""
    found = session.execute(
        sa.select(Attachment.path, Attachment.content).where(Attachment.case_ref == case_ref)
    )
    return {row.path: row.content for row in found}
