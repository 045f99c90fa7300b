"""Witnesses are asked after a head was published; what they sign is shown with it, and nothing
waits for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest
import sqlalchemy as sa
from flask import Flask

from audit import (
    cosignature,
    keys,
    note,
    policyfile,
    publishing,
    queries,
    reconcile,
    witnesses,
    witnessing,
)
from audit.actions import record
from audit.cosignature import ML_DSA
from audit.event import KINDS, Event
from audit.jobs import ask_witnesses, sequence_logs
from audit.keys import REGISTRY
from audit.models import Cosignature, LogHead
from kernel.jobs import Apart, jobs
from kernel.settings import BadSetting, Settings
from kernel.work import Work, unit_of_work
from tests.audit.fakewitness import AT, FakeWitness, policy_of, serving
from tests.audit.logs import decide
from tests.audit.packing import bundle_of
from tests.audit.synthetic import REF, Case
from tests.clock import TestClock
from tests.databases import settings_for
from tests.page import Client

BOTH = pytest.mark.databases("sqlite", "postgresql")


@dataclass(frozen=True)
class Chimed(Event):
    """A clock chimed for a test."""

    kind: ClassVar[str] = "clock.chimed"

    times: int = 1


KINDS.pop("clock.chimed")


@pytest.fixture
def three(tmp_path: Path, database: str) -> Iterator[list[FakeWitness]]:
    """Three witnesses at work, of whom two are enough."""
    key = keys.verifier(settings_for(tmp_path / "home", database))
    some = [FakeWitness(f"witness.test/w{n}", bytes([n]) * 32, key) for n in range(3)]
    some[2].sort = ML_DSA
    with serving(*some):
        (tmp_path / "policy").write_text(policy_of(2, *some))
        yield some


@pytest.fixture
def settings(tmp_path: Path, database: str, three: list[FakeWitness]) -> Settings:
    return replace(settings_for(tmp_path / "home", database), witness_policy=tmp_path / "policy")


@pytest.fixture
def go(app: Flask, clock: TestClock) -> Callable[..., int]:
    """Let a minute pass, write and sequence so many entries, ask; return how many signed."""

    def grow(entries: int = 1, minutes: int = 1) -> int:
        clock.move(minutes=minutes)
        with app.app_context():
            with unit_of_work() as work:
                for number in range(entries):
                    record(work, Chimed(number))
            sequence_logs()
            return ask_witnesses()

    return grow


def look(app: Flask, at: Callable[[Work], object]) -> object:
    with app.app_context(), unit_of_work(writing=False) as work:
        return at(work)


def standing(app: Flask, settings: Settings) -> witnesses.Witnessed:
    policy = policyfile.policy_of(settings)
    return look(app, lambda work: witnesses.witnessed(work.session, policy))


@BOTH
def test_a_head_is_signed_by_all_as_the_log_grows(
    app: Flask, settings: Settings, three: list[FakeWitness], go: Callable[..., int]
) -> None:
    sizes = [3, 4, 9, 300]
    for before, size in zip([0, *sizes], sizes, strict=False):
        assert go(size - before) == 3
        text = look(app, lambda work: queries.checkpoint(work.session, REGISTRY))
        assert note.checkpoint(text, keys.verifier(settings)).size == size
        lines = text.rpartition("\n\n")[2]
        found = cosignature.cosigned(lines, note.text_of(text), [one.key for one in three])
        assert {one.witness for one in found} == {one.key for one in three}
    assert [one.asked for one in three] == [[0, *sizes[:-1]]] * 3  # each with the proof from there
    assert go(0) == 0  # nothing new
    now = standing(app, settings)
    assert (now.size, now.signed, now.enough, now.last[0]) == (300, 3, True, 300)
    assert [(one.size, one.trouble) for one in now.each] == [(300, "")] * 3
    assert look(app, lambda work: list(reconcile.problems(work.session, settings))) == []


def test_who_saw_another_size_is_asked_once_more(
    three: list[FakeWitness], go: Callable[..., int]
) -> None:
    go(5)
    three[0].seen = (0, b"")  # it lost its memory
    assert go(4) == 3
    assert three[0].asked == [0, 5, 0]


@BOTH
def test_one_that_hangs_and_one_that_is_gone_hold_nothing_up(
    app: Flask,
    settings: Settings,
    three: list[FakeWitness],
    go: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(witnessing, "PATIENCE", 0.3)
    three[1].hangs = True
    three[2].instead = lambda _signed: (503, "text/html", b"<h1>later</h1>")
    assert go(3) == 1
    now = standing(app, settings)
    assert (now.size, now.signed, now.enough, now.last) == (3, 1, False, None)
    assert [one.trouble for one in now.each] == ["", "silent", "refused"]
    assert go(2) == 1  # the log goes on; who failed is left alone for a while
    assert look(app, lambda work: queries.published(work.session, REGISTRY)).size == 5
    assert [len(one.asked) for one in three] == [2, 1, 1]
    three[1].hangs, three[2].instead = False, None
    assert go(1) == 3
    assert standing(app, settings).last[0] == 6


def test_a_silent_witness_holds_up_no_round_of_the_worker(app: Flask) -> None:
    with app.app_context():
        assert {name for name, job in jobs().all.items() if isinstance(job, Apart)} == {
            "audit.witness",
            "audit.stamp",
            "jury.fetch-rounds",
        }


def test_who_fails_is_asked_more_and_more_seldom(
    three: list[FakeWitness], go: Callable[..., int]
) -> None:
    three[0].instead = lambda _signed: (500, "", b"")
    for minute in range(0, 130, 2):
        go(0 if minute else 1, minutes=2)
    # After 2, 4, 8, 16, 32 minutes, and then every hour.
    assert len(three[0].asked) == 1 + 5 + 1
    assert len(three[1].asked) == 1


Reply = Callable[[FakeWitness, str], tuple[int, str, bytes]]


def _signed_wrongly(who: FakeWitness, signed: str) -> tuple[int, str, bytes]:
    return 200, "text/plain", who.line("other.test/log\n1\n" + note.b64(b"x" * 32) + "\n").encode()


def _signed_ahead(who: FakeWitness, signed: str) -> tuple[int, str, bytes]:
    late = replace(who, at=AT + 3 * 86_400)
    return 200, "text/plain", late.line(note.text_of(signed)).encode()


def _long(who: FakeWitness, signed: str) -> tuple[int, str, bytes]:
    return 200, "text/plain", who.line(note.text_of(signed)).encode() * 700


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (lambda _who, _signed: (200, "text/plain", b""), "nonsense"),
        (lambda _who, _signed: (200, "text/plain", b"\xff\n"), "nonsense"),
        (lambda _who, _signed: (200, "text/plain", "\u2014 a AAAAAAAA\n".encode()), "nonsense"),
        (_signed_wrongly, "nonsense"),
        (_signed_ahead, "nonsense"),
        (_long, "nonsense"),
        (lambda _who, _signed: (302, "", b""), "refused"),
        (lambda _who, _signed: (400, "", b""), "refused"),
        (lambda _who, _signed: (403, "", b""), "unknown key"),
        (lambda _who, _signed: (404, "", b""), "unknown log"),
        (lambda _who, _signed: (422, "", b""), "fork"),
        (lambda _who, _signed: (409, "text/x.tlog.size", b"99\n"), "ahead"),
        (lambda _who, _signed: (409, "text/x.tlog.size", b"1\n"), "moved"),
        (lambda _who, _signed: (409, "text/plain", b"1\n"), "nonsense"),
        (lambda _who, _signed: (409, "text/x.tlog.size", b"x"), "nonsense"),
    ],
)
def test_what_else_a_witness_may_answer(
    app: Flask,
    settings: Settings,
    three: list[FakeWitness],
    go: Callable[..., int],
    reply: Reply,
    trouble: str,
) -> None:
    three[0].instead = lambda signed: reply(three[0], signed)
    assert go(2) == 2
    now = standing(app, settings)
    assert [(one.size, one.trouble) for one in now.each] == [(None, trouble), (2, ""), (2, "")]
    assert (now.signed, now.enough) == (2, True)


def test_a_rewritten_log_is_not_signed_again(
    app: Flask, settings: Settings, three: list[FakeWitness], go: Callable[..., int]
) -> None:
    go(3)
    for one in three:
        one.seen = (3, b"x" * 32)  # as if it had been shown another log of this size
    assert go(1) == 0
    assert {one.trouble for one in standing(app, settings).each} == {"fork"}


def test_the_pages_show_how_the_log_is_witnessed(
    client: Client, three: list[FakeWitness], go: Callable[..., int]
) -> None:
    client.get("/log/checkpoint/witnessed", 404)
    assert "No checkpoint has been signed" in client.get("/log/").text
    go(2)
    witnessed = client.get("/log/checkpoint/witnessed").data
    assert witnessed == client.get("/log/checkpoint").data
    assert witnessed.count("\u2014 witness.test/".encode()) == 3
    three[1].instead = three[2].instead = lambda _signed: (422, "", b"")
    go(1)
    page = client.get("/log/")
    assert "1 of 3 have signed the last checkpoint, of size 3" in page.text
    assert "does not continue the one it has seen" in page.text
    assert "2 of 3 are enough" in page.text
    assert "Nobody watches the log" not in page.text
    assert client.get("/log/checkpoint/witnessed").data == witnessed
    assert client.get("/log/checkpoint").data.count("\u2014 witness.test/".encode()) == 1


def test_a_checkpoint_that_another_witness_signed_late_is_no_newer(
    app: Flask, settings: Settings, three: list[FakeWitness], go: Callable[..., int]
) -> None:
    three[1].instead = lambda _signed: (503, "", b"")
    assert go(2) == 2
    with app.app_context():
        publishing.publish()
        was, file = publishing.shown_at(settings), publishing.folder_of(settings.home, REGISTRY)
        three[1].instead = None
        assert go(0, minutes=10) == 1
        publishing.publish()
        assert (file / "checkpoint").read_text().count("\u2014 witness.test/") == 3
        assert publishing.shown_at(settings) == was
        go(1)
        publishing.publish()
        assert publishing.shown_at(settings) > was


def test_nothing_of_it_is_in_a_bundle(
    app: Flask, three: list[FakeWitness], go: Callable[..., int], clock: TestClock
) -> None:
    with app.app_context():
        decide(Case())
        sequence_logs()
    before = look(app, lambda work: bundle_of(work.session, REF))
    assert go(0) == 3
    assert look(app, lambda work: bundle_of(work.session, REF)) == before


def test_a_planted_cosignature_is_found(
    app: Flask, settings: Settings, three: list[FakeWitness], go: Callable[..., int]
) -> None:
    go(3)
    with app.app_context(), unit_of_work() as work:
        row = work.session.scalars(sa.select(Cosignature).order_by(Cosignature.size)).first()
        row.line = row.line[:-5] + "AAA=" + row.line[-1:]
    found = look(app, lambda work: list(reconcile.problems(work.session, settings)))
    assert len(found) == 1
    assert "does not fit" in found[0]


def test_without_a_policy_nobody_is_asked(app: Flask, three: list[FakeWitness]) -> None:
    ground = app.extensions["venire"]
    app.extensions["venire"] = replace(
        ground, settings=replace(ground.settings, witness_policy=None)
    )
    with app.app_context():
        with unit_of_work() as work:
            record(work, Chimed())
        sequence_logs()
        assert ask_witnesses() == 0
        assert Client(app).get("/log/checkpoint/witnessed", 404)
        assert "Nobody watches the log" in Client(app).get("/log/").text
        with unit_of_work() as work:
            assert work.session.scalar(sa.select(sa.func.count()).select_from(LogHead))
    assert [one.asked for one in three] == [[], [], []]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "No such file"),
        ("quorum x", "line 1: nothing before is called x"),
        ("witness a {key} ftp://a.test\nquorum a", "begins with https://"),
        ("witness a {key} https://a.test?b\nquorum a", "a host and a path"),
        ("witness a {key} https://u:p@a.test\nquorum a", "a host and a path"),
        ("witness a {key} https://a.test:x\nquorum a", "ort"),
    ],
)
def test_a_bad_policy_stops_the_start(tmp_path: Path, text: str | None, why: str) -> None:
    from app import create_app

    key = FakeWitness("witness.test/a", b"1" * 32, note.Verifier("a", b"1" * 32)).key
    path = tmp_path / "bad"
    if text is not None:
        path.write_text(text.format(key=key))
    settings = settings_for(tmp_path / "home", "sqlite://")
    with pytest.raises(BadSetting, match=why):
        create_app(replace(settings, witness_policy=path))


def test_a_policy_for_another_log_stops_the_start(tmp_path: Path) -> None:
    from app import create_app

    settings = settings_for(tmp_path / "home", "sqlite://")
    ours, path = keys.verifier(settings), tmp_path / "policy"
    other = note.Verifier("other.test/log", b"2" * 32)
    before = note.Verifier(ours.name, b"1" * 32)
    settings = replace(settings, witness_policy=path)
    for logs, why in (
        ([other], "do not name our log, venire.test/log. Add the line"),
        ([other, before], "name our log with another key. Add the line"),
    ):
        path.write_text("".join(f"log {one}\n" for one in logs) + "quorum none\n")
        policyfile.policy_at.cache_clear()
        with pytest.raises(BadSetting, match=why) as told:
            create_app(settings)
        assert f"'log {ours}'" in str(told.value)
    following = keys.verifier_of(settings, keys.make_next(settings))
    for logs in ([other, before, ours], [following], []):
        path.write_text("".join(f"log {one}\n" for one in logs) + "quorum none\n")
        policyfile.policy_at.cache_clear()
        create_app(settings).extensions["venire"].engine.dispose()


def test_more_than_a_note_can_carry_are_not_asked(tmp_path: Path) -> None:
    knows = note.Verifier("a", b"1" * 32)
    many = [FakeWitness(f"w{n}", bytes([n]) * 32, knows, url="http://a.test") for n in range(15)]
    (tmp_path / "policy").write_text(policy_of(2, *many))
    with pytest.raises(BadSetting, match="14 witnesses can be asked"):
        policyfile.policy_at(tmp_path / "policy")


def sign(work: Work, who: FakeWitness, sizes: range) -> None:
    """Keep a cosignature of `who` for each of these sizes, as if it had signed so many heads."""
    row = {"log": REGISTRY, "witness": witnesses.digest(who.key), "line": "", "signed_at": work.now}
    work.session.execute(sa.insert(Cosignature), [{**row, "size": size} for size in sizes])


@BOTH
def test_a_head_that_enough_signed_is_known_however_many_one_alone_has_signed_since(
    app: Flask, settings: Settings, three: list[FakeWitness], go: Callable[..., int]
) -> None:
    go(3)
    asked: list[str] = []
    with app.app_context():
        with unit_of_work() as work:
            sign(work, three[0], range(4, 1_500))
            settled = policyfile.policy_of(settings)
        with unit_of_work(writing=False) as work:
            sa.event.listen(
                work.session.get_bind(),
                "before_cursor_execute",
                lambda _connection, _cursor, statement, *_how: asked.append(statement),
            )
            assert witnesses.witnessed(work.session, settled).last[0] == 3
            assert "\u2014 witness.test/w1" in witnesses.checkpoint(work.session, settled)
    cosigned = [one for one in asked if "log_cosignatures" in one]
    assert len(cosigned) <= 10  # two look for it, and each of the three is shown


def test_heads_that_are_signed_by_turns_are_looked_through_to_the_first(
    app: Flask, settings: Settings, three: list[FakeWitness], go: Callable[..., int]
) -> None:
    go(3)
    with app.app_context(), unit_of_work() as work:
        for number, one in enumerate(three):
            sign(work, one, range(4 + number, 3_000, 3))
    assert standing(app, settings).last[0] == 3
