"""The index of the logs: what entries can be found by, written down after they have their places.

It holds nothing that the entries do not say, and can be thrown away and made anew. Leaves of a log
are numbered without gaps and committed in that order, so "whatever stands after the last that was
indexed" loses none, as it would with the queue.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit import telling
from audit.entry import BadEntry, parse
from audit.keys import REGISTRY
from audit.models import (
    INDEX,
    LONGEST_WORD,
    IndexedCase,
    IndexedClause,
    IndexedEntry,
    IndexedSubject,
    Leaf,
    LogHead,
    Unfinished,
)
from kernel.db import hold_name, put_once
from kernel.jobs import added_up, all_stuck
from kernel.work import Work, unit_of_work

AT_ONCE = 1_000  # entries in one transaction
UNREADABLE = "?"
BALLOT = b'"kind":"ballot"'  # no text within an entry can hold it: its quotes would be escaped
A_WORD = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._:/-]{{0,{LONGEST_WORD - 1}}}")
UNNAMED = frozenset({"v", "kind", "at"})  # what no entry is looked for by as a subject


def index_logs() -> int:
    """Index whatever has found its place since the last time; return how many entries.

    A log that fails stops no other; raises Stuck at the end.
    """
    done, failed = added_up(_grown(), _catch_up)
    if failed:
        raise all_stuck(failed)
    return done


def _catch_up(log: str) -> int:
    done = 0
    while True:
        with unit_of_work() as work:
            hold_name(work.session, "audit.index")
            found = _index(work, log)
            if found < AT_ONCE:
                _note_done(work.session, log)
        done += found
        if found < AT_ONCE:
            return done


def forget() -> int:
    """Throw the index away, so that it is made anew; return of how many logs."""
    with unit_of_work() as work:
        session = work.session
        hold_name(session, "audit.index")
        for row in (IndexedEntry, IndexedSubject, IndexedCase, IndexedClause):
            session.execute(sa.delete(row))
        for log, size in session.execute(sa.select(LogHead.log, LogHead.size)).all():
            put_once(session, Unfinished.__table__, {"what": INDEX, "log": log, "size": size})
        return session.scalar(sa.select(sa.func.count()).select_from(LogHead)) or 0


def _grown() -> list[str]:
    """Return the logs that hold more than was indexed, the registry last."""
    with unit_of_work(writing=False) as work:
        found = work.session.scalars(sa.select(Unfinished.log).where(Unfinished.what == INDEX))
        return sorted(found, key=lambda log: (log == REGISTRY, log))


def _note_done(session: Session, log: str) -> None:
    """Note that a log is indexed, unless it has grown on since."""
    session.execute(
        sa.delete(Unfinished).where(
            Unfinished.what == INDEX,
            Unfinished.log == log,
            Unfinished.size <= _indexed(session, log),
        )
    )


def _indexed(session: Session, log: str) -> int:
    """Return up to which entry a log is indexed."""
    if log != REGISTRY:
        case = session.get(IndexedCase, log)
        return case.size if case else 0
    last = sa.select(sa.func.max(IndexedEntry.index)).where(IndexedEntry.log == REGISTRY)
    known = session.scalar(last)
    return 0 if known is None else known + 1


def _index(work: Work, log: str) -> int:
    if log != REGISTRY:
        return _index_case(work.session, log)
    lines = _leaves(work.session, log, _indexed(work.session, log))
    entries, subjects = [], []
    for index, raw in lines:
        says = _read(raw)
        entries.append(_row(log, index, says))
        subjects += [{"subject": word, "leaf_index": index} for word in sorted(set(named(says)))]
    _insert(work.session, IndexedEntry, entries)
    _insert(work.session, IndexedSubject, subjects)
    return len(lines)


def _index_case(session: Session, ref: str) -> int:
    case = session.get(IndexedCase, ref)
    lines = _leaves(session, ref, case.size if case else 0)
    told = [(index, _read(raw)) for index, raw in lines if BALLOT not in raw]
    if case is None and lines:
        case = _opened(session, ref, told)
    if case is not None and lines:
        for _at, says in told:
            _tell(case, says)
        if BALLOT in lines[-1][1]:
            case.kind = "ballot"
        case.size = lines[-1][0] + 1
    _insert(session, IndexedEntry, [_row(ref, index, says) for index, says in told])
    return len(lines)


def _opened(session: Session, ref: str, told: Sequence[tuple[int, dict[str, Any]]]) -> IndexedCase:
    opened = told[0][1] if told else {}
    question = str(opened.get("question", ""))
    words = f"{ref} {question}".casefold()
    said = {"ref": ref, "question": question, "words": words}
    case = IndexedCase(**said, size=0, kind="", withheld=False, estimate=False)
    session.add(case)
    clauses = {str(clause["id"]) for clause in opened.get("clauses", ())}
    _insert(session, IndexedClause, [{"clause": one, "ref": ref} for one in sorted(clauses)])
    return case


def _tell(case: IndexedCase, says: dict[str, Any]) -> None:
    case.kind = says["kind"]
    if case.kind == "case.closed":
        case.closed_on = _day(says["closes_at"])
    elif case.kind == "verdict":
        case.outcome, case.withheld = says["outcome"], telling.withheld(says)
        case.estimate = says["stands"] == telling.ESTIMATE


def _leaves(session: Session, log: str, start: int) -> list[tuple[int, bytes]]:
    query = sa.select(Leaf.index, Leaf.entry).where(Leaf.log == log, Leaf.index >= start)
    found = session.execute(query.order_by(Leaf.index).limit(AT_ONCE))
    return [(index, raw) for index, raw in found]


def _read(raw: bytes) -> dict[str, Any]:
    try:
        return parse(raw)
    except BadEntry:
        return {"kind": UNREADABLE}


def _row(log: str, index: int, says: dict[str, Any]) -> dict[str, Any]:
    kind = says["kind"] if A_WORD.fullmatch(says["kind"]) else UNREADABLE
    return {"log": log, "leaf_index": index, "kind": kind, "day": _day(says.get("at"))}


def named(value: Any) -> Iterator[str]:
    """Yield what an entry names, by whatever field: references, digests, who it was."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in UNNAMED:
                yield from named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from named(inner)
    elif isinstance(value, str) and A_WORD.fullmatch(value):
        yield value


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _insert(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(sa.insert(model.__table__), rows)
