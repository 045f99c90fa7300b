"""A redline loses nothing: take no change and the old text is back, take all and it is the new."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.redline import MOST_TOKENS, Piece, accepted, redline, rejected, tokens

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


@pytest.mark.parametrize("size", [MOST_TOKENS, MOST_TOKENS + 1])
def test_long_texts_take_little_time_and_very_long_ones_are_changed_whole(size: int) -> None:
    old = " ".join(["word"] * (size - 1) + ["end"])
    new = "first " + old.removeprefix("word ")
    begun = time.monotonic()
    pieces = redline(old, new)
    assert time.monotonic() - begun < 20
    assert (rejected(pieces), accepted(pieces)) == (old, new)
    assert (len(pieces) == 2) is (size > MOST_TOKENS)
