"""Types, quotas, the published lottery, its ball, and the ladder."""

import struct
from collections import Counter
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.strata.feasible import Change
from jury.strata.ladder import Rung, step
from jury.strata.lottery import BALL, BALLS, Lottery, ball, chance, largest_remainder
from jury.strata.types import Frame, Quota, Type, missed

OLD_NEW = Type.of({"age": "old", "experience": "new"})
OLD_USED = Type.of({"age": "old", "experience": "used"})
YOUNG_NEW = Type.of({"age": "young", "experience": "new"})
YOUNG_USED = Type.of({"age": "young", "experience": "used"})
OLD = Quota("age", "old", 1, 2)
NEW = Quota("experience", "new", 1, 3)


def lottery() -> Lottery:
    frame = Frame({YOUNG_NEW: 4, OLD_NEW: 2, OLD_USED: 0}, (OLD,), 3)
    return Lottery(frame, ((2, 1), (1, 2)), (250_000, 750_000))


def test_a_type_is_written_and_read() -> None:
    assert OLD_NEW.name == "age=old;experience=new"
    assert Type.read(OLD_NEW.name) == OLD_NEW
    assert Type.read(Type.of({}).name) == Type.of({})
    assert [OLD_NEW.common(one) for one in (OLD_NEW, OLD_USED, YOUNG_USED)] == [2, 1, 0]


@pytest.mark.parametrize("features", [{"age": ""}, {"age": "a;b"}, {"a=b": "old"}])
def test_a_type_that_could_not_be_read_again_is_none(features: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        Type.of(features)
    with pytest.raises(ValueError):
        Type((("b", "1"), ("a", "1")))


def test_a_quota_has_ends_in_order() -> None:
    for ends in ((2, 1), (-1, 0)):
        with pytest.raises(ValueError):
            Quota("age", "old", *ends)
    assert [OLD.off(seats) for seats in range(5)] == [-1, 0, 0, 1, 2]


def test_what_is_missed_is_said() -> None:
    few, many = missed({YOUNG_NEW: 4}, [OLD, NEW])
    assert str(few.sentence) == "age, old: 0 sit, and at least 1 should."
    assert str(many.sentence) == "experience, new: 4 sit, and at most 3 should."
    assert str(Change(OLD, "least", 0).sentence) == "age, old: at least 0 instead of 1."
    assert str(Change(OLD, "most", 4).sentence) == "age, old: at most 4 instead of 2."


def test_a_frame_leaves_out_types_of_nobody() -> None:
    frame = lottery().frame
    assert frame.types == (OLD_NEW, YOUNG_NEW)
    assert frame.people == (2, 4)
    allowed = [one for one in ((0, 3), (1, 2), (2, 1), (3, 0), (2, 2), (3,)) if frame.allows(one)]
    assert allowed == [(1, 2), (2, 1)]
    for there, seats in (({OLD_NEW: -1}, 1), ({OLD_NEW: 1}, 0)):
        with pytest.raises(ValueError):
            Frame(there, (), seats)


def test_a_chance_is_a_fraction() -> None:
    assert chance(lottery(), OLD_NEW) == Fraction(5, 8)
    assert chance(lottery(), YOUNG_NEW) == Fraction(7, 16)
    assert 2 * Fraction(5, 8) + 4 * Fraction(7, 16) == 3


def test_a_ball_picks_a_composition() -> None:
    drawn = lottery()
    for number, wanted in ((0, (2, 1)), (249_999, (2, 1)), (250_000, (1, 2)), (999_999, (1, 2))):
        assert drawn.composition(number) == wanted
    for number in (-1, BALLS):
        with pytest.raises(ValueError):
            drawn.composition(number)


def test_a_lottery_that_is_none_is_refused() -> None:
    frame = lottery().frame
    for compositions, weights in (
        (((2, 1),), (999_999,)),  # a ball is missing
        (((2, 1), (1, 2)), (BALLS,)),
        (((2, 1), (1, 2)), (BALLS, 0)),
        (((3, 0),), (BALLS,)),  # three of two
        (((0, 3),), (BALLS,)),  # a quota is missed
    ):
        with pytest.raises(ValueError):
            Lottery(frame, compositions, weights)


def test_what_is_published_is_read_again_and_holds_whole_numbers_alone() -> None:
    drawn = lottery()
    assert Lottery.from_json(drawn.as_json()).as_json() == drawn.as_json()
    assert drawn.encode() == (
        b'{"certificate":[],"compositions":[[2,1],[1,2]],'
        b'"quotas":[{"feature":"age","least":1,"most":2,"value":"old"}],"seats":3,'
        b'"types":[["age=old;experience=new",2],["age=young;experience=new",4]],'
        b'"v":1,"weights":[250000,750000]}'
    )


def test_a_ball_is_what_its_formula_says() -> None:
    for name in range(50):
        seed = sha256(b"%d" % name).digest()
        first = int.from_bytes(
            sha256(b"jury-draw/v1/ball\x00" + seed + struct.pack(">Q", 0)).digest(), "big"
        )
        assert ball(seed) == first % 1_000_000
    assert BALL == b"jury-draw/v1/ball\x00"


def test_every_ball_has_the_same_chance() -> None:
    """Chi-square over 20 parts of a million and 10,000 seeds; fixed, so it never flickers."""
    hits = Counter(ball(sha256(b"ball %d" % name).digest()) // 50_000 for name in range(10_000))
    assert set(hits) == set(range(20))
    chi_square = sum((hits[part] - 500) ** 2 / 500 for part in range(20))
    assert chi_square < 43.8  # 19 degrees of freedom, p = 0.001


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30).filter(any), st.integers(1, BALLS))
def test_the_largest_remainders_are_rounded_up(shares: list[float], whole: int) -> None:
    numbers = largest_remainder(shares, whole)
    assert sum(numbers) == whole
    total = sum(map(Fraction, shares))
    rests = [Fraction(share) * whole / total - n for share, n in zip(shares, numbers, strict=True)]
    assert all(-1 < rest < 1 for rest in rests)
    up, down = [rest + 1 for rest in rests if rest < 0], [rest for rest in rests if rest >= 0]
    assert not up or not down or min(up) >= max(down)


