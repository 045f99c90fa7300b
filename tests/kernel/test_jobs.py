"""What is due is done one by one: what waits is no failure, and what fails stops no other."""

import logging

import pytest

from kernel.errors import Conflict, Malformed, Missing
from kernel.jobs import Stuck, in_turn


def test_what_waits_is_tried_again_and_is_no_failure():
    def act(ref):
        if ref == "B":
            raise Conflict("not yet")
        return ref == "A"

    assert in_turn("ABC", act) == 1


@pytest.mark.parametrize("failure", [ZeroDivisionError(), Missing(), Malformed("No.")])
def test_what_fails_stops_no_other_and_is_told(caplog, failure):
    tried = []

    def act(ref):
        tried.append(ref)
        if ref in "AC":
            raise failure
        return True

    with caplog.at_level(logging.ERROR), pytest.raises(Stuck, match="A, C"):
        in_turn("ABC", act)
    assert tried == ["A", "B", "C"]
    assert "C is stuck" in caplog.text
