"""Votes and cases of a consultation, at the edges of the majority."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Conflict, Malformed
from rules.consultation import OPEN_FOR, Question, Reply, Vote, check_question, check_reply, count

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CASES = [Question(f"Case {n}", ("a", "b", "c"), n) for n in range(3)]
REPLIES = st.builds(Reply, st.tuples(*[st.integers(0, 2)] * 3), st.sampled_from(list(Vote)))


def votes(yes: int, no: int, abstain: int = 0) -> list[Reply]:
    given_ = [Vote.FOR] * yes + [Vote.AGAINST] * no + [Vote.ABSTAIN] * abstain
    return [Reply((0, 1, 2), vote) for vote in given_]


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "passes"),
    [
        (67, 33, 0, True),
        (66, 34, 0, False),
        (67, 33, 900, True),
        (1, 0, 0, True),
        (0, 0, 5, False),
        (0, 0, 0, False),
        (2, 1, 0, False),  # 66.6…
    ],
)
def test_two_thirds_of_the_votes_cast(yes: int, no: int, abstain: int, passes: bool) -> None:
    assert count(CASES, votes(yes, no, abstain)).passes(Fraction(67, 100)) is passes


@given(st.lists(REPLIES, max_size=20))
def test_nobody_is_counted_twice_or_left_out(replies: list[Reply]) -> None:
    result = count(CASES, replies)
    assert result.replies == len(replies)
    assert result.asked == 3 * len(replies)
    assert sum(result.by_question) == result.right <= result.asked
    assert (result.comprehension is None) is (not replies)
    assert count(CASES, list(reversed(replies))) == result


@pytest.mark.parametrize("second", [-1, 0, int(OPEN_FOR.total_seconds())])
def test_it_is_open_from_its_first_second_to_its_last_excluded(second: int) -> None:
    asked = NOW + timedelta(seconds=second)
    reply = Reply((0, 0, 0), Vote.FOR)
    if second == 0:
        check_reply(NOW, NOW + OPEN_FOR, asked, reply)
        check_reply(NOW, NOW + OPEN_FOR, NOW + OPEN_FOR - timedelta(seconds=1), reply)
    else:
        with pytest.raises(Conflict):
            check_reply(NOW, NOW + OPEN_FOR, asked, reply)


@pytest.mark.parametrize("answers", [(), (0, 1), (0, 1, 3), (-1, 0, 0)])
def test_all_three_cases_are_answered(answers: tuple[int, ...]) -> None:
    with pytest.raises(Malformed):
        check_reply(NOW, NOW + OPEN_FOR, NOW, Reply(answers, Vote.FOR))


@pytest.mark.parametrize(
    "question",
    [
        Question(" ", ("a", "b", "c"), 0),
        Question("x", ("a", "b", "b "), 0),
        Question("x", ("a", "b"), 0),
        Question("x", ("a", "b", ""), 0),
        Question("x", ("a", "b", "c"), 3),
    ],
)
def test_a_case_can_be_asked(question: Question) -> None:
    check_question(CASES[0])
    with pytest.raises(Malformed):
        check_question(question)
