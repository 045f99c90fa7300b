"""What is looked at when the house starts, and what the database refuses to the house itself."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from audit import belts, keys, memory, merkle, reconcile, selfcheck
from audit.actions import append, queue
from audit.index import index_logs
from audit.jobs import look_over
from audit.keys import REGISTRY
from audit.models import Leaf, LogHead, PublishedCheckpoint
from audit.sequencer import sequence
from kernel.db import make_engine
from kernel.jobs import Jobs, beat
from kernel.settings import Settings
from kernel.work import Work, ground, unit_of_work
from tests.audit.logs import unfasten
from tests.audit.synthetic import REF, Case
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.page import Client

BELL = b'{"kind":"bell.rang","n":%d,"v":1}'
OPENED = {name: value for name, value in Case().entries[0].items() if name not in {"kind", "case"}}


@pytest.fixture
def run(settings: Settings) -> Iterator[Callable[[], int]]:
    engine = make_engine(settings.database)
    yield lambda: sequence(engine, settings)
    engine.dispose()


@pytest.fixture(autouse=True)
def logged(work: OpenWork, run: Callable[[], int]) -> None:
    """Two logs, each of a few entries and heads."""
    for round_ in range(3):
        with work() as w:
            append(w, REF, "case.opened", OPENED)
            queue(w, REGISTRY, *(BELL % n for n in range(3 * round_, 3 * round_ + 3)))
        run()


def found(work: OpenWork) -> str:
    with work(writing=False):
        return "\n".join(look_over())


def test_nothing_is_said_of_a_log_as_it_was_left(work: OpenWork) -> None:
    assert found(work) == ""


# Each a script, a statement on each line.
SQLITE = (
    "DROP TRIGGER log_leaves_no_replace",
    """DROP TRIGGER log_heads_no_update
    CREATE TRIGGER log_heads_no_update BEFORE UPDATE ON log_heads BEGIN SELECT 1; END""",
    """DROP TABLE log_checkpoints
    CREATE TABLE log_checkpoints (log TEXT, size INT, root, note)""",
    """ALTER TABLE log_leaves RENAME TO kept
    CREATE TABLE log_leaves AS SELECT * FROM kept""",
    "CREATE TRIGGER mine AFTER INSERT ON log_leaves BEGIN SELECT 1; END",
    "DROP TRIGGER log_attachments_no_delete",
    "DROP TRIGGER log_attachments_no_replace",
    "DROP TRIGGER log_keys_no_replace",
    """DROP TRIGGER log_keys_no_update
    CREATE TRIGGER log_keys_no_update BEFORE UPDATE ON log_keys WHEN 0 BEGIN SELECT 1; END""",
)
POSTGRESQL = (
    "DROP TRIGGER log_leaves_no_truncate ON log_leaves",
    "ALTER TABLE log_leaves DISABLE TRIGGER log_leaves_no_change",
    "ALTER TABLE log_heads DISABLE TRIGGER ALL",
    "ALTER TABLE log_checkpoints ENABLE TRIGGER log_checkpoints_no_change",  # not ALWAYS
    "CREATE OR REPLACE FUNCTION log_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NEW; END $$",
    """DROP TABLE log_checkpoints
    CREATE TABLE log_checkpoints (log text, size bigint, root bytea, note text)""",
    """ALTER TABLE log_leaves RENAME TO kept
    CREATE TABLE log_leaves AS SELECT * FROM kept""",
    "CREATE TRIGGER mine AFTER INSERT ON log_leaves EXECUTE FUNCTION log_only_grows()",
    """DROP TRIGGER log_heads_no_change ON log_heads
    CREATE TRIGGER log_heads_no_change BEFORE UPDATE OR DELETE ON log_heads FOR EACH ROW WHEN """
    """(OLD.size > 99) EXECUTE FUNCTION log_head_only_grows()
    ALTER TABLE log_heads ENABLE ALWAYS TRIGGER log_heads_no_change""",
    "ALTER TABLE log_attachments DISABLE TRIGGER log_attachments_no_change",
    "DROP TRIGGER log_attachments_no_truncate ON log_attachments",
    "ALTER TABLE log_keys ENABLE TRIGGER log_keys_no_change",
    "CREATE OR REPLACE FUNCTION log_key_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NEW; END $$",
)


def check_that_it_is_found(work: OpenWork, statements: str) -> None:
    with work() as w:
        for statement in statements.split("\n"):
            say(w, statement)
    assert "log_" in found(work)
    with work(writing=False) as w:
        assert "trigger" in "\n".join(reconcile.problems(w.session, w.settings))


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("statements", SQLITE)
def test_belts_that_are_off_are_found_on_sqlite(work: OpenWork, statements: str) -> None:
    check_that_it_is_found(work, statements)


@pytest.mark.databases("postgresql")
@pytest.mark.parametrize("statements", POSTGRESQL)
def test_belts_that_are_off_are_found_on_postgresql(work: OpenWork, statements: str) -> None:
    check_that_it_is_found(work, statements)


@pytest.mark.databases("postgresql")
def test_a_column_that_was_written_anew_is_found_by_hashing(work: OpenWork) -> None:
    """It asks no trigger: the table is made again, row by row."""
    with work() as w:
        w.session.execute(
            sa.text(
                "ALTER TABLE log_leaves ALTER COLUMN entry TYPE bytea USING entry || '0'::bytea"
            )
        )
    with work(writing=False) as w:
        assert "leaf hash" in "\n".join(reconcile.problems(w.session, w.settings))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            sa.delete(Leaf).where(Leaf.log == REF, Leaf.index == 2),
            "3 entries, the last that is there is number 2",
        ),
        (sa.delete(Leaf).where(Leaf.log == REF), "3 entries, the last that is there is number 0"),
        (
            sa.update(Leaf).where(Leaf.log == REF, Leaf.index == 2).values({Leaf.index: 7}),
            "3 entries, the last that is there is number 8",
        ),
        (sa.delete(LogHead).where(LogHead.log == REF), "its head is gone, the last entry"),
        (sa.delete(LogHead).where(LogHead.log == REF), "is of a log without a head"),
        (sa.update(LogHead).values(edge=b"x" * 64).where(LogHead.log == REF), "not of one tree"),
        (sa.update(PublishedCheckpoint).values(note="x"), "is not ours"),
        (sa.update(PublishedCheckpoint).values(root=b"x" * 32), "signs another head"),
        (
            sa.update(LogHead).values(size=1, root=b"x" * 32, edge=b"x" * 32),
            "is not of this log",
        ),
        (
            sa.update(PublishedCheckpoint)
            .where(PublishedCheckpoint.log == REF, PublishedCheckpoint.size == 3)
            .values(root=b"x" * 32),
            "is not of this log",
        ),
    ],
)
def test_rows_that_are_gone_or_changed_are_found(
    work: OpenWork, change: sa.Executable, words: str
) -> None:
    with work() as w:
        unfasten(w)
        w.session.execute(change)
    assert words in found(work)


def end(work: OpenWork, run: Callable[[], int], *refs: str) -> None:
    """End cases; what entries can be found by is written down."""
    with work() as w:
        for ref in refs:
            append(w, ref, "case.withdrawn", {})
    run()
    with work(writing=False):
        index_logs()


def test_what_is_looked_at_grows_with_no_entries_and_no_cases_that_are_over(
    work: OpenWork, run: Callable[[], int]
) -> None:
    def statements() -> list[str]:
        said: list[str] = []
        with work(writing=False) as w:
            engine = w.session.get_bind().engine
            sa.event.listen(engine, "before_cursor_execute", lambda *all_: said.append(all_[2]))
            look_over()
        return list(said)

    end(work, run, REF)
    before = statements()
    end(work, run, *(f"C-2026-{number:04}" for number in range(2, 30)))
    assert found(work) == ""
    assert len(statements()) == len(before)
    (sizes,) = (one for one in before if "max(log_leaves" in one)
    if "?" in sizes:  # SQLite's way of writing values
        with work(writing=False) as w:
            values = (1, 0) * (sizes.count("?") // 2)
            plan = w.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sizes}", values)
            assert not [row for row in plan if "SCAN log_leaves" in row[3]]


def test_the_end_of_a_case_that_is_over_is_held_against_its_head(
    work: OpenWork, run: Callable[[], int]
) -> None:
    end(work, run, REF)
    with work() as w:
        unfasten(w)
        w.session.execute(sa.delete(Leaf).where(Leaf.log == REF, Leaf.index == 3))
    assert f"{REF}: its head says 4 entries" in found(work)


def test_a_sequencer_that_is_at_work_meanwhile_is_no_finding(
    work: OpenWork, run: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    belts_of, sizes_of = selfcheck.about_belts, selfcheck._about_sizes

    def meanwhile(look: Callable[..., Iterator[str]]) -> Callable[..., Iterator[str]]:
        def looked(*given: object) -> Iterator[str]:
            with work() as w:
                queue(w, REGISTRY, BELL % 99)
                append(w, REF, "case.opened", OPENED)
            assert run() == 3
            return look(*given)

        return looked

    monkeypatch.setattr(selfcheck, "about_belts", meanwhile(belts_of))
    monkeypatch.setattr(selfcheck, "_about_sizes", meanwhile(sizes_of))
    assert found(work) == ""


def test_what_was_signed_and_is_not_there_is_found(work: OpenWork, settings: Settings) -> None:
    memory.keep(settings, REGISTRY, memory.Kept(99, merkle.EMPTY_ROOT))
    memory.place(settings, REF).write_text("{")
    text = found(work)
    assert "signed at size 99" in text
    assert f"{REF}: the file" in text


def test_a_lost_key_and_another_key_are_found(work: OpenWork, settings: Settings) -> None:
    (settings.keys / "log.key").unlink()
    assert "is gone" in found(work)
    for log in memory.logs(settings):
        memory.place(settings, log).unlink()
    keys.signer(settings)  # nothing tells that there was one before, but the database
    assert "is not ours" in found(work)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER log_leaves_no_update",
        "DROP TABLE log_leaves",
        "ALTER TABLE log_checkpoints RENAME TO gone",
        "ALTER TABLE log_leaves ADD COLUMN more INT",
        "CREATE TRIGGER mine AFTER INSERT ON log_leaves BEGIN SELECT 1; END",
        "CREATE TEMP TRIGGER mine AFTER INSERT ON log_leaves BEGIN SELECT 1; END",
        "DROP INDEX ix_log_leaves_log_leaf_hash",
        "UPDATE log_leaves SET entry = x'00'",
        "DELETE FROM log_checkpoints",
        "DELETE FROM log_heads",
        "DROP TRIGGER log_attachments_no_update",
        "UPDATE log_attachments SET content = x'00'",
        "DELETE FROM log_attachments",
        "DELETE FROM log_keys",
        "PRAGMA writable_schema = ON",
        "PRAGMA Writable_Schema = 1",
    ],
)
def test_the_house_itself_cannot_take_the_belts_off(app: Flask, statement: str) -> None:
    with app.app_context(), ground().engine.connect() as connection:
        with pytest.raises(sa.exc.DatabaseError, match="not authorized"):
            connection.exec_driver_sql(statement)


def test_the_house_still_writes(app: Flask) -> None:
    with app.app_context():
        with unit_of_work() as work:
            queue(work, REGISTRY, BELL % 99)
        assert sequence(ground().engine, ground().settings) == 1


@pytest.mark.databases("postgresql")
def test_roles_that_only_add_to_the_log(work: OpenWork, run: Callable[[], int]) -> None:
    web, worker = "venire_test_web", "venire_test_worker"
    with work() as w:
        for role in (web, worker):
            say(w, f"CREATE ROLE {role}")
        for statement in belts.roles(web, worker):
            say(w, statement)
        say(w, f"SET ROLE {web}")
        queue(w, REGISTRY, BELL % 99)
        check_refused(w, "INSERT INTO log_heads VALUES ('x', 0, '', '')")
        check_refused(w, "DELETE FROM log_queue")
        check_refused(w, "INSERT INTO log_keys VALUES (7, '', NULL, NULL)")
        say(w, "INSERT INTO log_attachments VALUES ('C-2026-0009', 'voters', '')")
        for role in (web, worker):
            say(w, f"SET ROLE {role}")
            for table in belts.TABLES:
                check_refused(w, f"DELETE FROM {table}")
                check_refused(w, f"TRUNCATE {table}")
                check_refused(w, f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            check_refused(w, "UPDATE log_leaves SET log = log")
            check_refused(w, "SET session_replication_role = replica")
        say(w, "UPDATE log_heads SET size = size + 1")
        say(w, "INSERT INTO log_leaves VALUES ('x', 0, '', '')")
        say(w, "INSERT INTO log_keys VALUES (7, '', NULL, NULL)")
        say(w, "UPDATE log_keys SET since = 9")
        check_refused(w, "UPDATE log_attachments SET path = path")
        w.session.rollback()  # the roles too


def say(w: Work, statement: str) -> None:
    w.session.connection().exec_driver_sql(statement)


def check_refused(w: Work, statement: str) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match=r"permission denied|must be owner"):
        with w.session.begin_nested():
            say(w, statement)


def test_doctor_and_worker_say_so(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    asked = app.test_cli_runner().invoke(args=["doctor"])
    assert asked.exit_code == 0, asked.output
    assert "log        as it was left" in asked.output
    with app.app_context():
        settings = ground().settings
    memory.keep(settings, REGISTRY, memory.Kept(99, merkle.EMPTY_ROOT))
    asked = app.test_cli_runner().invoke(args=["doctor"])
    assert asked.exit_code == 1
    assert "NOT AS IT WAS LEFT\n           The log registry was signed at size 99" in asked.output
    assert "signed at size 99" in caplog.text


def test_a_web_server_says_so(
    app: Flask, settings: Settings, clock: TestClock, caplog: pytest.LogCaptureFixture
) -> None:
    from app import serve

    with app.app_context():
        beat()
    memory.keep(settings, REGISTRY, memory.Kept(99, merkle.EMPTY_ROOT))
    assert "Not as it was left" not in Client(app).get("/log/").text  # this one has not looked
    served = serve(settings, clock)
    assert "signed at size 99" in caplog.text
    client = Client(served)
    assert client.get("/readyz", status=503).json["log"] == "not as it was left"
    assert "Not as it was left" in client.get("/log/").text
    memory.place(settings, REGISTRY).unlink()
    assert client.get("/readyz", status=503).json["log"] == "not as it was left"
    clock.move(minutes=1)
    with app.app_context():
        beat()
    assert client.get("/readyz").json["log"] == "ok"
    assert "Not as it was left" not in client.get("/log/").text
    served.extensions["venire"].engine.dispose()


def test_a_look_that_fails_is_told_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> list[str]:
        raise LookupError("no such table")

    assert Jobs([fail, lambda: ["a belt is gone"]]).look_over() == [
        "it could not be looked: no such table",
        "a belt is gone",
    ]
    assert "a belt is gone" in caplog.text


def test_the_roles_are_printed(app: Flask) -> None:
    asked = app.test_cli_runner().invoke(args=["audit", "roles", "web", "worker"])
    assert "REVOKE UPDATE, DELETE, TRUNCATE ON log_queue FROM web;" in asked.output
    asked = app.test_cli_runner().invoke(args=["audit", "roles", "web; DROP", "worker"])
    assert asked.exit_code == 1
