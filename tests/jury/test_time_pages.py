"""Time to vote, from the browser of a juror to the sum of a month."""

import pytest
import sqlalchemy as sa
from flask import Flask

from jury.minutes import Band, minute_of
from jury.models import VotingTime
from tests.clock import TestClock
from tests.jury.assembled import convene, few_are_enough
from tests.jury.bench import REF, RIGHT, Bench, OpenWork
from tests.jury.walk import CASE, Visit, answer_quiz, cast, signed_in, with_book
from tests.page import Client

BOTH = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: Flask) -> Bench:
    return with_book(work, clock)


@pytest.fixture
def reader(bench: Bench, visit: Visit) -> Client:
    """A juror whose poll is open, and who has not read the file yet."""
    bench.freeze()
    bench.draw()
    juror, *_others = bench.accept()
    bench.open()
    return signed_in(visit, juror)


def kept(client: Client) -> dict[str, int] | None:
    """Return what a browser keeps of when files were opened."""
    with client.raw.session_transaction() as session:
        return session.get("opened")


def bands(bench: Bench) -> dict[str, int]:
    """Close and decide, and return how many ballots are in which band, without what is 0."""
    bench.close()
    bench.decide()
    with bench.work(writing=False) as w:
        rows = w.session.scalars(sa.select(VotingTime)).all()
        names = [(row, band.name.lower()) for row in rows for band in Band]
        return {name: n for row, name in names if (n := getattr(row, name))}


@BOTH
def test_who_reads_and_votes_at_one_go_is_counted(bench: Bench, reader: Client) -> None:
    page = reader.get(CASE)
    opened = kept(reader)
    assert opened == {REF: minute_of(bench.clock.now)}
    bench.clock.move(minutes=4)
    answer_quiz(reader.get(CASE), [0, 0, 0], status=409)
    assert kept(reader) == opened  # the first time stays
    bench.clock.move(minutes=8)
    answer_quiz(page, RIGHT)
    cast(reader)
    assert bands(bench) == {"under_20": 1}


def test_a_vote_that_is_cast_again_is_counted_from_the_same_opening(
    bench: Bench, reader: Client
) -> None:
    answer_quiz(reader.get(CASE), RIGHT)
    bench.clock.move(minutes=3)
    cast(reader)
    bench.clock.move(minutes=30)
    reader.get(CASE)
    cast(reader, choice="deny")
    assert bands(bench) == {"under_60": 1}


def test_who_signs_in_again_has_read_before(bench: Bench, reader: Client, visit: Visit) -> None:
    """A file that was read on another day is not said to be read in a minute."""
    answer_quiz(reader.get(CASE), RIGHT)
    reader.get("/").press("Sign out")
    assert kept(reader) is None
    juror = bench.jurors("accepted")[0]
    back = signed_in(visit, juror)
    back.get(CASE)
    assert kept(back) is None
    cast(back)
    assert bands(bench) == {"not_known": 1}


@pytest.mark.parametrize(
    "told",
    [
        {"C-2026-0009": 1},  # of another case
        {REF: 10**9},  # still to come
        {REF: "noon"},
        [REF],
        "",
    ],
)
def test_what_a_cookie_says_of_anything_else_is_not_known(
    bench: Bench, reader: Client, told: object
) -> None:
    answer_quiz(reader.get(CASE), RIGHT)
    with reader.raw.session_transaction() as session:
        session["opened"] = told
    cast(reader)
    assert bands(bench) == {"not_known": 1}


def test_a_cookie_that_was_changed_is_nobodys(bench: Bench, reader: Client) -> None:
    answer_quiz(reader.get(CASE), RIGHT)
    cookie = reader.raw.get_cookie("session")
    assert cookie is not None
    forged = cookie.value[:-3] + ("abc" if not cookie.value.endswith("abc") else "cba")
    reader.raw.set_cookie("session", forged)
    found = reader.raw.get(f"{CASE}/ballot")
    assert found.status_code == 303
    assert found.headers["Location"].startswith("/sign-in")


def test_the_seat_taken_in_place_counts_from_then(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    bench.draw()
    client = signed_in(visit, bench.jurors("summoned")[0])
    client.get(CASE)
    assert kept(client) is None  # what a case is about is not its file
    told = {"HX-Request": "true", "HX-Target": "seat"}
    client.raw.post(f"{CASE}/acceptance", data={"csrf_token": client.token()}, headers=told)
    assert list(kept(client) or ()) == [REF]


def test_an_assembly_is_counted_apart(
    bench: Bench, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_are_enough(monkeypatch)
    convene(bench)
    client = signed_in(visit, bench.cast.jurors[0])
    page = client.get("/jury/assemblies/").press("Take a seat")
    bench.clock.move(minutes=6)
    answer_quiz(page, RIGHT)
    cast(client)
    assert bands(bench) == {"under_10": 1}
    with bench.work(writing=False) as w:
        assert w.session.scalar(sa.select(VotingTime.assembly)) is True
