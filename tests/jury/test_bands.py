"""What the roll says of a member, and what it leaves out so as not to name one."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.strata.bands import ANY, LEAST, VALUES, coarser, features, outside, proportional
from jury.strata.types import Quota, Type

DAY = date(2026, 11, 23)


def kind(age: str, experience: str = "none", tenure: str = "0-1") -> Type:
    return Type.of({"age": age, "experience": experience, "tenure": tenure})


@pytest.mark.parametrize(
    ("born", "joined", "voted", "name"),
    [
        (date(2008, 11, 23), DAY, False, "age=18-29;experience=none;tenure=0-1"),
        (date(1996, 11, 24), date(2024, 11, 24), True, "age=18-29;experience=some;tenure=0-1"),
        (date(1996, 11, 23), date(2024, 11, 23), True, "age=30-44;experience=some;tenure=2-5"),
        (date(1981, 11, 23), date(2020, 11, 24), False, "age=45-59;experience=none;tenure=2-5"),
        (date(1920, 1, 1), date(2020, 11, 23), False, "age=60+;experience=none;tenure=6+"),
    ],
)
def test_bands_begin_on_a_birthday(born: date, joined: date, voted: bool, name: str) -> None:
    found = features(born, joined, voted, DAY)
    assert found.name == name
    assert Type.read(name) == found
    assert len(name) <= 80


def test_where_few_are_alike_features_are_left_out_one_after_another() -> None:
    counts = {kind("18-29"): 9, kind("18-29", "some"): 3, kind("18-29", "some", "2-5"): 2}
    counts |= {kind("30-44"): 5, kind("60+", "none", "6+"): 1, kind("45-59", "none", "2-5"): 4}
    alike = kind("18-29", "some", ANY)
    others = kind(ANY, "none", ANY)
    assert coarser(counts) == {
        kind("18-29", "some"): alike,
        kind("18-29", "some", "2-5"): alike,
        kind("60+", "none", "6+"): others,
        kind("45-59", "none", "2-5"): others,
    }


def test_who_would_be_left_alone_takes_the_smallest_others_with_them() -> None:
    counts = {kind("18-29"): 9, kind("30-44"): 6, kind("60+", "some"): 1}
    nobody = kind(ANY, ANY, ANY)
    assert coarser(counts) == {kind("30-44"): nobody, kind("60+", "some"): nobody}
    assert coarser({kind("18-29"): 2, kind("60+"): 1}) == {
        kind("18-29"): nobody,
        kind("60+"): nobody,
    }


types = st.builds(kind, *(st.sampled_from(values) for values in VALUES.values()))


@given(st.dictionaries(types, st.integers(1, 12), min_size=1))
def test_nobody_is_in_a_group_of_fewer_than_five(counts: dict[Type, int]) -> None:
    instead = coarser(counts)
    sizes: Counter[Type] = Counter()
    for one, number in counts.items():
        to = instead.get(one, one)
        sizes[to] += number
        assert all(value in {dict(one.features)[name], ANY} for name, value in to.features)
    whole = sum(counts.values())
    assert sizes.total() == whole
    assert min(sizes.values()) >= min(LEAST, whole)


def ages(*numbers: int) -> dict[Type, int]:
    return {kind(age): number for age, number in zip(VALUES["age"], numbers, strict=True)}


@pytest.mark.parametrize(
    ("least", "most", "moves"),
    [
        (2, 3, []),  # 2.4 of twelve seats are due
        (0, 12, []),
        (3, 12, [("least", 2)]),
        (0, 2, [("most", 3)]),
        (4, 4, [("least", 2)]),
        (0, 0, [("most", 3)]),
    ],
)
def test_a_quota_is_no_narrower_than_its_share_rounded(
    least: int, most: int, moves: list[tuple[str, int]]
) -> None:
    found = outside([Quota("age", "18-29", least, most)], ages(20, 30, 30, 20), 12)
    assert [(change.bound, change.to) for change in found] == moves


def test_one_seat_may_be_kept_for_the_smallest_kind() -> None:
    people = ages(2, 49, 49, 0)  # 0.24 of twelve seats are due to the youngest, none to the oldest
    assert outside([Quota("age", "18-29", 1, 1), Quota("age", "60+", 0, 0)], people, 12) == []
    moves = outside([Quota("age", "18-29", 2, 2), Quota("age", "18-29", 0, 0)], people, 12)
    assert [(change.bound, change.to) for change in moves] == [("least", 1), ("most", 1)]


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4).filter(any), st.integers(2, 40))
def test_no_kind_is_forced_above_its_share_by_quotas_on_the_others(
    numbers: list[int], seats: int
) -> None:
    """The usual quotas are as narrow as quotas can be; the others of a feature always leave room
    for less than one seat more than is due."""
    people = ages(*numbers)
    usual = proportional(people, seats)
    assert outside(usual, people, seats) == []
    for one in usual:
        narrower = [Quota(one.feature, one.value, one.least + 1, one.least + 1)]
        assert outside(narrower, people, seats) or one.least == 0
        others = sum(quota.most for quota in usual if quota != one)
        assert seats - others <= one.most
