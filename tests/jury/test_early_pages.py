"""What a juror reads and ticks where a poll may end early, and what nobody else sees of it."""

from dataclasses import replace

import pytest
from flask import Flask

from jury import actions
from jury.standard import PRESETS
from kernel.actor import Actor
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork, fields
from tests.jury.test_jobs import tick
from tests.jury.walk import CASE, FILLED, Visit, cast, signed_in, with_book

BOX = "This is my last word"


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: Flask) -> Bench:
    return with_book(work, clock)


def ready(bench: Bench, standard: str) -> list[Actor]:
    bench.freeze(standard=standard)
    bench.draw()
    jurors = bench.accept()
    bench.open()
    for juror in jurors:
        bench.quiz(juror)
    return jurors


@pytest.fixture
def jurors(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    monkeypatch.setitem(PRESETS, "early", replace(PRESETS["twelve"], name="early", early=True))
    return ready(bench, "early")


def test_a_last_word_is_ticked_checked_and_kept(jurors: list[Actor], visit: Visit) -> None:
    client = signed_in(visit, jurors[0])
    assert "It ends earlier, at a full hour" in client.get(CASE).text
    paper = client.get(f"{CASE}/ballot")
    assert BOX in paper.text
    checked = paper.fill({**FILLED, "final": "y"}).send()
    assert "Your last word" in checked.text
    assert "you cannot vote again" in checked.text
    changed = checked.press("Change my answers")
    assert changed.form("Check my answers").values["final"] == ["y"]  # nothing is lost
    page = changed.form("Check my answers").send().press("Cast my ballot")
    assert "Your ballot is cast" in page.text
    assert "Cast again" not in page.text
    page = client.get(CASE)
    assert "You said that your vote is your last word" in page.text
    assert "Cast again" not in page.text
    assert client.get(f"{CASE}/ballot").path == CASE
    page = client.post(f"{CASE}/ballot", {**FILLED, "key": "another-form", "step": "cast"}, 409)
    assert "It stands" in page.text
    assert FILLED["reason"] in page.html


def test_a_vote_that_may_change_says_so(jurors: list[Actor], visit: Visit) -> None:
    client = signed_in(visit, jurors[0])
    checked = client.get(f"{CASE}/ballot").fill(FILLED).send()
    assert "Your last word" not in checked.text
    assert "You can cast again until the poll closes" in checked.text
    checked.press("Cast my ballot")
    assert "Changed your mind? Cast again" in client.get(CASE).text


def test_others_see_nothing_of_it(bench: Bench, jurors: list[Actor], visit: Visit) -> None:
    pages = (CASE, f"{CASE}/ballot")
    other, officer = signed_in(visit, jurors[1]), signed_in(visit, bench.cast.olive)
    seen = lambda: [  # noqa: E731
        *(other.get(path).text for path in pages),
        *(officer.get(path).text for path in ("/jury/bench", f"/jury/bench/{REF}", "/desk/")),
        visit().get(f"/audit/cases/{REF}").text,
    ]
    before = seen()
    for juror in (jurors[0], *jurors[2:]):
        with bench.work(juror) as w:
            actions.cast_ballot(w, REF, fields(), bench.token(), final=True)
    tick(bench)
    assert seen() == before
    cast(other, final="y")
    before = seen()
    tick(bench)  # all have said so, and it is set to end
    assert seen() == before


def test_the_usual_ballot_asks_for_no_last_word(bench: Bench, visit: Visit) -> None:
    client = signed_in(visit, ready(bench, "twelve")[0])
    paper = client.get(f"{CASE}/ballot")
    assert BOX not in paper.text
    page = paper.fill(FILLED).send().press("Cast my ballot")
    assert "Your ballot is cast" in page.text
    sent = {**FILLED, "key": "another-form", "step": "cast", "final": "y"}
    client.post(f"{CASE}/ballot", sent)  # a field that is not there says nothing
    assert client.get(f"{CASE}/ballot").path == f"{CASE}/ballot"
