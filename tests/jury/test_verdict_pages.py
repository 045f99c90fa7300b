"""What everybody may read of a case that has ended."""

import json

import pytest

from audit import merkle
from audit.entry import canonical
from audit.queries import entries
from jury import actions
from tests.clock import TestClock
from tests.jury.bench import REF, Bench, OpenWork
from tests.jury.walk import (
    CASE,
    Visit,
    cells,
    decided,
    signed_in,
    with_book,
)


@pytest.fixture
def bench(work: OpenWork, clock: TestClock, app: object) -> Bench:
    return with_book(work, clock)


def test_a_verdict_is_public_and_its_json_is_what_the_log_holds(bench: Bench, visit: Visit) -> None:
    decided(bench, ["deny"] * 2 + ["uphold"] * 8 + ["cannot_judge"])
    client = visit()
    page = client.get("/verdicts/").click("One millimetre of mercury")
    assert "The jury upheld the claim" in page.text
    assert "11 of 12" in page.text
    assert "at least 7 of 10 were needed; there were 8" in page.text
    assert "100,000 yuan" in page.text
    assert "Margin votes by which one side was ahead 6" in cells(page)
    assert "between 49 % and 94 %" in cells(page)  # of 8 in 10 (Wilson)
    found = client.get(f"/verdicts/{REF}.json")
    with bench.work(writing=False) as w:
        assert entries(w.session, REF)[-1] == found.data
    assert found.json["numbers"]["uphold"] == 8
    assert client.get("/verdicts/?outcome=denied").text.count(REF) == 0
    assert client.get("/verdicts/?outcome=upheld&page=1").text.count(REF) == 1
    assert client.get("/verdicts/?outcome=nonsense&page=99999999999999999999").status == 200
    client.get("/verdicts/C-2026-9999", status=404)


def test_a_unanimous_small_panel_shows_its_outcome_only(bench: Bench, visit: Visit) -> None:
    decided(bench, ["deny"] * 10)
    client = visit()
    page = client.get(f"/verdicts/{REF}")
    assert "denied" in page.text
    assert "10" not in page.text.partition("The numbers")[2].partition("What the case was about")[0]
    assert "the outcome alone tells how they voted" in page.text
    assert "open to auditors only" in page.text
    for entries_of in ("tile/entries/000", "tile/entries/000.p/17"):
        client.get(f"/log/case/{REF}/{entries_of}", status=404)
    told = json.loads(client.get(f"/verdicts/{REF}.json").data)
    assert "numbers" not in told
    # Who guesses all that is left out cannot tell by the hash, which everybody reads, that it is.
    verdict, withheld = bench.log()[-1], told.pop("withheld")
    guess = {**told, **{name: verdict[name] for name in withheld}}
    leaf = merkle.leaf_hash(canonical(guess)).hex()
    client.get(f"/log/case/{REF}/proof/{leaf}", status=404)
    whole = merkle.leaf_hash(canonical({**guess, "blind": verdict["blind"]})).hex()
    assert client.get(f"/log/case/{REF}/proof/{whole}").status == 200


def test_a_case_and_the_one_that_judges_it_again_lead_to_each_other(
    bench: Bench, visit: Visit
) -> None:
    decided(bench, ["uphold"] * 6 + ["deny"] * 5)
    again = f"{REF}-2"
    client = visit()
    assert again not in client.get("/verdicts/").text
    with bench.work(bench.cast.olive) as w:
        actions.open_again(w, REF)
    for path in ("/verdicts/", f"/verdicts/{REF}"):
        page = client.get(path)
        assert f"Being judged again as case {again}" in page.text
        assert f"/verdicts/{again}" not in page.links.values()
    client.get(f"/verdicts/{again}", status=404)
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, again)
    words = f"Judged again as case {again}", f"Judges again what case {REF} left undecided"
    page = client.get("/verdicts/")
    assert [page.links[one] for one in words] == [f"/verdicts/{again}", f"/verdicts/{REF}"]
    assert "withdrawn by the claimant before anything was counted" in page.text
    assert client.get("/verdicts/?outcome=hung").links[words[0]] == f"/verdicts/{again}"
    page = client.get(f"/verdicts/{REF}").click(words[0])
    assert page.click(words[1]).path == f"/verdicts/{REF}"


def test_a_withdrawn_case_shows_no_count(bench: Bench, visit: Visit) -> None:
    jurors = bench.ready()
    bench.vote(jurors[0], "uphold")
    with bench.work(bench.cast.clara) as w:
        actions.withdraw_case(w, REF)
    client = visit()
    page = client.get("/verdicts/").click("A case that was withdrawn")
    assert "box stays shut" in page.text
    for shown in (page, client.get("/verdicts/")):
        assert "millimetre" not in shown.text, "what it was about is not published"
    assert "lung" not in page.text
    assert set(client.get(f"/verdicts/{REF}.json").json) == {"case", "outcome", "withdrawn_at"}
    juror = signed_in(visit, jurors[0])
    assert "What could open the ballots is destroyed" in juror.get(CASE).text
    juror.get(f"{CASE}/receipt", status=404)
    assert "withdrawn" in signed_in(visit, bench.cast.olive).get(f"/jury/bench/{REF}").text
