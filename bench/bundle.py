"""The bundle of an assembly: written from its log on PostgreSQL, and verified."""

import hashlib
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

import sqlalchemy as sa

from audit.keys import REGISTRY
from audit.merkle import leaf_hash, root
from audit.models import Attachment, Leaf, LogHead, PublishedCheckpoint
from bench import apart
from bench.ground import app_of_its_own
from kernel.work import Work, unit_of_work
from tests.audit.large import Large, cast, pid_of
from tests.audit.synthetic import BOX, REF, SUITE, VKEY

Pair = tuple[Callable[[], object], Callable[[], object]]
TOGETHER = 1_000  # rows that are inserted at once
SAMPLE = 500  # voters whose ballots the yardstick opens, again and again
Sealed = tuple[bytes, bytes]  # an entry, and the ballot in it


class Filled:
    """A database with the log of an assembly of so many voters, and where it is."""

    def __init__(self, size: int, database: str, home: Path) -> None:
        self.case = Large(size)
        self.database, self.home = database, home
        self.sample = [sealed_in(cast(number)[0]) for number in range(SAMPLE)]

    def bare(self) -> None:
        """Open as many ballots and hash as many entries as there are, on all cores."""
        cores = os.cpu_count() or 1
        fork = multiprocessing.get_context("fork")
        share = (self.sample, self.case.voters // cores)
        processes = [fork.Process(target=open_bare, args=share) for _ in range(cores)]
        for one in processes:
            one.start()
        for one in processes:
            one.join()


@contextmanager
def filled(size: int) -> Iterator[Filled]:
    """A server with the log of an assembly of `size` voters, all of whom voted."""
    with app_of_its_own() as app, app.app_context():
        settings = app.extensions["venire"].settings
        found = Filled(size, settings.database, settings.home)
        with unit_of_work() as work:
            fill(work, found.case)
        yield found


@contextmanager
def exporting(size: int) -> Iterator[Pair]:
    """A bundle of `size` ballots written, its vote log opened, against bare opening of as many and
    bare SHA-256 of their entries, on as many cores."""
    with filled(size) as found, tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "case.zip"
        yield lambda: apart.made("bundle", found.database, found.home, out), found.bare


@contextmanager
def verifying(size: int) -> Iterator[Pair]:
    """A bundle of `size` ballots verified, against the same."""
    with filled(size) as found, tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "case.zip"
        peak = apart.made("bundle", found.database, found.home, out)
        print(f"(a bundle of {out.stat().st_size:,} bytes, written in {peak // 1_000_000} MB)")
        yield lambda: apart.verified(out, str(VKEY)), found.bare


def fill(work: Work, case: Large) -> None:
    """Put in the log of a case, its registry, and what was handed down for its bundle."""
    with multiprocessing.get_context("fork").Pool() as pool:
        ballots = pool.imap(cast, range(case.voters), chunksize=100)
        size = put(work, REF, case.lines(ballots))
    edge = case.edge
    publish(work, case, REF, size, edge.root)
    work.session.add(LogHead(log=REF, size=size, root=edge.root, edge=edge.packed()))
    registry = case.registry()
    put(work, REGISTRY, registry)
    for end in range(1, len(registry) + 1):
        publish(work, case, REGISTRY, end, root(leaf_hash(one) for one in registry[:end]))
    for path, content in case.attached.items():
        work.session.add(Attachment(case_ref=REF, path=path, content=content))
    work.session.flush()
    work.session.execute(sa.text("ANALYZE"))


def put(work: Work, log: str, lines: Iterable[bytes]) -> int:
    numbered, size = enumerate(lines), 0
    while some := list(islice(numbered, TOGETHER)):
        rows = [
            {"log": log, "leaf_index": index, "leaf_hash": leaf_hash(line), "entry": line}
            for index, line in some
        ]
        work.session.execute(sa.insert(Leaf.__table__), rows)  # type: ignore[arg-type]
        size += len(rows)
    return size


def publish(work: Work, case: Large, log: str, size: int, head: bytes) -> None:
    note = case.note_of(log, size, head)
    work.session.add(PublishedCheckpoint(log=log, size=size, root=head, note=note))
    work.session.flush()


def sealed_in(entry: bytes) -> Sealed:
    from audit.note import unb64
    from audit.slip import slip_of

    slip = slip_of(entry)
    if slip is None:
        raise AssertionError("no ballot")
    return entry, unb64(slip.sealed)


def open_bare(sample: list[Sealed], times: int) -> None:
    """Open so many ballots, hash their entries, and do nothing with either."""
    infos = [f"jury/ballot/v1\n{REF}\n{pid_of(number)}".encode() for number in range(SAMPLE)]
    each = zip(cycle(sample), cycle(infos), range(times), strict=False)
    for (entry, sealed), info, _ in each:
        hashlib.sha256(entry).digest()
        SUITE.decrypt(sealed, BOX, info)
