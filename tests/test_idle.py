"""A round of the worker in which nothing is due costs the same, however many cases are over."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask

from kernel.db import Base
from kernel.jobs import jobs
from kernel.work import ground
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.jury.bench import REF
from tests.jury.walk import with_book

NAMES = {"case_ref", "log", "ref"}  # columns that name a case
AT_ONCE = 10  # steps of SQLite's machine: it is asked every so often how many it has made


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count what SQLite does: each row that is looked at takes some steps."""
    engine, steps = ground().engine, [0]

    def count() -> None:
        steps[0] += AT_ONCE

    def hear(connection: object, *_record: object) -> None:
        connection.set_progress_handler(count, AT_ONCE)

    def silence(connection: object, *_record: object) -> None:
        connection.set_progress_handler(None, AT_ONCE)

    sa.event.listen(engine, "checkout", hear)
    sa.event.listen(engine, "checkin", silence)
    yield steps
    sa.event.remove(engine, "checkout", hear)
    sa.event.remove(engine, "checkin", silence)


def idle() -> dict[str, int]:
    """Let each job run when nothing is due; return what each cost."""
    while any(jobs().run_once().values()):
        pass
    cost = {}
    for name, job in jobs().all.items():
        with counted() as steps:
            assert job() == 0
        cost[name] = steps[0]
    return cost


def copy(work: OpenWork, stage: str, refs: list[str]) -> None:
    """Let there be more cases like the one that is there, all of them over."""
    with work() as w:
        say = w.session.execute
        w.session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in Base.metadata.sorted_tables:
            named = NAMES.intersection(table.c.keys())
            if not named or set(table.primary_key.columns.keys()) <= {"id"}:
                continue
            (name,) = named
            rows = say(sa.select(table).where(table.c[name] == REF)).mappings().all()
            more = [{**row, name: ref} for ref in refs for row in rows]
            if "stage" in table.c:
                more = [{**row, "stage": stage} for row in more]
            if more:
                say(sa.insert(table), more)


def test_a_round_costs_the_same_however_many_cases_are_over(
    app: Flask, work: OpenWork, clock: TestClock
) -> None:
    bench = with_book(work, clock)
    for juror in bench.ready()[:10]:
        bench.vote(juror)
    bench.close()
    bench.decide()
    clock.move(days=40)
    bench.ref = "C-2026-0005"
    bench.freeze()
    with app.app_context():
        before = idle()
        for number, stage in enumerate(("decided", "withdrawn", "void")):
            copy(work, stage, [f"C-20{10 + number}-{one:04}" for one in range(1, 101)])
        after = idle()
    dearer = {
        name: (before[name], cost) for name, cost in after.items() if cost > before[name] + 50
    }
    assert dearer == {}
