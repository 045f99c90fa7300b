"""The worked examples say what the count says."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.example import needed, tie_makes, worked
from jury.standard import PRESETS, Bar
from jury.tally import Outcome, outcome_of

shares = st.fractions(0, 1, max_denominator=12)


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_examples_show_each_turn_and_fit_the_panel(name: str) -> None:
    standard = PRESETS[name]
    lines = worked(standard)
    for line in lines:
        assert line.outcome is outcome_of(standard, line.uphold, line.deny)
        if standard.seats:
            assert line.valid + line.cannot_judge <= standard.seats
    assert {Outcome.UPHELD, Outcome.DENIED, Outcome.INQUORATE} <= {line.outcome for line in lines}


def test_what_a_tie_makes() -> None:
    assert [tie_makes(PRESETS[name]) for name in ("panel", "historic", "band")] == [
        Outcome.DENIED,
        Outcome.UPHELD,
        Outcome.HUNG,
    ]


@given(share=shares, operator=st.sampled_from([">", ">="]), valid=st.integers(0, 60))
def test_needed_is_the_least_number_that_meets_the_bar(
    share: Fraction, operator: str, valid: int
) -> None:
    bar = Bar(share, operator)
    least = needed(bar, valid)
    assert least > valid or bar.met_by(least, valid)
    assert least == 0 or not bar.met_by(least - 1, valid)
