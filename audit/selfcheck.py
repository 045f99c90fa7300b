"""What the house looks at when it starts: is the log as it was left?

Quick, whatever the log's length, as long as all is well; `audit check` hashes everything.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit import belts, keys, memory, merkle, note, rotation
from audit.models import Leaf, LogHead, PublishedCheckpoint
from audit.queries import root_of_first
from kernel.settings import Settings


def problems(session: Session, settings: Settings) -> Iterator[str]:
    """Yield a line for whatever is not as it was left: belts, sizes, heads, signatures, memory."""
    yield from about_belts(session)
    heads = {row.log: row for row in session.execute(sa.select(LogHead.__table__))}
    last, held = _last_published(session), _held(session)
    try:
        for log in sorted({*heads, *last, *held, *memory.logs(settings)}):
            yield from _about_head(log, heads.get(log), held.get(log, (0, 0)))
            if log in last:
                yield from _about_checkpoint(session, settings, log, last[log], heads.get(log))
            both = (last.get(log), heads.get(log))
            known = [memory.Kept(one.size, one.root) for one in both if one]
            yield from _about_memory(session, settings, log, known)
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


def _last_published(session: Session) -> dict[str, Any]:
    row = PublishedCheckpoint.__table__.c
    latest = sa.select(row.log, sa.func.max(row.size).label("size")).group_by(row.log).subquery()
    query = sa.select(row.log, row.size, row.root, row.note).join(
        latest, sa.and_(latest.c.log == row.log, latest.c.size == row.size)
    )
    return {one.log: one for one in session.execute(query)}


def _held(session: Session) -> dict[str, tuple[int, int]]:
    """Return of each log how many entries there are, and where the last would end."""
    end = sa.func.max(Leaf.index) + 1
    query = sa.select(Leaf.log, sa.func.count(), end).group_by(Leaf.log)
    return {log: (count, end) for log, count, end in session.execute(query)}


def _about_head(log: str, head: Any, held: tuple[int, int]) -> Iterator[str]:
    size = head.size if head else 0
    if held != (size, size):
        yield f"{log}: its head says {size} entries, {held[0]} are there, the last at {held[1] - 1}"
    if head is None:
        return
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
    if head is None or last.size > head.size or (last.size == head.size and last.root != head.root):
        yield f"{log}: the last checkpoint (size {last.size}) is not of this log"


def _about_memory(
    session: Session, settings: Settings, log: str, known: list[memory.Kept]
) -> Iterator[str]:
    try:
        kept = memory.kept(settings, log)
    except memory.Behind as error:
        yield str(error)
        return
    if kept and kept not in known and root_of_first(session, log, kept.size) != kept.root:
        yield str(memory.behind(settings, log, kept))
