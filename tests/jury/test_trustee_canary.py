"""No word of a share is anywhere but on the page that shows it and on the one that takes it: in no
table, no log record, no entry, no other page, and in no file while ballots are cast."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from audit.models import LogHead
from audit.tile import ENTRIES, Tile
from kernel.db import Base
from kernel.settings import Settings
from tests.clock import TestClock
from tests.jury.bench import REF, OpenWork
from tests.jury.trusted import Trusted, make_trusted, on
from tests.jury.walk import Visit, signed_in
from tests.page import Client

KEY = f"/jury/keys/{REF}"
IN_A_ROW = 3  # words: chance does not bring these together
OF_THE_SET = 3  # the first words, which all shares of a key have


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, trustees=(2, 3))


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Trusted:
    return make_trusted(work, clock, book=True)


class Canary:
    """Looks for words of these shares in whatever it is given."""

    def __init__(self) -> None:
        self.rows: set[str] = set()

    def add(self, words: str) -> None:
        said = words.split()[OF_THE_SET:]
        self.rows |= {" ".join(said[at : at + IN_A_ROW]) for at in range(len(said) - IN_A_ROW + 1)}

    def hears(self, what: object) -> bool:
        text = what.decode("latin-1") if isinstance(what, bytes) else str(what)
        reads = (text.lower(), re.sub(r"<[^>]*>", " ", text.lower()))
        plain = [f" {' '.join(re.findall('[a-z]+', read))} " for read in reads]
        return any(f" {row} " in read for read in plain for row in self.rows)


def every_column(bench: Trusted) -> Iterator[object]:
    with bench.work(writing=False) as w:
        for table in Base.metadata.sorted_tables:
            for row in w.session.execute(sa.select(table)):
                yield from row


def every_file(bench: Trusted) -> Iterator[bytes]:
    return (file.read_bytes() for file in on(bench).keys.rglob("*") if file.is_file())


def every_page(app: Flask, bench: Trusted, visit: Visit) -> Iterator[tuple[str, object]]:
    """Yield what each of these people is answered at every address of the case."""
    people = (*bench.trustees, *(getattr(bench.cast, one) for one in ("olive", "agnes", "aaron")))
    clients: list[Client] = [visit(), *(signed_in(visit, one) for one in people)]
    rooms = ("/jury", "/verdicts", "/log", "/audit", "/draws", "/desk", "/people", "/about", "/me")
    paths = {
        re.sub(r"<[^>]+>", REF, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(rooms) or rule.rule == "/"
        if "GET" in (rule.methods or set()) and rule.arguments <= {"ref"}
    }
    with bench.work(writing=False) as w:
        for log, size in w.session.execute(sa.select(LogHead.log, LogHead.size)):
            within = "/log" if log == "registry" else f"/log/case/{log}"
            paths |= {
                f"{within}/tile/{Tile(ENTRIES, at, min(256, size - 256 * at)).path}"
                for at in range(-(-size // 256))
            }
    for path in sorted(paths):
        for client in clients:
            found = client.raw.get(path)
            yield path, found.data
            yield path, found.headers


def test_the_canary_sings() -> None:
    canary = Canary()
    canary.add("one two three four five six seven")
    assert canary.hears(b"<li>four</li>\n<li>five</li> <li>six</li>")
    assert canary.hears('["FIVE", "six","seven"]')
    assert not canary.hears("one two three four")


def test_words_are_nowhere_else(
    bench: Trusted, app: Flask, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canary = Canary()

    def listen(*, files: bool = True) -> None:
        for where, answered in every_page(app, bench, visit):
            assert not canary.hears(answered), where
        assert not any(canary.hears(value) for value in every_column(bench))
        for record in caplog.records:
            assert not canary.hears(f"{record.getMessage()} {record.args} {record.exc_text}")
        if files:
            assert not any(canary.hears(content) for content in every_file(bench))

    bench.freeze()
    for trustee in bench.holders():
        page = signed_in(visit, trustee).get(KEY).press("Show my words once")
        words = re.findall(r"<li>([a-z]+)</li>", page.html)
        assert len(words) == 33
        canary.add(" ".join(words))
        bench.papers[trustee.account] = " ".join(words)
        assert canary.hears(page.data)
        assert not canary.hears(page.headers)
        page.press("I have them on paper")
    listen()
    bench.draw()
    jurors = bench.accept()
    bench.open()
    for juror in jurors:
        bench.quiz(juror)
        bench.vote(juror, "deny" if juror is jurors[0] else "uphold")
    listen()
    bench.close()
    for trustee in bench.holders()[:2]:
        words = bench.papers[trustee.account].split()
        form = signed_in(visit, trustee).get(KEY).form("Enter the words")
        mistyped = " ".join([*words[:-1], "squirel"])
        page = form.fill({"words": mistyped}).send(status=422)
        assert canary.hears(page.data), "whoever typed them sees what they typed"
        assert page.headers["Cache-Control"] == "no-store"
        page = page.form("Enter the words").fill({"words": " ".join(words)}).send()
        assert not canary.hears(page.data)
    listen(files=False)  # until the box is opened they lie here
    assert app.test_cli_runner().invoke(args=["tick"]).exit_code == 0
    listen()
    assert "decided" in signed_in(visit, bench.cast.olive).get("/jury/bench/").text
