"""After a decision: a payment is published, members object, a side appeals once."""

import pytest
import sqlalchemy as sa

from claims import queries
from claims.actions import (
    agree_to_text,
    answer_objection,
    appeal,
    approve_summary,
    freeze,
    object_to_payment,
    open_appeal,
    send_for_review,
    withdraw,
)
from claims.handover import hide_all
from claims.life import State
from claims.settlement import Payment, Result, Settled
from claims.timetable import Side
from jury.actions import next_ref, open_case
from jury.models import Exclusion, JuryCase
from jury.queries import EARLIER_CASE, file_of
from kernel.errors import Conflict, Malformed, Missing
from tests.claims.settling import KNOWS, decide, payment, seat, settlement


def test_a_payment_waits_ten_days_and_is_due(work, cast, upheld, clock):
    assert payment(work, upheld) is Payment.WAITING
    clock.move(days=10)
    assert payment(work, upheld) is Payment.DUE


def test_members_read_the_payment_for_three_days_and_no_name(work, cast, as_, upheld, clock):
    page = as_("juror.002").get("/claims/payments/")
    assert "The drainage ditch" in page.text
    assert "Clara" not in page.text
    clock.move(days=3)
    assert "no payment" in as_("juror.002").get("/claims/payments/").text


def test_an_objection_suspends_the_payment_until_it_is_answered(work, cast, as_, upheld, clock):
    page = as_("juror.002").get("/claims/payments/").click("The drainage ditch")
    page.form("Object").send(status=422)
    page.form("Object").fill(evidence=KNOWS).send()
    page = as_("juror.002").get(f"/claims/payments/{upheld}")
    page.form("Object").fill(evidence=KNOWS).send(status=409)
    clock.move(days=30)
    assert payment(work, upheld) is Payment.SUSPENDED
    for had_a_part in ("olive", "oscar"):
        assert "Objections and appeals" not in as_(had_a_part).get("/desk/").text
        page = as_(had_a_part).get(f"/claims/{upheld}/after")
        assert "You took part in what is objected to" in page.text
        assert 'name="answer"' not in page.text
    page = as_("orla").get("/desk/").click("Objections and appeals")
    assert KNOWS in page.text
    page.form("Answer").fill(upheld="no").send(status=422)
    page.form("Answer").fill(upheld="no", answer="The order is of another ditch.").send()
    assert payment(work, upheld) is Payment.DUE


def test_an_upheld_objection_takes_the_claim_up_again(work, cast, upheld, facts, do):
    with work(cast.jurors[1]) as w:
        object_to_payment(w, upheld, KNOWS)
    with work(cast.agnes) as w:
        [row] = queries.objections(w.session, queries.claim_by_ref(w.session, upheld))
        with pytest.raises(Malformed):
            answer_objection(w, row.id, True, " ")
        answer_objection(w, row.id, True, "There is such an order.")
    with work(cast.agnes) as w, pytest.raises(Conflict, match="already"):
        answer_objection(w, row.id, False, "Twice.")
    claim = do(cast.olive, send_for_review, upheld)
    do(cast.oscar, approve_summary, upheld, hide_all(facts), claim.revision)
    do(cast.clara, agree_to_text, upheld, claim.revision)
    again = do(cast.olive, freeze, upheld)
    assert (again.ref, again.again_of) == (f"{upheld}-2", upheld)


def test_whoever_was_drawn_before_is_on_no_panel_of_the_appeal(work, cast, frozen, do):
    decide(work, frozen, "denied")
    do(cast.clara, appeal, frozen, Side.CLAIMANT, "They misread the day.")
    with work(cast.clara) as w, pytest.raises(Conflict, match="once"):
        appeal(w, frozen, Side.CLAIMANT, "Again.")
    assert payment(work, frozen) is Payment.SUSPENDED
    opened = do(cast.olive, open_appeal, frozen)
    assert (opened.ref, opened.again_of) == (f"{frozen}-2", frozen)
    with work(writing=False) as w:
        rows = w.session.scalars(sa.select(Exclusion).where(Exclusion.case_ref == opened.ref))
        barred = {row.account_id: row.reason for row in rows}
    assert barred[cast.jurors[0].account] == EARLIER_CASE
    assert cast.clara.account in barred
    with work(cast.olive) as w, pytest.raises(Conflict, match="open already"):
        open_appeal(w, frozen)
    decide(work, opened.ref, "upheld")
    found = settlement(work, frozen)
    assert found.settled.fen == 10_000_000
    assert not found.pending


def test_the_plan_appeals_what_is_paid_and_nobody_else(work, cast, as_, upheld, do):
    with work(cast.clara) as w, pytest.raises(Conflict):
        appeal(w, upheld, Side.CLAIMANT, "I won, and appeal.")
    as_("juror.002").post(f"/claims/{upheld}/plan-appeal", {"why": "A stranger's."}, status=403)
    do(cast.olive, appeal, upheld, Side.RESPONDENT, "The order was not read.")


def test_no_word_of_an_objection_or_an_appeal_is_cut_off(work, cast, upheld):
    long = "x" * 2_001
    with work(cast.jurors[1]) as w, pytest.raises(Malformed):
        object_to_payment(w, upheld, long)
    with work(cast.olive) as w, pytest.raises(Malformed):
        appeal(w, upheld, Side.RESPONDENT, long)


def test_a_claim_that_was_taken_up_again_can_be_withdrawn(work, cast, upheld, do):
    with work(cast.jurors[1]) as w:
        object_to_payment(w, upheld, KNOWS)
    with work(cast.agnes) as w:
        [row] = queries.objections(w.session, queries.claim_by_ref(w.session, upheld))
        answer_objection(w, row.id, True, "There is such an order.")
    assert do(cast.clara, withdraw, upheld).state == State.WITHDRAWN


def test_the_claimant_reads_what_it_came_to_and_appeals(work, cast, as_, frozen):
    decide(work, frozen, "denied")
    page = as_("clara").get(f"/claims/{frozen}")
    assert "nothing is paid" in page.text
    page = page.click("Appeal to another panel")
    page.form("Appeal").fill(why="They misread the day.").send()
    page = as_("olive").get(f"/claims/{frozen}/after").press("Open the new case")
    assert f"{frozen}-2" in page.text
    as_("clara").get(f"/claims/{frozen}/after", status=403)


def test_the_tenth_case_of_a_claim_and_the_next_are_found(work, cast, frozen):
    """As a text, -10 stands before -9, and a case that is not found bars nobody."""
    ref = frozen
    for _again in range(10):
        with work(cast.olive) as w:
            file = file_of(w.session.get_one(JuryCase, ref)).named(next_ref(ref))
            ref = open_case(w, file, "panel", {}, again_of=ref).ref
    assert ref == f"{frozen}-11"
    decide(work, f"{frozen}-9", "upheld")
    seat(work, f"{frozen}-10", cast.oscar.account)
    assert settlement(work, frozen).pending, "the last is not decided"
    decide(work, ref, "denied")
    assert settlement(work, frozen).settled == Settled(Result.REFUSED, 0)
    with work(writing=False) as w:
        assert queries.present_case(w.session, frozen).ref == ref
        assert [row.case_ref for row in queries.desk_rows(w.session, cast.olive.account)] == [ref]
        with pytest.raises(Missing):
            queries.claim_for_officer(w.session, cast.oscar.account, frozen)
