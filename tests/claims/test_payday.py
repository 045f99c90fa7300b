"""The day of a payment, by the words of the clause on deductions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.payday import Period, pay_day, periods_of
from rules.book import demo_book

DEDUCTIONS = next(one for one in demo_book().versions if one.clause_id == "deductions")


def at(month, day, hour=9):
    return datetime(2026, month, day, hour, tzinfo=UTC)


def worded(text, **more):
    return replace(DEDUCTIONS, text=text, **more)


def paid(settled, free, *versions):
    found = pay_day(versions or (DEDUCTIONS,), settled, free)
    return found and found.day


def test_the_book_of_the_demo_names_two_periods():
    assert periods_of(DEDUCTIONS) == (Period(14, 7), Period(28, 21))


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("The share is deducted on the 5th.", (Period(5, None),)),
        (
            "Shares are deducted on the 1st, on the 11th and on the 22nd of a month.",
            (Period(1, None), Period(11, None), Period(22, None)),
        ),
        ("The deduction of the 3rd pays the claims made public on the 25th.", (Period(3, 25),)),
        ("Shares are deducted twice a month. A claim waits for a later period.", ()),
        ("The share is deducted on the 0th and on the 45th.", ()),
        ("每月14日和28日扣款。", ()),
    ],
)
def test_days_are_read_from_the_words_and_never_guessed(text, periods):
    assert periods_of(worded(text)) == periods


@pytest.mark.parametrize(
    ("settled", "free", "day"),
    [
        (at(3, 1), at(3, 11), date(2026, 3, 14)),  # made public on the 7th
        (at(3, 7), at(3, 10), date(2026, 3, 14)),
        (at(3, 8), at(3, 11), date(2026, 3, 28)),  # the 7th is over: made public on the 21st
        (at(3, 5), at(3, 15), date(2026, 3, 28)),  # public in time, and an appeal still possible
        (at(3, 4), at(3, 14), date(2026, 3, 28)),  # free in the course of that day
        (at(3, 4), at(3, 14, 0), date(2026, 3, 14)),
        (at(3, 22), at(3, 25), date(2026, 4, 14)),
        (at(12, 24), at(12, 27), date(2027, 1, 14)),
        (at(3, 2), at(8, 30), date(2026, 9, 14)),  # an objection took long
    ],
)
def test_a_claim_is_paid_in_the_first_period_that_it_is_free_for(settled, free, day):
    assert paid(settled, free) == day


def test_a_deduction_may_lie_in_the_month_after():
    late = worded("The deduction of the 3rd pays the claims made public on the 25th.")
    assert paid(at(3, 24), at(3, 27), late) == date(2026, 4, 3)
    last = worded("The deduction of the 31st pays the claims made public on the 7th.")
    assert paid(at(2, 3), at(2, 6), last) == date(2026, 3, 31), "February has none"


def test_where_only_the_deduction_is_named_the_first_one_after_it_is_free_pays():
    assert paid(at(3, 1), at(3, 11), worded("It is deducted on the 12th.")) == date(2026, 3, 12)
    assert paid(at(3, 1), at(3, 12), worded("It is deducted on the 12th.")) == date(2026, 4, 12)


def test_the_wording_of_the_day_on_which_it_is_made_public_counts():
    old = replace(DEDUCTIONS, in_force_until=date(2026, 3, 20))
    new = worded(
        "The deduction of the 27th pays the claims made public on the 21st.",
        version=2,
        in_force_from=date(2026, 3, 20),
    )
    found = pay_day((old, new), at(3, 8), at(3, 11))
    assert (found.day, found.source.ref) == (date(2026, 3, 27), "deductions/2")
    assert pay_day((old, new), at(3, 7), at(3, 10)).source.ref == "deductions/1"


def test_without_such_a_clause_or_number_no_day_is_known():
    ended = replace(DEDUCTIONS, in_force_until=date(2026, 1, 1))
    assert pay_day((), at(3, 1), at(3, 4)) is None
    assert pay_day((ended,), at(3, 1), at(3, 4)) is None
    assert pay_day((worded("Twice a month."),), at(3, 1), at(3, 4)) is None
    assert periods_of(None) == ()


@given(st.integers(0, 300_000), st.integers(0, 400))
def test_it_is_always_a_day_of_the_clause_and_never_before_it_is_free(hours, waits):
    settled = at(3, 1) + timedelta(hours=hours)
    free = settled + timedelta(days=waits)
    day = paid(settled, free)
    assert day.day in {14, 28}
    assert day > settled.date()
    assert datetime(day.year, day.month, day.day, tzinfo=UTC) >= free
    assert day - free.date() <= timedelta(days=31)
