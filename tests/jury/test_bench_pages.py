"""The bench, as an officer brings a case to its verdict."""

import pytest

from jury import actions, queries
from kernel.errors import Conflict
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork
from tests.jury.walk import (
    Visit,
    decided,
    send,
    signed_in,
    with_book,
)


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    return with_book(work, clock)


def test_an_officer_brings_a_case_to_its_verdict(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    client = signed_in(visit, bench.cast.olive)
    page = client.get("/jury/bench/").click(REF)
    example = page.text.partition("How the decision is made")[2]
    assert "731upheld" in example, "seven for, three against, one who cannot judge"
    assert "too few votes" in example
    page = page.press("Publish a roll")
    assert "being put into the log" in page.text
    assert not client.get(f"/jury/bench/{REF}", htmx="stage").whole
    bench.log()
    page = client.get(f"/jury/bench/{REF}")
    page = page.form("Draw the panel").fill({"kind": "house"}).send()
    assert "The lot is falling" in page.text
    fragment = client.get(f"/jury/bench/{REF}", htmx="stage")
    assert not fragment.whole
    bench.log()
    with bench.work() as w:
        actions.draw_panel(w, REF)
    page = client.get(f"/jury/bench/{REF}")
    assert "at least 9" in page.text
    status, refused = send(client, f"/jury/bench/{REF}/opening")
    assert status == 409
    assert refused.count(b"Seats taken: 0. A decision needs at least 9.") == 2  # notice and list
    assert "Juror 0" not in page.text
    bench.accept()
    page = client.get(f"/jury/bench/{REF}").press("Open the poll")
    assert "The poll is running" in page.text
    bench.log()
    for juror in bench.jurors("accepted")[:9]:
        bench.quiz(juror)
        bench.vote(juror, "uphold" if juror.name < "Juror 013" else "deny")
    bench.close()
    bench.decide()
    client = signed_in(visit, bench.cast.olive)
    page = client.get(f"/jury/bench/{REF}")
    assert "Reasons to read" in page.text
    first = next(form for form in page.forms if "Publish" in form.buttons)
    page = first.send()
    assert send(client, first.action, decision="publish")[0] == 409
    second = next(form for form in page.forms if "Withhold" in form.buttons)
    second.send()
    assert client.get(f"/verdicts/{REF}").text.count("I say") == 1
    bogus = f"/jury/bench/{REF}/reasons/"
    assert send(client, f"{bogus}{'x' * 22}", decision="publish")[0] == 404
    assert send(client, f"{bogus}%00", decision="publish")[0] == 404
    assert send(client, f"{bogus}{'x' * 22}", decision="burn")[0] == 422


def test_what_stands_in_the_way_is_a_msgid_with_its_values(bench: Bench) -> None:
    bench.freeze()
    bench.draw()
    with bench.work(bench.cast.olive) as w:
        case = queries.officer_case(w.session, REF, bench.cast.olive.account_id)
        message = "Seats taken: %(accepted)s. A decision needs at least %(needed)s."
        found = queries.Issue(message, {"accepted": 0, "needed": 9})
        assert queries.issues_before_opening(case) == [found]
        with pytest.raises(Conflict) as refused:
            actions.open_poll(w, REF)
    assert (refused.value.message, refused.value.params) == (found.message, found.params)


def test_a_case_without_a_decision_goes_to_a_new_panel(bench: Bench, visit: Visit) -> None:
    decided(bench, ["uphold"] * 6 + ["deny"] * 4)
    client = signed_in(visit, bench.cast.olive)
    page = client.get(f"/jury/bench/{REF}").press("Open the case for a new panel")
    assert page.path == f"/jury/bench/{REF}-2"
    assert f"{REF}-2" in client.get(f"/jury/bench/{REF}").text
    assert "divided" in client.get(f"/verdicts/{REF}").text
    assert send(client, f"/jury/bench/{REF}/again")[0] == 409


def test_an_officers_desk_says_what_waits(bench: Bench, visit: Visit) -> None:
    bench.freeze()
    client = signed_in(visit, bench.cast.olive)
    page = client.get("/desk/").click("Publish a roll of jurors")
    page.press("Publish a roll")
    bench.log()
    assert "Draw the panel" in client.get("/desk/").links


def test_the_bench_is_on_the_desk_whether_or_not_something_waits(
    bench: Bench, visit: Visit
) -> None:
    client = signed_in(visit, bench.cast.olive)
    assert client.get("/desk/").click("Cases and panels").path == "/jury/bench/"
    bench.freeze()
    page = client.get("/desk/")
    assert REF in page.text
    assert page.click("Cases and panels").path == "/jury/bench/"
