"""The log's rows only grow, on both databases: nothing of them is changed, replaced or taken."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
import sqlalchemy.orm
from flask import Flask

from audit import belts
from audit.models import Attachment, ExportFile, Leaf, LogHead, LogKey, PublishedCheckpoint
from audit.selfcheck import about_belts
from kernel.db import migrating_engine
from tests.audit.logs import unfasten
from tests.conftest import OpenWork
from tests.upgrading import Flasks, filled, reflected, rows_of, steps_since

ROWS = {
    Leaf: {"log": "registry", "leaf_index": 0, "leaf_hash": b"h" * 32, "entry": b"{}"},
    PublishedCheckpoint: {"log": "registry", "size": 1, "root": b"r" * 32, "note": "n"},
    LogHead: {"log": "registry", "size": 9, "root": b"r" * 32, "edge": b""},
    Attachment: {"case_ref": "C-2026-0001", "path": "voters", "content": b"v" * 16},
    LogKey: {"number": 1, "public": b"k" * 32, "leaf": b"h" * 32, "since": 8},
}
# What makes another row of each.
OTHERS: dict[Any, dict[str, Any]] = {
    Leaf: {"log": "other"},
    PublishedCheckpoint: {"log": "other"},
    LogHead: {"log": "other"},
    Attachment: {"case_ref": "C-2026-0002"},
    LogKey: {"number": 2, "public": b"K" * 32},
}
KEYS = {
    Leaf: ("log", "leaf_index"),
    PublishedCheckpoint: ("log", "size"),
    LogHead: ("log",),
    Attachment: ("case_ref", "path"),
    LogKey: ("number",),
}
each = pytest.mark.parametrize("row", list(ROWS), ids=lambda row: row.__tablename__)


@pytest.fixture(autouse=True)
def written(request: pytest.FixtureRequest) -> Iterator[None]:
    if "work" not in request.fixturenames:
        yield
        return
    work: OpenWork = request.getfixturevalue("work")
    with work() as w:
        for row, values in ROWS.items():
            w.session.execute(sa.insert(row.__table__), [values, values | OTHERS[row]])
    before = content(work)
    yield
    assert content(work) == before


def content(work: OpenWork) -> list[Any]:
    with work() as w:
        return [sorted(map(tuple, w.session.execute(sa.select(row.__table__)))) for row in ROWS]


def refused(work: OpenWork, statement: Any, row: Any, *values: Any) -> None:
    """Run a statement as the house does, and as a plain connection to the file would."""
    for plain in (False, True):
        with work() as w:
            connection = w.session.connection()
            if plain and connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA recursive_triggers=OFF")
            with pytest.raises(sa.exc.IntegrityError, match=f"{row.__tablename__} only grows"):
                connection.execute(statement, *values)
            w.session.rollback()


def changed(row: Any) -> dict[str, Any]:
    """Return the last column of a row's key, and something else for it."""
    column = KEYS[row][-1]
    return {column: "x" if isinstance(ROWS[row][column], str) else 99}


def is_the_other(row: Any) -> sa.ColumnElement[bool]:
    return sa.and_(*(row.__table__.c[name] == value for name, value in OTHERS[row].items()))


@each
def test_no_row_is_changed(work: OpenWork, row: Any) -> None:
    for change in (*[{name: value} for name, value in ROWS[row].items()], changed(row)):
        if set(change) & {"size", "since"}:
            continue  # below
        of = row.__table__
        refused(work, sa.update(of).values({of.c[name]: to for name, to in change.items()}), row)
        refused(
            work,
            sa.update(of)
            .values({of.c[name]: to for name, to in change.items()})
            .where(is_the_other(row)),
            row,
        )


@each
def test_no_row_is_taken(work: OpenWork, row: Any) -> None:
    refused(work, sa.delete(row), row)
    refused(work, sa.delete(row).where(is_the_other(row)), row)


@each
@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("how", ["REPLACE", "IGNORE", "FAIL"])
def test_no_row_is_replaced(work: OpenWork, row: Any, how: str) -> None:
    names = ", ".join(ROWS[row])
    places = ", ".join(f":{name}" for name in ROWS[row])
    statement = sa.text(f"INSERT OR {how} INTO {row.__tablename__} ({names}) VALUES ({places})")
    refused(work, statement, row, ROWS[row])
    key = KEYS[row][-1]
    refused(work, statement, row, {**ROWS[row], key: str(ROWS[row][key])})
    # The other way to an existing row, past its key: the number that SQLite itself gives it.
    by_number = sa.text(
        f"INSERT OR {how} INTO {row.__tablename__} (rowid, {names}) VALUES (1, {places})"
    )
    refused(work, by_number, row, ROWS[row] | OTHERS[row] | changed(row))


@pytest.mark.databases("sqlite")
def test_no_key_is_replaced_by_one_of_another_number(work: OpenWork) -> None:
    names = "INSERT OR REPLACE INTO log_keys (number, public, leaf, since)"
    statement = sa.text(f"{names} VALUES (9, :public, :leaf, NULL)")
    refused(work, statement, LogKey, {"public": b"k" * 32, "leaf": b"x" * 32})


@each
@pytest.mark.databases("sqlite")
def test_no_row_is_replaced_by_an_update(work: OpenWork, row: Any) -> None:
    ((name, value),) = list(OTHERS[row].items())[:1]
    sets = sa.text(f"UPDATE OR REPLACE {row.__tablename__} SET {name} = :value")
    refused(work, sets, row, {"value": value})


