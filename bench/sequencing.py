"""Ballots that wait find their places in a log on PostgreSQL, and its heads are signed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from time import perf_counter

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.actions import queue
from audit.models import Leaf
from audit.sequencer import advance
from bench.closing import cast
from bench.ground import app_of_its_own
from kernel.work import ground, unit_of_work

Pair = tuple[Callable[[], object], Callable[[], object]]
ROUNDS = 3
LOGS = [f"C-2026-{number:04}" for number in range(1, ROUNDS + 1)]
TAIL = 12  # bytes at the end of a ballot's entry, by which each is made another


@contextmanager
def sequencing(size: int) -> Iterator[Pair]:
    """`size` ballots through the queue into a log, against bare SHA-256 of the same entries and an
    `INSERT … SELECT` of the same rows: what any sequencer has to do. The ratio to SHA-256 alone
    is printed below."""
    one = cast(1)["entry"]
    entries = [one[:-TAIL] + b"%011d}" % number for number in range(size)]
    hashing: list[float] = []
    with app_of_its_own() as app, app.app_context():
        with unit_of_work() as work:
            for log in LOGS:
                queue(work, log, *entries)
        logs, on, spent = iter(LOGS), ground(), list[float]()

        def work_through() -> None:
            begun = perf_counter()
            done = advance(on.engine, on.settings, next(logs))
            spent.append(perf_counter() - begun)
            if done != size:
                raise AssertionError(f"{done} of {size} entries found their places")

        def bare() -> None:
            begun = perf_counter()
            for entry in entries:
                sha256(entry).digest()
            hashing.append(perf_counter() - begun)
            with unit_of_work() as work:
                put_again(work.session)
                work.session.rollback()

        yield work_through, bare
        print(f"{'':8}{size:>10,}  to SHA-256 alone: {min(hashing) / min(spent):.2f}")


def put_again(session: Session) -> None:
    """Insert the rows of the first log once more, as those of another."""
    columns = ["log", "leaf_index", "leaf_hash", "entry"]
    found = sa.select(sa.literal("C-2026-0009"), Leaf.index, Leaf.leaf_hash, Leaf.entry)
    rows = found.where(Leaf.log == LOGS[0])
    session.execute(sa.insert(Leaf.__table__).from_select(columns, rows))  # type: ignore[arg-type]
