"""Words as a reader copies them from the page, found in the text as it is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.passage import find_passage, in_its_sentence

NUMBERS = {"waiting-period": "3.1"}
TEXT = "It *never* bars.\n\nThe days of [[waiting-period]] do not apply. An end, see [[gone]]."
PARTS = st.sampled_from(["[[waiting-period]]", "[[", "]]", "a", "*b*", " ", "\n", ". ", "clause"])


@pytest.mark.parametrize(
    ("quote", "stored"),
    [
        ("do not apply", "do not apply"),
        ("It never bars.", "It *never* bars."),
        ("bars. The days", "bars.\n\nThe days"),
        ("  bars.\r\n\r\nThe  days ", "bars.\n\nThe days"),
        ("days of clause 3.1 do", "days of [[waiting-period]] do"),
        ("of clause 3", "of [[waiting-period]]"),
        ("see clause ?.", "see [[gone]]."),
    ],
)
def test_what_is_seen_is_found_where_it_is_stored(quote: str, stored: str) -> None:
    place = find_passage(TEXT, NUMBERS, quote)
    assert place is not None
    assert TEXT[place[0] : place[1]] == stored


@pytest.mark.parametrize("quote", ["", " \n", "*", "clause 3.2", "it never bars", "[[waiting"])
def test_what_is_not_seen_is_not_found(quote: str) -> None:
    assert find_passage(TEXT, NUMBERS, quote) is None


def test_a_passage_is_shown_in_its_sentence() -> None:
    start = TEXT.index("do not")
    parts = in_its_sentence(TEXT, start, start + len("do not"))
    assert parts == ("The days of [[waiting-period]] ", "do not", " apply.")
    assert in_its_sentence("All of it", 0, 3) == ("", "All", " of it")
    assert in_its_sentence("One. Two. Three.", 0, 9) == ("", "One. Two.", "")
    cut = TEXT.index("waiting")
    assert in_its_sentence(TEXT, cut, cut + 3)[1] == "[[waiting-period]]"


@given(st.lists(PARTS, max_size=12).map("".join), st.data())
def test_any_passage_stands_in_parts_of_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, passage, after = in_its_sentence(text, start, end)
    assert before + passage + after in text
    assert text[start:end] in passage
    found = find_passage(text, NUMBERS, text[start:end])
    assert found is None or 0 <= found[0] < found[1] <= len(text)
