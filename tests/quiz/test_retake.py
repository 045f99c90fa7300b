from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quiz.retake import (
    RETAKES_IN_WINDOW,
    WAITS,
    WINDOW,
    Failed,
    Stakes,
    next_sitting,
    offers_help,
    stakes,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ago(*hours):
    return [NOW - h * HOUR for h in hours]


def failed(*hours, reread=False):
    return [Failed(moment, reread) for moment in ago(*hours)]


def test_the_first_sitting_and_the_first_retake_need_no_wait():
    assert next_sitting([], [], NOW) == NOW
    assert next_sitting(failed(0), ago(1), NOW) == NOW


def test_after_the_second_failure_a_day_and_after_the_third_three_days():
    assert next_sitting(failed(2, 1), ago(3, 2), NOW) == NOW + 23 * HOUR
    assert next_sitting(failed(24, 24), ago(25, 25), NOW) == NOW
    assert next_sitting(failed(30, 29, 1), ago(31, 30, 2), NOW) == NOW + 71 * HOUR


def test_a_fourth_retake_waits_for_the_seven_days_to_pass():
    ended, begun = failed(160, 159, 130, 80), ago(161, 160, 131, 81)
    assert next_sitting(ended, begun, NOW) == begun[1] + WINDOW


def test_failures_of_long_ago_count_no_more():
    assert next_sitting(failed(1000, 999, 998), ago(1001, 1000, 999), NOW) == NOW


def test_who_has_read_again_waits_half_as_long():
    assert next_sitting(failed(2, 1, reread=True), ago(3, 2), NOW) == NOW + 11 * HOUR
    assert next_sitting(failed(30, 29, 1, reread=True), ago(31, 30, 2), NOW) == NOW + 35 * HOUR
    unread, read = failed(2)[0], failed(1, reread=True)[0]
    assert next_sitting([read, unread], ago(3, 2), NOW) == NOW + 11 * HOUR, "the last one counts"
    four = ago(161, 160, 131, 81)
    assert next_sitting(failed(160, 159, 130, 80, reread=True), four, NOW) == four[1] + WINDOW


def test_help_is_offered_from_the_sixth_failure_on():
    assert [offers_help(count) for count in (0, 5, 6, 7)] == [False, False, True, True]


@given(st.lists(st.tuples(st.integers(0, 300), st.booleans()), max_size=12))
def test_a_member_who_always_comes_as_early_as_allowed_keeps_the_policy(pauses):
    now, begun, ended = NOW, [], []
    for pause, reread in pauses:
        now = next_sitting(ended, begun, now) + pause * HOUR
        begun.append(now)
        now += HOUR / 2
        ended.append(Failed(now, reread))
    for start in begun[1:]:
        in_window = [one for one in begun[1:] if start - WINDOW < one <= start]
        assert len(in_window) <= RETAKES_IN_WINDOW
    assert WAITS == (0 * HOUR, 24 * HOUR, 72 * HOUR)


def test_a_wait_by_count_ends_where_an_old_failure_leaves_the_seven_days():
    ended = failed(150, 149, 1)
    assert next_sitting(ended, ago(151), NOW) == ended[1].at + WINDOW, "then one is left of three"
    ended = failed(167, 12, 1)
    assert next_sitting(ended, ago(168), NOW) == ended[2].at + 24 * HOUR, "two are left by then"


HOURS_AGO = st.integers(0, 200)


@given(st.lists(HOURS_AGO, max_size=7), st.lists(HOURS_AGO, max_size=7), st.booleans())
def test_the_moment_told_is_the_earliest_at_which_a_start_is_allowed(ended, begun, reread):
    fails, starts = failed(*ended, reread=reread), ago(*begun)

    def allowed(moment):
        return next_sitting(fails, starts, moment) == moment

    told = next_sitting(fails, starts, NOW)
    assert allowed(told)
    waiting = int((told - NOW) / HOUR)
    assert not any(allowed(NOW + hour * HOUR) for hour in range(waiting))
    assert told == NOW or not allowed(told - timedelta(minutes=1))


def test_what_another_sitting_costs():
    assert stakes(failed(0), ago(1), NOW) == Stakes(3, 24 * HOUR, 12 * HOUR)
    assert stakes(failed(30, 29), ago(31, 30), NOW) == Stakes(2, 72 * HOUR, 36 * HOUR)
    assert stakes(failed(1000), ago(1001), NOW) == Stakes(3, 0 * HOUR, 0 * HOUR)


def test_the_last_try_of_a_week_costs_the_rest_of_it():
    one = stakes(failed(79, 78, 77), ago(80, 79, 78), NOW)
    assert one == Stakes(1, 89 * HOUR, 89 * HOUR), "until the first retake is seven days old"


@given(st.lists(HOURS_AGO, min_size=1, max_size=7))
def test_a_start_that_is_allowed_is_one_of_those_left(begun):
    fails = [Failed(moment + HOUR / 4) for moment in ago(*begun)]
    left = stakes(fails, ago(*begun), NOW).left
    assert left > 0 or next_sitting(fails, ago(*begun), NOW) > NOW
