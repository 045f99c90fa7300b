"""Each group of words that changes is a unit; between them stands what stays."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.redline import redline
from rules.text.tokens import tokens
from rules.text.units import CONTEXT, Unit, units

REVISIONS = tomllib.loads((Path(__file__).parent / "revisions.toml").read_text())["revision"]
WORDS = st.sampled_from(
    "a the member plan pays must may not 30 31 days share . , 等 待 期 不 。 [[age-date]]".split()
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(WORDS, max_size=25).map(" ".join),
    st.lists(WORDS, max_size=25).map("".join),
)


def rebuilt(text: str, found: tuple[Unit, ...], back: bool) -> str:
    """Exchange the words of each unit where they stand; from the end, so that places hold."""
    for unit in reversed(found):
        start, gone, come = (
            (unit.new_start, unit.new, unit.old) if back else (unit.old_start, unit.old, unit.new)
        )
        assert text[start : start + len(gone)] == gone
        text = text[:start] + come + text[start + len(gone) :]
    return text


@given(TEXTS, TEXTS)
def test_units_lead_from_the_old_text_to_the_new_and_back(old: str, new: str) -> None:
    found = units(old, new)
    assert rebuilt(old, found, back=False) == new
    assert rebuilt(new, found, back=True) == old
    assert bool(found) is (old != new)


@given(TEXTS, TEXTS)
def test_units_are_the_changes_of_the_redline(old: str, new: str) -> None:
    found = units(old, new)
    pieces = redline(old, new)
    gone = [piece.text for piece in pieces if piece.kind == "deleted"]
    come = [piece.text for piece in pieces if piece.kind == "inserted"]
    assert [unit.old for unit in found if unit.old] == gone
    assert [unit.new for unit in found if unit.new] == come


@given(TEXTS, TEXTS)
def test_no_two_units_have_one_key_and_keys_are_the_same_again(old: str, new: str) -> None:
    keys = [unit.key for unit in units(old, new)]
    assert len(set(keys)) == len(keys)
    assert keys == [unit.key for unit in units(old, new)]
    assert all(len(bytes.fromhex(key)) == 8 for key in keys)


@given(TEXTS, TEXTS)
def test_context_is_what_stands_around_it_in_the_old_text(old: str, new: str) -> None:
    for unit in units(old, new):
        end = unit.old_start + len(unit.old)
        assert old[: unit.old_start].endswith(unit.before)
        assert old[end:].startswith(unit.after)
        for side in (unit.before, unit.after):
            assert sum(bool(token.word) for token in tokens(side)) <= CONTEXT


def test_two_equal_changes_are_two_units() -> None:
    old = "The plan pays. It is so. The plan pays. It is so. The plan pays. It is so."
    found = units(old, old.replace("pays", "paid"))
    assert [(unit.old, unit.new) for unit in found] == [("pays", "paid")] * 3
    assert found[1].before == found[2].before == " so. The plan "
    assert len({unit.key for unit in found}) == 3


def test_a_key_stays_while_other_words_are_changed() -> None:
    old = "The member pays the share within 30 days. The plan answers in writing."
    one = units(old, old.replace("in writing", "by letter"))
    both = units(old, old.replace("in writing", "by letter").replace("30", "10"))
    assert one[0].key == both[1].key
    nearby = units(old, old.replace("in writing", "by letter").replace("The plan", "Our plan"))
    assert one[0].key == nearby[1].key


def test_a_key_depends_on_both_texts_and_on_the_context() -> None:
    keys = {
        units(old, new)[0].key
        for old, new in [
            ("It pays 30 yuan.", "It pays 31 yuan."),
            ("It pays 30 yuan.", "It pays 32 yuan."),
            ("It pays 29 yuan.", "It pays 31 yuan."),
            ("It paid 30 yuan.", "It paid 31 yuan."),
            ("It pays 30 fen.", "It pays 31 fen."),
        ]
    }
    assert len(keys) == 5


@pytest.mark.parametrize("revision", REVISIONS, ids=[one["title"] for one in REVISIONS])
def test_revisions_fall_into_the_units_and_classes_that_were_judged(
    revision: dict[str, Any],
) -> None:
    found = units(revision["old"], revision["new"], revision.get("terms", ()))
    assert [(unit.old.strip(), unit.new.strip(), unit.weight.name.lower()) for unit in found] == [
        (change["old"], change["new"], change["class"]) for change in revision["changes"]
    ]
    assert all(change["reason"] for change in revision["changes"])


def test_there_are_ten_revisions_two_of_them_chinese() -> None:
    assert len(REVISIONS) == 10
    assert sum("。" in revision["old"] for revision in REVISIONS) == 2


@pytest.mark.parametrize(
    ("old", "new", "weight"),
    [
        ("During the waiting period, no.", "During the long period, no.", "TERM"),  # it is left
        ("During the long period, no.", "During the waiting period, no.", "TERM"),
        ("等待期内", "等候期内", "TERM"),
        ("不超过三天", "不满三天", "COMPARISON"),
    ],
)
def test_a_change_inside_a_term_or_phrase_is_one_of_the_whole(
    old: str, new: str, weight: str
) -> None:
    (unit,) = units(old, new, ["waiting period", "等待期"])
    assert unit.weight.name == weight


def test_a_word_that_the_text_uses_besides_is_no_slip_of_the_pen() -> None:
    (unit,) = units("It is recieved.", "It is received.")
    assert unit.weight.name == "SPELLING"
    found = units(
        "It is recieved. A recieved paper counts.", "It is received. A recieved paper counts."
    )
    assert [unit.weight.name for unit in found] == ["WORDING"]
