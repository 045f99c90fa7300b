"""The database: the base of all rows, the column types of the house, and the engine.

SQLite is opened so that an answered write is on the disk (`synchronous=FULL`), and writers queue
for the lock at BEGIN instead of failing half-way (`BEGIN IMMEDIATE`).
"""

import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from psycopg.pq import Format
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.orm import (
    DeclarativeBase,
    Session,
    SessionTransaction,
    make_transient_to_detached,
)
from sqlalchemy.pool import NullPool

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

WRITING = "venire_writing"

Id = sa.String(22)
ID = re.compile(r"[A-Za-z0-9_-]{22}")

Query = TypeVar("Query", bound="sa.Select[Any]")


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMES)


def new_id() -> str:
    """Return a random id of 128 bits. Random, because an id in order of time tells the order."""
    return secrets.token_urlsafe(16)


def is_id(text: str) -> bool:
    """Whether a text, such as a part of an address, can be the id of a row; else it is not looked
    for: no database has to take what is in it."""
    return ID.fullmatch(text) is not None


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC datetime on every database; a naive one is a bug and is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def make_engine(url: str, **how: Any) -> Engine:
    """Return an engine for `url`, prepared for its kind of database. how: as SQLAlchemy's own."""
    if make_url(url).get_backend_name() != "sqlite":
        engine = sa.create_engine(url, pool_pre_ping=True, **how)
        sa.event.listen(engine, "before_cursor_execute", _read_binary)
        return engine
    import pysqlite3  # a newer SQLite than Debian's, with the fix of the WAL-reset bug

    engine = sa.create_engine(url, module=pysqlite3.dbapi2, **how)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def migrating_engine(url: str) -> Engine:
    """Return an engine for migrations. On SQLite a table is changed by making it anew, and dropping
    the old one would break whatever refers to it: foreign keys are looked at when all is done, as
    SQLite's own description of the procedure says (https://sqlite.org/lang_altertable.html)."""
    engine = make_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _without_foreign_keys)
        sa.event.listen(engine, "commit", _check_foreign_keys)
    return engine


def _without_foreign_keys(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise RuntimeError(f"after this migration rows of {tables} would refer to nothing")


def _read_binary(
    _connection: Connection, cursor: Any, _statement: str, _values: Any, context: Any, _many: bool
) -> None:
    """What is read a few rows at a time is much: PostgreSQL sends it as it is, and not bytes as two
    digits each."""
    if context is not None and context.execution_options.get("yield_per"):
        cursor.format = Format.BINARY


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "busy_timeout=15000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def held(query: Query) -> Query:
    """Hold the rows of `query` to the end of the transaction, and read them as they are by then.

    A row that this session has read before would else stay as it was then, lock or no lock.
    """
    return query.with_for_update().execution_options(populate_existing=True)


def hold_name(session: Session, name: str, *, shared: bool = False) -> None:
    """Hold a name to the end of the transaction, where there is no row to hold: who wants it too
    waits until then, and reads what we wrote. On SQLite writers queue at BEGIN already.

    shared: together with others who share it; only who wants it alone waits.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    lock = sa.func.pg_advisory_xact_lock_shared if shared else sa.func.pg_advisory_xact_lock
    session.execute(sa.select(lock(sa.func.hashtextextended(name, 0))))


def read_one_moment(session: Session) -> None:
    """Let a transaction that has read nothing yet read what is committed by then, and nothing that
    others commit later. On SQLite each does so already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def once_committed(session: Session, do: Callable[[], object]) -> None:
    """Do what cannot be taken back once the transaction is committed; never where it, or the
    savepoint that asked, is rolled back. SQLAlchemy says `after_commit` of each savepoint too.
    """
    waits, around = [do], _transactions(session)

    def committed(session: Session) -> None:
        if waits and not session.in_nested_transaction():
            waits.pop()()

    def rolled_back(_session: Session, gone: SessionTransaction) -> None:
        if gone in around:
            waits.clear()

    sa.event.listen(session, "after_commit", committed)
    sa.event.listen(session, "after_soft_rollback", rolled_back)


def if_undone(session: Session, undo: Callable[[], object]) -> None:
    """Undo what no transaction holds, such as a file, if the transaction or the savepoint that
    asked is rolled back: not for another savepoint beside."""
    waits, around = [undo], _transactions(session)

    def rolled_back(_session: Session, gone: SessionTransaction) -> None:
        if waits and gone in around:
            waits.pop()()

    sa.event.listen(session, "after_soft_rollback", rolled_back)


def _transactions(session: Session) -> list[SessionTransaction]:
    """Return the transactions that a session is in now, the innermost savepoint first."""
    found, inner = [], session.get_nested_transaction() or session.get_transaction()
    while inner is not None:
        found.append(inner)
        inner = inner.parent
    return found


def leave_no_trace(session: Session) -> None:
    """Once it is committed, empty SQLite's write-ahead log: what rows said before stands there
    until it is written over. It waits for nobody: where others read at that moment it stays for a
    while. On PostgreSQL, VACUUM does this in its time."""
    engine = session.get_bind().engine
    if engine.dialect.name == "sqlite":
        once_committed(session, lambda: _empty_log(engine))


def _empty_log(engine: Engine) -> None:
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout=0")
        with suppress(
            engine.dialect.loaded_dbapi.OperationalError
        ):  # what was asked for is committed
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute("PRAGMA busy_timeout=15000")
    finally:
        raw.close()


def in_one(*aggregates: Any) -> "sa.ScalarSelect[str]":
    """Return what is asked of all rows of a table as one text, to be compared with another: they
    are gone through once, and it is one column to read. What is NULL is left out."""
    slash: sa.ColumnElement[str] = sa.literal_column("'/'")
    return sa.select(sa.func.concat_ws(slash, *aggregates, type_=sa.String)).scalar_subquery()


def insert_once(session: Session, row: Base) -> bool:
    """Insert a new row unless one of the same key is there already; whether it was inserted.

    In one statement, without a savepoint. What was inserted belongs to the session from then on,
    as if it had been read; columns that were not set are read when they are asked for.
    """
    mapper = sa.inspect(row).mapper
    values = {
        column.key: row.__dict__[name]
        for name, column in mapper.columns.items()
        if name in row.__dict__
    }
    if not put_once(session, mapper.local_table, values):
        return False
    make_transient_to_detached(row)
    session.add(row)
    return True


def put_once(session: Session, table: sa.FromClause, values: dict[str, Any]) -> bool:
    """Do the same for a row that is given by its columns, and that the session does not get: where
    thousands are inserted within a minute."""
    statement = _put_once(table, session.get_bind().dialect.name)
    done: Any = session.execute(statement, values)
    return bool(done.rowcount == 1)


@lru_cache(maxsize=64)
def _put_once(table: Any, dialect: str) -> sa.Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    once: sa.Insert = insert(table).on_conflict_do_nothing()
    return once.execution_options(preserve_rowcount=True)  # else it is not told of an INSERT
