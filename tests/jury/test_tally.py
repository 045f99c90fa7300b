from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.ballot import Ballot, Choice, Finding
from jury.standard import PRESETS, Bar, Standard
from jury.tally import Outcome, count, outcome_of, tier_of

CLAUSES = ("a", "b")
TIERS = (5, 10)
SYMMETRIC = [PRESETS["band"], PRESETS["twelve"]]
ballots = st.builds(
    Ballot,
    st.sampled_from(Choice),
    st.dictionaries(st.sampled_from(CLAUSES), st.sampled_from(Finding)),
    st.sampled_from([None, *TIERS]),
)
boxes = st.lists(st.none() | ballots, max_size=40)
SWAP = {
    Outcome.UPHELD: Outcome.DENIED,
    Outcome.DENIED: Outcome.UPHELD,
    Outcome.HUNG: Outcome.HUNG,
    Outcome.INQUORATE: Outcome.INQUORATE,
}


@given(boxes, st.randoms(), st.sampled_from(sorted(PRESETS)))
def test_order_never_matters(box: list[Ballot | None], chance: object, name: str) -> None:
    mixed = list(box)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (count(PRESETS[name], some, CLAUSES, TIERS) for some in (box, mixed))
    assert one == other


@given(boxes, st.sampled_from(sorted(PRESETS)))
def test_the_numbers_add_up(box: list[Ballot | None], name: str) -> None:
    numbers = count(PRESETS[name], box, CLAUSES, TIERS).numbers
    assert numbers.valid == numbers.uphold + numbers.deny
    assert numbers.cast == numbers.valid + numbers.cannot_judge + numbers.void == len(box)


@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from(SYMMETRIC))
def test_swapping_the_sides_swaps_the_outcome(up: int, down: int, standard: Standard) -> None:
    assert outcome_of(standard, down, up) is SWAP[outcome_of(standard, up, down)]


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from(sorted(PRESETS)))
def test_one_more_vote_for_never_hurts_at_a_quorum(up: int, down: int, name: str) -> None:
    standard = PRESETS[name]
    rank = [Outcome.DENIED, Outcome.HUNG, Outcome.UPHELD]
    before, after = outcome_of(standard, up, down), outcome_of(standard, up + 1, down)
    if before is not Outcome.INQUORATE:
        assert rank.index(after) >= rank.index(before)


@pytest.mark.parametrize(
    ("name", "up", "down", "outcome"),
    [
        ("panel", 20, 0, "inquorate"),
        ("panel", 21, 0, "upheld"),
        ("panel", 22, 0, "upheld"),
        ("panel", 11, 10, "upheld"),
        ("panel", 11, 11, "denied"),  # a tie under > 1/2
        ("panel", 12, 11, "upheld"),
        ("historic", 500, 500, "upheld"),  # a tie under >= 1/2
        ("historic", 499, 500, "inquorate"),
        ("historic", 500, 501, "denied"),
        ("historic", 501, 500, "upheld"),
        ("band", 15, 10, "upheld"),
        ("band", 14, 10, "hung"),
        ("band", 10, 15, "denied"),
        ("twelve", 8, 4, "upheld"),
        ("twelve", 7, 5, "hung"),
        ("twelve", 4, 8, "denied"),
        ("twelve", 8, 0, "inquorate"),
        ("twelve", 9, 0, "upheld"),
        ("panel", 0, 0, "inquorate"),
    ],
)
def test_edges(name: str, up: int, down: int, outcome: str) -> None:
    assert outcome_of(PRESETS[name], up, down) == outcome


def test_all_cannot_judge_is_inquorate_whatever_the_quorum() -> None:
    open_door = Standard("x", 31, 0, 0, Fraction(0), Bar(Fraction(1, 2), ">="))
    assert count(open_door, [Ballot(Choice.CANNOT_JUDGE)] * 31, (), ()).outcome == "inquorate"


def test_the_winning_side_may_need_a_number_of_votes() -> None:
    wanting = Standard("x", 31, 0, 5, Fraction(0), Bar(Fraction(1, 2), ">"), approval=8)
    assert outcome_of(wanting, 7, 1) == "hung"
    assert outcome_of(wanting, 8, 1) == "upheld"
    assert outcome_of(wanting, 1, 7) == "hung"
    assert outcome_of(wanting, 1, 8) == "denied"


def test_both_sides_over_their_bars_is_hung() -> None:
    half = Bar(Fraction(1, 2), ">=")
    assert outcome_of(Standard("x", 4, 0, 0, Fraction(0), half, denial=half), 2, 2) == "hung"


@pytest.mark.parametrize(
    ("named", "tier"),
    [
        ({}, None),
        ({5: 0}, 5),
        ({5: 0, 10: 0}, 5),
        ({5: 3, 10: 4}, 10),
        ({5: 4, 10: 4}, 5),
        ({5: 2, 10: 3, 20: 2}, 5),
        ({10: 1, 5: 0}, 10),
    ],
)
def test_a_tier_needs_the_threshold_or_the_lowest_is_paid(
    named: dict[int, int], tier: int | None
) -> None:
    assert tier_of(PRESETS["panel"], named) == tier


def test_two_tiers_at_exactly_half_leave_the_lowest() -> None:
    assert tier_of(PRESETS["historic"], {5: 0, 10: 4, 20: 4}) == 5


def test_a_tier_is_set_only_when_the_claim_is_upheld() -> None:
    uphold, deny = Ballot(Choice.UPHOLD, {}, 10), Ballot(Choice.DENY)
    assert count(PRESETS["twelve"], [uphold] * 9, (), TIERS).tier == 10
    assert count(PRESETS["twelve"], [uphold] * 3 + [deny] * 9, (), TIERS).tier is None
    assert count(PRESETS["twelve"], [uphold] * 9, (), ()).tier is None


def test_findings_of_those_who_cannot_judge_count_and_missing_ones_do_not() -> None:
    box = [
        Ballot(Choice.CANNOT_JUDGE, {"a": Finding.UNCLEAR}),
        Ballot(Choice.UPHOLD, {"a": Finding.UNCLEAR, "b": Finding.APPLIES}),
        None,
    ]
    issues = count(PRESETS["twelve"], box, CLAUSES, ()).issues
    assert issues["a"]["unclear"] == 2
    assert sum(issues["b"].values()) == 1