@each
def test_no_row_is_changed_by_an_insert(work: OpenWork, row: Any) -> None:
    name, names = row.__tablename__, ", ".join(ROWS[row])
    places = ", ".join(f":{column}" for column in ROWS[row])
    insert = f"INSERT INTO {name} ({names}) VALUES ({places}) ON CONFLICT"
    ((column, value),) = changed(row).items()
    upsert = f"{insert} ({', '.join(KEYS[row])}) DO UPDATE SET {column} = :other"
    refused(work, sa.text(upsert), row, {**ROWS[row], "other": value})


@each
@pytest.mark.databases("postgresql")
def test_postgresql_has_no_way_around(work: OpenWork, row: Any) -> None:
    name = row.__tablename__
    refused(work, sa.text(f"TRUNCATE {name}"), row)
    column = KEYS[row][0]
    for statement in (
        f"UPDATE {name} SET {column} = {column}",
        f"DELETE FROM {name}",
        f"TRUNCATE {name}",
    ):
        with work() as w:
            w.session.execute(sa.text("SET LOCAL session_replication_role = replica"))
            with pytest.raises(sa.exc.IntegrityError, match="only grows"):
                w.session.execute(sa.text(statement))
            w.session.rollback()


@pytest.mark.parametrize("size", [9, 8, 0])
def test_a_head_does_not_go_back(work: OpenWork, size: int) -> None:
    refused(work, sa.update(LogHead).values(size=size, root=b"x" * 32), LogHead)


def test_a_head_goes_on(work: OpenWork) -> None:
    with work() as w:
        grown = sa.update(LogHead).values(size=LogHead.size + 1).where(LogHead.log == "registry")
        assert w.session.execute(grown).rowcount == 1
        w.session.rollback()


@pytest.mark.parametrize(
    "change",
    [
        {"since": 9},
        {"since": None},
        {"since": 8, "public": b"x" * 32},
        {"since": 8, "leaf": None},
        {"since": 8, "number": 7},
    ],
)
def test_a_key_takes_over_once(work: OpenWork, change: dict[str, Any]) -> None:
    """When it does is written into its row then, and nothing else ever is."""
    refused(work, sa.update(LogKey).where(LogKey.number == 1).values(**change), LogKey)
    waits = {"number": 3, "public": b"w" * 32, "leaf": b"h" * 32, "since": None}
    with work() as w:
        w.session.execute(sa.insert(LogKey), waits)
        if set(change) != {"since"} or change["since"] is None:
            with pytest.raises(sa.exc.IntegrityError, match="log_keys only grows"):
                w.session.execute(sa.update(LogKey).where(LogKey.number == 3).values(**change))
        else:
            took = sa.update(LogKey).where(LogKey.number == 3).values(**change)
            assert w.session.execute(took).rowcount == 1
        w.session.rollback()


@each
def test_rows_are_still_added(work: OpenWork, row: Any) -> None:
    numbers, key = count(10), KEYS[row][-1]
    kind = type(ROWS[row][key])
    more = [{**ROWS[row], key: kind(next(numbers))} for _ in range(300)]
    for one in more:
        if row is LogKey:
            one["public"] = b"%032d" % one["number"]
    with work() as w:
        w.session.execute(sa.insert(row.__table__), more)
        w.session.flush()
        query = sa.select(sa.func.count()).select_from(row)
        assert w.session.scalar(query) == 302
        w.session.rollback()


def test_belts_are_taken_off_and_put_on_again(work: OpenWork) -> None:
    with work() as w:
        unfasten(w)
        assert w.session.execute(sa.update(Leaf).values(leaf_hash=b"x" * 32)).rowcount == 2
        w.session.execute(sa.update(Leaf).values(leaf_hash=b"h" * 32))
        connection = w.session.connection()
        for statement in belts.fastening(connection.dialect.name):
            connection.exec_driver_sql(statement)
    refused(work, sa.delete(Leaf), Leaf)


@pytest.mark.databases("sqlite", "postgresql")
def test_what_was_there_before_is_kept_at_an_upgrade_and_back(
    bare: Flask, flask_says: Flasks
) -> None:
    engine = bare.extensions["venire"].engine
    flask_says("db", "upgrade", "2027_01_02")
    tables = {row.__tablename__: ROWS[row] for row in (Attachment, LogKey)}
    with engine.begin() as there:
        for name, values in tables.items():
            there.execute(sa.insert(reflected(engine, name)).values(values))
        export = reflected(engine, "log_export")
        there.execute(sa.insert(export).values(filled(export, digest="d" * 64)))
    before = [rows_of(engine, name) for name in (*tables, "log_export")]
    flask_says("db", "upgrade")
    with sa.orm.Session(engine) as session:
        assert list(about_belts(session)) == []
        assert session.scalars(sa.select(ExportFile.only)).all() == [{}]
    flask_says("db", "downgrade", steps_since("2027_01_02"))
    assert [rows_of(engine, name) for name in (*tables, "log_export")] == before
    with migrating_engine(engine.url.render_as_string(False)).begin() as there:
        for name in tables:  # as they could be before
            there.execute(sa.delete(reflected(engine, name)))
        there.execute(sa.text("INSERT INTO log_leaves VALUES ('x', 0, '', '')"))
        with pytest.raises(sa.exc.IntegrityError, match="log_leaves only grows"):
            there.execute(sa.text("DELETE FROM log_leaves"))
        there.rollback()


def test_another_database_has_none() -> None:
    with pytest.raises(ValueError, match="mysql"):
        belts.fastening("mysql")
