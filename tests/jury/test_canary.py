"""While a poll is open, nothing tells what was chosen: not a page, a file, a mail, a log, a row.

No word is searched for, since every ballot paper holds the words of every choice. The same jurors
vote from one and the same hour again, nine to two and then two to nine, and whatever differs
between the two would tell. What chance made is blanked, its length kept.
"""

import logging
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from pysqlite3 import connect
from sqlalchemy.engine import make_url

from jury.minutes import minute_of
from kernel.actor import Actor, Role
from kernel.db import Base
from kernel.settings import Settings
from tests.claims.mailed import mailer
from tests.clock import TestClock
from tests.everybody import addresses, log_tiles
from tests.jury.bench import REF, Bench, OpenWork
from tests.jury.walk import CASE, Visit, send, signed_in, with_book
from tests.kernel.mailbox import SERVER
from tests.page import Client
from tests.village import PASSWORD, person

CHANCE = re.compile(
    rb"\b[0-9a-f]{16}\b"  # the number of a request
    rb"|[A-Za-z0-9+/]{40,}={0,2}"  # base64, which no hyphen or dot breaks as it does an address
    rb"|[A-Za-z0-9_+/=%.-]*[A-Za-z0-9_+=-]{20,}[A-Za-z0-9_+/=%.-]*"
)
LIKE_WORDS = re.compile(rb"[a-z-]+")  # long runs that are words with hyphens are no chance
REPEATS = ("sqlalchemy", "markdown_it")  # they say again whatever they are given
COMMANDS = (["tick"], ["doctor"])


def blanked(data: bytes) -> bytes:
    """Return what was sent with every run that chance made put out, sign by sign."""
    return CHANCE.sub(
        lambda run: run[0] if LIKE_WORDS.fullmatch(run[0]) else b"*" * len(run[0]), data
    )


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, smtp_url=SERVER)


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: Flask) -> Bench:
    return with_book(work, clock)


@pytest.fixture
def jurors(bench: Bench) -> list[Actor]:
    """Twelve who may cast their ballots: all of them do but the last."""
    return bench.ready()


@pytest.fixture
def people(work: OpenWork, bench: Bench, jurors: list[Actor], visit: Visit) -> dict[str, Client]:
    """One of each kind, signed in; the public comes by later."""
    roles = (Role.EDITOR, Role.ADMIN, Role.AUDITOR)
    with work() as w:
        for role in roles:
            person(w, f"A {role.value}", role)
    found = {}
    for role in roles:
        found[role.value] = visit()
        found[role.value].sign_in(f"a.{role.value}@village.example", PASSWORD)
    by_name = {"the officer": bench.cast.olive, "a second officer": bench.cast.oscar}
    by_name |= {"a voter": jurors[0], "a silent juror": jurors[-1], "a member": bench.cast.clara}
    return found | {who: signed_in(visit, one) for who, one in by_name.items()}


class Again:
    """Takes the whole house back to the hour at which this was made: its rows and its files."""

    def __init__(self, settings: Settings, clock: TestClock, kept: Path) -> None:
        self.home, self.rows = settings.home, str(make_url(settings.database).database)
        self.clock, self.now, self.kept = clock, clock.now, kept
        copy_rows(self.rows, f"{kept}.db")
        shutil.copytree(self.home, kept)

    def __call__(self) -> None:
        copy_rows(f"{self.kept}.db", self.rows)
        shutil.rmtree(self.home)
        shutil.copytree(self.kept, self.home)
        self.clock.set(self.now)


def copy_rows(source: str, target: str) -> None:
    """Make one SQLite database like another, be it in use or not."""
    with closing(connect(source)) as here, closing(connect(target)) as there:
        here.backup(there)


@pytest.fixture
def again(settings: Settings, clock: TestClock, people: object, tmp_path: Path) -> Again:
    return Again(settings, clock, tmp_path / "kept")


@dataclass
class World:
    """What there is to see once eleven jurors have voted.

    answers: the status and the length of what the first of them was answered on each form they
    sent. pages: by who asked and for what: status, headers, and what stood there. told: mails, what
    commands printed, and the log of the house. rows: how often each value stands in each column.
    """

    answers: list[tuple[int, int]] = field(default_factory=list)
    pages: dict[tuple[str, str], tuple[int, bytes, bytes]] = field(default_factory=dict)
    told: Counter[bytes] = field(default_factory=Counter)
    rows: dict[str, Counter[object]] = field(default_factory=dict)


