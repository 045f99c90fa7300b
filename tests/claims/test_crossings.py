"""Objection, appeal and withdrawal cross: the claim has one state, and its case another."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

import jury.actions
from claims import queries
from claims.actions import (
    accept_decision,
    agree_to_text,
    answer_objection,
    appeal,
    approve_summary,
    decide_claim,
    file_claim,
    freeze,
    hand_in_claim,
    lapse,
    let_go_on,
    open_appeal,
    send_for_review,
    withdraw,
)
from claims.claim import Decision
from claims.handover import hide_all
from claims.life import State
from claims.settlement import Payment, Result
from claims.timetable import Side
from jury.models import JuryCase
from kernel.errors import Conflict
from tests.claims.desks import to_do
from tests.claims.filed import FILED, REFUSED
from tests.claims.settling import decide, object_to, payment, settlement, uphold

WHY = "They misread the day."
LESS = replace(REFUSED, decision=Decision.PAY_LESS, offered=5_000_000)
PAID = replace(REFUSED, decision=Decision.PAY)


@pytest.fixture
def decided_to_pay_less(do, cast, handed_in) -> str:
    do(cast.olive, decide_claim, handed_in, LESS, 2)
    return handed_in


@pytest.fixture
def freeze_anew(cast, do, facts, clock):
    """Bring a claim that was taken up again before a jury; return the ref of the new case."""

    def run(ref):
        clock.move(days=1)
        claim = do(cast.olive, send_for_review, ref)
        do(cast.oscar, approve_summary, ref, hide_all(facts), claim.revision)
        do(cast.clara, agree_to_text, ref, claim.revision)
        return do(cast.olive, freeze, ref).ref

    return run


def test_an_appeal_nobody_opened_ends_when_the_claim_is_taken_up_again(
    work, cast, as_, upheld, do, freeze_anew
):
    one = object_to(work, cast.jurors[1], upheld)
    do(cast.olive, appeal, upheld, Side.RESPONDENT, WHY)
    uphold(work, cast.orla, one)
    with work(cast.olive) as w, pytest.raises(Conflict, match="Only what a jury decided"):
        open_appeal(w, upheld)
    page = as_("olive").get(f"/claims/{upheld}/after")
    assert "Open the new case" not in page.text
    assert to_do(work, cast.olive) == [(upheld, "prepare")]
    decide(work, freeze_anew(upheld), "denied")
    assert settlement(work, upheld).may_appeal(Side.CLAIMANT, settlement(work, upheld).since)
    do(cast.clara, appeal, upheld, Side.CLAIMANT, WHY)


def test_a_withdrawn_claim_goes_before_no_jury(work, cast, upheld, do):
    one = object_to(work, cast.jurors[1], upheld)
    do(cast.olive, appeal, upheld, Side.RESPONDENT, WHY)
    uphold(work, cast.orla, one)
    do(cast.clara, withdraw, upheld)
    with work(cast.olive) as w, pytest.raises(Conflict, match="was withdrawn"):
        open_appeal(w, upheld)


def test_no_objection_is_upheld_while_a_jury_has_the_claim(work, cast, upheld, do):
    one = object_to(work, cast.jurors[1], upheld)
    do(cast.olive, appeal, upheld, Side.RESPONDENT, WHY)
    again = do(cast.olive, open_appeal, upheld).ref
    with pytest.raises(Conflict, match="before a jury"):
        uphold(work, cast.orla, one)
    do(cast.clara, withdraw, upheld)
    with work(writing=False) as w:
        assert w.session.get_one(JuryCase, again).stage == "withdrawn"
    with pytest.raises(Conflict, match="was withdrawn"):
        uphold(work, cast.orla, one)


def test_whatever_state_the_claim_is_in_a_case_that_is_not_over_is_withdrawn_with_it(
    work, cast, upheld, do
):
    do(cast.olive, appeal, upheld, Side.RESPONDENT, WHY)
    again = do(cast.olive, open_appeal, upheld).ref
    with work() as w:  # nothing leads there; what did lead there once left a panel voting on
        queries.claim_by_ref(w.session, upheld).state = State.PREPARED
    do(cast.clara, withdraw, upheld)
    with work(writing=False) as w:
        assert w.session.get_one(JuryCase, again).stage == "withdrawn"


def test_a_verdict_that_was_set_aside_pays_nobody(work, cast, upheld, clock, freeze_anew):
    uphold(work, cast.orla, object_to(work, cast.jurors[1], upheld))
    assert payment(work, upheld) is None
    again = freeze_anew(upheld)
    clock.move(days=10)
    assert payment(work, upheld) is None
    clock.move(days=1)
    decide(work, again, "inquorate")
    assert settlement(work, upheld).settled.result is Result.REFUSED
    assert payment(work, upheld) is Payment.NOTHING


def test_what_was_appealed_holds_on_where_the_second_jury_does_not_decide(
    work, cast, upheld, do, clock
):
    do(cast.olive, appeal, upheld, Side.RESPONDENT, WHY)
    again = do(cast.olive, open_appeal, upheld).ref
    clock.move(days=20)
    assert payment(work, upheld) is Payment.SUSPENDED
    decide(work, again, "inquorate")
    assert settlement(work, upheld).settled.result is Result.FULL
    clock.move(days=3)
    assert payment(work, upheld) is Payment.DUE


def test_an_appeal_that_was_heard_is_not_made_twice(work, cast, upheld, do, freeze_anew):
    do(cast.olive, appeal, upheld, Side.RESPONDENT, WHY)
    decide(work, do(cast.olive, open_appeal, upheld).ref)
    uphold(work, cast.orla, object_to(work, cast.jurors[1], upheld))
    decide(work, freeze_anew(upheld))
    with work(cast.olive) as w, pytest.raises(Conflict, match="once"):
        appeal(w, upheld, Side.RESPONDENT, WHY)


def test_a_payment_that_no_jury_decided_waits_for_no_appeal(work, cast, decided_to_pay_less, clock):
    ref = decided_to_pay_less
    with work(cast.clara) as w:
        accept_decision(w, ref)
    assert payment(work, ref) is Payment.WAITING
    clock.move(days=3)
    assert payment(work, ref) is Payment.DUE
    with work(cast.olive) as w, pytest.raises(Conflict):
        appeal(w, ref, Side.RESPONDENT, WHY)


def test_a_late_worker_takes_no_day_from_the_members(
    work, cast, as_, decided_to_pay_less, clock, do
):
    ref = decided_to_pay_less
    clock.move(days=15)
    page = as_("juror.002").get("/claims/payments/")
    assert ref in page.text
    assert "An accident" in page.text
    assert "A fall" not in page.text  # typed by one officer, and seen by no other
    assert payment(work, ref) is Payment.WAITING
    with work(cast.clara) as w, pytest.raises(Conflict, match="over"):
        withdraw(w, ref)
    one = object_to(work, cast.jurors[1], ref)
    uphold(work, cast.orla, one)
    assert do(cast.olive, lapse, ref) is False
    with work(writing=False) as w:
        assert queries.claim_by_ref(w.session, ref).state == State.INVESTIGATED


def test_the_days_of_members_count_from_the_end_of_the_time_to_answer(
    work, decided_to_pay_less, clock, cast
):
    clock.move(days=18)
    assert payment(work, decided_to_pay_less) is Payment.DUE
    with work() as w:
        assert lapse(w, decided_to_pay_less)
        assert queries.published(w.session, w.now) == []
    assert payment(work, decided_to_pay_less) is Payment.DUE


def test_a_member_objects_once_to_each_payment(work, cast, upheld, do, freeze_anew):
    uphold(work, cast.orla, object_to(work, cast.jurors[1], upheld))
    decide(work, freeze_anew(upheld))
    object_to(work, cast.jurors[1], upheld)
    with pytest.raises(Conflict, match="already"):
        object_to(work, cast.jurors[1], upheld)


def test_nobody_answers_their_own_objection(work, cast, as_, upheld):
    one = object_to(work, cast.oscar, upheld)
    with pytest.raises(Conflict, match="your own"):
        uphold(work, cast.oscar, one)
    uphold(work, cast.orla, one)


def test_whoever_objected_appealed_or_answered_is_on_no_panel(work, cast, frozen, do):
    do(cast.jurors[0], jury.actions.report_private_data, frozen, "A street.")
    do(cast.odile, let_go_on, frozen)
    decide(work, frozen)
    one = object_to(work, cast.jurors[1], frozen)
    do(cast.orla, answer_objection, one, False, "It is of another ditch.")
    do(cast.otis, appeal, frozen, Side.RESPONDENT, WHY)
    do(cast.olive, open_appeal, frozen)
    with work(writing=False) as w:
        barred = queries.exclusions(w.session, queries.claim_by_ref(w.session, frozen))
        by = [step.by for step in queries.steps(w.session, queries.claim_by_ref(w.session, frozen))]
    for actor in (cast.odile, cast.jurors[1], cast.orla, cast.otis):
        assert barred.get(actor.account) == "took-part"
    assert by[-4:] == [one.account for one in (cast.odile, cast.orla, cast.otis, cast.olive)]


def test_many_payments_are_found_as_quickly_as_one(work, cast, do, upheld, facts):
    def asked():
        with work(writing=False) as w:
            count = []
            connection = w.session.connection()
            sa.event.listen(connection, "before_cursor_execute", lambda *said: count.append(said))
            return len(queries.published(w.session, w.now)), len(count)

    few, queries_of_few = asked()
    for _more in range(3):
        ref = do(cast.clara, file_claim, FILED).ref
        do(cast.clara, hand_in_claim, ref)
        do(cast.olive, decide_claim, ref, PAID, 2)
    assert asked() == (few + 3, queries_of_few)
