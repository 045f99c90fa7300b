"""What the house says of its own power is true wherever it is said: of its secrets, of its keys."""

from collections.abc import Iterator

import pytest
from flask import Flask

from audit.index import index_logs
from audit.wording import TELL
from jury import actions
from jury.wording.seals import before_it_was_destroyed, could_open
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork
from tests.jury.walk import CASE, Visit, signed_in, with_book

COULD_CHOOSE = "We could choose among secrets before we announced this one, and nobody could tell."
OURS = "Its key is with us: whoever runs this server could read ballots before the poll closes."
UNTRUE = (
    "draws until it suits",
    "drawing until it suits",
    "lot can be known",
    "Before anybody knew",
    "not even we",
    "nobody could read",
    "nobody can read",
    "nobody has seen a count",
    "nobody ever can",
)


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    return with_book(work, clock)


@pytest.fixture
def words(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_the_house_says_that_it_could_choose_its_secret(
    bench: Bench, visit: Visit, app: Flask
) -> None:
    """The operator can try secrets unseen until one seats whom they like (ADR 41)."""
    bench.freeze()
    bench.draw()
    assert COULD_CHOOSE in signed_in(visit, bench.jurors("summoned")[0]).get(CASE).text
    jurors = bench.accept()
    bench.open()
    for juror, choice in zip(jurors, ["uphold"] * 8 + ["deny"] * 3, strict=False):
        bench.quiz(juror)
        bench.vote(juror, choice)
    bench.close()
    bench.decide()
    verdict = visit().get(f"/verdicts/{REF}").text
    assert COULD_CHOOSE in verdict
    assert "on the roll of 23 November 2026 could be drawn, but for those who rested" in verdict
    with app.app_context():
        index_logs()
    told = signed_in(visit, bench.cast.aaron).get(f"/audit/cases/{REF}").text
    assert "the house could choose among secrets, and nobody could tell" in told
    for path in ("/about", "/log/", "/draws/", f"/verdicts/{REF}"):
        page = visit().get(path).text
        assert "nobody could tell" in page or "shows nowhere" in page
        for untrue in UNTRUE:
            assert untrue not in page
    assert not [untrue for untrue in UNTRUE if untrue in told]


def test_of_a_lot_from_outside_the_house_nothing_of_the_kind_is_said(words: None) -> None:
    announced = {"roll": {"size": 9}, "excluded": {"count": 0}}
    for kind, more in (("beacon", {"round": 7}), ("ceremony", {"source": "twelve dice"})):
        randomness = {"kind": kind, "at": "2026-12-01T12:00:00Z", **more}
        told = TELL["draw.committed"]({**announced, "randomness": randomness})[1]
        assert "the house could choose" not in told


def test_a_juror_reads_who_could_open_the_box(bench: Bench, visit: Visit) -> None:
    juror = bench.ready()[0]
    page = signed_in(visit, juror).get(CASE)
    assert OURS in page.text
    assert "Go to the ballot" in page.text
    assert not [untrue for untrue in UNTRUE if untrue in page.text]
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, REF)
    log = bench.log()
    ended = visit().get(f"/verdicts/{REF}").text
    assert log[0]["question"]
    assert log[0]["clauses"]
    assert "Only the question to the jurors and the clauses in dispute stand in the public" in ended
    assert "Before that, whoever runs this server could have read them." in ended
    assert not [untrue for untrue in UNTRUE if untrue in ended]


def test_who_could_open_a_box_is_told_by_who_holds_its_key(words: None) -> None:
    assert could_open(None) == OURS
    assert "3 of them together could read ballots" in could_open((3, 5))
    assert "3 of its 5 trustees together" in before_it_was_destroyed((3, 5))


def test_what_a_decided_case_says_of_the_poll_is_true_of_either_key(words: None) -> None:
    _title, told = TELL["case.closed"]({"ballots": 2})
    assert "we, or, where the log says that the key was split, enough trustees" in told
