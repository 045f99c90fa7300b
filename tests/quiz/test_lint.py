"""What the rules of item writing ask, and what they do not."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.bank import demo_bank
from quiz.item import Anchor, ItemVersion, Kind, Part
from quiz.lint import ADVICE, Code, findings
from quiz.topic import Topic

BANK = demo_bank().items


def told(stem="Which is it?", options=("one", "two", "three"), key=(0,), quote="words", **more):
    part = Part(
        topic=Topic.QUORUM,
        kind=more.pop("kind", Kind.SINGLE),
        stem=stem,
        options=options,
        key=key,
        rationale="So it is.",
        anchors=(Anchor("quorum", 1, quote),),
        **more,
    )
    return {one.code for one in findings(ItemVersion("one", 1, (part,)))}


@pytest.mark.parametrize(
    ("code", "fires", "does_not"),
    [
        (
            Code.LONGEST_IS_KEY,
            {"options": ("the panel, since nobody may guess at it", "the plan", "nobody")},
            {"options": ("the panel", "the plan, since it knows the file best", "nobody at all")},
        ),
        (
            Code.ALL_OF_THE_ABOVE,
            {"options": ("one", "two", "All of the above")},
            {"options": ("one", "two", "all who were asked")},
        ),
        (
            Code.ALL_OF_THE_ABOVE,
            {"options": ("一", "二", "以上皆是")},
            {"options": ("十八岁以上都可以", "二")},
        ),
        (Code.NEGATIVE_STEM, {"stem": "Which is not paid?"}, {"stem": "Which is NOT paid?"}),
        (
            Code.NEGATIVE_STEM,
            {"stem": "Which of them doesn't count?"},
            {"stem": "A member did not answer. What counts?"},
        ),
        (Code.NEGATIVE_STEM, {"stem": "下列哪项不属于意外？"}, {"stem": "除此之外还有谁？"}),
        (
            Code.DOUBLE_NEGATIVE,
            {"stem": "Which is NOT so?", "options": ("It is not paid", "It is paid")},
            {"stem": "Which is so?", "options": ("It is not paid", "It is paid")},
        ),
        (
            Code.ABSOLUTE_DISTRACTOR,
            {"options": ("as the file says", "always", "never")},
            {"options": ("only as the file says", "always", "never")},
        ),
        (
            Code.SHARED_BEGINNING,
            {
                "options": (
                    "The plan pays the claim",
                    "The plan pays the half",
                    "The plan pays the fee",
                )
            },
            {"options": ("The plan pays the claim", "Nobody pays", "The member pays it")},
        ),
        (Code.ARTICLE_CUE, {"stem": "This is an ___"}, {"stem": "Is it a?"}),
        (
            Code.CLANG,
            {"stem": "What is continuous medication?", "options": ("medication daily", "a pill")},
            {"stem": "What is it?", "options": ("medication daily", "a pill")},
        ),
        (
            Code.NUMBERS_UNSORTED,
            {"options": ("20 days", "10 days", "30 days")},
            {"options": ("10 days", "20 days", "30 days")},
        ),
        (
            Code.NUMBERS_UNSORTED,
            {"options": ("-1", "-5", "3")},
            {"options": ("500", "1.000", "2.000")},
        ),
        (Code.ODD_FORM, {"options": ("Yes.", "No")}, {"options": ("Yes.", "No.")}),
        (Code.LONG_QUOTE, {"quote": "word " * 61}, {"quote": "word " * 60}),
        (Code.LONG_QUOTE, {"quote": "字" * 601}, {"quote": "字" * 100}),
    ],
)
def test_a_rule_asks_where_it_should_and_else_does_not(code, fires, does_not):
    assert code in told(**fires)
    assert code not in told(**does_not)


def test_numbers_that_have_an_order_of_their_own_are_left_alone():
    assert Code.NUMBERS_UNSORTED not in told(options=("20", "10", "30"), in_order=True)


def test_what_is_false_may_say_not():
    assert told("It is not paid.", ("True", "False"), kind=Kind.TRUE_FALSE) == set()


def test_no_rule_cries_wolf():
    count = Counter(one.code for item in BANK for one in findings(item))
    assert all(found <= len(BANK) / 10 for found in count.values()), count
    assert set(ADVICE) == set(Code)


texts = st.text(min_size=1, max_size=40)


@given(texts, st.lists(texts, min_size=2, max_size=6, unique=True), texts, st.sampled_from(Kind))
def test_no_text_is_too_odd(stem, options, quote, kind):
    keys = {Kind.MULTIPLE: (0, 1), Kind.ORDERING: tuple(range(len(options)))}
    told(stem, tuple(options), keys.get(kind, (0,)), quote, kind=kind)
