"""A decision that the dates contradict is changed, or both officers write why it stands."""

from dataclasses import replace

import pytest

from claims import queries
from claims.actions import (
    approve_summary,
    close_exchange,
    decide_claim,
    dispute_decision,
    enter_claim,
    file_claim,
    hand_in_claim,
    send_for_review,
    update_claim,
)
from claims.claim import Decision
from claims.dates import KnownDates
from claims.examples import examples
from claims.filing import Benefit, Whom
from claims.handover import hide_all
from kernel.actor import SYSTEM
from kernel.errors import Conflict, Malformed
from tests.claims.filed import FILED, REFUSED

WAITED = replace(
    FILED,
    benefit=Benefit.ILLNESS,
    whom=Whom.MYSELF,
    dates=KnownDates(),
)
BY_WAITING = replace(REFUSED, clauses=("waiting-period",), amount=10_000_000)
WHY = "The hospital found it in the first week, and wrote it down later."
TWO_ORDERS = examples()["C-10"].facts


@pytest.fixture
def waited(do, cast, clock) -> str:
    """The ref of a claim of Clara's, who is a member for 200 days and was found ill this week."""
    day = clock.now.date()
    filed = replace(WAITED, dates=KnownDates(diagnosed=day))
    ref = do(cast.clara, file_claim, filed).ref
    do(cast.clara, hand_in_claim, ref)
    return ref


def test_nobody_refuses_by_a_waiting_period_that_was_over_without_saying_why(work, cast, waited):
    with work(cast.olive) as w, pytest.raises(Malformed, match="Change it, or say why"):
        decide_claim(w, waited, BY_WAITING, 2)
    with work(cast.olive) as w:
        claim = decide_claim(w, waited, BY_WAITING, 2, despite=WHY)
        assert claim.despite == WHY
        assert queries.decision_of(w.session, claim).clauses == ["waiting-period"]
        assert [one.clause_id for one in queries.contradictions_of(w.session, claim)] == [
            "waiting-period"
        ]


def test_nothing_is_kept_where_the_dates_agree(do, cast, waited):
    decided = replace(BY_WAITING, clauses=("health-disclosure",))
    assert do(cast.olive, decide_claim, waited, decided, 2).despite == ""


def test_whoever_decides_reads_what_the_dates_say_and_changes_it_or_writes_why(cast, as_, waited):
    olive = as_("olive")
    page = olive.get(f"/claims/{waited}/investigation")
    assert "do not agree" not in page.text
    form = page.form("Decide").fill(title="A tumour", decision="refuse", reason="Too soon.")
    page = form.fill(cost="2750", clauses=["waiting-period"]).send(status=422)
    for words in (
        *("The dates and the decision do not agree", "3.1 Ninety days for illness"),
        *("First diagnosed on day 200 of membership", "does not pay, and cites this clause"),
    ):
        assert words in page.text
    assert page.form("Decide").values["clauses"] == ["waiting-period"]
    page = page.form("Decide").fill(despite=WHY).send()
    assert WHY in page.text, "the next officer reads it"
    assert WHY not in as_("clara").get(f"/claims/{waited}").text


def test_another_decision_needs_no_reason(cast, as_, waited):
    form = as_("olive").get(f"/claims/{waited}/investigation").form("Decide")
    form = form.fill(title="A tumour", decision="refuse", reason="Too soon.", cost="2750")
    page = form.fill(clauses=["waiting-period"]).send(status=422)
    page = page.form("Decide").fill(clauses=["illness-list"]).send()
    assert "do not agree" not in page.text


def test_what_is_paid_against_the_dates_is_pointed_out_too(do, work, cast, waited):
    paid = replace(BY_WAITING, decision=Decision.PAY, clauses=(), amount=5_000_000)
    with work(cast.olive) as w, pytest.raises(Malformed, match="say why"):
        decide_claim(w, waited, paid, 2)
    assert do(cast.olive, decide_claim, waited, replace(paid, amount=10_000_000), 2).despite == ""


@pytest.fixture
def unsaid(do, cast) -> str:
    """The ref of a claim that Olive entered: refused for medication that its clause allows."""
    facts = replace(TWO_ORDERS, despite="")
    return do(cast.olive, enter_claim, "clara@village.example", facts).ref


def test_a_claim_that_was_entered_goes_to_no_review_before_it_says_why(work, cast, as_, unsaid):
    with work(cast.olive) as w, pytest.raises(Conflict, match="The dates contradict the decision"):
        send_for_review(w, unsaid)
    page = as_("olive").get(f"/claims/{unsaid}/edit")
    assert "send for review" not in page.text
    assert "Longest single order of medication, in days: 28." in page.text
    assert page.links["The dates contradict the decision. Change it, or say why it stands."] == (
        "#despite"
    )
    page = page.form("Save").fill(despite="The two are added up.").send()
    page = page.press("Save and send for review")
    assert "The two are added up." in page.text


def test_the_second_officer_says_why_as_well(work, do, cast, as_, unsaid):
    told = replace(TWO_ORDERS, despite="The two are added up.")
    do(cast.olive, update_claim, unsaid, told, 1)
    do(cast.olive, send_for_review, unsaid)
    with work(cast.oscar) as w, pytest.raises(Malformed, match="say why"):
        approve_summary(w, unsaid, hide_all(TWO_ORDERS), 2)
    page = as_("oscar").get(f"/claims/{unsaid}/review")
    assert "The two are added up." in page.text
    form = page.form("Approve")
    form.fill({name: "hide" for name in form.values if name.startswith("flag-")})
    page = form.send(status=422)
    assert "Change it, or say why" in page.text
    page.form("Approve").fill(despite="Five days are no break.").send()
    with work(writing=False) as w:
        claim = queries.claim_by_ref(w.session, unsaid)
        assert queries.sign_off(w.session, claim).despite == "Five days are no break."
        assert "are no break" not in str(queries.as_jurors_see(w.session, claim).file)
    assert "Five days are no break." in as_("olive").get(f"/claims/{unsaid}/review").text


def test_why_a_decision_stands_is_not_written_anew_by_who_prepares_it(
    do, work, cast, as_, waited, clock
):
    with work(cast.olive) as w:
        decide_claim(w, waited, BY_WAITING, 2, despite=WHY)
    do(cast.clara, dispute_decision, waited, "It was in the second month.")
    clock.move(days=13)
    with work(SYSTEM) as w:
        close_exchange(w, waited)
    with work(cast.oscar) as w:
        claim = queries.claim_by_ref(w.session, waited)
        told = replace(claim.facts, despite="Something else.", summary="A tumour.")
        assert update_claim(w, waited, told, claim.revision).despite == WHY
    page = as_("oscar").get(f"/claims/{waited}/edit")
    assert WHY in page.text
    assert "despite" not in page.form("Save").values