@pytest.fixture
def voted(
    app: Flask,
    work: OpenWork,
    bench: Bench,
    jurors: list[Actor],
    people: dict[str, Client],
    again: Again,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> Callable[..., World]:
    """Let the jurors vote, each as they are told, and look at all there is to see then."""
    mailed = mailer(app, work, monkeypatch)
    caplog.set_level(logging.DEBUG)
    for loud in REPEATS:
        caplog.set_level(logging.WARNING, loud)

    def vote(*choices: str, took: int | None = None) -> World:
        """took: the minutes since the first of them opened the file, as their browser says."""
        again()
        with people["a voter"].raw.session_transaction() as session:
            session.pop("opened", None)
            if took is not None:
                session["opened"] = {REF: minute_of(again.now) - took}
        caplog.clear()
        world = World()
        for choice, step in product(choices[:1], ("check", "cast")):
            form = {"choice": choice, "key": "k" * 22, "step": step}
            status, page = send(people["a voter"], f"{CASE}/ballot", **form)
            world.answers.append((status, len(page)))
        for juror, choice in zip(jurors[1:], choices[1:], strict=False):
            bench.vote(juror, choice)
        for path in (*addresses(app, REF), *log_tiles(work)):
            people["the public"] = Client(app)  # a passer-by, with no cookie yet
            for who, browser in people.items():
                got = browser.raw.get(path)
                got.headers.pop("Date", None)  # told by the clock of the machine
                headers = blanked(str(got.headers).encode())
                world.pages[who, path] = (got.status_code, headers, blanked(got.data))
        said = [app.test_cli_runner().invoke(args=one).output for one in COMMANDS]
        for text in (*mailed(), *said, *caplog.messages):
            world.told[blanked(text.encode())] += 1
        world.rows = {name: Counter(values) for name, values in columns(work)}
        return world

    return vote


def columns(work: OpenWork) -> Iterator[tuple[str, list[object]]]:
    """Yield every column of the database: its name, and the values that stand in it."""
    with work(writing=False) as w:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                values = w.session.execute(sa.select(column)).scalars()
                yield str(column), [plain(value) for value in values]


def plain(value: object) -> object:
    """Return a value of a row with what chance made blanked; bytes are told by their number."""
    return len(value) if isinstance(value, bytes) else blanked(str(value).encode())


def apart(one: World, other: World) -> dict[tuple[str, str], str]:
    """Return the pages that differ: who was shown what, and the two of them."""
    return {
        asked: f"{seen} and {other.pages[asked]}"
        for asked, seen in one.pages.items()
        if other.pages[asked] != seen
    }


def bare(world: World) -> World:
    """Return a world as its pages are without the cookies that they set."""
    pages = {
        asked: (status, re.sub(rb"(?m)^Set-Cookie:.*$", b"", headers), body)
        for asked, (status, headers, body) in world.pages.items()
    }
    return replace(world, pages=pages)


@pytest.mark.databases("sqlite")
def test_nothing_tells_how_the_votes_fall(voted: Callable[..., World]) -> None:
    one = voted(*["uphold"] * 9, *["deny"] * 2)
    other = voted(*["deny"] * 9, *["uphold"] * 2)
    assert sum(one.rows["ballot.id"].values()) == 11
    assert one.answers == other.answers == [(200, one.answers[0][1]), (303, 0)]
    assert not apart(one, other)
    assert one.told == other.told
    assert {name for name in one.rows if one.rows[name] != other.rows[name]} == set()


@pytest.mark.databases("sqlite")
def test_nothing_tells_how_long_they_took(voted: Callable[..., World]) -> None:
    """But their own cookie, which goes back to them whenever a page has something to say."""
    quick, slow, unknown = (voted("deny", took=took) for took in (1, 500, None))
    for other in (slow, unknown):
        assert quick.answers == other.answers
        assert {who for who, _where in apart(quick, other)} <= {"a voter"}
        assert not apart(bare(quick), bare(other))
        assert quick.told == other.told
        assert quick.rows == other.rows


@pytest.mark.databases("sqlite")
def test_only_a_voters_own_pages_tell_that_somebody_voted(voted: Callable[..., World]) -> None:
    nobody, one, all_of_them = voted(), voted("uphold"), voted(*["uphold"] * 11)
    assert {who for who, _where in apart(nobody, one)} == {"a voter"}
    assert ("a voter", CASE) in apart(nobody, one), "nothing that differs would be found"
    assert not apart(one, all_of_them)
