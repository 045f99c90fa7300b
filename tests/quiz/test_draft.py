"""A draft of an item, as values: kept, set right, what is missing."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Conflict, Malformed
from quiz.bank import demo_bank
from quiz.draft import (
    Draft,
    DraftPart,
    exact,
    from_json,
    issues,
    of_item,
    proposed_id,
    to_item,
    to_json,
    with_part,
    without_part,
)
from quiz.item import Anchor, Kind
from quiz.review import check_edit, check_fresh, check_review, check_send
from rules.book import demo_book

ITEMS = demo_bank().items
TEXTS = {(one.clause_id, one.version): one.text for one in demo_book().versions}
USABLE = {one.clause_id: {one.version} for one in demo_book().versions}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.item)
def test_an_item_of_the_bank_is_a_draft_and_an_item_again(item):
    draft = of_item(item)
    assert from_json(item.item, json.loads(json.dumps(to_json(draft)))) == draft
    assert to_item(draft, 1) == item
    assert issues(draft, TEXTS, USABLE, set()) == [] or not item.dated


def missing(draft, taken=()):
    found = issues(draft, TEXTS, USABLE, taken)
    return [(one.part, one.message % one.values) for one in found]


def test_what_is_missing_is_said_where_it_is_missing():
    draft = of_item(next(item for item in ITEMS if item.kind is Kind.SINGLE and not item.dated))
    assert missing(draft) == []
    assert missing(draft, {draft.item}) == [(None, "Another item has this id already.")]
    assert missing(replace(draft, item="Not an id"))[0][0] is None
    bare = replace(draft, parts=(DraftPart(),))
    assert (0, "Choose a topic.") in missing(bare)
    assert len(missing(bare)) == 5, "all that is missing is told at once"
    part = draft.parts[0]
    for change, said in (
        ({"options": ("16", "16\u200b", "31")}, "letters that nobody can see"),
        ({"stem": "How many\u202e?"}, "letters that nobody can see"),
        ({"stem": " "}, "Write the question, and why"),
        ({"key": ()}, "Mark exactly one option"),
        ({"anchors": ()}, "that the right answer rests on"),
        ({"anchors": (replace(part.anchors[0], quote="never said"),)}, "not in the clause"),
        ({"anchors": (Anchor("medication", 1, "no medication for 30 days"),)}, "reads otherwise"),
        ({"anchors": (Anchor("medication", 9, "words"),)}, "no such version"),
    ):
        told = missing(replace(draft, parts=(replace(part, **change),)))
        assert any(said in text for _part, text in told), (change, told)
    with pytest.raises(Malformed, match="not whole"):
        to_item(bare, 1)


def test_a_draft_may_rest_on_words_that_come_into_force_later():
    draft = of_item(next(item for item in ITEMS if item.kind is Kind.SINGLE and not item.dated))
    [anchor] = draft.parts[0].anchors
    coming = replace(anchor, version=9)
    draft = replace(draft, parts=(replace(draft.parts[0], anchors=(coming,)),))
    texts = {**TEXTS, (anchor.clause, 9): TEXTS[anchor.clause, anchor.version]}
    assert "reads otherwise" in issues(draft, texts, USABLE, set())[0].message
    assert issues(draft, texts, {**USABLE, anchor.clause: {1, 9}}, set()) == []


def test_a_case_says_which_of_its_questions_is_unsound():
    case = next(item for item in ITEMS if item.is_case and not item.dated)
    draft = of_item(case)
    broken = replace(draft.parts[1], key=())
    told = missing(replace(draft, parts=(draft.parts[0], broken, *draft.parts[2:])))
    assert [part for part, _text in told] == [1]
    assert missing(replace(draft, stimulus=" "))[0] == (None, "A case needs its story.")


def test_questions_are_added_and_taken_away():
    one = Draft("one", (DraftPart(topic="quorum", anchors=(Anchor("quorum", 1, "21"),)),))
    two = with_part(one)
    assert two.is_case
    assert two.parts[1].anchors == (Anchor("quorum", 1, ""),)
    assert without_part(two) == one
    assert without_part(one) == one
    five = with_part(with_part(with_part(two)))
    assert len(five.parts) == 5
    assert with_part(five) == five


def test_words_are_found_whatever_the_white_space_and_the_quotation_marks():
    text = 'The list  names\n"cancer" and the plan’s own words.'
    assert exact(text, "list names “cancer”") == 'list  names\n"cancer"'
    assert exact(text, "the plan's own") == "the plan’s own"
    assert exact(text, "the plans own") is None
    assert exact(text, "  ") is None


@given(st.text(max_size=60), st.text(max_size=20))
def test_what_is_found_stands_there(text, quote):
    found = exact(text, quote)
    assert found is None or found in text


def test_a_new_item_gets_an_id_that_nobody_has():
    assert proposed_id("When does a member pay?", set()) == "when-does-a-member-pay"
    assert proposed_id("When does a member pay?", {"when-does-a-member-pay"}).endswith("-2")
    assert proposed_id("何时分摊？", set()) == "item"


def test_the_way_of_a_draft():
    check_edit("draft")
    check_fresh(3, 3)
    check_send("draft", [])
    check_review("in_review", "A-TWO", {"A-ONE"})
    for refuse in (
        lambda: check_edit("in_review"),
        lambda: check_fresh(3, 2),
        lambda: check_send("draft", missing_something()),
        lambda: check_review("draft", "A-TWO", {"A-ONE"}),
        lambda: check_review("in_review", "A-ONE", {"A-ONE"}),
    ):
        with pytest.raises(Conflict):
            refuse()


def missing_something():
    return issues(Draft("one"), TEXTS, USABLE, set())
