"""After a decision: a payment is published, members object, a side appeals once."""

import pytest
import sqlalchemy as sa

from claims import queries
from claims.actions import (
    agree_to_text,
    answer_objection,
    appeal,
    approve_summary,
    enter_claim,
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
from rules.models import VersionRow
from tests.claims.desks import to_do
from tests.claims.settling import KNOWS, decide, object_to, payment, seat, settlement


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


def test_who_objected_reads_what_came_of_it_and_nobody_else(work, cast, as_, upheld, clock):
    objected = object_to(work, cast.jurors[1], upheld)
    page = as_("juror.002").get("/claims/payments/")
    assert "An officer looks into it, and answers you here." in page.text
    with work(cast.orla) as w:
        answer_objection(w, objected, False, "The order is of another ditch.")
    clock.move(days=30)
    page = as_("juror.002").get("/claims/payments/")
    assert "The payment stands." in page.text
    assert "The order is of another ditch." in page.text
    for other in ("juror.001", "clara"):
        assert "another ditch" not in as_(other).get("/claims/payments/").text


def test_an_objection_that_comes_too_late_keeps_its_words_alike_for_every_ref(
    as_, upheld, do, cast, facts, clock
):
    as_("juror.002").get(f"/claims/payments/{upheld}")
    clock.move(days=3)
    member = as_("juror.002")
    unsettled = do(cast.olive, enter_claim, "clara@village.example", facts).ref
    refs = (upheld, unsettled, "C-2026-0999", "nothing-like-it")
    answers = [
        member.post(f"/claims/payments/{ref}", {"evidence": KNOWS}, status=404).text for ref in refs
    ]
    assert KNOWS in answers[0]
    assert "Objections are taken for three days" in answers[0]
    assert "What you typed stands here for you to keep." in answers[0]
    member.get(f"/claims/payments/{upheld}", status=404)
    assert len(set(answers)) == 1
    page = member.post(f"/claims/payments/{upheld}", {"evidence": " "}, status=404)
    assert "What you typed" not in page.text


def test_an_officer_answers_no_objection_of_their_own_and_every_other(
    work, cast, as_, upheld, clock
):
    own = object_to(work, cast.orla, upheld)
    assert to_do(work, cast.orla) == []
    assert (upheld, "objection") in to_do(work, cast.odile)
    clock.move(hours=1)
    other = object_to(work, cast.jurors[1], upheld)
    assert (upheld, "objection") in to_do(work, cast.orla)
    page = as_("orla").get(f"/claims/{upheld}/after")
    assert page.html.count('name="answer"') == 1
    assert f"/claims/objections/{other}" in page.html
    assert f"/claims/objections/{own}" not in page.html
    assert "This objection is your own. Another officer has to answer it." in page.text
    odile = as_("odile")
    page = odile.get(f"/claims/{upheld}/after")
    assert page.html.count('name="answer"') == 2
    page = page.form(action=f"/claims/objections/{other}").fill(upheld="no").send(status=422)
    assert page.html.count('class="errors"') == 1
    assert f'href="#answer-{other}"' in page.html


def test_an_upheld_objection_takes_the_claim_up_again(work, cast, upheld, facts, do):
    with work(cast.jurors[1]) as w:
        object_to_payment(w, upheld, KNOWS)
    with work(cast.orla) as w:
        [row] = queries.objections(w.session, queries.claim_by_ref(w.session, upheld))
        with pytest.raises(Malformed):
            answer_objection(w, row.id, True, " ")
        answer_objection(w, row.id, True, "There is such an order.")
    with work(cast.orla) as w, pytest.raises(Conflict, match="already"):
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
    with work(cast.orla) as w:
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
        [row] = queries.desk_rows(w.session, cast.olive.account, w.now)
        assert row.case.ref == ref
        with pytest.raises(Missing):
            queries.claim_for_officer(w.session, cast.oscar.account, frozen)


def test_the_page_says_on_which_day_it_is_paid_and_by_which_clause(work, cast, as_, upheld, clock):
    """Decided on 23 November: made public on 7 December at the soonest, and paid on the 14th."""
    clara = as_("clara")
    page = clara.get(f"/claims/{upheld}")
    for words in ("no side can appeal: 3 December 2026", "If nobody does, it is paid on 14 Dec"):
        assert words in page.text
    assert page.links["7.3 Deductions"] == "/rules/clauses/deductions?version=1"
    assert "14 December 2026" in as_("olive").get(f"/claims/{upheld}/after").text
    objected = object_to(work, cast.jurors[1], upheld)
    assert "14 December" not in clara.get(f"/claims/{upheld}").text
    clock.move(days=22)
    with work(cast.orla) as w:
        answer_objection(w, objected, False, "The order is of another ditch.")
    clara = as_("clara")
    assert "It is paid on 28 December 2026" in clara.get(f"/claims/{upheld}").text
    clock.move(days=20)
    assert "Its day was 28 December 2026" in as_("clara").get(f"/claims/{upheld}").text


def test_where_the_book_names_no_day_the_page_says_so(work, cast, as_, upheld):
    with work() as w:
        w.session.get_one(VersionRow, ("deductions", 1)).text = "Shares are deducted twice a month."
    page = as_("clara").get(f"/claims/{upheld}").text
    assert "with the next period after that; the rules in force name no day" in page
    assert "7.3" not in page.partition("What it came to")[2][:400]
