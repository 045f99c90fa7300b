"""What every test may ask for: a database of each kind, a clock, units of work, an app, a client.

- `database`  the URL of a clean database
- `clock`     a clock to move: `clock.move(hours=2)`
- `settings`  of an installation of the test's own
- `app`       the whole application on that database and clock
- `bare`      the application on a database without tables: `flask_says("db", "upgrade")`
- `work`      opens a unit of work: `with work() as w:`, `with work(actor) as w:`
- `came_of_it` what the `scene` of the room's conftest.py returned: it is in the database already
- `client`    a person with a browser (tests/page.py); `visit()` brings one more

A test of actions (`work`, `database`, `empty_database`) runs on both databases; one that needs the
whole application runs on SQLite; `@pytest.mark.databases("sqlite", "postgresql")` says otherwise.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings

from kernel.settings import Settings
from tests import compiled, fragments, kinds, sockets
from tests.clock import TestClock
from tests.databases import (
    OpenWork,
    Postgresql,
    Scene,
    Sqlite,
    settings_for,
    start_postgresql,
    work_on,
)
from tests.page import Client
from tests.upgrading import Flasks

BOTH = ("sqlite", "postgresql")

# A slow machine is no failure; the same examples each time, so that a red run can be run again.
hypothesis_settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("house")
sockets.shut()
compiled.share()


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
def database(request: pytest.FixtureRequest, databases: Sqlite | Postgresql) -> Iterator[str]:
    """The URL of a database with all tables, and the rows of the scene that the test asks for."""
    played = "came_of_it" in request.fixturenames
    with databases.fresh(request.getfixturevalue("scene") if played else None) as url:
        yield url


@pytest.fixture
def came_of_it(databases: Sqlite | Postgresql, database: str, scene: Scene) -> Any:
    """What the room's `scene` returned, which stands in the database."""
    return databases.came_of(scene)


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
def bare(empty_database: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database without tables."""
    from app import create_app

    app = create_app(settings_for(tmp_path / "home", empty_database))
    yield app
    app.extensions["venire"].engine.dispose()


@pytest.fixture
def flask_says(bare: Flask) -> Flasks:
    """Run a flask command on `bare`; return what it printed."""

    def run(*words: str) -> str:
        with bare.app_context():
            done = bare.test_cli_runner().invoke(args=words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return run


@pytest.fixture
def work(settings: Settings, clock: TestClock) -> Iterator[OpenWork]:
    with work_on(settings, clock) as opened:
        yield opened


@pytest.fixture
def visit(app: Flask) -> Callable[[], Client]:
    """Return one more person with a browser of their own."""
    return lambda: Client(app)


@pytest.fixture
def client(visit: Callable[[], Client]) -> Client:
    return visit()
