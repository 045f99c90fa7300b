"""A redline loses nothing: take no change and the old text is back, take all and it is the new."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.redline import MOST_TOKENS, Piece, accepted, redline, rejected, tokens
from rules.text.tokens import ENDS

WORDS = st.sampled_from(
    [
        "30",
        "31",
        "300,000",
        "0.54",
        "days",
        "day",
        "a",
        "doctor's",
        "，",
        "服药",
        "天",
        ".",
        " ",
        "\n",
        "—",
        "é",
        "。",
        "的",
        "[[waiting-period]]",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=30).map(" ".join))


def kinds(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in redline(old, new)]


@given(TEXTS)
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(token.space + token.word for token in tokens(text)) == text


@given(TEXTS, TEXTS)
def test_rejected_is_the_old_text_and_accepted_the_new(old: str, new: str) -> None:
    pieces = redline(old, new)
    assert rejected(pieces) == old
    assert accepted(pieces) == new
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


@given(TEXTS)
def test_a_text_beside_itself_has_no_changes(text: str) -> None:
    assert redline(text, text) == ((Piece("same", text),) if text else ())


@given(TEXTS, TEXTS)
def test_in_each_change_the_deletion_comes_first(old: str, new: str) -> None:
    pieces = redline(old, new)
    for one, other in pairwise(pieces):
        assert (one.kind, other.kind) != ("inserted", "deleted")


def test_a_number_changes_as_a_whole() -> None:
    assert kinds("pays 300,000 yuan", "pays 100,000 yuan") == [
        ("same", "pays "),
        ("deleted", "300,000"),
        ("inserted", "100,000"),
        ("same", " yuan"),
    ]


def test_chinese_changes_by_the_character() -> None:
    assert kinds("两年内未服药三十天", "两年内未住院三十天") == [
        ("same", "两年内未"),
        ("deleted", "服药"),
        ("inserted", "住院"),
        ("same", "三十天"),
    ]


def test_a_lone_token_between_two_changes_is_part_of_the_change() -> None:
    assert kinds("one big red house", "two big blue house") == [
        ("deleted", "one big red"),
        ("inserted", "two big blue"),
        ("same", " house"),
    ]


def test_a_lone_comma_is_part_of_the_change_and_the_end_of_a_sentence_is_not() -> None:
    assert kinds("red, big house", "blue, small house") == [
        ("deleted", "red, big"),
        ("inserted", "blue, small"),
        ("same", " house"),
    ]
    assert kinds("It is red. Big it is.", "It is blue. Small it is.") == [
        ("same", "It is "),
        ("deleted", "red"),
        ("inserted", "blue"),
        ("same", ". "),
        ("deleted", "Big"),
        ("inserted", "Small"),
        ("same", " it is."),
    ]


@pytest.mark.parametrize(
    ("old", "new", "inserted"),
    [
        ("One. Two.", "One. New. Two.", " New."),
        ("Red, blue.", "Red, green, blue.", " green,"),
        ("It pays the benefit.", "It pays the member the benefit.", " the member"),
        ("One.\nTwo.", "One.\nNew.\nTwo.", "\nNew."),
        ("互助的规则", "互助的计划的规则", "计划的"),
        ("须提供证明。", "须提供证明。应当如实填写。", "应当如实填写。"),
    ],
)
def test_what_was_inserted_is_a_whole_phrase_or_sentence(old: str, new: str, inserted: str) -> None:
    assert [text for kind, text in kinds(old, new) if kind == "inserted"] == [inserted]
    assert [text for kind, text in kinds(new, old) if kind == "deleted"] == [inserted]
    assert len(kinds(old, new)) == len(kinds(new, old)) <= 3


def test_a_sentence_ends_before_new_ones_follow() -> None:
    pieces = [
        ("same", "No stay"),
        ("deleted", " of late"),
        ("same", "."),
        ("inserted", " A day counts whole."),
    ]
    assert kinds("No stay of late.", "No stay. A day counts whole.") == pieces
    turned = {"same": "same", "deleted": "inserted", "inserted": "deleted"}
    assert kinds("No stay. A day counts whole.", "No stay of late.") == [
        (turned[kind], text) for kind, text in pieces
    ]


def test_a_reference_changes_as_a_whole() -> None:
    assert kinds("see [[waiting-period]].", "see [[waiting-days]].") == [
        ("same", "see "),
        ("deleted", "[[waiting-period]]"),
        ("inserted", "[[waiting-days]]"),
        ("same", "."),
    ]
    assert len(tokens("[[Waiting]] [[a-]]")) > 2


@given(TEXTS, TEXTS)
def test_no_word_stands_alone_between_two_changes(old: str, new: str) -> None:
    old, new = (" ".join(token.word for token in tokens(text)) for text in (old, new))
    for piece in redline(old, new)[1:-1]:
        words = [token.word for token in tokens(piece.text) if token.word]
        assert piece.kind != "same" or len(words) > 1 or set(words) <= ENDS


@pytest.mark.parametrize("size", [MOST_TOKENS, MOST_TOKENS + 1])
def test_very_long_texts_are_changed_whole(size: int) -> None:
    old = " ".join(["word"] * (size - 1) + ["end"])
    new = "first " + old.removeprefix("word ")
    pieces = redline(old, new)
    assert (rejected(pieces), accepted(pieces)) == (old, new)
    assert (len(pieces) == 2) is (size > MOST_TOKENS)
