"""What every test may ask for: a database of each kind, a clock, units of work, an app, a client.

- `database`  the URL of a clean database
- `clock`     a clock to move: `clock.move(hours=2)`
- `settings`  of an installation of the test's own
- `app`       the whole application on that database and clock
- `work`      opens a unit of work: `with work() as w:`, `with work(actor) as w:`
- `client`    a person with a browser (tests/page.py); `visit()` brings one more

A test of actions (`work`, `database`, `empty_database`) runs on both databases; one that needs the
whole application runs on SQLite; `@pytest.mark.databases("sqlite", "postgresql")` says otherwise.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import settings as hypothesis_settings

from kernel.actor import SYSTEM, Actor
from kernel.db import make_engine
from kernel.settings import Settings
from kernel.work import Ground, Work, unit_of_work
from tests import fragments, kinds, sockets
from tests.clock import TestClock
from tests.databases import Postgresql, Sqlite, settings_for, start_postgresql
from tests.page import Client

BOTH = ("sqlite", "postgresql")
OpenWork = Callable[..., AbstractContextManager[Work]]

# A slow machine is no failure; the same examples each time, so that a red run can be run again.
hypothesis_settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("house")
sockets.shut()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"database", "empty_database"}.isdisjoint(metafunc.fixturenames):
        return
    marker = metafunc.definition.get_closest_marker("databases")
    if marker:
        wanted = marker.args
    else:
        wanted = ("sqlite",) if "app" in metafunc.fixturenames else BOTH
    metafunc.parametrize("database_kind", wanted, scope="session")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    kinds.report(terminalreporter)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgresql | str]:
    """The server of VENIRE_TEST_POSTGRES, else our own; or why there is none."""
    stop = None
    url = os.environ.get("VENIRE_TEST_POSTGRES")
    if not url:
        try:
            url, stop = start_postgresql()
        except Exception as error:  # noqa: BLE001 whatever it is, it is told at the end of the run
            yield f"set VENIRE_TEST_POSTGRES to the URL of a server (our own: {error})"
            return
    server = Postgresql(url, tmp_path_factory.mktemp("postgresql"))
    yield server
    server.close()
    if stop:
        stop()


@pytest.fixture
def databases(request: pytest.FixtureRequest, database_kind: str) -> Sqlite | Postgresql:
    """The maker of databases of the kind that this test runs on."""
    maker = request.getfixturevalue(database_kind)
    if isinstance(maker, str):
        kinds.lack("PostgreSQL", maker)
    return maker


@pytest.fixture
def database(databases: Sqlite | Postgresql) -> Iterator[str]:
    """The URL of a database with all tables and no rows."""
    with databases.fresh() as url:
        yield url


@pytest.fixture
def empty_database(databases: Sqlite | Postgresql) -> Iterator[str]:
    """The URL of a database without tables."""
    with databases.empty() as url:
        yield url


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    return settings_for(tmp_path / "home", database)


@pytest.fixture
def app(settings: Settings, clock: TestClock) -> Iterator[Flask]:
    from app import create_app

    app = create_app(settings, clock)
    fragments.watch(app)
    yield app
    app.extensions["venire"].engine.dispose()


@pytest.fixture
def work(settings: Settings, clock: TestClock) -> Iterator[OpenWork]:
    """Open a unit of work as an action's caller does; it commits at the end of the block.

    It stands on the kernel alone: an action that needs the web to be there is in the wrong room.
    """
    bare = Flask("work")
    Babel(bare)
    engine = make_engine(settings.database)
    bare.extensions["venire"] = Ground(settings, engine, clock)

    @contextmanager
    def open_work(actor: Actor = SYSTEM, **how: Any) -> Iterator[Work]:
        with bare.app_context(), unit_of_work(actor, **how) as opened:
            yield opened

    yield open_work
    engine.dispose()


@pytest.fixture
def visit(app: Flask) -> Callable[[], Client]:
    """Return one more person with a browser of their own."""
    return lambda: Client(app)


@pytest.fixture
def client(visit: Callable[[], Client]) -> Client:
    return visit()
