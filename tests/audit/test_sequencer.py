"""The sequencer on both databases: places, heads, signatures, crashes, an older backup."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa

from audit import keys, memory, merkle, note, queries, reconcile, sequencer
from audit.actions import append, hold, promise, queue, record
from audit.event import KINDS, Event
from audit.keys import REGISTRY
from audit.memory import Behind
from audit.models import Leaf, PublishedCheckpoint, QueuedEntry
from audit.sequencer import sequence
from kernel.actor import Actor
from kernel.db import make_engine
from kernel.jobs import Stuck
from kernel.settings import Settings
from tests.audit.synthetic import REF, Case, ballot, pid
from tests.conftest import OpenWork


@dataclass(frozen=True)
class Rang(Event):
    """A bell was rung for a test."""

    kind: ClassVar[str] = "bell.rang"

    times: int = 1


KINDS.pop("bell.rang")  # known here, and told to nobody else
OPENED = {name: value for name, value in Case().entries[0].items() if name not in {"kind", "case"}}


@pytest.fixture
def run(settings: Settings) -> Callable[[], int]:
    engine = make_engine(settings.database)
    yield lambda: sequence(engine, settings)
    engine.dispose()


def test_entries_find_their_places_and_their_head_is_signed(
    work: OpenWork, run: Callable[[], int], settings: Settings
) -> None:
    with work(Actor("x", "A-7K2M9QXD")) as w:
        made = [record(w, Rang(times)) for times in range(3)]
        assert queries.head(w.session, REGISTRY) is None
        assert queries.waiting(w.session) == 3
        assert queries.queue_age(w.session, w.now).total_seconds() == 0
    assert made[0].fields == {
        "v": 1,
        "kind": "bell.rang",
        "at": "2026-11-23T12:00:00Z",
        "by": "A-7K2M9QXD",
        "times": 0,
    }
    assert run() == 3
    assert run() == 0
    with work() as w:
        head = queries.head(w.session, REGISTRY)
        assert head == queries.Head(3, merkle.root(one.leaf_hash for one in made))
        assert [queries.sequenced(w.session, REGISTRY, one.leaf_hash) for one in made] == [0, 1, 2]
        assert queries.sequenced(w.session, REGISTRY, b"\0" * 32) is None
        assert queries.queue_age(w.session, w.now) is None
        text = queries.checkpoint(w.session, REGISTRY)
        signed = note.checkpoint(text, keys.verifier(settings))
        assert (signed.origin, signed.size, signed.root) == ("venire.test/log", 3, head.root)
        assert list(reconcile.problems(w.session, settings)) == []


def test_a_case_log_tells_the_registry_of_every_head(
    work: OpenWork, run: Callable[[], int], settings: Settings
) -> None:
    with work() as w:
        opened = append(w, REF, "case.opened", OPENED)
        kept = hold(REF, "ballot", {k: v for k, v in ballot(pid(1), "deny").items() if k != "kind"})
        receipt = promise(w, REF, kept, w.now)
    run()
    with work() as w:
        queue(w, REF, kept.bytes)
    run()
    with work() as w:
        assert queries.entries(w.session, REF) == [opened.bytes, kept.bytes]
        told = [json.loads(raw) for raw in queries.entries(w.session, REGISTRY)]
        heads = [merkle.root([opened.leaf_hash]), queries.head(w.session, REF).root]
        assert told == [
            {"v": 1, "kind": "case.checkpoint", "case": REF, "size": size, "root": root.hex()}
            for size, root in enumerate(heads, 1)
        ]
        assert queries.covering(w.session, REF, 0) == queries.Head(1, heads[0])
        assert queries.covering(w.session, REF, 1) == queries.Head(2, heads[1])
        assert queries.covering(w.session, REF, 2) is None
        promised = note.receipt(receipt, keys.verifier(settings, REF))
        assert queries.sequenced(w.session, REF, promised.leaf) == 1
        assert queries.last_entry(w.session, REF) == kept.bytes
        assert list(reconcile.problems(w.session, settings)) == []


@pytest.mark.parametrize(("limit", "at_once"), [("BATCH", 256), ("BATCH_BYTES", 256 * 29)])
def test_more_than_a_batch_keeps_its_order(
    work: OpenWork, run: Callable[[], int], monkeypatch: Any, limit: str, at_once: int
) -> None:
    entries = [b'{"kind":"a.b","n":%d,"v":1}' % number for number in range(1_000, 1_600)]
    monkeypatch.setattr(sequencer, limit, at_once)
    with work() as w:
        queue(w, REF, b'{"kind":"a.b","n":1,"v":1}')  # of another log, and it stays that
        queue(w, REGISTRY, *entries)
    assert run() == 602  # with the head of the other log
    with work() as w:
        found = queries.entries(w.session, REGISTRY)
        assert found[:600] == entries
        assert len(queries.entries(w.session, REF)) == 1
        sizes = w.session.scalars(
            sa.select(PublishedCheckpoint.size)
            .where(PublishedCheckpoint.log == REGISTRY)
            .order_by(PublishedCheckpoint.size)
        )
        assert list(sizes) == [256, 512, 601]


def test_an_entry_longer_than_a_batch_is_taken_alone(
    work: OpenWork, run: Callable[[], int], monkeypatch: Any
) -> None:
    monkeypatch.setattr(sequencer, "BATCH_BYTES", 10)
    with work() as w:
        for times in range(3):
            record(w, Rang(times))
    assert run() == 3
    with work() as w:
        query = sa.select(sa.func.count()).select_from(PublishedCheckpoint)
        assert w.session.scalar(query) == 3


def test_what_is_rolled_back_was_never_said(work: OpenWork, run: Callable[[], int]) -> None:
    def break_off() -> None:
        with work() as w:
            record(w, Rang())
            raise LookupError

    with pytest.raises(LookupError):
        break_off()
    assert run() == 0


def test_two_sequencers_and_many_writers_lose_nothing_and_double_nothing(
    work: OpenWork, settings: Settings
) -> None:
    def ring(number: int) -> None:
        with work() as w:
            record(w, Rang(number))

    engines = [make_engine(settings.database) for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        writers = [pool.submit(ring, number) for number in range(60)]
        runs = [pool.submit(sequence, engine, settings) for engine in engines * 10]
        for one in (*writers, *runs):
            one.result()
    sequence(engines[0], settings)
    for engine in engines:
        engine.dispose()
    with work() as w:
        told = [json.loads(raw)["times"] for raw in queries.entries(w.session, REGISTRY)]
        assert sorted(told) == list(range(60))
        assert queries.waiting(w.session) == 0
        assert list(reconcile.problems(w.session, settings)) == []


def test_a_sequencer_that_dies_before_signing_is_made_up_for(
    work: OpenWork, run: Callable[[], int], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with work() as w:
        append(w, REF, "case.opened", OPENED)

    def die(*_given: object) -> None:
        raise OSError("no space left on device")

    for where, name in ((sequencer, "publish"), (memory, "keep"), (note, "signed")):
        with monkeypatch.context() as patch:
            patch.setattr(where, name, die)
            with pytest.raises(Stuck, match=f"{REF}, {REGISTRY}"):
                run()
    run()
    with work() as w:
        assert queries.checkpoint(w.session, REF) is not None
        assert queries.head(w.session, REGISTRY).size == 1
        assert list(reconcile.problems(w.session, settings)) == []


def test_a_head_that_was_noted_and_never_published_is_made_up_for(
    work: OpenWork, run: Callable[[], int], settings: Settings
) -> None:
    """Killed between the note and the commit; another sequencer then took further entries first."""
    with work() as w:
        for times in range(3):
            record(w, Rang(times))
    engine = make_engine(settings.database)
    sequencer.take(engine, REGISTRY)
    with work() as w:
        noted = queries.head(w.session, REGISTRY)
        record(w, Rang(3))
    keys.signer(settings)
    memory.keep(settings, REGISTRY, memory.Kept(noted.size, noted.root))
    sequencer.take(engine, REGISTRY)
    engine.dispose()
    run()
    with work() as w:
        assert queries.published(w.session, REGISTRY) == queries.head(w.session, REGISTRY)
        assert memory.kept(settings, REGISTRY).size == 4
        assert list(reconcile.problems(w.session, settings)) == []


def test_the_memory_never_goes_back(settings: Settings) -> None:
    """One sequencer was stopped and forgotten while another went on: it wakes up too late."""
    memory.keep(settings, REGISTRY, memory.Kept(4, b"d" * 32))
    for late in (memory.Kept(3, b"c" * 32), memory.Kept(4, b"x" * 32)):
        with pytest.raises(Behind, match="signed at size 4"):
            memory.keep(settings, REGISTRY, late)
    assert memory.kept(settings, REGISTRY) == memory.Kept(4, b"d" * 32)


def test_a_memory_that_cannot_be_read_stops_its_log_alone(
    work: OpenWork, run: Callable[[], int], settings: Settings
) -> None:
    with work() as w:
        append(w, REF, "case.opened", OPENED)
    run()
    for broken in ("{", '{"size": 1}', '{"size": "1", "root": "00"}', "[]", "\udcff"):
        path = settings.home / "heads" / f"{REF}.json"
        path.write_text(broken, errors="surrogateescape")
        with work() as w:
            append(w, REF, "case.withdrawn", {})
            record(w, Rang())
        with pytest.raises(Behind, match="cannot be read"):
            run()
        with work() as w:
            assert queries.waiting(w.session, REGISTRY) == 0


def test_a_log_that_must_not_be_signed_does_not_stop_the_others(
    work: OpenWork, run: Callable[[], int], settings: Settings
) -> None:
    with work() as w:
        append(w, REF, "case.opened", OPENED)
    run()
    memory.keep(settings, REF, memory.Kept(9, b"x" * 32))
    with work() as w:
        append(w, REF, "case.withdrawn", {})
        append(w, "C-2026-0009", "case.opened", OPENED)
        record(w, Rang())
    with pytest.raises(Behind) as told:
        run()
    assert f"The log {REF} was signed at size 9" in str(told.value)
    with work() as w:
        assert queries.waiting(w.session) == queries.waiting(w.session, REF) == 1
        assert queries.checkpoint(w.session, "C-2026-0009") is not None
        assert queries.published(w.session, REGISTRY) == queries.head(w.session, REGISTRY)
        assert queries.head(w.session, REGISTRY).size == 3


def test_a_log_that_is_broken_does_not_stop_the_others(
    work: OpenWork, run: Callable[[], int], settings: Settings
) -> None:
    with work() as w:
        append(w, REF, "case.opened", OPENED)
    run()
    with work() as w:
        w.session.execute(  # as no sequencer writes it: the place of the next entry is taken
            sa.insert(Leaf).values(log=REF, index=1, leaf_hash=b"x" * 32, entry=b"{}")
        )
        append(w, REF, "case.withdrawn", {})
        append(w, "C-2026-0009", "case.opened", OPENED)
        record(w, Rang())
    with pytest.raises(Stuck, match=REF) as told:
        run()
    assert [error.__notes__ for error in told.value.exceptions] == [[f"{REF} is stuck"]]
    with work() as w:
        assert queries.waiting(w.session) == queries.waiting(w.session, REF) == 1
        assert queries.published(w.session, "C-2026-0009").size == 1
        assert queries.published(w.session, REGISTRY).size == 3


def test_the_key_is_made_once_and_for_its_owner_alone(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: str(keys.verifier(settings)), range(16)))
    assert len(made) == 1
    path = settings.keys / "log.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(found.name for found in settings.keys.iterdir()) == ["log.key"]
    path.chmod(0o644)
    with pytest.raises(RuntimeError, match="chmod 600"):
        keys.signer(settings)


def test_a_lost_key_is_not_replaced_in_silence(
    work: OpenWork, run: Callable[[], int], settings: Settings
) -> None:
    with work() as w:
        record(w, Rang(1))
    run()
    key, kept = settings.keys / "log.key", settings.keys / "kept"
    key.rename(kept)
    with work() as w:
        record(w, Rang(2))
        with pytest.raises(keys.LostKey, match="Bring it back"):
            promise(w, REF, hold(REF, "case.withdrawn", {}), w.now)
    with pytest.raises(Stuck) as told:
        run()
    assert isinstance(told.value.exceptions[0], keys.LostKey)
    assert not key.exists()
    kept.rename(key)
    assert run() == 1


def test_nothing_is_signed_by_another_key_than_before(
    work: OpenWork, run: Callable[[], int], settings: Settings
) -> None:
    with work() as w:
        record(w, Rang(1))
    run()
    for lost in (settings.keys / "log.key", settings.home / "heads" / "registry.json"):
        lost.unlink()
    (settings.home / "heads").rmdir()
    with work() as w:
        record(w, Rang(2))
    with pytest.raises(Behind, match="another key"):
        run()
    with work() as w:
        assert queries.published(w.session, REGISTRY).size == 1


def test_refused_before_it_is_queued(work: OpenWork) -> None:
    with work() as w:
        for kind, body in (("case.opened", {}), ("no.such", {}), ("case.closed", {"ballots": 1})):
            with pytest.raises(ValueError):
                append(w, REF, kind, body)
        assert w.session.scalar(sa.select(sa.func.count()).select_from(QueuedEntry)) == 0
