"""The sequencer: gives waiting entries their places, then signs, then publishes.

One transaction takes queue rows of one log, writes its leaves, its edge and its head, and, for the
log of a case, queues that head for the registry. Only what is committed is signed, and only what is
signed is published. A file outside the database remembers the last head that was signed: when the
database is behind it (a backup was put back), nothing is sequenced or signed until somebody has
looked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from audit import entry, keys, memory, merkle, note, rotation
from audit.keys import REGISTRY
from audit.memory import Behind
from audit.models import (
    INDEX,
    SIGN,
    Leaf,
    LogHead,
    PublishedCheckpoint,
    QueuedEntry,
    Unfinished,
)
from audit.queries import AT_ONCE, root_of_first
from kernel.db import WRITING, once_committed, put_once
from kernel.jobs import added_up, all_stuck
from kernel.settings import Settings

# A batch is whatever waits, as far as it can be held: a closing may bring a million ballots.
BATCH = 32_768  # entries
BATCH_BYTES = 1 << 24
COPY = "COPY log_leaves (log, leaf_index, leaf_hash, entry) FROM STDIN (FORMAT BINARY)"


def sequence(engine: Engine, settings: Settings) -> int:
    """Sequence whatever waits, sign and publish; return how many entries found their places.

    The logs of cases come first, so that the registry takes up their heads in the same run.
    A log that fails stops no other. Raises Behind at the end, naming each log that must not be
    signed; Stuck where any failed for another reason.
    """
    logs = (*_logs(engine), REGISTRY)
    done, failed = added_up(logs, lambda log: advance(engine, settings, log))
    if failed and all(isinstance(error, Behind) for error in failed.values()):
        raise Behind("\n".join(map(str, failed.values())))
    if failed:
        raise all_stuck(failed)
    return done


def advance(engine: Engine, settings: Settings, log: str) -> int:
    """Do so for one log; raises Behind when it must not be signed."""
    publish(engine, settings, log)  # a head that whoever came before did not come to sign
    done = 0
    while taken := take(engine, log):
        publish(engine, settings, log)
        done += taken
    return done


def take(engine: Engine, log: str) -> int:
    """Move a batch of queue rows of `log` into the log, in one transaction; return how many."""
    with _writing(engine) as session:
        head = _locked_head(session, log)
        batch = _first_in_queue(session, log)
        if not batch:
            return 0
        leaves = [merkle.leaf_hash(one.entry) for one in batch]
        edge = merkle.Edge.unpacked(head.size, head.edge).extended(leaves)
        _put(session, log, head.size, leaves, [one.entry for one in batch])
        _take_from_queue(session, [one.id for one in batch])
        session.execute(
            sa.update(LogHead)
            .where(LogHead.log == log)
            .values(size=edge.size, root=edge.root, edge=edge.packed())
        )
        _leave(session, log, edge.size)
        if log != REGISTRY:
            fields = {"case": log, "size": edge.size, "root": edge.root.hex()}
            made = entry.make("case.checkpoint", fields)
            since = batch[0].queued_at
            session.execute(
                sa.insert(QueuedEntry).values(log=REGISTRY, entry=made.bytes, queued_at=since)
            )
        return len(batch)


def publish(engine: Engine, settings: Settings, log: str) -> bool:
    """Sign the committed head of `log` and publish it, unless it is published already.

    Raises Behind when the log does not begin with what was signed last, or was signed by another
    key, LostKey when its key is gone.
    """
    with _writing(engine) as session:
        head = session.execute(
            sa.select(LogHead.size, LogHead.root).where(LogHead.log == log).with_for_update()
        ).one_or_none()
        last = session.execute(
            sa.select(PublishedCheckpoint.size, PublishedCheckpoint.root, PublishedCheckpoint.note)
            .where(PublishedCheckpoint.log == log)
            .order_by(PublishedCheckpoint.size.desc())
            .limit(1)
        ).one_or_none()
        heads = [memory.Kept(row.size, row.root) for row in (last, head) if row and row.size]
        _check_memory(session, settings, log, heads)
        rotation.settle(session, settings)
        if last:
            _check_key(session, settings, log, last.note)
        if head is None or head.size == 0 or (last and last.size == head.size):
            return False
        origin, signers = keys.origin(settings, log), [keys.signer(settings)]
        if log == REGISTRY and (follows := rotation.takes_over(session, settings, head.size)):
            row, key = follows
            row.since = head.size
            signers.append(key)
            follows_now = row.public
            once_committed(session, lambda: keys.hand_over(settings, follows_now))
        memory.keep(settings, log, memory.Kept(head.size, head.root))
        text = note.Checkpoint(origin, head.size, head.root).text
        session.execute(
            sa.insert(PublishedCheckpoint).values(
                log=log, size=head.size, root=head.root, note=note.signed(text, origin, *signers)
            )
        )
        session.execute(sa.delete(Unfinished).where(Unfinished.what == SIGN, Unfinished.log == log))
        return True


def _check_memory(session: Session, settings: Settings, log: str, heads: list[memory.Kept]) -> None:
    """Raise Behind unless the log begins with what was signed last. Mostly that is one of `heads`,
    the last one published and the one it has now: else its entries are hashed up to there."""
    last = memory.kept(settings, log)
    if last is None or last in heads:
        return
    if root_of_first(session, log, last.size) != last.root:
        raise memory.behind(settings, log, last)


def _check_key(session: Session, settings: Settings, log: str, last: str) -> None:
    """Raise Behind unless the key that we would sign with is the one that signed last, or the one
    that it handed over to."""
    known = rotation.verifiers(session, settings, log)
    try:
        if known[-1] != keys.verifier(settings, log):
            raise note.BadNote("another key has taken over")
        note.checkpoint(last, *(known[-1:] if log == REGISTRY else known))
    except note.BadNote as error:
        raise Behind(
            f"The log {log} was signed by another key, or under another name, than this "
            f"installation would sign with ({error}). Nothing of it is signed. Bring back "
            f"{settings.keys / 'log.key'} and VENIRE_LOG_ORIGIN."
        ) from None


def _logs(engine: Engine) -> list[str]:
    """Return the case logs with something to do: entries that wait, or an unpublished head."""
    with Session(engine) as session:
        queued = set(session.scalars(sa.select(QueuedEntry.log).distinct()))
        unsigned = sa.select(Unfinished.log).where(Unfinished.what == SIGN)
        behind = set(session.scalars(unsigned))
    return sorted((queued | behind) - {REGISTRY})


def _leave(session: Session, log: str, size: int) -> None:
    """Write down what is to be done with a log that has this size now, when others look."""
    session.execute(sa.delete(Unfinished).where(Unfinished.log == log))
    rows = [{"what": what, "log": log, "size": size} for what in (SIGN, INDEX)]
    session.execute(sa.insert(_table(Unfinished)), rows)


def _locked_head(session: Session, log: str) -> Any:
    """Return the head of `log`, held until the transaction ends; make it when it is the first."""
    query = sa.select(LogHead.size, LogHead.edge).where(LogHead.log == log).with_for_update()
    found = session.execute(query).one_or_none()
    if found is None:
        empty = {"log": log, "size": 0, "root": merkle.EMPTY_ROOT, "edge": b""}
        put_once(session, _table(LogHead), empty)
        found = session.execute(query).one()
    return found


def _first_in_queue(session: Session, log: str) -> list[Any]:
    """Return the entries of `log` that have waited longest, as many as are taken at once."""
    columns = (QueuedEntry.id, QueuedEntry.entry, QueuedEntry.queued_at)
    query = sa.select(*columns).where(QueuedEntry.log == log).order_by(QueuedEntry.id).limit(BATCH)
    found: list[Any] = []
    held = 0
    with session.execute(query, execution_options={"yield_per": AT_ONCE}) as rows:
        for row in rows:
            held += len(row.entry)
            if found and held > BATCH_BYTES:
                break
            found.append(row)
    return found


def _put(session: Session, log: str, start: int, leaves: list[bytes], entries: list[bytes]) -> None:
    """Give entries their places in the log, from `start` on."""
    rows = zip(count(start), leaves, entries)
    if _on_postgresql(session):
        cursor: Any = session.connection().connection.cursor()
        with cursor, cursor.copy(COPY) as copy:
            copy.set_types(["varchar", "int8", "bytea", "bytea"])
            for index, leaf, raw in rows:
                copy.write_row((log, index, leaf, raw))
        return
    names = ("log", "leaf_index", "leaf_hash", "entry")
    session.execute(
        sa.insert(_table(Leaf)), [dict(zip(names, (log, *row), strict=True)) for row in rows]
    )


def _take_from_queue(session: Session, ids: list[int]) -> None:
    """Take away these rows and no other: one with a lower number may have been committed since."""
    if _on_postgresql(session):
        found = QueuedEntry.id == sa.any_(sa.literal(ids, postgresql.ARRAY(sa.BigInteger)))
        session.execute(sa.delete(_table(QueuedEntry)).where(found))
        return
    one = sa.delete(_table(QueuedEntry)).where(QueuedEntry.id == sa.bindparam("number"))
    session.connection().execute(one, [{"number": number} for number in ids])


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _table(row: Any) -> sa.Table:
    table: sa.Table = row.__table__
    return table


@contextmanager
def _writing(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session, session.begin():
        session.connection(execution_options={WRITING: True})
        yield session
