"""What a claim comes to, and when it is paid."""

from datetime import UTC, datetime, timedelta

import pytest

from claims.claim import Decision
from claims.settlement import (
    Payment,
    Result,
    Ruling,
    Settled,
    Settlement,
    check_answer,
    check_appeal,
    check_object,
    check_uphold,
    settled,
    settles,
    still_counted,
)
from claims.timetable import Side
from jury.wording import STANDS
from kernel.errors import Conflict

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIGHT, FULL = 5_000_000, 30_000_000
MOMENT = timedelta(microseconds=1)


def ruling(outcome, stands="verdict", tier=None, at=AT):
    return Ruling(at, outcome, stands, tier)


@pytest.mark.parametrize(
    ("decision", "offered", "rulings", "came_to"),
    [
        (Decision.PAY, None, [], Settled(Result.FULL, FULL)),
        (Decision.REFUSE, None, [], Settled(Result.REFUSED, 0)),
        (Decision.PAY_LESS, LIGHT, [], Settled(Result.LESS, LIGHT)),
        (Decision.REFUSE, None, [ruling("upheld")], Settled(Result.FULL, FULL)),
        (Decision.REFUSE, None, [ruling("denied")], Settled(Result.REFUSED, 0)),
        (Decision.PAY_LESS, LIGHT, [ruling("denied")], Settled(Result.LESS, LIGHT)),
        (Decision.PAY_LESS, LIGHT, [ruling("upheld", tier=LIGHT)], Settled(Result.LESS, LIGHT)),
        (Decision.PAY_LESS, LIGHT, [ruling("upheld", tier=FULL)], Settled(Result.FULL, FULL)),
        (
            Decision.PAY_LESS,
            LIGHT,
            [ruling("hung", "preliminary decision")],
            Settled(Result.LESS, LIGHT),
        ),
        (Decision.REFUSE, None, [ruling("upheld"), ruling("denied")], Settled(Result.REFUSED, 0)),
        (
            Decision.REFUSE,
            None,
            [ruling("upheld"), ruling("inquorate", "appealed decision")],
            Settled(Result.FULL, FULL),
        ),
        (
            Decision.PAY_LESS,
            LIGHT,
            [ruling("hung", "preliminary decision"), ruling("hung", "appealed decision")],
            Settled(Result.LESS, LIGHT),
        ),
        (
            Decision.REFUSE,
            None,
            [ruling("upheld"), ruling("inquorate", "preliminary decision")],
            Settled(Result.REFUSED, 0),
        ),
    ],
)
def test_refused_less_or_all(decision, offered, rulings, came_to):
    assert settled(decision, FULL, offered, rulings) == came_to


@pytest.mark.parametrize("what", STANDS)
def test_what_is_paid_is_what_the_verdict_says_that_stands(what):
    """Of a case decided again, whose first verdict was to pay, after a refusal on the papers."""
    outcome = "denied" if what == "verdict" else "hung"
    found = settled(Decision.REFUSE, FULL, None, [ruling("upheld"), ruling(outcome, what)])
    assert found.fen == (FULL if what == "appealed decision" else 0)


def test_what_was_ruled_before_an_objection_was_upheld_counts_no_more():
    one, later = ruling("upheld"), ruling("denied", at=AT + MOMENT)
    assert still_counted([one, later], None) == [one, later]
    assert still_counted([one, later], AT) == [later]
    assert not settles(still_counted([one], AT))
    assert not settles([ruling("hung", "new panel")])


def settlement(result=Result.FULL, fen=FULL, by_jury=True, **more):
    return Settlement(AT, Settled(result, fen), by_jury, **more)


def test_an_objection_in_the_last_minute_of_the_third_day_counts():
    evidence = "I saw the accident, and it was before the day of joining."
    check_object(settlement(), evidence, AT + timedelta(days=3) - MOMENT)
    with pytest.raises(Conflict, match="three days"):
        check_object(settlement(), evidence, AT + timedelta(days=3))
    with pytest.raises(Conflict, match="three days"):
        check_object(settlement(Result.REFUSED, 0), evidence, AT)
    with pytest.raises(Conflict, match="from where"):
        check_object(settlement(), "No.", AT)


def test_each_side_appeals_against_what_it_did_not_get_and_only_one_of_them_once():
    end = AT + timedelta(days=10)
    check_appeal(settlement(Result.REFUSED, 0), Side.CLAIMANT, end - MOMENT)
    check_appeal(settlement(), Side.RESPONDENT, end - MOMENT)
    for one, side in (
        (settlement(), Side.CLAIMANT),
        (settlement(Result.REFUSED, 0), Side.RESPONDENT),
    ):
        with pytest.raises(Conflict):
            check_appeal(one, side, AT)
    with pytest.raises(Conflict):
        check_appeal(settlement(), Side.RESPONDENT, end)
    with pytest.raises(Conflict, match="once"):
        check_appeal(settlement(appealed=True), Side.RESPONDENT, AT)
    for side in Side:
        check_appeal(settlement(Result.LESS, LIGHT), side, AT)


def test_nothing_is_paid_while_somebody_may_object_or_a_question_is_open():
    assert settlement().payment(AT) is Payment.WAITING
    assert settlement().payment(AT + timedelta(days=10)) is Payment.DUE
    assert settlement(objections=1).payment(AT + timedelta(days=99)) is Payment.SUSPENDED
    assert settlement(appealed=True, unheard=True).payment(AT) is Payment.SUSPENDED
    assert settlement(appealed=True, before_jury=True).payment(AT) is Payment.SUSPENDED
    assert settlement(by_jury=False).payment(AT + timedelta(days=3)) is Payment.DUE
    assert settlement(appealed=True).payment(AT + timedelta(days=3)) is Payment.DUE
    assert settlement(Result.REFUSED, 0).payment(AT) is Payment.NOTHING


def test_nothing_is_taken_up_again_while_a_jury_has_it_nor_by_who_objected():
    check_uphold(settlement(appealed=True, unheard=True))
    for one in (None, settlement(appealed=True, before_jury=True)):
        with pytest.raises(Conflict, match="before a jury"):
            check_uphold(one)
    check_answer("somebody", "another", took_part=False)
    with pytest.raises(Conflict, match="your own"):
        check_answer("somebody", "somebody", took_part=False)
    with pytest.raises(Conflict, match="took part"):
        check_answer("somebody", "another", took_part=True)


def test_only_what_a_jury_had_is_appealed():
    with pytest.raises(Conflict, match="Only what a jury"):
        check_appeal(settlement(by_jury=False), Side.RESPONDENT, AT)
