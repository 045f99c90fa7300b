"""The count of answers: by hand, against a recount from the raw sheets, and back again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.analysis.sums import Mark, Sheet, Sums, counted, merged, sheet_of
from quiz.bank import demo_bank
from quiz.drawing import draw
from quiz.grading import grade, right_answers
from quiz.item import Kind
from quiz.itemaction import ItemAction, What, by_key
from quiz.offered import Offered
from quiz.specification import ENTRY

A, B, C, D = ("a", 1, 0), ("b", 2, 0), ("c", 1, 1), ("d", 1, 0)


def mark(key, right, options=(), answered=True):
    return Mark(*key, right, options, answered)


FIRST = Sheet((mark(A, True, (0,)), mark(B, False, (1, 2)), mark(C, True, (3,))))  # 2 of 3
SECOND = Sheet((mark(A, False, (2,)), mark(B, True, (0, 1)), mark(C, False, (), False)))  # 1 of 3
THIRD = Sheet((mark(A, False, (2,)), mark(B, True, (0, 1)), mark(C, False, (1,))))


def test_two_sheets_counted_by_hand():
    # Rest scores of the first: a 2-1, b 2-0, c 2-1; of the second: a 1-0, b 1-1, c 1-0.
    assert counted([FIRST, SECOND]) == {
        A: Sums({1: (1, 1)}, {0: (1, 1, 1), 2: (1, 1, 0)}),
        B: Sums({2: (1, 0), 0: (0, 1)}, {1: (2, 2, 1), 2: (1, 2, 0), 0: (1, 0, 1)}),
        C: Sums({1: (1, 1)}, {3: (1, 1, 1)}, unanswered=1),
    }


def test_an_open_question_counts_as_wrong_and_apart():
    sums = counted([FIRST, SECOND])[C]
    assert (sums.n, sums.right, sums.wrong, sums.unanswered) == (2, 1, 1, 1)


def test_sums_as_a_row_keeps_them():
    kept = counted([FIRST, SECOND])[B].to_json()
    assert kept == {
        "v": 1,
        "rests": [[0, 0, 1], [2, 1, 0]],
        "options": [[0, 1, 0, 1], [1, 2, 2, 1], [2, 1, 2, 0]],
        "unanswered": 0,
    }
    assert Sums.from_json(json.loads(json.dumps(kept))) == counted([FIRST, SECOND])[B]


def test_a_question_stands_on_a_sheet_once():
    with pytest.raises(ValueError, match="once"):
        Sheet((mark(A, True), mark(A, False)))


KEYS = [(item, version, part) for item in "xyz" for version in (1, 2) for part in (0, 1)]


@st.composite
def sheets(draw_one):
    keys = draw_one(st.lists(st.sampled_from(KEYS), unique=True, max_size=8))
    marks = []
    for key in keys:
        options = draw_one(st.sets(st.integers(0, 3), max_size=3))
        right = draw_one(st.booleans())
        marks.append(mark(key, right, tuple(sorted(options)), bool(options)))
    return Sheet(tuple(marks))


lots = st.lists(sheets(), max_size=12)


def recount(many, key):
    """The sums of a question from the raw sheets, column by column."""
    rows = []
    for sheet in many:
        for one in sheet.marks:
            if (one.item, one.version, one.part) == key:
                others = [other.right for other in sheet.marks if other is not one]
                rows.append((others.count(True), one))
    rests = {
        rest: (
            sum(1 for at, one in rows if at == rest and not one.right),
            sum(1 for at, one in rows if at == rest and one.right),
        )
        for rest in {at for at, _one in rows}
    }
    options = {}
    for option in range(4):
        chosen = [(at, one.right) for at, one in rows if option in one.options]
        if chosen:
            totals = [sum(column) for column in zip(*chosen, strict=True)]
            options[option] = (len(chosen), *totals)
    return Sums(rests, options, sum(1 for _at, one in rows if not one.answered))


@given(lots)
def test_adding_one_by_one_is_a_full_recount(many):
    by_key = counted(many)
    asked = {one.key for sheet in many for one in sheet.marks}
    assert by_key == {key: recount(many, key) for key in asked}


@given(lots, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(many, chance):
    shuffled = list(many)
    chance.shuffle(shuffled)
    one, other = counted(many), counted(shuffled)
    assert {key: sums.to_json() for key, sums in one.items()} == {
        key: sums.to_json() for key, sums in other.items()
    }


@given(lots, lots)
def test_merged_lots_are_counted_together(some, others):
    one, other, both = counted(some), counted(others), counted([*some, *others])
    for key in KEYS:
        together = merged(one.get(key, Sums()), other.get(key, Sums()))
        assert together == both.get(key, Sums())
        assert together == merged(other.get(key, Sums()), one.get(key, Sums()))
    assert one == counted(some)  # the parts stay as they were


@given(lots)
def test_a_row_brings_back_what_it_kept(many):
    for sums in counted(many).values():
        assert Sums.from_json(json.loads(json.dumps(sums.to_json()))) == sums


BANK = demo_bank().items
ITEMS = {item.ref: item for item in BANK}
PAPER = draw(ENTRY, Offered(BANK), (), "07" * 32)
RIGHT = right_answers(PAPER, ITEMS)


def graded(answers, *actions):
    return grade(ENTRY, PAPER, ITEMS, answers, by_key(actions))


def test_the_sheet_of_a_graded_paper():
    sheet = sheet_of(graded({**RIGHT, "1": [], "2": []}).graded)
    assert (len(sheet.marks), sheet.score) == (30, 28)
    assert [one.answered for one in sheet.marks] == [False, False, *[True] * 28]
    for one, question in zip(sheet.marks, PAPER.questions, strict=True):
        part = ITEMS[question.ref].parts[question.part]
        open_or_ordered = not one.answered or part.kind is Kind.ORDERING
        assert one.options == (() if open_or_ordered else part.key)
        assert one.key == question.key


@pytest.mark.parametrize("what", [What.DROP, What.CREDIT])
def test_a_question_that_tells_nothing_is_left_out_and_counts_in_no_rest(what):
    first = PAPER.questions[0]
    action = ItemAction(first.item, first.version, first.part, what)
    sheet = sheet_of(graded(RIGHT, action).graded)
    assert (len(sheet.marks), sheet.score) == (29, 29)
    assert first.key not in {one.key for one in sheet.marks}


def test_an_accepted_answer_is_a_right_mark():
    place, question = next(
        (str(place), question)
        for place, question in enumerate(PAPER.questions, start=1)
        if ITEMS[question.ref].parts[question.part].kind is Kind.SINGLE
    )
    part = ITEMS[question.ref].parts[question.part]
    other = next(option for option in range(len(part.options)) if option not in part.key)
    action = ItemAction(*question.key, What.ACCEPT, ((other,),))
    given_ = {**RIGHT, place: list(question.answer(part, (other,)))}
    sheet = sheet_of(graded(given_, action).graded)
    found = next(one for one in sheet.marks if one.key == question.key)
    assert (found.right, found.options, sheet.score) == (True, (other,), 30)
