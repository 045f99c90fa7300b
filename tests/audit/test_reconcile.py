"""`audit check`: whatever of the log was changed in the database, or lost, is found out."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from audit import reconcile
from audit.actions import append, queue, record
from audit.entry import make, parse
from audit.keys import REGISTRY
from audit.models import Leaf, LogHead, PublishedCheckpoint
from audit.queries import entries
from audit.sequencer import sequence
from kernel.db import make_engine, read_one_moment
from kernel.settings import Settings
from members.events import MemberJoined
from tests.audit.logs import unfasten
from tests.audit.synthetic import REF, Case
from tests.conftest import OpenWork

RANG = b'{"kind":"bell.rang","v":1}'
OPENED = {name: value for name, value in Case().entries[0].items() if name not in {"kind", "case"}}


@pytest.fixture
def run(settings: Settings) -> Iterator[Callable[[], int]]:
    engine = make_engine(settings.database)
    yield lambda: sequence(engine, settings)
    engine.dispose()


@pytest.mark.parametrize("log", [REF, REGISTRY])
def test_a_database_that_lost_a_whole_log_is_found_out(
    work: OpenWork, run: Callable[[], int], settings: Settings, log: str
) -> None:
    with work() as w:
        append(w, REF, "case.opened", OPENED)
    run()
    with work() as w:
        unfasten(w)
        lost = [sa.delete(row).where(row.log == log) for row in (Leaf, LogHead)]
        for statement in (*lost, sa.delete(PublishedCheckpoint)):
            w.session.execute(statement)
    with work() as w:
        told = list(reconcile.problems(w.session, settings))
        assert f"{log}: the head that was signed last (size 1) is not in the database" in told


def test_a_log_that_named_who_joined_stands_as_it_is(
    work: OpenWork, run: Callable[[], int], settings: Settings
) -> None:
    """No entry is rewritten; those from now on are alike, and each has its place."""
    at = {"at": "2026-10-05T09:12:31Z", "by": "anyone"}
    with work() as w:
        queue(w, REGISTRY, make("member.joined", {"account": "A-7K2M9QXD", **at}).bytes)
    run()
    with work() as w:
        for _one in range(2):
            record(w, MemberJoined())
    assert run() == 2
    with work() as w:
        assert list(reconcile.problems(w.session, settings)) == []
        told = [parse(raw) for raw in entries(w.session, REGISTRY)]
    assert [one.get("account") for one in told] == ["A-7K2M9QXD", None, None]


@pytest.mark.parametrize("row", [Leaf, PublishedCheckpoint])
def test_rows_of_a_log_without_a_head_are_found(
    work: OpenWork, run: Callable[[], int], settings: Settings, row: Any
) -> None:
    with work() as w:
        append(w, REF, "case.opened", OPENED)
    run()
    (settings.home / "heads" / f"{REF}.json").unlink()
    with work() as w:
        unfasten(w)
        other = PublishedCheckpoint if row is Leaf else Leaf
        for statement in (sa.delete(other), sa.delete(LogHead)):
            w.session.execute(statement.where(sa.column("log") == REF))
    with work() as w:
        told = [one for one in reconcile.problems(w.session, settings) if one.startswith(REF)]
        assert told


def test_a_memory_that_cannot_be_read_is_a_problem(
    work: OpenWork, run: Callable[[], int], settings: Settings
) -> None:
    with work() as w:
        queue(w, REGISTRY, RANG)
    run()
    (settings.home / "heads" / "registry.json").write_text("{")
    with work() as w:
        (problem,) = reconcile.problems(w.session, settings)
        assert "cannot be read" in problem


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (sa.update(Leaf).values(entry=b"{}").where(Leaf.index == 0), "leaf hash"),
        (sa.delete(Leaf).where(Leaf.index == 0, Leaf.log == REGISTRY), "missing"),
        (sa.update(LogHead).values(size=9).where(LogHead.log == REF), "head"),
        (sa.update(LogHead).values(edge=b"x" * 32).where(LogHead.log == REF), "head"),
        (sa.update(PublishedCheckpoint).values(note="x"), "checkpoint of size"),
    ],
)
def test_reconcile_finds_what_was_changed_in_the_database(
    work: OpenWork, run: Callable[[], int], settings: Settings, change: sa.Executable, words: str
) -> None:
    with work() as w:
        append(w, REF, "case.opened", OPENED)
        queue(w, REGISTRY, RANG)
    run()
    with work() as w:
        unfasten(w)
        w.session.execute(change)
    with work() as w:
        assert words in "\n".join(reconcile.problems(w.session, settings))


def test_what_others_write_meanwhile_is_no_problem(
    work: OpenWork, run: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with work() as w:
        queue(w, REGISTRY, RANG)
    run()
    hashed = reconcile._hashed

    def while_it_hashes(*given: Any) -> Any:
        with work() as w:
            queue(w, REGISTRY, RANG)
        assert run() == 1
        return hashed(*given)

    monkeypatch.setattr(reconcile, "_hashed", while_it_hashes)
    with work(writing=False) as w:
        read_one_moment(w.session)
        assert list(reconcile.problems(w.session, w.settings)) == []
