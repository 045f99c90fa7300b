from hypothesis import given
from hypothesis import strategies as st

from quiz.bank import demo_bank
from quiz.drawing import draw
from quiz.grading import grade, right_answers
from quiz.item import Kind
from quiz.offered import Offered
from quiz.specification import ENTRY
from quiz.topic import Topic

BANK = demo_bank().items
ITEMS = {item.ref: item for item in BANK}
PAPER = draw(ENTRY, Offered(BANK), (), "07" * 32)
RIGHT = right_answers(PAPER, ITEMS)
POSITIONS = sorted(RIGHT, key=int)


def part_at(position):
    question = PAPER.questions[int(position) - 1]
    return ITEMS[question.ref].parts[question.part]


MUST = [p for p in POSITIONS if part_at(p).topic in ENTRY.must]
OTHERS = [p for p in POSITIONS if p not in MUST]

letters = st.lists(st.sampled_from("abcdef"), max_size=4)
answers = st.dictionaries(st.sampled_from([*POSITIONS, "0", "31", "x"]), letters)


def grade_it(given_answers):
    return grade(ENTRY, PAPER, ITEMS, given_answers)


def test_all_right_is_a_pass():
    result = grade_it(RIGHT)
    assert (result.score, result.asked, result.passed, result.wrong) == (30, 30, True, ())


def test_nothing_is_not_a_pass():
    result = grade_it({})
    assert (result.score, result.passed) == (0, False)
    assert not any(one.answered for one in result.graded)


def test_the_cut_is_24():
    for right, passed in ((23, False), (24, True), (25, True)):
        kept = [*MUST, *OTHERS][:right]
        result = grade_it({place: RIGHT[place] for place in kept})
        assert (result.score, result.passed) == (right, passed)


def test_a_topic_that_must_be_right_fails_a_paper_with_29():
    for place in MUST:
        result = grade_it({**RIGHT, place: []})
        assert (result.score, result.passed) == (29, False)
        assert set(result.failed_musts) <= ENTRY.must
        assert len(result.failed_musts) == 1
    assert len(MUST) == 3


def test_half_an_answer_is_none_and_one_too_many_is_none():
    papers = (draw(ENTRY, Offered(BANK), (), f"{n:064x}") for n in range(50))
    paper, right, place, whole = next(
        (paper, right, place, right[place])
        for paper in papers
        for right in [right_answers(paper, ITEMS)]
        for place, question in enumerate(paper.questions, start=1)
        for place in [str(place)]
        if ITEMS[question.ref].parts[question.part].kind is Kind.MULTIPLE
    )
    for wrong in (whole[:1], list("abcd"), []):
        assert grade(ENTRY, paper, ITEMS, {**right, place: wrong}).score == 29
    assert grade(ENTRY, paper, ITEMS, {**right, place: whole[::-1]}).score == 30


@given(answers)
def test_the_sums_agree_and_grading_again_changes_nothing(given_answers):
    result = grade_it(given_answers)
    assert result == grade_it(given_answers)
    assert sum(row.right for row in result.topics) == result.score == 30 - len(result.wrong)
    assert sum(row.asked for row in result.topics) == 30
    assert [row.topic for row in result.topics] == [
        topic for topic in Topic if topic in {row.topic for row in result.topics}
    ]


@given(answers, st.sampled_from(POSITIONS))
def test_a_right_answer_more_never_lowers_the_score(given_answers, place):
    before, after = grade_it(given_answers), grade_it({**given_answers, place: RIGHT[place]})
    assert after.score - before.score in {0, 1}
    assert after.passed or not before.passed
