"""What people write in a few words: kept whole, or refused; never cut off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Malformed
from kernel.remark import LONGEST, check_length, remark

NOTHING = "Say why."


@given(st.text(max_size=50).filter(str.strip))
def test_a_remark_is_kept_as_it_was_written_without_the_space_around_it(text):
    assert remark(f" {text}\n", NOTHING) == text.strip()


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_is_no_remark(text):
    with pytest.raises(Malformed, match=NOTHING):
        remark(text, NOTHING)


def test_what_is_too_long_is_refused_and_not_cut_off():
    longest = "x" * LONGEST
    assert remark(f"  {longest}  ", NOTHING) == longest
    with pytest.raises(Malformed, match="at most 1,000 characters"):
        remark(f"{longest}x", NOTHING)


def test_a_place_may_hold_more_or_less():
    assert remark("x" * 2_000, NOTHING, 2_000) == "x" * 2_000
    with pytest.raises(Malformed, match="at most 5 characters"):
        remark("xxxxxx", NOTHING, 5)
    check_length("", 5)
