"""The pages of an open assembly: opened on the bench, joined by whoever may, its vote told."""

import json

import pytest

from audit.queries import entries
from jury import actions
from tests.clock import TestClock
from tests.jury.assembled import come, convene, few_are_enough, take, voted
from tests.jury.bench import REF, RIGHT, Bench, OpenWork
from tests.jury.walk import CASE, Visit, answer_quiz, cast, cells, send, signed_in, with_book


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object, monkeypatch: pytest.MonkeyPatch) -> Bench:
    few_are_enough(monkeypatch)
    return with_book(work, clock)


def test_an_officer_opens_it_and_sees_no_count(bench: Bench, visit: Visit) -> None:
    bench.freeze(None, "historic")
    bench.publish_roll()
    client = signed_in(visit, bench.cast.olive)
    page = client.get("/desk/").click("Open the assembly")
    assert "Nobody is drawn for this case" in page.text
    page = page.press("Open the assembly")
    assert "The assembly is open" in page.text
    bench.log()
    assert "May take a seat 24" in cells(page)
    before = cells(client.get(f"/jury/bench/{REF}"))
    voted(bench, ["uphold"] * 7)
    assert cells(client.get(f"/jury/bench/{REF}")) == before
    assert send(client, f"/jury/bench/{REF}/assembly")[0] == 409
    assert send(client, f"/jury/bench/{REF}/draw", kind="house")[0] == 409
    bench.close()
    client = signed_in(visit, bench.cast.olive)
    assert "Took a seat 7" in cells(client.get(f"/jury/bench/{REF}"))


def test_it_does_not_open_while_a_challenge_waits(bench: Bench, visit: Visit) -> None:
    bench.freeze(None, "historic")
    bench.publish_roll()
    with bench.work(bench.cast.clara) as w:
        actions.challenge(w, REF, "claimant", "Juror 001: we fell out.")
    client = signed_in(visit, bench.cast.olive)
    page = client.get(f"/jury/bench/{REF}")
    assert "Challenges that an officer has to decide: 1." in page.text
    assert send(client, f"/jury/bench/{REF}/assembly")[0] == 409


def test_it_does_not_open_without_enough_who_may_come(
    bench: Bench, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_are_enough(monkeypatch, 1_000)
    bench.freeze(None, "historic")
    bench.publish_roll()
    client = signed_in(visit, bench.cast.olive)
    page = client.get(f"/jury/bench/{REF}")
    assert "The whole roll has fewer members than a decision of this case takes" in page.text
    assert not [form for form in page.forms if "Open the assembly" in form.buttons]


def test_a_member_comes_reads_votes_and_finds_the_verdict(bench: Bench, visit: Visit) -> None:
    convene(bench)
    client = signed_in(visit, bench.cast.jurors[0])
    assert "An assembly is open to you" in client.get("/").links
    page = client.get("/jury/").click("See the open assemblies")
    assert "A lung disease" in page.text
    page = page.press("Take a seat")
    assert page.path == CASE
    assert "Open assembly" in page.text
    page = answer_quiz(page, RIGHT)
    assert "Open assembly" in client.get(f"{CASE}/ballot").text
    page = cast(client)
    assert "Your ballot is cast" in page.text
    assert "No assembly is open in which you could" in client.get("/jury/assemblies/").text
    voted_too = bench.cast.jurors[1:6]
    for juror in come(bench, voted_too):
        bench.vote(juror, "deny")
    bench.close()
    bench.decide()
    assert "Read the verdict" in signed_in(visit, bench.cast.jurors[0]).get(CASE).links


def test_a_seat_is_given_back_and_taken_again(bench: Bench, visit: Visit) -> None:
    convene(bench)
    client = signed_in(visit, bench.cast.jurors[0])
    page = client.get("/jury/assemblies/").press("Take a seat").press("Give my seat back")
    assert "It costs you nothing" in page.text
    assert "next juror" not in page.text
    page = page.click("See the open assemblies")
    assert "You gave a seat in it back" in page.text
    page = page.press("Take a seat")
    page = page.press("I recognise this: give my seat back")
    assert "No assembly is open" in client.get("/jury/assemblies/").text
    assert send(client, f"{CASE}/seat")[0] == 409


def test_who_may_not_come_is_told_why_or_nothing(bench: Bench, visit: Visit) -> None:
    bench.freeze({bench.cast.jurors[0].account: "employer"}, "historic")
    for juror in bench.cast.jurors[:2]:
        assert send(signed_in(visit, juror), f"{CASE}/seat")[0] == 404
    bench.publish_roll()
    with bench.work(bench.cast.olive) as w:
        actions.open_assembly(w, REF)
    client = signed_in(visit, bench.cast.jurors[0])
    assert "No assembly is open" in client.get("/jury/assemblies/").text
    assert "See the open assemblies" not in client.get("/jury/").links
    status, body = send(client, f"{CASE}/seat")
    assert status == 409
    assert b"You are not on the list of this assembly" in body
    assert send(client, "/jury/cases/C-2026-9999/seat")[0] == 404
    client.get(CASE, status=404)


def test_its_verdict_is_told_as_the_vote_of_those_who_came(bench: Bench, visit: Visit) -> None:
    convene(bench, {bench.cast.jurors[23].account: "employer"})
    voted(bench, ["uphold"] * 5 + ["deny"] * 3 + ["cannot_judge"])
    take(bench, bench.cast.jurors[9])
    bench.close()
    bench.decide()
    client = visit()
    assert "an assembly's vote" in client.get("/verdicts/").text
    assert b"The assembly" in client.get("/verdicts/feed.atom").data
    page = client.get("/verdicts/?standard=historic").click("One millimetre of mercury")
    told = cells(page)
    assert "The assembly's vote: the claim is upheld." in told.replace("&#39;", "'")
    assert "and not what all jurors think" in told
    assert "Margin votes by which one side was ahead 2" in told
    assert "Wilson" not in told  # those who come by themselves are no sample
    assert "9 of the 10 who took a seat voted: 5 to uphold, 3 to deny" in told
    assert "ballots cast, of all who might have come 9 of 23" in told
    assert "Might have come 23" in told
    assert "They have the same employer as the claimant. 1" in told
    for word in ("margin", "Wilson", "interval", "Drawn by lot", "Seed of the draw"):
        assert word not in told
    found = client.get(f"/verdicts/{REF}.json")
    with bench.work(writing=False) as w:
        assert entries(w.session, REF)[-1] == found.data
    assert found.json["assembly"]["voters"]["count"] == 23


def test_its_figures_stand_apart_from_those_of_panels(bench: Bench, visit: Visit) -> None:
    convene(bench)
    voted(bench, ["uphold"] * 5 + ["deny"] * 3)
    take(bench, bench.cast.jurors[9])
    bench.close()
    bench.decide()
    client = visit()
    found = json.loads(client.get("/verdicts/figures.json").data)
    assert found["panels"] is None
    assert found["assemblies"]["turnout"] == {"part": 8, "whole": 9}
    assert "acceptance" not in found["assemblies"]
    told = cells(client.get("/verdicts/figures"))
    assert "Assemblies Of 1 decided cases" in told
    assert "Panels Of" not in told
