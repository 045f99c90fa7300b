"""The log's rows only grow, on both databases: nothing of them is changed, replaced or taken."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa

from audit import belts
from audit.models import Leaf, LogHead, PublishedCheckpoint
from tests.audit.logs import unfasten
from tests.conftest import OpenWork

ROWS = {
    Leaf: {"log": "registry", "leaf_index": 0, "leaf_hash": b"h" * 32, "entry": b"{}"},
    PublishedCheckpoint: {"log": "registry", "size": 1, "root": b"r" * 32, "note": "n"},
    LogHead: {"log": "registry", "size": 9, "root": b"r" * 32, "edge": b""},
}
KEYS = {Leaf: "leaf_index", PublishedCheckpoint: "size", LogHead: "log"}
each = pytest.mark.parametrize("row", list(ROWS), ids=lambda row: row.__tablename__)


@pytest.fixture(autouse=True)
def written(work: OpenWork) -> Iterator[None]:
    with work() as w:
        for row, values in ROWS.items():
            w.session.execute(sa.insert(row.__table__), [values, {**values, "log": "other"}])
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


@each
def test_no_row_is_changed(work: OpenWork, row: Any) -> None:
    refused(work, sa.update(row).values(log="x"), row)
    refused(work, sa.update(row).values(log="x").where(row.log == "other"), row)


@each
def test_no_row_is_taken(work: OpenWork, row: Any) -> None:
    refused(work, sa.delete(row), row)
    refused(work, sa.delete(row).where(row.log == "other"), row)


@each
@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("how", ["REPLACE", "IGNORE", "FAIL"])
def test_no_row_is_replaced(work: OpenWork, row: Any, how: str) -> None:
    names = ", ".join(ROWS[row])
    places = ", ".join(f":{name}" for name in ROWS[row])
    statement = sa.text(f"INSERT OR {how} INTO {row.__tablename__} ({names}) VALUES ({places})")
    refused(work, statement, row, ROWS[row])
    refused(work, statement, row, {**ROWS[row], KEYS[row]: str(ROWS[row][KEYS[row]])})
    # The other way to an existing row, past its key: the number that SQLite itself gives it.
    by_number = sa.text(
        f"INSERT OR {how} INTO {row.__tablename__} (rowid, {names}) VALUES (1, {places})"
    )
    refused(work, by_number, row, {**ROWS[row], "log": "new"})


@each
@pytest.mark.databases("sqlite")
def test_no_row_is_replaced_by_an_update(work: OpenWork, row: Any) -> None:
    refused(work, sa.text(f"UPDATE OR REPLACE {row.__tablename__} SET log = 'other'"), row)


@each
def test_no_row_is_changed_by_an_insert(work: OpenWork, row: Any) -> None:
    name, names = row.__tablename__, ", ".join(ROWS[row])
    places = ", ".join(f":{column}" for column in ROWS[row])
    insert = f"INSERT INTO {name} ({names}) VALUES ({places}) ON CONFLICT"
    key = ", ".join(dict.fromkeys(("log", KEYS[row])))
    refused(work, sa.text(f"{insert} ({key}) DO UPDATE SET log = 'x'"), row, ROWS[row])


@each
@pytest.mark.databases("postgresql")
def test_postgresql_has_no_way_around(work: OpenWork, row: Any) -> None:
    name = row.__tablename__
    refused(work, sa.text(f"TRUNCATE {name}"), row)
    for statement in (f"UPDATE {name} SET log = 'x'", f"DELETE FROM {name}", f"TRUNCATE {name}"):
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


@each
def test_rows_are_still_added(work: OpenWork, row: Any) -> None:
    numbers, kind = count(10), type(ROWS[row][KEYS[row]])
    with work() as w:
        w.session.execute(
            sa.insert(row.__table__),
            [{**ROWS[row], KEYS[row]: kind(next(numbers))} for _ in range(300)],
        )
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


def test_another_database_has_none() -> None:
    with pytest.raises(ValueError, match="mysql"):
        belts.fastening("mysql")
