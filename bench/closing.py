"""Closing a case of many sealed ballots: opened and counted from its log, their reasons kept."""

import multiprocessing
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from audit.actions import hold
from audit.entry import make
from audit.merkle import leaf_hash
from audit.models import Leaf
from bench.ground import app_of_its_own
from jury.actions.verdicts import open_and_count
from jury.ballot import Ballot, Choice, Finding, seal_ballot
from jury.minutes import Band
from jury.models import Ballot as BallotRow
from jury.models import JuryCase
from jury.opening import SMALL
from jury.reason import REASON_SIZE, SALT_SIZE, Reason, reason_digest, seal_reason
from jury.seal import BALLOT_SIZE, SUITE, ballot_info, public_of, seal
from jury.standard import PRESETS
from kernel.db import new_id
from kernel.work import Work, unit_of_work

Pair = tuple[Callable[[], object], Callable[[], object]]
REF, FILE = "C-2026-0001", "ab" * 32
CLAUSES = ("lung-disease", "impossible-evidence")
KEY = X25519PrivateKey.generate().private_bytes_raw()
PUBLIC = public_of(KEY)
SAMPLE = 500  # ballots that the yardstick opens, again and again
WITH_WORDS = 4  # every so many jurors give a reason
TOGETHER = 1_000  # rows that are inserted at once


@contextmanager
def closing(size: int) -> Iterator[Pair]:
    """The box of `size` ballots in a log on PostgreSQL, opened and counted, its reasons kept,
    against bare HPKE opening of as many ballots and reasons in as many processes."""
    info = ballot_info(REF, "ab" * 16)
    sample = [
        seal(secrets.token_bytes(length), PUBLIC, info)
        for _ in range(SAMPLE)
        for length in (BALLOT_SIZE, REASON_SIZE)
    ]
    with app_of_its_own() as app, app.app_context():
        with unit_of_work() as work:
            fill(work, size)

        def count() -> None:
            with unit_of_work() as work:
                _entries, tally, _bands = open_and_count(work, REF, size + 1, KEY, 0)
                work.session.rollback()  # the next round opens the same
            if (tally.numbers.cast, tally.numbers.void) != (size, 0):
                raise AssertionError(f"not all ballots were counted: {tally.numbers}")

        yield count, lambda: open_bare(sample, info, size)


def fill(work: Work, size: int) -> None:
    """Put in a closed case with `size` ballots, held and logged."""
    opened = {
        "case": REF,
        "file": FILE,
        "clauses": [{"id": clause, "version": 1, "digest": FILE} for clause in CLAUSES],
        "tiers": [],
        "standard": PRESETS["panel"].as_json(),
    }
    work.session.add(
        JuryCase(
            ref=REF,
            stage="frozen",
            title="A case",
            file={},
            file_digest=FILE,
            standard=opened["standard"],
            public_key=PUBLIC,
            frozen_at=work.now,
        )
    )
    work.session.flush()
    put(work, [leaf(0, make("case.opened", opened).bytes)], [])
    with multiprocessing.get_context("fork").Pool() as pool:
        made = enumerate(pool.imap(cast, range(size), chunksize=200), 1)
        while some := list(islice(made, TOGETHER)):
            leaves = [leaf(index, row["entry"]) for index, row in some]
            put(work, leaves, [row for _index, row in some])
    work.session.execute(sa.text("ANALYZE"))


def put(work: Work, leaves: list[dict[str, Any]], ballots: list[dict[str, Any]]) -> None:
    work.session.execute(sa.insert(Leaf.__table__), leaves)  # type: ignore[arg-type]
    if ballots:
        work.session.execute(sa.insert(BallotRow), ballots)


def leaf(index: int, entry: bytes) -> dict[str, Any]:
    return {"log": REF, "leaf_index": index, "leaf_hash": leaf_hash(entry), "entry": entry}


def cast(number: int) -> dict[str, Any]:
    """Return the row of a ballot; whether it upholds, and what it finds, goes by the number."""
    pid, salt = secrets.token_hex(16), secrets.token_bytes(SALT_SIZE)
    findings = list(Finding)
    issues = {one: findings[(number >> at) % 4] for at, one in enumerate(CLAUSES)}
    ballot = Ballot(list(Choice)[number % 3], issues)
    reason = Reason("" if number % WITH_WORDS else f"So I see it, for reason {number}.")
    body = {
        "pid": pid,
        "rev": 1,
        "file": FILE,
        "sealed": seal_ballot(ballot, PUBLIC, REF, pid),
        "reason": reason_digest(salt, reason),
    }
    return {
        "id": new_id(),
        "case_ref": REF,
        "pid": pid,
        "rev": 1,
        "entry": hold(REF, "ballot", body).bytes,
        "reason": seal_reason(reason, salt, Band(number % len(Band)), PUBLIC, REF, pid),
        "receipt": "",
    }


def open_bare(sealed: list[bytes], info: bytes, size: int) -> None:
    """Open `size` ballots and `size` reasons and do nothing with them."""
    if size <= SMALL:  # as the work does
        open_them(sealed, info, 2 * size)
        return
    cores = os.cpu_count() or 1
    fork = multiprocessing.get_context("fork")
    share = (sealed, info, 2 * size // cores)
    processes = [fork.Process(target=open_them, args=share) for _ in range(cores)]
    for one in processes:
        one.start()
    for one in processes:
        one.join()


def open_them(sealed: list[bytes], info: bytes, times: int) -> None:
    key = X25519PrivateKey.from_private_bytes(KEY)
    for one in islice(cycle(sealed), times):
        SUITE.decrypt(one, key, info=info)