def test_the_earlier_of_two_equal_remainders_is_rounded_up() -> None:
    assert largest_remainder([0.5, 0.5], 3) == [2, 1]
    assert largest_remainder([0.25, 0.25, 0.5], 2) == [1, 0, 1]


def test_the_next_of_the_same_type_comes_first() -> None:
    found = step(OLD_NEW, {YOUNG_NEW: 2}, {OLD_NEW: 1, OLD_USED: 9}, [OLD])
    assert found is not None
    assert (found.type, found.rung, found.missed) == (OLD_NEW, Rung.SAME, ())


def test_else_another_type_keeps_every_quota() -> None:
    left = {OLD_NEW: 0, OLD_USED: 1, YOUNG_NEW: 9}
    found = step(OLD_NEW, {YOUNG_NEW: 2}, left, [OLD])
    assert found is not None
    assert (found.type, found.rung, found.missed) == (OLD_USED, Rung.OTHER, ())


def test_else_the_least_is_missed_and_said() -> None:
    found = step(OLD_NEW, {YOUNG_NEW: 2}, {YOUNG_USED: 1, YOUNG_NEW: 5}, [OLD, NEW])
    assert found is not None
    assert (found.type, found.rung) == (YOUNG_NEW, Rung.NEAREST)
    (miss,) = found.missed
    assert str(miss.sentence) == "age, old: 0 sit, and at least 1 should."
    two = [Quota("age", "old", 2, 2), Quota("experience", "new", 0, 1)]
    found = step(OLD_NEW, {YOUNG_NEW: 1}, {YOUNG_USED: 1, YOUNG_NEW: 5}, two)
    assert found is not None
    assert found.type == YOUNG_USED  # two seats off, where the other is three off


def test_among_equals_the_nearest_then_the_one_with_most_left() -> None:
    def next_type(left: dict[Type, int]) -> Type:
        found = step(OLD_NEW, {}, left, [])
        assert found is not None
        return found.type

    assert next_type({YOUNG_USED: 9, YOUNG_NEW: 1}) == YOUNG_NEW
    assert next_type({OLD_USED: 1, YOUNG_NEW: 2}) == YOUNG_NEW
    assert next_type({OLD_USED: 2, YOUNG_NEW: 2}) == OLD_USED


def test_nobody_is_asked_where_nobody_is_left() -> None:
    assert step(OLD_NEW, {YOUNG_NEW: 2}, {OLD_NEW: 0}, [OLD]) is None


counts = st.dictionaries(
    st.sampled_from([OLD_NEW, OLD_USED, YOUNG_NEW, YOUNG_USED]), st.integers(0, 3)
)


@given(st.sampled_from([OLD_NEW, YOUNG_USED]), counts, counts)
def test_no_step_is_better_than_the_one_taken(
    gone: Type, sitting: dict[Type, int], left: dict[Type, int]
) -> None:
    def off(one: Type) -> int:
        people = [*Counter(sitting).elements(), one]
        old = sum(("age", "old") in each.features for each in people)
        new = sum(("experience", "new") in each.features for each in people)
        return max(0, 1 - old, old - 2) + max(0, 1 - new, new - 3)

    found = step(gone, sitting, left, [OLD, NEW])
    there = {one for one, n in left.items() if n}
    assert (found is None) == (not there)
    if found is None:
        return
    assert found.type in there
    assert (found.rung is Rung.SAME) == (gone in there) == (found.type == gone)
    assert (not found.missed) == (off(found.type) == 0)
    if found.rung is not Rung.SAME:
        assert off(found.type) == min(map(off, there))
        assert (found.rung is Rung.OTHER) == (off(found.type) == 0)
