"""Draws in the open: announced with a ceremony, digits by another officer, given up by two."""

import pytest

from jury.randomness import Kind
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork
from tests.jury.walk import Visit, send, signed_in, with_book

SOURCE = "lottery 3D of 1 December"
PAGE = f"/jury/bench/{REF}"


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    bench = with_book(work, clock)
    bench.freeze()
    return bench


def test_a_ceremony_from_its_announcement_to_its_digits(bench: Bench, visit: Visit) -> None:
    client = signed_in(visit, bench.cast.olive)
    client.get(PAGE).press("Publish a roll")
    bench.log()
    form = client.get(PAGE).form("Draw the panel")
    nameless = form.fill({"kind": "ceremony"}).send(status=422)
    assert "Name the dice" in nameless.text
    again = nameless.form("Draw the panel")
    assert again.values["kind"] == ["ceremony"]
    page = again.fill({"source": SOURCE}).send()
    assert "Enter the digits of the ceremony" in page.text
    assert "another officer enters the digits" in page.text
    bench.log()
    other = signed_in(visit, bench.cast.oscar)
    assert "Enter the digits" in other.get("/desk/").text
    form = other.get(PAGE).form("Enter the digits")
    short = form.fill({"source": SOURCE, "digits": "123"}).send(status=422)
    assert "12 to 200 digits" in short.text
    again = short.form("Enter the digits")
    assert (again.values["source"], again.values["digits"]) == ([SOURCE], ["123"])
    page = again.fill({"digits": "415526361142"}).send()
    assert "The lot is falling" in page.text
    assert send(other, f"{PAGE}/void")[0] == 409


def test_an_overdue_draw_is_given_up_in_the_open(bench: Bench, visit: Visit) -> None:
    bench.announce(Kind.CEREMONY, SOURCE)
    bench.clock.move(hours=73)
    one = signed_in(visit, bench.cast.olive)
    page = one.get(PAGE).press("Propose to give the draw up")
    assert "Another officer has to agree" in page.text
    assert "overdue" in visit().get("/draws/").text
    page = signed_in(visit, bench.cast.oscar).get(PAGE).press("Agree: give the draw up")
    assert "Draw the panel" in page.text
    page = visit().get("/draws/")
    assert "given up No digits were brought." in page.text
    assert f"/log/case/{REF}/checkpoint" in page.links.values()


def test_a_round_is_brought_by_hand(bench: Bench, visit: Visit) -> None:
    bench.announce(Kind.BEACON)
    client = signed_in(visit, bench.cast.oscar)
    page = client.get(PAGE)
    assert "Wait for the beacon" in page.text
    wrong = page.form("Check and enter it").fill({"answer": '{"round": 7}'}).send(status=422)
    assert "this is another" in wrong.text
    assert wrong.form("Check and enter it").values["answer"] == ['{"round": 7}']


def test_draws_in_pages(visit: Visit, bench: Bench) -> None:
    assert "No draw has been announced yet" in visit().get("/draws/").text
    assert visit().get("/draws/?page=nonsense").text == visit().get("/draws/").text
    assert send(signed_in(visit, bench.cast.oscar), f"{PAGE}/round", answer="{}")[0] == 409


@pytest.mark.parametrize(("beacon", "usual"), [(True, "beacon"), (False, "ceremony")])
def test_the_lot_comes_from_outside_the_house_unless_an_officer_says_otherwise(
    bench: Bench, visit: Visit, monkeypatch: pytest.MonkeyPatch, beacon: bool, usual: str
) -> None:
    monkeypatch.setattr("jury.forms.can_check", lambda: beacon)
    bench.publish_roll()
    client = signed_in(visit, bench.cast.olive)
    page = client.get(PAGE)
    assert page.form("Draw the panel").values["kind"] == [usual]
    assert "could choose among many before the draw is announced" in page.text
    status, refused = send(client, f"{PAGE}/draw", kind="anything")
    assert status == 422
    assert b"Choose where the lot comes from." in refused
