"""Which papers a claim is asked for, what is missing, and how soon claims are complete."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.filing import Benefit, Whom
from claims.papers import (
    DAY,
    NAMES,
    WEEK,
    WHERE,
    KindOfClaim,
    Paper,
    asked_for,
    share_within,
    still_asked_for,
)
from kernel.share import Share

KINDS = [KindOfClaim(*pair) for pair in product(Benefit, Whom)]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
kinds = st.sampled_from(KINDS)
papers = st.frozensets(st.sampled_from(Paper))


def test_every_paper_has_a_name_and_says_where_to_get_it():
    assert set(NAMES) == set(WHERE) == set(Paper)


@pytest.mark.parametrize(
    ("benefit", "whom", "asked"),
    [
        (Benefit.ILLNESS, Whom.MYSELF, "identity diagnosis discharge invoice"),
        (Benefit.LIGHT, Whom.MYSELF, "identity diagnosis pathology invoice"),
        (Benefit.ACCIDENT, Whom.MYSELF, "identity accident diagnosis discharge invoice"),
        (Benefit.ILLNESS, Whom.CHILD, "identity birth parent diagnosis discharge invoice"),
    ],
)
def test_what_is_asked_for_rests_on_the_benefit_and_on_who_is_covered(benefit, whom, asked):
    assert " ".join(asked_for(KindOfClaim(benefit, whom))) == asked


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_asked_for_twice_and_another_paper_never(kind):
    asked = asked_for(kind)
    assert len(set(asked)) == len(asked)
    assert Paper.OTHER not in asked


@given(kinds, papers)
def test_what_is_missing_completes_a_claim_and_nothing_less_does(kind, have):
    lacking = still_asked_for(kind, have)
    assert not have & set(lacking)
    assert still_asked_for(kind, have | set(lacking)) == ()
    assert still_asked_for(kind, ()) == asked_for(kind)
    for paper in lacking:
        assert still_asked_for(kind, (have | set(lacking)) - {paper}) == (paper,)


def after(**time):
    return NOON + timedelta(**time)


def test_the_share_counts_whose_time_is_over_and_no_other():
    times = [
        (NOON, after(hours=24)),  # on the dot: within
        (NOON, after(hours=24, seconds=1)),
        (NOON, None),
        (NOON, NOON - timedelta(hours=1)),  # all was there before it was filed
        (after(days=6), after(days=6, hours=1)),  # quick, but filed less than a day before
    ]
    now = after(days=6, hours=23)
    assert share_within(DAY, times, now) == Share(2, 4)
    assert share_within(DAY, times, now).fraction == Fraction(1, 2)
    assert share_within(WEEK, times, now).fraction is None
    assert share_within(WEEK, times, after(days=7)) == Share(3, 4)


@given(
    st.lists(st.tuples(st.integers(0, 20), st.none() | st.integers(0, 20))),
    st.integers(0, 20),
    st.integers(0, 40),
)
def test_more_time_never_completes_fewer_of_the_same_claims(pairs, days, more):
    times = [(after(days=a), None if b is None else after(days=a + b)) for a, b in pairs]
    now = after(days=1000)
    short, long = (share_within(days, times, now), share_within(days + more, times, now))
    assert short.whole == long.whole == len(times)
    assert short.part <= long.part <= len(times)
