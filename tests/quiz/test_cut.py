"""The arithmetic of the cut: by tables worked out by hand, and by what must always hold."""

from fractions import Fraction
from math import atan, cos, pi, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.cut import (
    Covered,
    Estimate,
    Phase,
    Seen,
    Study,
    T,
    deviation,
    expected,
    phase,
    recommendation,
    root,
    spreads,
    student,
    to_talk_about,
)
from quiz.specification import Quota, Specification
from quiz.topic import Topic

SMALL = Specification(
    name="small/1",
    quotas=(Quota(2, (Topic.NATURE, Topic.EFFECT)), Quota(1, (Topic.SECRECY,))),
    cut=4,
    must=frozenset(),
    case_questions=2,
)
COVERED = (
    Covered("one", 1, 0, Topic.NATURE),
    Covered("three", 2, 0, Topic.EFFECT),
    Covered("two", 1, 0, Topic.NATURE),
    Covered("hush", 1, 0, Topic.SECRECY),
    Covered("story", 3, 0, Topic.SECRECY, True),
    Covered("story", 3, 1, Topic.QUORUM, True),
)
# Two of the first three (their mean twice), the fourth, the two of the story:
TABLE = (
    (50, 60, 70, 80, 40, 60),  # 1.2 + 0.8 + 1.0 = 3.0
    (70, 70, 70, 90, 60, 60),  # 1.4 + 0.9 + 1.2 = 3.5
    (80, 90, 100, 100, 60, 60),  # 1.8 + 1.0 + 1.2 = 4.0
)


def study_of(table, specification=SMALL, covered=COVERED):
    estimates = tuple(
        Estimate(judge, one.key, percent)
        for judge, row in enumerate(table)
        for one, percent in zip(covered, row, strict=True)
    )
    return Study(specification, covered, estimates)


def test_the_cut_of_a_table_that_was_worked_out_by_hand():
    found = recommendation(study_of(TABLE))
    assert found.scores == (Fraction(3), Fraction(7, 2), Fraction(4))
    assert (found.mean, found.sd, found.cut) == (Fraction(7, 2), Fraction(1, 2), 4)
    assert float(found.error) == pytest.approx(0.288675, abs=1e-6)  # 0.5 / the root of 3
    assert float(found.low) == pytest.approx(2.257832, abs=1e-5)  # 4.303 errors below
    assert float(found.high) == pytest.approx(4.742168, abs=1e-5)
    assert list(found.cuts) == [3, 4, 5]
    assert (found.count, found.judges) == (5, 3)


def test_one_judge_has_no_interval():
    with pytest.raises(ValueError, match="variation"):
        recommendation(study_of(TABLE[:1]))


def test_how_far_judges_lie_apart():
    found = spreads(study_of(TABLE).estimates)
    hush = found["hush", 1, 0]
    assert (hush.lowest, hush.highest, hush.range) == (80, 100, 20)
    assert (hush.median, hush.mean, hush.sd) == (90, 90, 10)
    talk = to_talk_about(found.values())
    ranges = [(one.key[0], one.key[2], one.range) for one in talk]
    assert ranges == [  # where two are alike, the larger deviation decides, then the name
        ("two", 0, 30),
        ("one", 0, 30),
        ("three", 0, 30),
        ("story", 0, 20),
        ("hush", 0, 20),
    ]
    assert len(to_talk_about(found.values(), most=2)) == 2


def test_half_a_point_is_kept_in_the_median():
    found = spreads(study_of(TABLE[:2]).estimates)
    assert found["hush", 1, 0].median == 85
    assert found["three", 2, 0].median == 65


@pytest.mark.parametrize("freedom", sorted(T))
def test_students_quantiles_are_held_against_the_closed_form(freedom):
    """Abramowitz and Stegun 26.7.3 and 26.7.4: what lies between -t and t."""
    angle = atan(T[freedom] / 1000 / sqrt(freedom))
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for step in range(2 + odd, freedom + 1, 2):
        total += term
        term *= cos(angle) ** 2 * (step - 1) / step
    inside = 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
    assert inside == pytest.approx(0.95, abs=5e-5)


@pytest.mark.parametrize(
    ("freedom", "line"), [(1, 1), (30, 30), (31, 30), (59, 40), (99, 60), (5000, 100)]
)
def test_between_the_lines_the_wider_quantile_counts(freedom, line):
    assert student(freedom) == Fraction(T[line], 1000)


@given(st.fractions(min_value=0, max_value=10_000))
def test_a_root_is_right_to_six_places(square):
    found = root(square)
    assert found**2 <= square < (found + Fraction(1, 10**6)) ** 2


def test_a_single_value_deviates_from_nothing():
    assert deviation([70]) == 0


percents = st.lists(st.integers(0, 100), min_size=len(COVERED), max_size=len(COVERED))
tables = st.lists(percents, min_size=2, max_size=9)


@given(percents)
def test_what_is_expected_lies_within_the_paper(row):
    given_ = {one.key: percent for one, percent in zip(COVERED, row, strict=True)}
    assert 0 <= expected(SMALL, COVERED, given_) <= SMALL.count


@pytest.mark.parametrize(("all_say", "score"), [(0, 0), (100, 5), (80, 4)])
def test_when_all_say_the_same_of_all_it_is_that_share_of_the_paper(all_say, score):
    found = recommendation(study_of([[all_say] * len(COVERED)] * 4))
    assert (found.low, found.mean, found.high, found.cut) == (score, score, score, score)


@given(tables)
def test_the_interval_holds_the_mean_and_stays_within_the_paper(table):
    found = recommendation(study_of(table))
    assert 0 <= found.low <= found.mean <= found.high <= found.count
    assert found.cut in found.cuts
    assert found.mean <= found.cut < found.mean + 1


@given(tables, st.integers(2, 5))
def test_the_closer_the_judges_the_narrower_the_interval(table, share):
    """Every judge moves towards the mean of all, question by question."""
    means = [Fraction(sum(column), len(table)) for column in zip(*table, strict=True)]
    nearer = [
        [mean + (one - mean) / share for one, mean in zip(row, means, strict=True)] for row in table
    ]
    before, after = recommendation(study_of(table)), recommendation(study_of(nearer))
    assert after.mean == before.mean
    assert after.sd <= before.sd
    assert after.high - after.low <= before.high - before.low


@given(tables, st.randoms(use_true_random=False))
def test_nobodys_place_tells_who_they_are(table, dice):
    mixed = list(table)
    dice.shuffle(mixed)
    assert recommendation(study_of(mixed)) == recommendation(study_of(table))
    assert spreads(study_of(mixed).estimates) == spreads(study_of(table).estimates)


def test_few_answers_tell_nothing():
    assert not Seen(24, 24).tells
    assert (Seen(25, 20).tells, Seen(25, 20).percent) == (True, 80)


@pytest.mark.parametrize(
    ("first", "second", "stands", "number"),
    [(None, None, Phase.FIRST, 1), (1, None, Phase.SECOND, 2), (1, 1, Phase.ENDED, 0)],
)
def test_where_a_study_stands(first, second, stands, number):
    assert phase(first, second) is stands
    assert stands.round == number
