"""The sequencer: gives waiting entries their places, then signs, then publishes.

One transaction takes queue rows of one log, writes its leaves, its edge and its head, and, for the
log of a case, queues that head for the registry. Only what is committed is signed, and only what is
signed is published. A file outside the database remembers the last head that was signed: when the
database is behind it (a backup was put back), nothing is sequenced or signed until somebody has
looked.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from audit import entry, keys, merkle, note
from audit.keys import REGISTRY
from audit.models import Leaf, LogHead, PublishedCheckpoint, QueuedEntry
from kernel.db import WRITING
from kernel.settings import Settings

BATCH = 256


class Behind(Exception):
    """The database does not hold the head that was signed last: do not sign another."""


def sequence(engine: Engine, settings: Settings) -> int:
    """Sequence whatever waits, sign and publish; return how many entries found their places.

    The logs of cases come first, so that the registry takes up their heads in the same run.
    Raises Behind, naming each log that must not be signed, after all others have been handled.
    """
    done, behind = 0, []
    for log in (*_logs(engine), REGISTRY):
        try:
            publish(engine, settings, log)
            while taken := take(engine, log):
                done += taken
                publish(engine, settings, log)
        except Behind as error:
            behind.append(str(error))
    if behind:
        raise Behind("\n".join(behind))
    return done


def take(engine: Engine, log: str) -> int:
    """Move a batch of queue rows of `log` into the log, in one transaction; return how many."""
    with _writing(engine) as session:
        head = _locked_head(session, log)
        rows = session.execute(
            sa.select(QueuedEntry.id, QueuedEntry.entry, QueuedEntry.queued_at)
            .where(QueuedEntry.log == log)
            .order_by(QueuedEntry.id)
            .limit(BATCH)
        ).all()
        if not rows:
            return 0
        leaves = [
            {
                "log": log,
                "leaf_index": head.size + at,
                "leaf_hash": merkle.leaf_hash(row.entry),
                "entry": row.entry,
            }
            for at, row in enumerate(rows)
        ]
        edge = merkle.Edge.unpacked(head.size, head.edge).extended(
            leaf["leaf_hash"] for leaf in leaves
        )
        session.execute(sa.insert(_table(Leaf)), leaves)
        session.execute(sa.delete(QueuedEntry).where(QueuedEntry.id.in_([row.id for row in rows])))
        session.execute(
            sa.update(LogHead)
            .where(LogHead.log == log)
            .values(size=edge.size, root=edge.root, edge=edge.packed())
        )
        if log != REGISTRY:
            fields = {"case": log, "size": edge.size, "root": edge.root.hex()}
            made = entry.make("case.checkpoint", fields)
            since = rows[0].queued_at
            session.execute(
                sa.insert(QueuedEntry).values(log=REGISTRY, entry=made.bytes, queued_at=since)
            )
        return len(rows)


def publish(engine: Engine, settings: Settings, log: str) -> bool:
    """Sign the committed head of `log` and publish it, unless it is published already.

    Raises Behind when another head than this one or its predecessor was signed last.
    """
    with _writing(engine) as session:
        head = session.execute(
            sa.select(LogHead.size, LogHead.root).where(LogHead.log == log).with_for_update()
        ).one_or_none()
        last = session.execute(
            sa.select(PublishedCheckpoint.size, PublishedCheckpoint.root)
            .where(PublishedCheckpoint.log == log)
            .order_by(PublishedCheckpoint.size.desc())
            .limit(1)
        ).one_or_none()
        memory = settings.home / "heads" / f"{log}.json"
        if head is None or head.size == 0:
            _check_memory(memory, log, ())
            return False
        known = tuple((row.size, row.root.hex()) for row in (last, head) if row)
        _check_memory(memory, log, known)
        if last and last.size == head.size:
            return False
        _remember(memory, head.size, head.root.hex())
        origin = keys.origin(settings, log)
        text = note.Checkpoint(origin, head.size, head.root).text
        signed = note.signed(text, origin, keys.signer(settings))
        session.execute(
            sa.insert(PublishedCheckpoint).values(
                log=log, size=head.size, root=head.root, note=signed
            )
        )
        return True


def _logs(engine: Engine) -> list[str]:
    """Return the case logs with something to do: entries that wait, or an unpublished head."""
    latest = (
        sa.select(sa.func.max(PublishedCheckpoint.size))
        .where(PublishedCheckpoint.log == LogHead.log)
        .scalar_subquery()
    )
    with Session(engine) as session:
        queued = set(session.scalars(sa.select(QueuedEntry.log).distinct()))
        behind = set(
            session.scalars(
                sa.select(LogHead.log).where(LogHead.size > sa.func.coalesce(latest, 0))
            )
        )
    return sorted((queued | behind) - {REGISTRY})


def _locked_head(session: Session, log: str) -> Any:
    """Return the head of `log`, held until the transaction ends; make it when it is the first."""
    query = sa.select(LogHead.size, LogHead.edge).where(LogHead.log == log).with_for_update()
    found = session.execute(query).one_or_none()
    if found is None:
        insert = _insert_for(session)
        empty = {"log": log, "size": 0, "root": merkle.EMPTY_ROOT, "edge": b""}
        session.execute(insert(_table(LogHead)).values(**empty).on_conflict_do_nothing())
        found = session.execute(query).one()
    return found


def _insert_for(session: Session) -> Any:
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert


def _table(row: Any) -> sa.Table:
    table: sa.Table = row.__table__
    return table


@contextmanager
def _writing(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session, session.begin():
        session.connection(execution_options={WRITING: True})
        yield session


def _check_memory(memory: Path, log: str, known: tuple[tuple[int, str], ...]) -> None:
    if not memory.exists():
        return
    kept = json.loads(memory.read_text())
    if (kept["size"], kept["root"]) not in known:
        raise Behind(
            f"The log {log} was signed at size {kept['size']}, and the database does not hold that "
            f"head. Was an older backup put back? Nothing of it is signed. Bring back the newer "
            f"database, or move {memory} away if this is a new beginning with a new key."
        )


def _remember(memory: Path, size: int, root: str) -> None:
    """Write down what is about to be signed, and wait until the disk has it."""
    memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = memory.with_suffix(".new")
    with open(draft, "w", encoding="ascii") as file:
        json.dump({"size": size, "root": root}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(memory)
    folder = os.open(memory.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
