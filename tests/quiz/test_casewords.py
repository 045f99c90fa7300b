"""A case at the edge of a rule, in words, and what could be said of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.casewords import MOST_CHOICES, choices, look_back, recomputed, says, told
from rules.computed.criterion import (
    AgeBands,
    Band,
    DayLimit,
    LookBack,
    Measure,
    NumericLimit,
    TierFrom,
)
from rules.computed.outcome import CaseFacts, Kind, Outcome, outcome

STAY = DayLimit(Measure.STAY, ">", 15)
TIER = TierFrom(date(2020, 1, 1), 5_000_000)
GLUCOSE = NumericLimit("glucose", "mmol/L", ">", Decimal("7.0"))
BANDS = AgeBands((Band(0, 39, 30_000_000), Band(40, 59, 10_000_000)))


@pytest.mark.parametrize(
    ("criterion", "facts", "words"),
    [
        (STAY, CaseFacts("", stay_days=16), "took 16 days"),
        (BANDS, CaseFacts("", age_years=40), "is 40 years old"),
        (TIER, CaseFacts("", event=date(2021, 2, 3)), "2021-02-03"),
        (GLUCOSE, CaseFacts("", measured=(("glucose", Decimal("7.1")),)), "at 7.1 mmol/L"),
    ],
)
def test_a_case_is_told_by_the_one_fact_that_it_turns_on(criterion, facts, words):
    assert words in told(criterion, facts)


def test_what_could_be_said_of_a_limit_is_every_answer_it_can_give():
    facts = CaseFacts("", stay_days=16)
    said = choices(None, STAY, facts)
    assert says(STAY, outcome(STAY, facts)) in said
    assert len(said) == len(set(said)) == 3


@given(st.integers(0, 80), st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_the_right_amount_is_among_few_that_are_in_order(age, others):
    facts = CaseFacts("", age_years=age)
    old = AgeBands(tuple(Band(n, n, fen) for n, fen in enumerate(others)))
    said = choices(old, BANDS, facts)
    right = outcome(BANDS, facts)
    assert says(BANDS, Outcome(Kind.AMOUNT, right.fen or 0)) in said
    assert len(said) == len(set(said)) <= MOST_CHOICES


def test_what_stays_is_not_computed_anew_and_what_goes_is_told_beside_what_comes():
    longer = DayLimit(Measure.STAY, ">", 20)
    assert recomputed((STAY, TIER), (longer, TIER)) == [(STAY, longer)]
    assert recomputed((TIER,), (TIER, GLUCOSE)) == [(None, GLUCOSE)]
    ill = DayLimit(Measure.MEDICATION, ">", 20)
    assert recomputed((STAY,), (ill,)) == [(None, ill)], "another measure"


@given(st.integers(1, 9), st.integers(1, 9))
def test_how_far_a_clause_looks_back_is_told_with_the_right_answer_first(years, before):
    said = look_back(LookBack(before, "joining"), LookBack(years, "event"))
    assert said[0].startswith(f"{years} year")
    assert said[0].endswith("the day of the event")
    assert len(said) == len(set(said)) >= 3 - (years == 1)
