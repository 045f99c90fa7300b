"""What can be computed of a clause: each measure at its edges, and its JSON there and back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.entry import canonical
from rules.book import demo_book
from rules.computed.criterion import (
    AgeBands,
    Band,
    DayLimit,
    LookBack,
    Measure,
    NumericLimit,
    TierFrom,
    from_json,
    to_json,
)
from rules.computed.edges import with_days
from rules.computed.outcome import (
    ALLOWED,
    BARRED,
    LEFT_OPEN,
    NOT_TOUCHED,
    CaseFacts,
    Kind,
    Outcome,
    outcome,
)
from rules.computed.plain import in_words, yuan
from tests.rules.criteria import CRITERIA, FACTS, LIMITS

BOOK = {one.ref: one.criteria for one in demo_book().versions}
NOTHING_KNOWN = CaseFacts("nothing known")


def of_book(ref: str, place: int = 0):
    return BOOK[ref][place]


@pytest.mark.parametrize(
    ("ref", "measure", "days", "said"),
    [
        ("medication/1", Measure.MEDICATION, 29, ALLOWED),
        ("medication/1", Measure.MEDICATION, 30, LEFT_OPEN),
        ("medication/1", Measure.MEDICATION, 31, BARRED),
        ("medication/2", Measure.MEDICATION, 30, ALLOWED),
        ("medication/2", Measure.MEDICATION, 31, BARRED),
        ("hospital-stay/1", Measure.STAY, 15, ALLOWED),
        ("hospital-stay/1", Measure.STAY, 16, BARRED),
        ("waiting-period/1", Measure.WAITING, 90, BARRED),
        ("waiting-period/1", Measure.WAITING, 91, ALLOWED),
        ("who-may-join/1", Measure.AGE, 29, BARRED),
        ("who-may-join/1", Measure.AGE, 30, ALLOWED),
    ],
)
def test_the_limits_of_the_book_at_their_edges(ref, measure, days, said):
    assert outcome(of_book(ref), with_days(measure, days)) == said


def test_no_accident_waits_nor_does_what_both_sides_agree_on():
    early = with_days(Measure.WAITING, 59)
    assert outcome(of_book("waiting-period/1"), early) == BARRED
    for facts in (replace(early, accident=True), replace(early, waiting_agreed=True)):
        assert outcome(of_book("waiting-period/1"), facts) == NOT_TOUCHED


@pytest.mark.parametrize(
    ("years", "fen"),
    [(0, 300_000_00), (39, 300_000_00), (40, 100_000_00), (59, 100_000_00), (60, 0)],
)
def test_the_amount_of_each_age(years, fen):
    facts = CaseFacts("", age_years=years)
    assert outcome(of_book("age-bands/1"), facts) == Outcome(Kind.AMOUNT, fen)


def test_the_light_tier_turns_on_the_first_of_may_and_on_light_cancers_alone():
    late = CaseFacts("", event=date(2019, 5, 1), light=True)
    assert outcome(of_book("light-tier/2"), late) == Outcome(Kind.AMOUNT, 50_000_00)
    for facts in (replace(late, event=date(2019, 4, 30)), replace(late, light=False)):
        assert outcome(of_book("light-tier/2"), facts) == NOT_TOUCHED


@pytest.mark.parametrize(
    ("value", "said"), [("54.9", ALLOWED), ("55", ALLOWED), ("55.1", BARRED), ("56", BARRED)]
)
def test_a_measured_value_is_compared_without_rounding(value, said):
    facts = CaseFacts("", measured=(("arterial oxygen", Decimal(value)),))
    assert outcome(of_book("lung-disease/1"), facts) == said


def test_a_window_that_hangs_on_no_day_is_left_open_and_one_that_does_bars_nobody():
    facts = CaseFacts("", date(2018, 10, 31), date(2018, 12, 29), accident=True, stay_days=10)
    assert outcome(of_book("medication/1", 1), facts) == LEFT_OPEN
    assert outcome(of_book("medication/2", 1), facts) == NOT_TOUCHED
    same_day = replace(facts, event=facts.joined)
    assert outcome(of_book("medication/1", 1), same_day) == NOT_TOUCHED


@given(CRITERIA)
def test_what_the_facts_do_not_tell_touches_nobody(criterion):
    assert outcome(criterion, NOTHING_KNOWN) == NOT_TOUCHED


@given(CRITERIA, FACTS)
def test_only_an_amount_says_how_much(criterion, facts):
    said = outcome(criterion, facts)
    assert (said.fen is None) is (said.kind is not Kind.AMOUNT)


@given(LIMITS)
def test_the_words_name_the_edges_that_are_computed(limit):
    def said(days):
        return outcome(limit, with_days(limit.of, days))

    assert said(limit.last_allowed) == ALLOWED
    assert said(limit.first_barred) == BARRED
    assert abs(limit.last_allowed - limit.first_barred) == (2 if limit.edge_open else 1)
    if limit.edge_open:
        assert said(limit.days) == LEFT_OPEN


@given(CRITERIA)
def test_json_there_and_back(criterion):
    plain = to_json(criterion)
    assert from_json(plain) == criterion
    assert to_json(from_json(plain)) == plain
    assert canonical(plain)


@given(CRITERIA)
def test_a_sentence_has_its_places_filled(criterion):
    message, params = in_words(criterion)
    assert "%" not in message % params
    assert (message % params).endswith(".")


def test_sentences_of_the_book():
    said = {ref: [m % p for m, p in map(in_words, held)] for ref, held in BOOK.items() if held}
    assert said == {
        "who-may-join/1": [
            "A person who is 30 days old may join, and one who is 29 days old may not."
        ],
        "medication/1": [
            "An order of 29 days of medication is allowed, and one of 31 days is not. "
            "The wording leaves 30 days open.",
            "It looks back 2 years, and the wording names no day to count from.",
        ],
        "medication/2": [
            "An order of 30 days of medication is allowed, and one of 31 days is not.",
            "It looks back 2 years from the day of joining.",
        ],
        "hospital-stay/1": [
            "A hospital stay of 15 days is allowed, and one of 16 days is not.",
            "It looks back 2 years from the day of joining.",
        ],
        "waiting-period/1": ["An illness on day 91 is covered, and one on day 90 is not."],
        "age-bands/1": [
            "The benefit in yuan by age in completed years is 0–39: 300,000; 40–59: 100,000."
        ],
        "light-tier/2": [
            "A light cancer first diagnosed on 2019-05-01 or later is paid 50,000 yuan."
        ],
        "lung-disease/1": ["It is met where arterial oxygen is at most 55 mmHg."],
    }


def test_yuan_of_fen():
    assert [yuan(fen) for fen in (54, 300_000_00, 1_05)] == ["0.54", "300,000", "1.05"]


LIMIT = {"kind": "day_limit", "of": "stay_days", "operator": ">", "days": 15}
TIER = {"kind": "tier_from", "day": "2019-05-01", "fen": 1}
VALUE = {"kind": "numeric_limit", "of": "a", "unit": "b", "operator": "<=", "value": "5"}
BANDS = {"kind": "age_bands", "bands": [{"first_age": 0, "last_age": 39, "fen": 1}]}
WINDOW = {"kind": "look_back", "years": 2}


def test_what_has_a_default_may_be_left_out():
    assert from_json(LIMIT) == DayLimit(Measure.STAY, ">", 15)
    assert from_json(WINDOW) == LookBack(2, None)
    assert from_json(TIER) == TierFrom(date(2019, 5, 1), 1)
    assert from_json(VALUE) == NumericLimit("a", "b", "<=", Decimal(5))
    assert from_json(BANDS) == AgeBands((Band(0, 39, 1),))


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        "day_limit",
        {"kind": "another"},
        {"kind": ["day_limit"]},
        {"kind": "day_limit"},
        LIMIT | {"more": 1},
        LIMIT | {"of": "weeks"},
        LIMIT | {"of": []},
        LIMIT | {"operator": "=="},
        LIMIT | {"operator": []},
        LIMIT | {"days": "15"},
        LIMIT | {"days": True},
        LIMIT | {"days": 15.0},
        LIMIT | {"days": -1},
        LIMIT | {"days": 10**9},
        LIMIT | {"operator": "<", "days": 0},
        LIMIT | {"operator": ">=", "days": 0},
        LIMIT | {"edge_open": 1},
        WINDOW | {"years": 0},
        WINDOW | {"before": "filing"},
        WINDOW | {"before": {}},
        TIER | {"day": "20190501"},
        TIER | {"day": "2019-02-30"},
        TIER | {"day": date(2019, 5, 1)},
        TIER | {"day": "0001-01-01"},
        TIER | {"fen": 0.5},
        VALUE | {"value": 5},
        VALUE | {"value": "NaN"},
        VALUE | {"value": "5e3"},
        VALUE | {"value": "٥"},
        VALUE | {"value": "1" * 100},
        VALUE | {"unit": ""},
        VALUE | {"of": 3},
        VALUE | {"of": "\ud800"},
        BANDS | {"bands": []},
        BANDS | {"bands": "39"},
        BANDS | {"bands": [1]},
        BANDS | {"bands": BANDS["bands"] * 2},
        BANDS | {"bands": [{"first_age": 40, "last_age": 39, "fen": 1}]},
        BANDS | {"bands": [{"first_age": 0, "last_age": 39, "fen": -1}]},
    ],
)
def test_anything_else_is_no_criterion(value):
    with pytest.raises(ValueError):
        from_json(value)


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.dictionaries(st.text(), x)))
def test_nothing_but_a_value_error_comes_of_nonsense(value):
    for kind in (LIMIT, WINDOW, TIER, VALUE, BANDS):
        for name in kind:
            try:
                from_json(kind | {name: value})
            except ValueError:
                continue


def test_a_day_number_before_joining_is_early_too():
    facts = CaseFacts("", joined=date(2019, 1, 2), event=date(2019, 1, 2) - timedelta(days=3))
    assert facts.day_of_event == -3
    assert outcome(of_book("waiting-period/1"), facts) == BARRED
