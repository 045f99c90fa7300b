"""A number in an address or a form is read strictly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Missing
from kernel.web import needed_number, number


@given(st.integers(0, 999))
def test_a_number_is_read(value):
    assert number(str(value), 999) == needed_number(str(value), 999) == value


@pytest.mark.parametrize("text", ["", "-1", "+1", " 1", "1\n", "1.0", "1_0", "٣", "²", "x", "1000"])
def test_nothing_else_is_a_number(text):
    assert number(text, 999) is None
    with pytest.raises(Missing):
        needed_number(text, 999)


def test_a_text_of_any_length_is_answered():
    assert number("9" * 10_000, 999) is None
    assert number("0" * 10_000, 999) is None
