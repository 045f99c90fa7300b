"""The key of the log hands over to another: through an event, a head that both sign, and no gap."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from audit import actions, keys, note, queries, reconcile, rotation
from audit.actions import append, hold, promise, record
from audit.jobs import sequence_logs
from audit.keys import REGISTRY
from audit.memory import Behind
from audit.models import LogKey
from audit.verify.check import Check
from audit.verify.note import Ring, key_from
from kernel.errors import Conflict
from kernel.settings import Settings
from kernel.work import Work, unit_of_work
from tests.audit.logs import decide
from tests.audit.packing import bundle_of
from tests.audit.synthetic import REF, Case, ballot, pid
from tests.audit.test_sequencer import OPENED, Rang
from tests.page import Client

BOTH = pytest.mark.databases("sqlite", "postgresql")
OTHER = "C-2026-0002"


@pytest.fixture
def house(app: Flask) -> Flask:
    """A log with a few entries in it."""
    with app.app_context():
        ring()
    return app


def ring() -> None:
    """Let something happen, and be sequenced."""
    with unit_of_work() as work:
        record(work, Rang())
    sequence_logs()


def rotate() -> note.Verifier:
    with unit_of_work() as work:
        return actions.rotate_key(work)


def looked(see: Callable[[Work], object]) -> object:
    with unit_of_work(writing=False) as work:
        return see(work)


def problems(settings: Settings) -> list[str]:
    return looked(lambda work: list(reconcile.problems(work.session, settings)))


def checkpoint(log: str = REGISTRY) -> str:
    return looked(lambda work: queries.checkpoint(work.session, log))


def is_signed(text: str, *by: note.Verifier) -> list[bool]:
    """Whether a checkpoint is signed by each of these alone."""
    found = []
    for one in by:
        try:
            note.checkpoint(text, one)
            found.append(True)
        except note.BadNote:
            found.append(False)
    return found


@BOTH
def test_one_head_is_signed_by_both_and_the_next_by_the_new_key(
    house: Flask, settings: Settings
) -> None:
    with house.app_context():
        old = keys.verifier(settings)
        before = checkpoint()
        new = rotate()
        assert keys.verifier(settings) == old  # until the event is in the log
        assert problems(settings) == []
        sequence_logs()
        assert keys.verifier(settings) == new != old
        assert not (settings.keys / keys.NEXT).exists()
        both = checkpoint()
        ring()
        after = checkpoint()
        assert is_signed(before, old, new) == [True, False]
        assert is_signed(both, old, new) == [True, True]
        assert is_signed(after, old, new) == [False, True]
        known = looked(lambda work: rotation.verifiers(work.session, settings))
        assert known == [old, new]
        assert problems(settings) == []
        third = rotate()
        sequence_logs()
        ring()
        assert is_signed(checkpoint(), old, new, third) == [False, False, True]
        assert problems(settings) == []


@BOTH
def test_cases_and_receipts_of_before_stay_good(house: Flask, settings: Settings) -> None:
    body = {name: value for name, value in ballot(pid(1), "deny").items() if name != "kind"}
    with house.app_context():
        with unit_of_work() as work:
            append(work, OTHER, "case.opened", OPENED)
            held = hold(OTHER, "ballot", body)
            receipts = [promise(work, OTHER, held, work.now)]
        sequence_logs()
        old, first = keys.verifier(settings, OTHER), checkpoint(OTHER)
        rotate()
        sequence_logs()
        with unit_of_work() as work:
            receipts.append(promise(work, OTHER, held, work.now))
            actions.queue(work, OTHER, held.bytes)
        assert checkpoint(OTHER) == first
        sequence_logs()
        assert is_signed(checkpoint(OTHER), old, keys.verifier(settings, OTHER)) == [False, True]
        assert problems(settings) == []
    client = Client(house)
    for text in receipts:
        page = client.get("/log/receipt").form("Check it").fill(receipt=text).send()
        assert "the signature is ours" in page.text
    page = client.get("/log/")
    assert "It took over from others" in page.text
    assert str(keys.verifier(settings)) in page.text
    assert str(old.named(keys.origin(settings, REGISTRY))) in page.text


def faults(content: bytes, folder: Path, *by: note.Verifier) -> list[str]:
    path = folder / "case.zip"
    path.write_bytes(content)
    steps = Check(path, Ring(tuple(key_from(str(one)) for one in by))).run()
    return [f"{one.name}: {one.reason}" for one in steps if not one.good]


def test_bundles_of_before_and_after(house: Flask, settings: Settings, tmp_path: Path) -> None:
    def taken(ref: str) -> bytes:
        return looked(lambda work: bundle_of(work.session, ref))

    with house.app_context():
        old = keys.verifier(settings)
        decide(Case())
        sequence_logs()
        before = taken(REF)
        new = rotate()
        sequence_logs()
        assert taken(REF) == before
        rotate()
        decide(Case(ref=OTHER))
        sequence_logs()
        newest, across = keys.verifier(settings), taken(OTHER)
        assert faults(across, tmp_path, old, new, newest) == []
        assert faults(across, tmp_path, old, newest)
        assert faults(before, tmp_path, old) == faults(before, tmp_path, old, new) == []
        assert faults(before, tmp_path, new)


@BOTH
def test_a_handover_that_was_interrupted_is_finished(
    house: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.app_context():
        old, new = keys.verifier(settings), rotate()
        with monkeypatch.context() as patch:
            patch.setattr(keys, "hand_over", lambda _settings, _public: None)  # killed before it
            sequence_logs()
        assert is_signed(checkpoint(), old, new) == [True, True]
        assert keys.verifier(settings) == old
        ring()
        assert keys.verifier(settings) == new
        assert is_signed(checkpoint(), old, new) == [False, True]
        assert problems(settings) == []


def test_a_key_is_announced_once_at_a_time(house: Flask, settings: Settings) -> None:
    with house.app_context():
        first = rotate()
        with pytest.raises(Conflict, match="announced already"):
            rotate()
        sequence_logs()
        assert keys.verifier(settings) == first


def test_a_key_that_was_lost_before_its_turn_holds_nothing_up(
    house: Flask, settings: Settings
) -> None:
    with house.app_context():
        old = keys.verifier(settings)
        rotate()
        (settings.keys / keys.NEXT).unlink()
        sequence_logs()
        ring()
        assert is_signed(checkpoint(), old) == [True]
        (found,) = problems(settings)
        assert "log.key.next is not there" in found
        new = rotate()
        sequence_logs()
        assert is_signed(checkpoint(), old, new) == [True, True]
        assert problems(settings) == []
        third = rotate()
        sequence_logs()
        ring()
        assert is_signed(checkpoint(), old, new, third) == [False, False, True]
        assert problems(settings) == []
        rows = looked(lambda work: work.session.scalars(sa.select(LogKey.since)).all())
        assert [since is None for since in rows] == [False, True, False, False]


def test_who_wakes_late_hands_over_nothing_else(house: Flask, settings: Settings) -> None:
    with house.app_context():
        second = rotate()
        sequence_logs()
        third = rotate()  # and only now the first round comes to move the file of the second
        keys.hand_over(settings, second.public)
        assert keys.verifier(settings) == second
        sequence_logs()
        assert keys.verifier(settings) == third
        assert problems(settings) == []


def test_another_key_than_was_announced_stands_in_nobodys_way(
    house: Flask, settings: Settings
) -> None:
    with house.app_context():
        rotate()
        keys.make_next(settings)  # one who announced another was killed before it was written down
        (found,) = problems(settings)
        assert "log.key.next is not there" in found
        new = rotate()
        sequence_logs()
        assert keys.verifier(settings) == new
        assert problems(settings) == []


def test_the_old_key_does_not_come_back(house: Flask, settings: Settings) -> None:
    path = settings.keys / "log.key"
    with house.app_context():
        kept = path.read_bytes()
        rotate()
        sequence_logs()
        path.write_bytes(kept)
        with unit_of_work() as work:
            record(work, Rang())
        with pytest.raises(Behind, match="another key has taken over"):
            sequence_logs()
        assert any("the key that signs is another" in one for one in problems(settings))


def test_a_key_that_was_smuggled_in_is_found(house: Flask, settings: Settings) -> None:
    with house.app_context():
        rotate()
        sequence_logs()
        with unit_of_work() as work:
            work.session.add(LogKey(number=2, public=b"x" * 32, leaf=b"y" * 32, since=1))
        found = problems(settings)
        assert any("key 3 was never announced" in one for one in found)


def test_an_event_that_somebody_forged_is_found(house: Flask, settings: Settings) -> None:
    with house.app_context():
        rotate()
        sequence_logs()
        with unit_of_work() as work:
            row = work.session.scalars(sa.select(LogKey).where(LogKey.number == 1)).one()
            other = note.Verifier(keys.origin(settings, REGISTRY), b"z" * 32)
            now = keys.verifier(settings)
            assert row.public == now.public
            forged = actions.LogKeyRotated(str(now), str(other), note.b64(b"s" * 64), "")
            record(work, forged)
        sequence_logs()
        found = problems(settings)
        assert any("an event of a new key does not fit" in one for one in found)
        assert any("announced last is not known" in one for one in found)


def test_the_commands(house: Flask, settings: Settings) -> None:
    def says(*words: str) -> list[str]:
        done = house.test_cli_runner().invoke(args=["audit", *words])
        return [done.exit_code, *done.output.split()]

    with house.app_context():
        old = str(keys.verifier(settings))
        assert says("key", "--all") == [0, old]
        new = says("rotate-key")[1]
        assert says("rotate-key")[0] == 1
        assert says("key") == [0, old]
        sequence_logs()
        assert says("key") == [0, new]
        assert says("key", "--all") == [0, old, new]
