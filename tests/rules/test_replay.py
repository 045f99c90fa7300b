"""A draft on known facts: who would come out otherwise, and that nobody else is named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.computed.criterion import (
    AgeBands,
    Band,
    DayLimit,
    LookBack,
    Measure,
    NumericLimit,
    TierFrom,
)
from rules.computed.edges import EDGES, edges_of, every_edge, with_days
from rules.computed.outcome import ALLOWED, BARRED, LEFT_OPEN, NOT_TOUCHED, CaseFacts, Kind, Outcome
from rules.computed.replay import Flip, PastCase, Replay, paired, replay
from tests.rules.criteria import CRITERIA, FACTS

MAYBE = st.none() | CRITERIA
PAST = st.builds(PastCase, st.sampled_from(["C-1", "C-2"]), st.just("A case"), FACTS, st.booleans())
CASES = st.lists(PAST, max_size=6)

OVER_30 = DayLimit(Measure.MEDICATION, ">", 30)
OVER_60 = DayLimit(Measure.MEDICATION, ">", 60)
FOR_30 = DayLimit(Measure.MEDICATION, ">=", 30, edge_open=True)


@given(MAYBE, CASES)
def test_no_change_flips_nothing(criterion, cases):
    assert replay(criterion, criterion, cases).flips == ()


@given(MAYBE, MAYBE, CASES)
def test_flips_swap_sides_with_the_criteria(old, new, cases):
    there, back = replay(old, new, cases, EDGES), replay(new, old, cases, EDGES)
    assert [(one.facts, one.after, one.before) for one in there.flips] == [
        (one.facts, one.before, one.after) for one in back.flips
    ]
    assert (there.same, there.not_touched) == (back.same, back.not_touched)


@given(MAYBE, MAYBE, CASES)
def test_each_case_is_counted_once(old, new, cases):
    found = replay(old, new, cases)
    tried = len(cases) + len(every_edge(old, new))
    assert len(found.flips) + found.same + found.not_touched == tried


def test_from_more_than_30_to_more_than_60_flips_exactly_31_to_60():
    edges = [with_days(Measure.MEDICATION, days) for days in range(100)]
    found = replay(OVER_30, OVER_60, (), edges)
    assert [one.facts.medication_days for one in found.flips] == list(range(31, 61))
    assert {(one.before, one.after, one.past) for one in found.flips} == {(BARRED, ALLOWED, False)}
    assert (found.same, found.not_touched) == (70, 0)


def test_the_old_medication_wording_against_the_new_flips_exactly_30():
    found = replay(FOR_30, OVER_30)
    assert [(one.label, one.before, one.after) for one in found.flips] == [
        ("30 days of medication", LEFT_OPEN, ALLOWED)
    ]


def test_a_past_case_comes_first_with_its_name_and_whether_it_was_decided():
    facts = CaseFacts("C-2026-0001", medication_days=45)
    untouched = PastCase("C-2026-0002", "Another", CaseFacts(""), decided=True)
    cases = [untouched, PastCase("C-2026-0001", "Two prescriptions", facts, decided=True)]
    found = replay(OVER_30, OVER_60, cases, [])
    flip = Flip(
        "C-2026-0001", facts, BARRED, ALLOWED, past=True, title="Two prescriptions", decided=True
    )
    assert found == Replay((flip,), same=0, not_touched=1)


def test_a_limit_where_there_was_none_flips_only_those_whom_it_bars():
    found = replay(None, OVER_30)
    assert [(one.facts.medication_days, one.before) for one in found.flips] == [(31, NOT_TOUCHED)]
    assert [one.facts.medication_days for one in replay(OVER_30, None).flips] == [31]


def test_naming_the_day_settles_a_window_that_hung_on_none():
    found = replay(LookBack(2, None), LookBack(2, "joining"))
    assert [(one.before, one.after) for one in found.flips] == [(LEFT_OPEN, NOT_TOUCHED)]


def test_a_new_amount_is_a_flip_and_says_both():
    old = AgeBands((Band(0, 39, 300), Band(40, 59, 100)))
    new = AgeBands((Band(0, 39, 300), Band(40, 59, 120)))
    found = replay(old, new)
    assert {one.facts.age_years for one in found.flips} == {40, 41, 58, 59}
    assert {(one.before, one.after) for one in found.flips} == {
        (Outcome(Kind.AMOUNT, 100), Outcome(Kind.AMOUNT, 120))
    }


def test_a_limit_that_moves_by_a_tenth_is_tried_at_the_tenth():
    old, new = (
        NumericLimit("arterial oxygen", "mmHg", "<=", Decimal(value)) for value in ("55.0", "55.1")
    )
    found = replay(old, new)
    assert [one.label for one in found.flips] == ["arterial oxygen of 55.1 mmHg"]


def test_the_well_known_edges_are_all_there():
    labels = [one.label for one in EDGES]
    assert len(set(labels)) == len(labels) == 18
    assert [one.medication_days for one in EDGES[:3]] == [29, 30, 31]
    assert {one.day_of_event for one in EDGES} == {None, 90, 91}
    assert {one.age_years for one in EDGES} == {None, 39, 40, 59, 60}
    assert {one.event for one in EDGES if one.light} == {date(2019, 4, 30), date(2019, 5, 1)}


@pytest.mark.parametrize(
    ("criterion", "labels"),
    [
        (None, []),
        (OVER_60, ["59 days of medication", "60 days of medication", "61 days of medication"]),
        (
            DayLimit(Measure.AGE, "<=", 0),
            ["0 days old on joining", "1 days old on joining"],
        ),
        (AgeBands((Band(0, 1, 5),)), ["0 years", "1 years", "2 years"]),
        (
            TierFrom(date(2020, 1, 1), 5),
            [
                "a light cancer diagnosed on 2019-12-31",
                "a light cancer diagnosed on 2020-01-01",
                "a light cancer diagnosed on 2020-01-02",
            ],
        ),
    ],
)
def test_the_edges_around_a_number(criterion, labels):
    assert [one.label for one in edges_of(None, criterion)] == labels
    assert edges_of(criterion, criterion) == edges_of(criterion, None)


@given(MAYBE, MAYBE)
def test_each_edge_is_tried_once(old, new):
    edges = every_edge(old, new)
    assert edges[: len(EDGES)] == EDGES
    assert len({replace(one, label="") for one in edges}) == len(edges)


@given(st.sampled_from([OVER_30, FOR_30]), st.integers(0, 200), st.sampled_from([">", ">="]))
def test_no_flip_of_a_limit_escapes_the_edges(old, days, operator):
    """Wherever a moved limit flips anything at all, an edge value shows it."""
    new = DayLimit(Measure.MEDICATION, operator, max(days, 1))
    everything = [with_days(Measure.MEDICATION, one) for one in range(202)]
    assert bool(replay(old, new, (), everything).flips) is bool(replay(old, new).flips)


def test_criteria_that_ask_the_same_stand_in_one_pair():
    window, stay = LookBack(2, "joining"), DayLimit(Measure.STAY, ">", 15)
    assert paired((FOR_30, LookBack(2, None)), (window, OVER_30, stay)) == [
        (FOR_30, OVER_30),
        (LookBack(2, None), window),
        (None, stay),
    ]
    assert paired((stay,), ()) == [(stay, None)]
