"""What the house looks at as a web server, a worker or the doctor starts: is the log as it
was left?

Quick, whatever the length of the logs: no entry is counted or hashed while all is well, and what
costs most is done for the registry and for cases that are not over. `audit check` does it for all.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit import belts, keys, memory, merkle, note, rotation
from audit.keys import REGISTRY
from audit.models import IndexedCase, Leaf, LogHead, PublishedCheckpoint
from audit.queries import root_of_first
from audit.search import OVER
from kernel.settings import Settings

# Of each log to be looked at closely what was signed last, or what keeps that from being read.
Noted = Mapping[str, memory.Kept | memory.Behind | None]


def noted(session: Session, settings: Settings) -> Noted:
    """Return what was signed last of the registry, of each case that is not over, and of logs that
    the database does not know. Ask it before the look, in a transaction of its own: then the
    database holds what is noted."""
    names = memory.logs(settings)
    heads, ended = LogHead.log, IndexedCase.kind.in_(OVER)
    all_of_it = sa.and_(IndexedCase.ref == heads, IndexedCase.size == LogHead.size, ended)
    living = sa.select(heads).where(~sa.exists().where(all_of_it))
    known = set(session.scalars(sa.select(heads)))
    closely = {REGISTRY, *session.scalars(living), *(name for name in names if name not in known)}
    return {log: _kept(settings, log) for log in sorted(closely)}


def _kept(settings: Settings, log: str) -> memory.Kept | memory.Behind | None:
    try:
        return memory.kept(settings, log)
    except memory.Behind as error:
        return error


def problems(session: Session, settings: Settings, noted: Noted) -> Iterator[str]:
    """Yield a line for whatever is not as it was left: belts, sizes, heads, signatures, key, notes.

    Where others may write meanwhile, it wants a transaction that reads one moment (`kernel.db`).
    """
    yield from about_belts(session)
    yield from _about_sizes(session, noted)
    try:
        for log, kept in noted.items():
            head, last = _head(session, log), _last_published(session, log)
            if head:
                yield from _about_head(log, head)
            if last:
                yield from _about_checkpoint(session, settings, log, last, head)
            if isinstance(kept, memory.Behind):
                yield str(kept)
                continue
            known = [memory.Kept(one.size, one.root) for one in (last, head) if one]
            if kept and kept not in known and root_of_first(session, log, kept.size) != kept.root:
                yield str(memory.behind(settings, log, kept))
    except keys.LostKey as error:
        yield str(error)


def about_belts(session: Session) -> Iterator[str]:
    """Yield a line for each belt that is gone, off, or another than it was."""
    dialect = session.get_bind().dialect.name
    there = _triggers_of[dialect](session)
    for table in belts.TABLES:
        wanted = belts.wanted(dialect, table)
        found = there.pop(table, {})
        for name in sorted({*wanted, *found}):
            if name not in wanted:
                yield f"{table}: the trigger {name} is not one of ours"
            elif found.get(name) != wanted[name]:
                yield f"{table}: the trigger {name}, which keeps its rows, is gone, off, or changed"


def _sqlite_triggers(session: Session) -> dict[str, dict[str, Any]]:
    rows = session.execute(
        sa.text("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
    )
    return _by_table((table, name, sql) for table, name, sql in rows)


def _postgresql_triggers(session: Session) -> dict[str, dict[str, Any]]:
    rows = session.execute(
        sa.text(
            "SELECT c.relname, t.tgname, t.tgenabled::text, t.tgtype, p.prosrc, "
            "t.tgqual IS NULL AND t.tgattr::text = '' AS whole "
            "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
    )
    return _by_table((table, name, tuple(how)) for table, name, *how in rows)


def _by_table(rows: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for table, name, how in rows:
        found.setdefault(table, {})[name] = how
    return found


_triggers_of = {"sqlite": _sqlite_triggers, "postgresql": _postgresql_triggers}


def _about_sizes(session: Session, noted: Iterable[str]) -> Iterator[str]:
    """Hold the head of every log against where its entries and its checkpoints end."""
    of = LogHead.log
    end = sa.select(sa.func.max(Leaf.index) + 1).where(Leaf.log == of).correlate(LogHead)
    ends = sa.func.coalesce(end.scalar_subquery(), 0)
    size = PublishedCheckpoint.size
    beyond = sa.exists().where(
        PublishedCheckpoint.log == of,
        sa.or_(
            size > LogHead.size,
            sa.and_(size == LogHead.size, PublishedCheckpoint.root != LogHead.root),
        ),
        size >= LogHead.size,
    )
    heads = sa.select(of, LogHead.size, ends.label("end"), beyond.label("beyond"))
    found = session.execute(heads.where(sa.or_(ends != LogHead.size, beyond)).order_by(of))
    for log, says, there, is_beyond in found:
        if says != there:
            yield f"{log}: its head says {says} entries, the last that is there is number {there}"
        if is_beyond:
            yield f"{log}: a checkpoint of it is not of this log"
    for log in noted:
        if _head(session, log) is None and (there := session.scalar(_end_of(log))):
            yield f"{log}: its head is gone, the last entry that is there is number {there}"


def _end_of(log: str) -> "sa.Select[Any]":
    return sa.select(sa.func.max(Leaf.index) + 1).where(Leaf.log == log)


def _head(session: Session, log: str) -> Any:
    return session.execute(sa.select(LogHead.__table__).where(LogHead.log == log)).one_or_none()


def _last_published(session: Session, log: str) -> Any:
    row = PublishedCheckpoint.__table__.c
    query = sa.select(row.size, row.root, row.note).where(row.log == log)
    return session.execute(query.order_by(row.size.desc()).limit(1)).one_or_none()


def _about_head(log: str, head: Any) -> Iterator[str]:
    try:
        root = merkle.Edge.unpacked(head.size, head.edge).root
    except ValueError:
        root = None
    if root != head.root:
        yield f"{log}: its edge and its root are not of one tree"


def _about_checkpoint(
    session: Session, settings: Settings, log: str, last: Any, head: Any
) -> Iterator[str]:
    try:
        signed = rotation.opened(session, settings, log, last.size, last.note)
    except note.BadNote as error:
        yield f"{log}: the last checkpoint (size {last.size}) is not ours: {error}"
        return
    if (signed.size, signed.root) != (last.size, last.root):
        yield f"{log}: the last checkpoint (size {last.size}) signs another head"
    if head is None:
        yield f"{log}: the last checkpoint (size {last.size}) is of a log without a head"
