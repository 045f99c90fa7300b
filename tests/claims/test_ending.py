"""What a claimant gives up while they write it: nothing of it stays, and nobody reads it."""

from dataclasses import replace

import pytest

from audit.models import QueuedEntry
from claims import queries
from claims.actions import change_filing, decide_claim, send_back, withdraw
from claims.claim import Decision
from claims.dates import KnownDates
from kernel.errors import Missing
from tests.claims.desks import on_desk
from tests.claims.filed import FILED, REFUSED
from tests.claims.settling import object_to, uphold

WHY = "The bill of Dr Birch is missing."
PAID = replace(REFUSED, decision=Decision.PAY)


@pytest.fixture
def given_up(do, cast, handed_in) -> str:
    """A claim that was handed in, came back, and was withdrawn while it was written anew."""
    revision = do(cast.olive, send_back, handed_in, WHY).revision
    more = replace(FILED, dates=replace(FILED.dates, stay_days=4))
    do(cast.clara, change_filing, handed_in, more, revision)
    do(cast.clara, withdraw, handed_in)
    return handed_in


def test_no_name_and_no_day_of_it_stays(work, given_up):
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, given_up)
        filed = queries.filing_row(w.session, claim)
        assert (filed.story, filed.named) == ("", [])
        assert (claim.facts.parties, claim.facts.dates) == ((), KnownDates())
        assert queries.governing_rows(w.session, claim) == []
        assert [one.why for one in queries.steps(w.session, claim)] == [""] * 4
        assert w.session.query(QueuedEntry).count() > 0, "that it was filed and withdrawn stays"


def test_no_officer_reads_it(do, work, cast, as_, given_up):
    with work(cast.olive) as w:
        with pytest.raises(Missing):
            queries.claim_for_officer(w.session, cast.olive.account, given_up)
    assert on_desk(work, cast.olive) == []
    with pytest.raises(Missing):
        do(cast.olive, send_back, given_up, "Once more.")


def test_its_claimant_is_told_that_it_was_withdrawn(as_, given_up):
    page = as_("clara").get(f"/claims/{given_up}")
    assert "You withdrew this claim" in page.text
    assert "Birch" not in page.html


def test_what_an_officer_may_have_decided_on_is_kept(do, work, cast, decided):
    do(cast.clara, withdraw, decided)
    with work(cast.olive) as w:
        claim = queries.claim_for_officer(w.session, cast.olive.account, decided)
        assert claim.facts.parties
        assert claim.facts.dates.born == FILED.dates.born


@pytest.fixture
def paid_once(work, do, cast, handed_in) -> str:
    """A claim that was paid, taken up again for an objection, and sent back to its claimant."""
    do(cast.olive, decide_claim, handed_in, PAID, 2)
    uphold(work, cast.oscar, object_to(work, cast.jurors[1], handed_in))
    do(cast.olive, send_back, handed_in, WHY)
    return handed_in


def test_what_was_decided_before_it_came_back_is_read_on_once_it_is_withdrawn(
    work, do, cast, paid_once
):
    with work(cast.oscar) as w, pytest.raises(Missing):
        queries.claim_for_officer(w.session, cast.oscar.account, paid_once)
    assert on_desk(work, cast.oscar) == [], "its claimant writes"
    do(cast.clara, withdraw, paid_once)
    with work(cast.oscar) as w:
        claim = queries.claim_for_officer(w.session, cast.oscar.account, paid_once)
        assert claim.facts.parties
    assert on_desk(work, cast.oscar) == [paid_once]


@pytest.mark.parametrize("before", ["filed", "handed_in"])
def test_of_what_nobody_decided_no_decision_is_told(request, do, cast, as_, before):
    ref = request.getfixturevalue(before)
    do(cast.clara, withdraw, ref)
    page = as_("clara").get(f"/claims/{ref}").text
    assert "Do not pay" not in page
    assert "none yet" not in page, "there will be none"


def test_what_the_plan_decided_is_told_of_a_claim_withdrawn_later(do, cast, as_, decided):
    do(cast.clara, withdraw, decided)
    assert "Do not pay" in as_("clara").get(f"/claims/{decided}").text


def test_its_papers_and_story_are_on_its_page_as_before(do, cast, as_, paid_once):
    oscar, page = as_("oscar"), f"/claims/{paid_once}/investigation"
    oscar.get(page, status=404)
    do(cast.clara, withdraw, paid_once)
    assert paid_once in oscar.get("/claims/desk/").text
    assert "She fell from the wall." in oscar.get(page).text
