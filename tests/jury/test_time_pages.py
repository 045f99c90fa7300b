"""Time to vote, from the browser of a juror to the page of those who run the house."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from jury.minutes import Band, minute_of
from jury.models import VotingTime
from kernel.actor import Role
from tests.clock import TestClock
from tests.jury.assembled import convene, few_are_enough
from tests.jury.bench import REF, RIGHT, Bench, OpenWork
from tests.jury.walk import CASE, Visit, answer_quiz, cast, cells, signed_in, with_book
from tests.page import Client
from tests.village import PASSWORD, person

PAGE = "/jury/bench/times"
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


@pytest.fixture
def admin(work: OpenWork, visit: Visit, bench: Bench) -> Client:
    with work() as w:
        person(w, "Adam", Role.ADMIN)
    client = visit()
    client.sign_in("adam@village.example", PASSWORD)
    return client


def keep(bench: Bench, month: int, cases: int, assembly: bool = False, **counts: int) -> None:
    with bench.work() as w:
        first = date(2026, month, 1)
        w.session.add(VotingTime(month=first, assembly=assembly, cases=cases, **counts))


def test_operators_are_told_once_a_month_is_over(
    bench: Bench, visit: Visit, admin: Client, app: Flask
) -> None:
    keep(bench, 10, 2, under_5=3, under_20=14)
    keep(bench, 11, 3, not_known=40, under_10=12, longer=2)
    keep(bench, 11, 1, assembly=True, under_10=900)

    def said() -> str:
        return app.test_cli_runner().invoke(args=["jury", "times"]).output

    for told in (cells(admin.get(PAGE)), said()):
        assert told.count("Too few to tell.") == 2
        assert "minutes 14" not in told
    bench.clock.set(datetime(2026, 12, 2, tzinfo=UTC))
    admin.sign_in("adam@village.example", PASSWORD)
    page = admin.get("/desk/").click("Time to vote")
    assert page.path == PAGE
    told = cells(page)
    assert "October 2026 to November 2026, of 31 ballots" in told
    for line in ("under 5 minutes, 5 to 10 minutes 15", "an hour or longer 16"):
        assert line in told
    assert "Not known of 40 other ballots." in told
    assert told.count("Too few to tell.") == 1
    assert "900" not in told
    assert "no ballot is void" in told
    assert "October 2026 to November 2026, of 31 ballots" in said()
    assert "900" not in said()
    officer = signed_in(visit, bench.cast.olive)
    assert officer.get("/jury/bench/").click("How long jurors take to vote").path == PAGE


def test_nobody_else_is_told(bench: Bench, visit: Visit, work: OpenWork) -> None:
    with work() as w:
        for role in (Role.AUDITOR, Role.EDITOR):
            person(w, f"A {role.value}", role)
    for name in ("a.auditor", "a.editor", "clara"):
        client = visit()
        client.sign_in(f"{name}@village.example", PASSWORD)
        client.get(PAGE, status=403)
    assert visit().raw.get(PAGE).headers["Location"].startswith("/sign-in")
