"""Who may write what until when: the same for both sides, and a moment later is late."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.timetable import (
    MOST_MORE_DAYS,
    Exchange,
    Phase,
    Round,
    Side,
    check_more,
    check_write,
)
from kernel.errors import Conflict

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
CLAIMANT, PLAN = Side
STATEMENT, REPLY = Round
BOTH = {(side, STATEMENT): BEGUN + timedelta(days=3) for side in Side}


def day(number):
    return BEGUN + timedelta(days=number)


def test_ten_days_for_a_statement_and_the_last_moment_is_not_one_of_them():
    exchange = Exchange(BEGUN)
    for side in Side:
        check_write(exchange, side, STATEMENT, day(10) - MOMENT)
        with pytest.raises(Conflict, match="time for this is over"):
            check_write(exchange, side, STATEMENT, day(10))


def test_two_days_for_a_reply_from_when_both_statements_are_final():
    exchange = Exchange(BEGUN, handed_in=BOTH)
    assert exchange.opened_at == day(3)
    assert exchange.due(PLAN, REPLY) == day(5)
    check_write(exchange, PLAN, REPLY, day(5) - MOMENT)
    with pytest.raises(Conflict):
        check_write(exchange, PLAN, REPLY, day(5))
    with pytest.raises(Conflict, match="handed this in"):
        check_write(exchange, PLAN, STATEMENT, day(4))


def test_nobody_replies_before_the_other_statement_is_final():
    exchange = Exchange(BEGUN, handed_in={(CLAIMANT, STATEMENT): day(1)})
    assert exchange.phase(day(2)) is Phase.STATEMENTS
    assert exchange.open_round(CLAIMANT, day(2)) is None
    assert exchange.open_round(PLAN, day(2)) is STATEMENT
    with pytest.raises(Conflict, match="once both statements"):
        check_write(exchange, CLAIMANT, REPLY, day(2))
    assert exchange.opened_at == day(10), "or its time is over"


def test_more_time_is_for_one_side_and_the_other_waits_for_it():
    exchange = Exchange(BEGUN, more={(CLAIMANT, STATEMENT): 4})
    check_write(exchange, CLAIMANT, STATEMENT, day(14) - MOMENT)
    with pytest.raises(Conflict):
        check_write(exchange, PLAN, STATEMENT, day(10))
    assert exchange.opened_at == day(14)


def test_time_is_added_before_it_is_over_and_not_without_end():
    exchange = Exchange(BEGUN, more={(CLAIMANT, STATEMENT): 4})
    check_more(exchange, CLAIMANT, STATEMENT, MOST_MORE_DAYS - 4, day(13))
    for days in (0, MOST_MORE_DAYS - 3):
        with pytest.raises(Conflict, match="At most"):
            check_more(exchange, CLAIMANT, STATEMENT, days, day(13))
    with pytest.raises(Conflict, match="Late is late"):
        check_more(exchange, PLAN, STATEMENT, 1, day(10))
    with pytest.raises(Conflict, match="not begun"):
        check_more(exchange, PLAN, REPLY, 1, day(1))


places = st.sampled_from([(side, round_) for side in Side for round_ in Round])
moments = st.integers(0, 60 * 24 * 40).map(lambda minutes: BEGUN + timedelta(minutes=minutes))
exchanges = st.builds(
    Exchange,
    st.just(BEGUN),
    handed_in=st.dictionaries(places, moments),
    more=st.dictionaries(places, st.integers(1, MOST_MORE_DAYS)),
)


@given(exchanges, moments)
def test_the_phases_follow_each_other_and_each_side_writes_one_thing(exchange, now):
    assert BEGUN <= exchange.opened_at <= exchange.over_at
    for side in Side:
        allowed = [one for one in Round if _may(exchange, side, one, now)]
        assert allowed == [one for one in [exchange.open_round(side, now)] if one]
        if REPLY in allowed:
            assert all(now >= exchange.final_at(one, STATEMENT) for one in Side)


def _may(exchange, side, round_, now):
    try:
        check_write(exchange, side, round_, now)
    except Conflict:
        return False
    return True
