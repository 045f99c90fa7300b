"""The folder of tiles: served by a server that knows nothing, whole whenever we are stopped."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from audit import publishing, queries, sequencer
from audit.actions import append
from audit.entry import parse
from audit.jobs import publish_tiles, sequence_logs
from audit.keys import REGISTRY, origin, verifier
from audit.publishing import AnotherLog, folder_of, publish
from audit.tile import Tile, added, tiles
from audit.verify import merkle as second
from audit.verify import note as second_note
from audit.verify import tree
from kernel.jobs import Stuck
from kernel.settings import Settings
from kernel.work import ground, unit_of_work
from tests.audit.logs import decide, write
from tests.audit.synthetic import REF, Case
from tests.audit.test_telling import unanimous
from tests.clock import TestClock
from tests.village import person

Get = Callable[[str], bytes]
OTHER = "C-2026-0002"


class Quiet(SimpleHTTPRequestHandler):
    """The plainest server of files there is."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def get(settings: Settings) -> Iterator[Get]:
    (settings.home / "tiles").mkdir(exist_ok=True)
    handler = partial(Quiet, directory=str(settings.home / "tiles"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield partial(_get, server.server_port)
        server.shutdown()


def _get(port: int, path: str) -> bytes:
    line = HTTPConnection("127.0.0.1", port)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        found = answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"
        return found
    finally:
        line.close()


def key_of(settings: Settings, log: str) -> second_note.Key:
    return second_note.Key(origin(settings, log), verifier(settings).public)


def rebuilt(get: Get, settings: Settings, log: str) -> list[bytes]:
    """Fetch all of a log as a stranger would, and check it; return its entries."""
    prefix = "/log" if log == REGISTRY else f"/log/case/{log}"
    head = second_note.checkpoint(get(f"{prefix}/checkpoint"), key_of(settings, log))
    named = [one.path for one in tiles(head.size)]
    found = {f"tile/{path}": get(f"{prefix}/tile/{path}") for path in named}
    bundles = [name for name, _count in tree.bundles(head.size)]
    entries = [entry for name in bundles for entry in tree.unpacked(found[name], name)]
    hashes = [second.leaf(entry) for entry in entries]
    whole = range(0, head.size - head.size % 256, 256)
    blocks = [second.root(hashes[at : at + 256]) for at in whole]
    above = dict(tree.tiles(tree.Leaves(b"".join(hashes), blocks)))
    assert found == {**above, **{name: found[name] for name in bundles}}
    assert second.root(hashes) == head.root
    return entries


def members(count: int, of: str) -> None:
    with unit_of_work() as work:
        for number in range(count):
            person(work, f"{of} {number}")
    sequence_logs()


def snapshot(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (home / "tiles").rglob("*") if path.is_file()}


def test_a_server_of_files_shows_all_logs_without_the_app(
    app: Flask, settings: Settings, get: Get, clock: TestClock
) -> None:
    with app.app_context():
        assert publish_tiles() == 0
        assert publishing.shown_at(settings) is None
        members(150, "Person")
        decide(Case())
        assert publish_tiles() == 2
        before = publishing.shown_at(settings)
        assert before == clock()
        clock.move(hours=1)
        assert publish_tiles() == 0
        assert publishing.shown_at(settings) == before
        members(150, "Other")
        sequence_logs()
        publish_tiles()
        assert publishing.shown_at(settings) == clock()
    registry = rebuilt(get, settings, REGISTRY)
    assert len(registry) > 256
    case = rebuilt(get, settings, REF)
    named = [parse(raw) for raw in registry if b"case.checkpoint" in raw]
    root = second.root([second.leaf(raw) for raw in case])
    assert (named[-1]["size"], named[-1]["root"]) == (len(case), root.hex())
    # Where a tile is full, nobody needs the parts of it any more.
    assert not (settings.home / "tiles/log/tile/0/000.p").exists()
    assert (settings.home / "tiles/log/tile/1/000.p/1").stat().st_size == 32


def test_every_size_that_was_signed_has_its_tiles(app: Flask, settings: Settings) -> None:
    with app.app_context():
        for number in range(3):
            members(2, f"Person {number}")
        publish_tiles()
        with unit_of_work(writing=False) as work:
            sizes = queries.published_sizes(work.session, REGISTRY, 0)
    there = {path.name for path in (settings.home / "tiles/log/tile/0/000.p").iterdir()}
    assert there == {str(size) for size in sizes}
    assert len(sizes) == 3


def test_stopped_at_any_file_it_shows_nothing_half(
    app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, kept = settings.home / "tiles", tmp_path / "kept"

    def read(path: str) -> bytes:
        return (folder / path.removeprefix("/")).read_bytes()

    def check() -> int:
        registry = rebuilt(read, settings, REGISTRY)
        for says in (parse(raw) for raw in registry if b"case.checkpoint" in raw):
            assert len(rebuilt(read, settings, says["case"])) >= says["size"]
        return len(registry)

    stops, done = 0, False
    with app.app_context():
        for number in range(2):
            with unit_of_work() as work:
                write(work, Case().entries[:2], (REF, OTHER)[number])
            sequence_logs()
            if number == 0:
                publish_tiles()
        shutil.copytree(folder, kept)
        before = check()
        while not done:
            shutil.rmtree(folder)
            shutil.copytree(kept, folder)
            with monkeypatch.context() as patched:
                patched.setattr(os, "fsync", failing_after(stops))
                try:
                    publish_tiles()
                    done = True
                except (OSError, Stuck):
                    stops += 1
            assert check() >= before
            publish_tiles()
            assert check() > before
    assert stops > 12


def failing_after(calls: int) -> Callable[[int], None]:
    """Return an fsync for a disk that is full after so many calls."""
    real, left = os.fsync, iter(range(calls))

    def fsync(handle: int) -> None:
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        real(handle)

    return fsync


def entries_there(settings: Settings) -> list[bytes]:
    folder = folder_of(settings.home, REF) / "tile" / "entries"
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_a_key_without_its_verdict_and_a_withheld_verdict_are_not_laid_out(
    app: Flask, settings: Settings
) -> None:
    case = unanimous()
    with app.app_context():
        for start, stop in ((0, -2), (-2, -1), (-1, None)):
            with unit_of_work() as work:
                last = [{**case.entries[-1], **parse(case.lines()[-1])}]
                write(work, last if stop is None else case.entries[start:stop])
            sequence_logs()
            publish_tiles()
            publish(whole=True)
            assert not [raw for raw in entries_there(settings) if b"key.revealed" in raw]
    assert entries_there(settings)
    size = len(case.entries)
    assert (folder_of(settings.home, REF) / f"tile/0/000.p/{size}").exists()


@pytest.mark.databases("sqlite", "postgresql")
def test_what_is_published_while_a_log_is_laid_out_waits_for_the_next_round(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = unanimous()
    decided = {**case.entries[-1], **parse(case.lines()[-1])}
    real = queries.published_sizes

    def meanwhile(session: Session, log: str, beyond: int) -> list[int]:
        if log == REF and queries.waiting(session, REF) == 0:
            monkeypatch.setattr(queries, "published_sizes", real)
            with unit_of_work() as work:
                write(work, [case.entries[-2], decided])
            sequence_logs()
        return real(session, log, beyond)

    with app.app_context():
        with unit_of_work() as work:
            write(work, case.entries[:-2])
        sequence_logs()
        monkeypatch.setattr(queries, "published_sizes", meanwhile)
        for _round in range(2):
            publish_tiles()
            assert entries_there(settings)
            assert not [raw for raw in entries_there(settings) if b"key.revealed" in raw]
        assert queries.published_sizes is real


def test_what_was_kept_back_comes_with_a_verdict_that_may_be_told(
    app: Flask, settings: Settings, get: Get
) -> None:
    case = Case()
    with app.app_context():
        with unit_of_work() as work:
            write(work, case.entries[:-1])
        sequence_logs()
        publish_tiles()
        assert entries_there(settings) == []
        decided = {**case.entries[-1], **parse(case.lines()[-1])}
        with unit_of_work() as work:
            write(work, [decided])
        sequence_logs()
        publish_tiles()
    assert len(rebuilt(get, settings, REF)) == len(case.entries)
    assert len(entries_there(settings)) == 2


def test_a_lost_file_is_written_again_when_asked_for(app: Flask, settings: Settings) -> None:
    with app.app_context():
        members(3, "Person")
        decide(Case())
        publish_tiles()
        before = snapshot(settings.home)
        lost, changed = sorted(before)[1], sorted(before)[-1]
        lost.unlink()
        changed.write_bytes(b"no")
        assert publish_tiles() == 0
        told = app.test_cli_runner().invoke(args=["audit", "tiles"])
        assert told.exit_code == 0, told.output
        assert snapshot(settings.home) == before
        for path in before:
            path.unlink()
        publish_tiles()
        assert snapshot(settings.home) == before


def test_a_folder_is_never_put_back(app: Flask, settings: Settings) -> None:
    with app.app_context():
        members(3, "Person")
        with unit_of_work() as work:
            append(work, REF, "case.withdrawn", {})
        sequence_logs()
        publish_tiles()
        checkpoint = folder_of(settings.home, REGISTRY) / "checkpoint"
        text = checkpoint.read_text()
        newer = text.replace("\n4\n", "\n9\n")
        for other in (newer, text.replace(text.split("\n")[2], "A" * 43 + "=")):
            checkpoint.write_text(other)
            with pytest.raises(AnotherLog, match="older backup"):
                publish_tiles()
            assert checkpoint.read_text() == other
        told = app.test_cli_runner().invoke(args=["audit", "tiles"])
        assert told.exit_code == 1
        assert "does not continue it" in told.output


def test_a_case_that_cannot_be_laid_out_holds_up_no_other(
    app: Flask, settings: Settings, get: Get
) -> None:
    with app.app_context():
        for ref in (REF, OTHER):
            with unit_of_work() as work:
                write(work, Case().entries[:2], ref)
        sequence_logs()
        in_the_way = folder_of(settings.home, REF) / "tile"
        in_the_way.parent.mkdir(parents=True)
        in_the_way.write_bytes(b"no folder")
        with pytest.raises(Stuck, match=REF):
            publish_tiles()
        assert len(rebuilt(get, settings, OTHER)) == len(rebuilt(get, settings, REGISTRY)) == 2
        with pytest.raises(Stuck, match=REF):
            publish_tiles()
        in_the_way.unlink()
        assert publish_tiles() == 1
        assert len(rebuilt(get, settings, REF)) == 2
        assert publish_tiles() == 0


def test_a_head_that_was_not_signed_yet_comes_later(
    app: Flask, settings: Settings, get: Get
) -> None:
    with app.app_context():
        members(1, "Person")
        with unit_of_work() as work:
            append(work, REF, "case.withdrawn", {})
        on = ground()
        sequencer.take(on.engine, REF)  # and stopped here, while another goes on with the registry
        sequencer.take(on.engine, REGISTRY)
        sequencer.publish(on.engine, settings, REGISTRY)
        publish_tiles()
        assert not folder_of(settings.home, REF).exists()
        sequencer.publish(on.engine, settings, REF)
        assert publish_tiles() == 1
        assert len(rebuilt(get, settings, REF)) == 1
        assert publish_tiles() == 0


def test_a_file_of_a_head_that_was_never_shown_is_put_right(
    app: Flask, settings: Settings, get: Get
) -> None:
    with app.app_context():
        members(2, "Person")
        publish_tiles()
        stale = folder_of(settings.home, REGISTRY) / "tile/0/000.p/4"
        stale.write_bytes(b"of another branch")
        members(2, "Other")
        publish_tiles()
    assert len(rebuilt(get, settings, REGISTRY)) == 4


def test_two_who_publish_at_once_are_one(app: Flask, settings: Settings) -> None:
    with app.app_context():
        members(1, "Person")
        with publishing._alone(settings.home, wait=False) as mine:
            assert mine
            assert publish_tiles() == 0
        assert publish_tiles() == 1


def test_the_tiles_between_two_sizes() -> None:
    for old, new in ((0, 1), (3, 5), (255, 256), (256, 257), (300, 70_000), (70_000, 70_000)):
        later, there = set(tiles(new)), set(tiles(old))
        assert set(added(old, [new])) == later - there
    assert Tile(0, 1, 44) in set(added(0, [300, 301]))
    assert Tile(0, 0, 30) not in set(added(0, [30, 301]))
