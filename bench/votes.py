"""The vote log of an assembly as a table, from its log on PostgreSQL."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from bench import apart
from bench.bundle import Filled, filled

Pair = tuple[Callable[[], object], Callable[[], object]]
ROWS = "SELECT leaf_index, entry FROM log_leaves WHERE log <> 'registry'"
COPY = f"COPY ({ROWS}) TO STDOUT (FORMAT csv)"


@contextmanager
def votes(size: int) -> Iterator[Pair]:
    """The vote log of `size` ballots as CSV, each opened, against bare opening of as many on as
    many cores and `COPY TO` of the rows that it is made from."""
    with filled(size) as found, tempfile.TemporaryDirectory() as folder:
        out, copy = Path(folder) / "votes.csv", Path(folder) / "copy.csv"

        def bare() -> None:
            found.bare()
            copied(found, copy)

        yield lambda: apart.made("csv", found.database, found.home, out), bare


def copied(found: Filled, out: Path) -> None:
    """Write the log of a case as PostgreSQL itself writes it."""
    url = make_url(found.database).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)
    with psycopg.connect(address) as connection, out.open("wb") as file:
        with connection.cursor().copy(COPY) as rows:
            for some in rows:
                file.write(some)
