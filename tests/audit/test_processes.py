"""Sequencers in processes of their own: two at once, and one that stops and does not die."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from audit import memory, queries
from audit.actions import append
from audit.keys import REGISTRY
from audit.sequencer import sequence
from kernel.db import make_engine
from kernel.settings import Settings
from tests.audit.killing import Journal, Processes, Reader, Ringer, Town
from tests.audit.oracle import Oracle
from tests.audit.synthetic import Case
from tests.conftest import OpenWork

OPENED = {name: value for name, value in Case().entries[0].items() if name not in {"kind", "case"}}
BUSY = r"lock timeout|database is locked"

pytestmark = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
def run(settings: Settings) -> Iterator[Callable[[], int]]:
    engine = make_engine(settings.database)
    yield lambda: sequence(engine, settings)
    engine.dispose()


@pytest.fixture
def hasty(settings: Settings) -> Iterator[sa.Engine]:
    """Connections that do not wait for what another holds."""
    engine = make_engine(settings.database)

    @sa.event.listens_for(engine, "connect")
    def hurry(connection: sa.Any, _record: object) -> None:
        sqlite = engine.dialect.name == "sqlite"
        connection.execute("PRAGMA busy_timeout=50" if sqlite else "SET lock_timeout = 50")
        if not sqlite:
            connection.commit()

    yield engine
    engine.dispose()


def test_two_processes_lose_nothing_and_double_nothing(
    processes: Processes, work: OpenWork, run: Callable[[], int]
) -> None:
    journal, cases = Journal(), [f"C-2026-{number:04}" for number in range(20)]
    town, ringer = Town(processes.port, journal), Ringer(work, journal, list)
    town.send(Reader(town, cases).turn)
    for role in ("sequence", "worker", "web"):
        processes.start(role)
    with town.out():
        for ref in cases:
            with work() as w:
                append(w, ref, "case.opened", OPENED)
            for _bell in range(3):
                ringer.turn()
    for role in ("sequence", "worker", "web"):
        processes.kill(role)
    run()
    with work(writing=False) as w:
        assert Oracle(w, journal).faults() == []
        assert [queries.head(w.session, ref).size for ref in cases] == [1] * len(cases)
        assert queries.head(w.session, REGISTRY).size == 4 * len(cases)


@pytest.mark.parametrize("then", ["goes on", "is killed"])
def test_a_sequencer_that_stops_keeps_the_log_waiting(
    processes: Processes,
    work: OpenWork,
    run: Callable[[], int],
    hasty: sa.Engine,
    settings: Settings,
    then: str,
) -> None:
    journal = Journal()
    ringer = Ringer(work, journal, list)
    ringer.turn()
    processes.start("halt")
    processes.wait_until_stopped("halt")
    with pytest.RaisesGroup(pytest.RaisesExc(sa.exc.OperationalError, match=BUSY)):
        sequence(hasty, settings)
    if hasty.dialect.name == "postgresql":  # what people do goes on, and only waits for its place
        ringer.turn()
    with work(writing=False) as w:
        assert queries.head(w.session, REGISTRY) is None
    if then == "goes on":
        processes.go_on("halt")
        run()
    processes.kill("halt")
    ringer.turn()
    run()
    with work(writing=False) as w:
        assert Oracle(w, journal).faults() == []
        assert queries.published(w.session, REGISTRY) == queries.head(w.session, REGISTRY)


@pytest.mark.databases("postgresql")
def test_a_sequencer_that_wakes_up_too_late_signs_nothing(
    processes: Processes, work: OpenWork, run: Callable[[], int], settings: Settings
) -> None:
    """Its connection was ended meanwhile, and another went on."""
    journal = Journal()
    ringer = Ringer(work, journal, list)
    ringer.turn()
    processes.start("late")
    processes.wait_until_stopped("late")
    with work() as w:
        w.session.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                "datname = current_database() AND state = 'idle in transaction'"
            )
        )
    ringer.turn()
    run()
    before = memory.kept(settings, REGISTRY)
    processes.go_on("late")
    processes.wait_for("late")  # it fails, and ends
    assert memory.kept(settings, REGISTRY) == before
    assert before.size == 2
    ringer.turn()
    run()
    with work(writing=False) as w:
        assert Oracle(w, journal).faults() == []
