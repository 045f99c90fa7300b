"""While a poll is open, nothing tells what was chosen: not a page, a file, a mail, a log, a row.

There is a poll of each kind at once: of panels by lot, within quotas, that may end early, with
trustees, of an assembly and of a panel beside it. No word is searched for, since every ballot paper
holds the words of every choice. The same jurors vote from one and the same hour again, nine to two
and then two to nine, and whatever differs between the two would tell. What chance made is blanked,
its length kept.
"""

import logging
import re
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from pysqlite3 import connect
from sqlalchemy.engine import make_url

from jury import actions
from jury.minutes import minute_of
from jury.models import JuryCase, SharedKey
from jury.standard import Standard
from kernel.actor import Role
from kernel.db import Base
from kernel.settings import Settings
from tests.claims.mailed import mailer
from tests.clock import TestClock
from tests.everybody import addresses, log_tiles
from tests.jury.bench import OpenWork, fields
from tests.jury.lives import in_small
from tests.jury.under_way import Poll, polls_of_every_kind
from tests.jury.walk import Visit, send, signed_in
from tests.kernel.mailbox import SERVER
from tests.page import Client
from tests.village import PASSWORD, person

CHANCE = re.compile(
    rb"\b[0-9a-f]{16}\b"  # the number of a request
    rb"|[A-Za-z0-9+/]{40,}={0,2}"  # base64, which no hyphen or dot breaks as it does an address
    rb"|[A-Za-z0-9_+/=%.-]*[A-Za-z0-9_+=-]{20,}[A-Za-z0-9_+/=%.-]*"
)
LIKE_WORDS = re.compile(rb"[a-z-]+")  # long runs that are words with hyphens are no chance
# Where an address that names a case is understood; and what a juror of any poll looks at besides.
ROOMS = ("/api/", "/audit/", "/draws/", "/jury/", "/log/", "/verdicts/")
PERSONAL = ("/", "/me", "/jury/", "/jury/assemblies/", "/desk/")
KINDS, EARLY, VOTER = 6, "a panel that may end early", "a voter"
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
def polls(
    work: OpenWork,
    clock: TestClock,
    settings: Settings,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> list[Poll]:
    """One of each kind. All who may cast their ballots in it do but the last; see `others_vote`."""
    in_small(monkeypatch)
    found = polls_of_every_kind(work, clock, settings)
    with work(writing=False) as w:
        cases = {one.ref: w.session.get_one(JuryCase, one.ref) for one in found}
        assert {one.mode for one in cases.values()} == {"drawn", "stratified", "open"}
        assert [one.stage for one in cases.values()] == ["open"] * KINDS
        early = [Standard.from_json(one.standard).early for one in cases.values()]
        shared = [w.session.get(SharedKey, ref) is not None for ref in cases]
        beside = [one.beside_of is not None for one in cases.values()]
    assert sum(early) == sum(shared) == sum(beside) == 1
    return found


@dataclass(frozen=True)
class Reader:
    """Somebody with a browser. polls: of which they read the pages; all: whether of the others,
    and of the rest of the house, too."""

    browser: Client
    polls: tuple[Poll, ...] = ()
    all: bool = True

    def reads(self, path: str, refs: Collection[str]) -> bool:
        mine = any(poll.ref in path for poll in self.polls)
        named = any(ref in path for ref in refs)
        return mine if named and self.polls else self.all or path in PERSONAL


@pytest.fixture
def people(work: OpenWork, polls: list[Poll], visit: Visit) -> dict[str, Reader]:
    """One of each kind, signed in; the public comes by later. Of each poll one who votes, one who
    does not, and one who holds a part of its key."""
    roles = (Role.EDITOR, Role.ADMIN, Role.AUDITOR)
    with work() as w:
        for role in roles:
            person(w, f"A {role.value}", role)
    found = {}
    for role in roles:
        browser = visit()
        browser.sign_in(f"a.{role.value}@village.example", PASSWORD)
        found[role.value] = Reader(browser)
    cast = polls[0].bench.cast
    by_name = {"the officer": cast.olive, "a second officer": cast.oscar, "a member": cast.clara}
    found |= {who: Reader(signed_in(visit, one)) for who, one in by_name.items()}
    for poll in polls:
        by_name = {VOTER: poll.jurors[0]}
        by_name |= {} if poll.kind == EARLY else {"a silent juror": poll.jurors[-1]}
        by_name |= {"a trustee": poll.trustee} if poll.trustee else {}
        found |= {
            f"{who} of {poll.kind}": Reader(signed_in(visit, one), (poll,), poll is polls[0])
            for who, one in by_name.items()
        }
    return found


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
    """What there is to see once eleven of each poll have voted.

    answers: the status and the length of what the first of each was answered on each form they
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
    polls: list[Poll],
    people: dict[str, Reader],
    again: Again,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> Callable[..., World]:
    """Let the jurors of each poll vote, each as they are told, and look at all there is to see
    then."""
    mailed = mailer(app, work, monkeypatch)
    caplog.set_level(logging.DEBUG)
    for loud in REPEATS:
        caplog.set_level(logging.WARNING, loud)

    def vote(*choices: str, among: Sequence[Poll] = polls, took: int | None = None) -> World:
        """took: the minutes since the first of them opened the file, as their browser says."""
        again()
        caplog.clear()
        world = World()
        for poll in among:
            voter = people[f"{VOTER} of {poll.kind}"].browser
            with voter.raw.session_transaction() as session:
                session.pop("opened", None)
                if took is not None:
                    session["opened"] = {poll.ref: minute_of(again.now) - took}
            world.answers += voted_by_form(voter, poll, choices[0])
            others_vote(poll, choices)
        for path in paths(app, work, polls):
            people["the public"] = Reader(Client(app))  # a passer-by, with no cookie yet
            for who, reader in people.items():
                if reader.reads(path, [poll.ref for poll in polls]):
                    got = reader.browser.raw.get(path)
                    got.headers.pop("Date", None)  # told by the clock of the machine
                    headers = blanked(str(got.headers).encode())
                    world.pages[who, path] = (got.status_code, headers, blanked(got.data))
        said = [app.test_cli_runner().invoke(args=one).output for one in COMMANDS]
        for text in (*mailed(), *said, *caplog.messages):
            world.told[blanked(text.encode())] += 1
        world.rows = {name: Counter(values) for name, values in columns(work)}
        return world

    return vote


def voted_by_form(voter: Client, poll: Poll, choice: str) -> Iterator[tuple[int, int]]:
    """Vote on the pages; yield the status and the length of each answer."""
    for step in ("check", "cast"):
        form = {"choice": choice, "key": "k" * 22, "step": step, "final": "y"}
        status, page = send(voter, f"{poll.case}/ballot", **form)
        yield status, len(page)


def others_vote(poll: Poll, choices: tuple[str, ...]) -> None:
    """Let the others vote. Where the poll may end early it is their last word; and where only the
    last of them would be silent, they vote too, and the poll is set to end."""
    early = poll.kind == EARLY
    last = choices[-1:] if early and len(choices) == len(poll.jurors) - 1 else ()
    for juror, choice in zip(poll.jurors[1:], (*choices[1:], *last), strict=False):
        with poll.bench.work(juror) as w:
            key = poll.bench.token()
            actions.cast_ballot(w, poll.ref, fields(choice), key, final=early)
    with poll.bench.work() as w:
        assert actions.end_early(w, poll.ref) is bool(last)


def paths(app: Flask, work: OpenWork, polls: list[Poll]) -> list[str]:
    """Return every address of the house, and of those that name a case all in rooms that know it:
    no claim stands behind these."""
    found = {path for poll in polls for path in addresses(app, poll.ref)}
    refs = tuple(poll.ref for poll in polls)
    known = [path for path in found if path.startswith(ROOMS) or not any(map(path.count, refs))]
    return sorted({*known, *log_tiles(work)})


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
def test_nothing_tells_how_the_votes_fall_and_only_a_voters_own_pages_that_there_is_one(
    voted: Callable[..., World], polls: list[Poll]
) -> None:
    """Nor does anything tell how long they took, but their own cookie, which goes back to them
    whenever a page has something to say."""
    first = voted("uphold", among=polls[::2])
    one = voted(*["uphold"] * 9, *["deny"] * 2, took=1)
    other = voted(*["deny"] * 9, *["uphold"] * 2, took=500)
    assert sum(one.rows["ballot.id"].values()) == 11 * KINDS + 1
    assert one.answers == other.answers
    assert {status for status, _length in one.answers} == {200, 303}
    voters = {f"{VOTER} of {poll.kind}" for poll in polls}
    assert {who for who, _where in apart(one, other)} <= voters
    assert not apart(bare(one), bare(other))
    assert one.told == other.told
    assert {name for name in one.rows if one.rows[name] != other.rows[name]} == set()
    # Where one had voted, that others do is told to nobody; where nobody had, to those who do.
    new = {(f"{VOTER} of {poll.kind}", poll.case) for poll in polls[1::2]}
    seen = apart(bare(first), bare(one))
    assert {who for who, _where in seen} == {who for who, _where in new}
    assert new <= seen.keys(), "nothing that differs would be found"
