"""References are stored by id and printed as numbers; terms are found as whole words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text.reference import Term, printed, references, uses

CLAIM = Term("claim", ("claims",), "claims")
PAPERS = Term("claim form", ("claim forms",), "papers")
WAITING = Term("waiting period", (), "waiting-period")
MEMBER = Term("成员", (), "member")
TERMS = (CLAIM, PAPERS, WAITING, MEMBER)


def test_references_are_printed_as_the_numbers_of_the_day() -> None:
    text = "As [[waiting-period]] says, and [[dispute]], and [[waiting-period]]."
    assert references(text) == ["waiting-period", "dispute", "waiting-period"]
    shown = printed(text, {"waiting-period": "3.1"})
    assert shown == "As clause 3.1 says, and clause ?, and clause 3.1."


@pytest.mark.parametrize("text", ["[[Waiting]]", "[[waiting-]]", "[waiting]", "[[ waiting ]]", ""])
def test_what_is_no_reference_stays_as_it_is(text: str) -> None:
    assert references(text) == []
    assert printed(text, {"waiting": "3.1"}) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A claim, and two claims.", ["claim", "claims"]),
        ("Claim it.", ["Claim"]),
        ("CLAIM it, reclaim, claimant.", []),
        ("A claim form for a claim.", ["claim form", "claim"]),
        ("The waiting\nperiod.", ["waiting\nperiod"]),
        ("每位成员都要。", ["成员"]),
        ("提交claim即可。", ["claim"]),
        ("", []),
    ],
)
def test_uses_are_whole_words_and_the_longest_form(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end, _term in uses(text, TERMS)] == found


def test_of_two_terms_with_one_form_the_first_is_meant() -> None:
    other = Term("claims", (), "other")
    assert [term for _start, _end, term in uses("Two claims.", [CLAIM, other])] == [CLAIM]
    assert uses("Two claims.", []) == []
    assert uses("Two claims.", [Term("", (" ",), "empty")]) == []


@given(st.text(alphabet="claim form成员 \n.,Cs", max_size=60))
def test_no_two_uses_overlap(text: str) -> None:
    ends = [place for start, end, _term in uses(text, TERMS) for place in (start, end)]
    assert ends == sorted(ends)


@given(st.text(min_size=1, max_size=12))
def test_any_form_is_found_where_it_stands_alone(form: str) -> None:
    name = " ".join(form.split())
    term = Term(name, (), "clause")
    found = uses(f"= {name} =", [term])
    assert not name or (found and found[0][2] == term)
