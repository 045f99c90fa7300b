"""A claim whose case was declared void: nothing is decided, and it comes before another panel."""

import pytest

from claims.actions import appeal, open_appeal, withdraw
from claims.settlement import Payment
from claims.timetable import Side
from jury.actions import open_again, propose_case_void, void_case
from jury.keys import destroy_case_keys
from kernel.errors import Conflict
from tests.claims.settling import decide, payment, settlement


@pytest.fixture
def void(work, do, cast, app):
    """Void a case whose key is lost, and let the log have it."""

    def end(ref):
        with work() as w:
            destroy_case_keys(w.settings, ref)
        do(cast.olive, propose_case_void, ref)
        do(cast.oscar, void_case, ref)
        app.test_cli_runner().invoke(args=["tick"])

    return end


def test_nothing_is_decided_and_everybody_is_told_what_comes_next(
    work, cast, as_, frozen, void, do
):
    void(frozen)
    assert settlement(work, frozen) is None
    page = as_("clara").get(f"/claims/{frozen}")
    assert "The case was declared void" in page.text
    assert "goes on here" in page.text
    assert "What it came to" not in page.text
    assert "Withdraw the claim" not in page.links
    assert "declared void" in page.click("Read why").text
    assert "The case was declared void" in as_("clara").get("/claims/").text
    olive = as_("olive")
    assert "Nothing is decided that holds" in olive.get(f"/claims/{frozen}/after").text
    page = olive.get("/desk/").click("Give the case to a new panel")
    page.press("Open the case for a new panel")
    again = f"{frozen}-2"
    page = as_("clara").get(f"/claims/{frozen}")
    assert "Your case is ready for the jury" in page.text
    assert "Withdraw the claim" in page.links
    page = olive.get("/claims/desk/").click("Publish a roll of jurors")
    assert page.path == f"/jury/bench/{again}"
    decide(work, again)
    assert settlement(work, frozen).settled.fen == 10_000_000
    assert payment(work, frozen) is Payment.WAITING


def test_a_void_case_is_not_withdrawn_and_the_next_one_is(work, cast, frozen, void, do):
    void(frozen)
    with pytest.raises(Conflict, match="can no longer be withdrawn"):
        do(cast.clara, withdraw, frozen)
    do(cast.olive, open_again, frozen)
    assert do(cast.clara, withdraw, frozen).state == "withdrawn"


def test_a_payment_waits_while_the_case_of_its_appeal_is_void(work, cast, as_, upheld, void, do):
    do(cast.olive, appeal, upheld, Side.RESPONDENT, "The order was not read.")
    opened = do(cast.olive, open_appeal, upheld).ref
    void(opened)
    assert payment(work, upheld) is Payment.SUSPENDED
    again = do(cast.olive, open_again, opened).ref
    assert again == f"{upheld}-3"
    link = f"/jury/bench/{again}"
    assert link in as_("olive").get(f"/claims/{upheld}/after").links.values()
    decide(work, again, "inquorate")
    found = settlement(work, upheld)
    assert (found.settled.fen, found.appealed, found.pending) == (10_000_000, True, False)
