"""What a benchmark of actions stands on: an app on a PostgreSQL server of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Flask
from flask_babel import Babel

from kernel.clock import utc_now
from kernel.db import make_engine
from kernel.work import Ground
from tests.databases import Postgresql, settings_for, start_postgresql


@contextmanager
def app_of_its_own() -> Iterator[Flask]:
    """An app on a server and a database of its own, with all tables and no rows."""
    with ExitStack() as open_things:
        url, stop = start_postgresql()
        open_things.callback(stop)
        home = Path(open_things.enter_context(tempfile.TemporaryDirectory()))
        server = Postgresql(url, home)
        open_things.callback(server.close)
        database = open_things.enter_context(server.fresh())
        app = on_database(home, database)
        open_things.callback(app.extensions["venire"].engine.dispose)
        yield app


def on_database(home: Path, database: str) -> Flask:
    """An app on a database that is there."""
    app = Flask("bench")
    Babel(app)
    app.extensions["venire"] = Ground(settings_for(home, database), make_engine(database), utc_now)
    return app
