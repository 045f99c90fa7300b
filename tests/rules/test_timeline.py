"""Lines of days: whatever is done to one, nothing ever holds twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.timeline import Span, ended, extended, on, overlaps, reopened

FIRST = date(2018, 10, 16)
DAYS = st.dates(FIRST, date(2020, 12, 31))
ACTS = st.lists(st.tuples(st.sampled_from(["extend", "end", "reopen"]), DAYS), max_size=12)


@given(ACTS)
def test_no_line_ever_overlaps(acts: list[tuple[str, date]]) -> None:
    line: tuple[Span[int], ...] = ()
    for what, (act, day) in enumerate(acts):
        try:
            if act == "extend":
                line = extended(line, what, day, None)
            else:
                line = ended(line, day) if act == "end" else reopened(line, day)
        except ValueError:
            continue
        assert not overlaps(line)
        for number in range(0, 900, 30):
            asked = FIRST + timedelta(days=number)
            assert sum(span.holds_on(asked) for span in line) <= 1
            assert on(line, asked) == next((s.what for s in line if s.holds_on(asked)), None)


@given(st.lists(DAYS, min_size=1, max_size=5, unique=True), DAYS)
def test_what_is_taken_back_leaves_no_trace(starts: list[date], day: date) -> None:
    line: tuple[Span[int], ...] = ()
    for what, start in enumerate(sorted(starts)):
        line = extended(line, what, start, None)
    if day > max(starts):
        assert reopened(extended(line, 99, day, None), day) == line
        assert reopened(ended(line, day), day) == line


@pytest.mark.parametrize(
    ("spans", "twice"),
    [
        ([(0, 10), (10, None)], False),
        ([(0, 11), (10, None)], True),
        ([(0, None), (10, None)], True),
        ([(10, 10)], True),
        ([(20, None), (0, 20)], False),
    ],
)
def test_the_last_day_is_out(spans: list[tuple[int, int | None]], twice: bool) -> None:
    def day(number: int | None) -> date | None:
        return None if number is None else FIRST + timedelta(days=number)

    line = [Span("x", day(start) or FIRST, day(until)) for start, until in spans]
    assert overlaps(line) is twice


def test_what_ended_can_be_followed_and_what_is_to_follow_cannot_be_reopened() -> None:
    line = extended((), "a", FIRST, FIRST + timedelta(days=5))
    later = extended(line, "b", FIRST + timedelta(days=9), None)
    assert on(later, FIRST + timedelta(days=7)) is None
    with pytest.raises(ValueError):
        reopened(later, FIRST + timedelta(days=5))
    with pytest.raises(ValueError):
        ended(later, FIRST + timedelta(days=9))
    with pytest.raises(ValueError):
        reopened(later, FIRST + timedelta(days=3))
