from hypothesis import given
from hypothesis import strategies as st

from quiz.bank import demo_bank
from quiz.grading import grade, right_answers
from quiz.paper import draw
from quiz.specification import ENTRY
from quiz.topic import Topic

BANK = demo_bank()
ITEMS = {item.ref: item for item in BANK}
PAPER = draw(ENTRY, BANK, (), "07" * 32)
RIGHT = right_answers(PAPER, ITEMS)
POSITIONS = sorted(RIGHT, key=int)
MUST = [p for p in POSITIONS if ITEMS[PAPER.questions[int(p) - 1].ref].topic in ENTRY.must]
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
    seed = next(
        f"{n:064x}"
        for n in range(50)
        if any(len(ITEMS[q.ref].key) > 1 for q in draw(ENTRY, BANK, (), f"{n:064x}").questions)
    )
    paper = draw(ENTRY, BANK, (), seed)
    right = right_answers(paper, ITEMS)
    place, whole = next((p, chosen) for p, chosen in right.items() if len(chosen) > 1)
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
