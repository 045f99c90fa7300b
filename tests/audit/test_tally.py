"""The verifier's count: quorum, thresholds, ties, tiers, in integers."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.verify.opening import Count
from audit.verify.tally import _tier, outcome, recount
from jury.standard import Standard
from jury.tally import Assembly, Outcome, outcome_of
from jury.verdict import stands
from tests.audit.synthetic import STANDARD

VOTES = st.integers(0, 40)


def standard(share: list[int], operator: str, denial: Any = None, **more: Any) -> dict[str, Any]:
    return {
        **STANDARD,
        "threshold": {"share": share, "operator": operator},
        "denial": denial,
        **more,
    }


HALF = standard([1, 2], ">")
HISTORIC = standard([1, 2], ">=")
BAND = standard([3, 5], ">=", {"share": [3, 5], "operator": ">="})
TWELVE = standard([2, 3], ">=", {"share": [2, 3], "operator": ">="}, seats=12)


@pytest.mark.parametrize(
    ("rule", "uphold", "deny", "expected"),
    [
        (HALF, 0, 0, "inquorate"), (HALF, 2, 0, "inquorate"), (HALF, 3, 0, "upheld"),
        (HALF, 2, 2, "denied"), (HISTORIC, 2, 2, "upheld"), (HALF, 2, 1, "upheld"),
        (BAND, 3, 2, "upheld"), (BAND, 2, 3, "denied"), (BAND, 5, 4, "hung"),
        (TWELVE, 8, 4, "upheld"), (TWELVE, 4, 8, "denied"), (TWELVE, 7, 5, "hung"),
        (standard([1, 2], ">", approval=4), 3, 1, "hung"),
        (standard([1, 2], ">", approval=4), 4, 1, "upheld"),
        (standard([1, 2], ">", approval=4), 1, 3, "hung"),
        (standard([1, 2], ">=", {"share": [1, 2], "operator": ">="}), 2, 2, "hung"),
    ],
)  # fmt: skip
def test_outcomes(rule: dict[str, Any], uphold: int, deny: int, expected: str) -> None:
    assert outcome(rule, uphold, deny, rule["seats"]) == expected


@given(
    st.booleans(),
    st.sampled_from([None, "C-2026-0001"]),
    st.sampled_from([{}, {"appeal": False}, {"appeal": True}]),
)
def test_what_stands_without_a_decision_is_what_the_jury_says(
    again: bool, again_of: str | None, appeal: dict[str, bool]
) -> None:
    opening = {"standard": {**STANDARD, "again": again}, "clauses": [], "tiers": []}
    opening |= {"again_of": again_of, **appeal}
    assert recount(opening, Count())["stands"] == stands(Outcome.INQUORATE, opening)


@given(VOTES, VOTES)
def test_swapping_the_sides_swaps_the_outcome_under_a_symmetric_standard(a: int, b: int) -> None:
    swapped = {"upheld": "denied", "denied": "upheld"}
    first = outcome(BAND, a, b, 5)
    assert outcome(BAND, b, a, 5) == swapped.get(first, first)


@given(VOTES, VOTES, st.integers(1, 9), st.integers(1, 9), st.sampled_from([">", ">="]))
def test_thresholds_are_exact(a: int, b: int, n: int, d: int, operator: str) -> None:
    share = [min(n, d), d]
    rule = standard(share, operator, quorum={"absolute": 0, "share": [0, 1]})
    if a + b == 0:
        return
    part, bar = Fraction(a, a + b), Fraction(*share)
    won = part > bar if operator == ">" else part >= bar
    assert outcome(rule, a, b, 5) == ("upheld" if won else "denied")


@pytest.mark.parametrize(
    ("tiers", "rule", "expected"),
    [
        ({}, HALF, None),
        ({"5": 0, "3": 0}, HALF, 3),
        ({"5": 2, "3": 1}, HALF, 5),
        ({"5": 2, "3": 2}, HALF, 3),
        ({"5": 2, "3": 2}, HISTORIC, 3),
        ({"5": 1, "30": 1, "7": 3}, HALF, 7),
        ({"5": 2, "30": 2, "7": 3}, HALF, 5),
    ],
)
def test_tiers(tiers: dict[str, int], rule: dict[str, Any], expected: int | None) -> None:
    assert _tier(rule, tiers) == expected


@given(VOTES, VOTES, st.integers(1, 60), st.integers(0, 80))
def test_an_assembly_needs_a_share_of_all_who_might_vote(a: int, b: int, n: int, of: int) -> None:
    rule = standard([1, 2], ">", seats=0, quorum={"absolute": 1, "share": [min(n, 60), 60]})
    ours = outcome_of(Standard.from_json(rule), a, b, Assembly(taken=a + b, voters=of))
    assert outcome(rule, a, b, of) == ours
