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
    check_appeal,
    check_object,
    settled,
)
from claims.timetable import Side
from kernel.errors import Conflict

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIGHT, FULL = 5_000_000, 30_000_000
MOMENT = timedelta(microseconds=1)


def ruling(outcome, stands="verdict", tier=None):
    return Ruling("C-2026-0001", AT, outcome, stands, tier)


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
            [ruling("upheld"), ruling("inquorate", "preliminary decision")],
            Settled(Result.FULL, FULL),
        ),
    ],
)
def test_refused_less_or_all(decision, offered, rulings, came_to):
    assert settled(decision, FULL, offered, rulings) == came_to


def settlement(result=Result.FULL, fen=FULL, **more):
    return Settlement(AT, Settled(result, fen), **more)


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
    assert settlement(appealed=True, pending=True).payment(AT) is Payment.SUSPENDED
    assert settlement(appealed=True).payment(AT + timedelta(days=3)) is Payment.DUE
    assert settlement(Result.REFUSED, 0).payment(AT) is Payment.NOTHING
