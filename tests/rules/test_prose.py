"""What people write is shown, never obeyed."""

from datetime import date

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clause import ClauseVersion, GovernsBy
from rules.text.prose import ATTRIBUTES, TAGS, clause_prose, prose
from rules.text.reference import Term, printed

MARKS = st.sampled_from(
    [*'<>*`![]()#"&x\n', "script", "onload=", "\n\n", "- ", "> ", "1. ", "](javascript:"]
)


@given(st.one_of(st.text(max_size=80), st.lists(MARKS, max_size=40).map("".join)))
def test_whatever_is_written_only_plain_elements_come_out(text: str) -> None:
    tree = html5lib.parseFragment(str(prose(text)), namespaceHTMLElements=False)
    for element in tree.iter():
        if element is not tree:
            assert element.tag in TAGS
            assert set(element.attrib) <= ATTRIBUTES.get(element.tag, set())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo *three*.", "<p>One.</p>\n<p>Two <em>three</em>.</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("# No heading", "<p># No heading</p>"),
        ("[here](https://elsewhere.example)", "<p>[here](https://elsewhere.example)</p>"),
        ("2019. A year", '<ol start="2019">\n<li>A year</li>\n</ol>'),
        ("", ""),
        (None, ""),
    ],
)
def test_the_subset(text: str | None, html: str) -> None:
    assert str(prose(text)).strip() == html


WAITING = Term("waiting period", ("waiting periods",), "waiting-period")
BAND = Term("age band", ("age bands",), "age-bands")
NUMBERS = {"waiting-period": "3.1", "age-bands": "4.2"}


def shown(text: str, clause_id: str = "sympathy", pinned: str = "") -> str:
    version = ClauseVersion(
        clause_id=clause_id,
        version=1,
        number="1.1",
        section="plan",
        title="Title",
        text=text,
        in_force_from=date(2019, 1, 1),
        in_force_until=None,
        governs_by=GovernsBy.FILING,
        numbers=NUMBERS,
        terms=(WAITING, BAND),
    )
    return str(clause_prose(version, pinned)).strip()


def term(words: str, clause_id: str = "waiting-period") -> str:
    return f'<a class="term" href="/rules/clauses/{clause_id}">{words}</a>'


def test_a_reference_is_a_number_that_leads_there() -> None:
    there = '<a href="/rules/clauses/waiting-period">clause 3.1</a>'
    assert shown("As [[waiting-period]] says.") == f"<p>As {there} says.</p>"
    assert shown("As [[nowhere]] says.") == "<p>As clause ? says.</p>"


def test_a_term_is_linked_where_a_paragraph_first_uses_it() -> None:
    assert shown("A waiting period. Waiting periods.\n\nThe age band, the waiting period.") == (
        f"<p>A {term('waiting period')}. Waiting periods.</p>\n"
        f"<p>The {term('age band', 'age-bands')}, the {term('waiting period')}.</p>"
    )
    assert shown("- Waiting periods\n- age bands") == (
        f"<ul>\n<li>{term('Waiting periods')}</li>\n"
        f"<li>{term('age bands', 'age-bands')}</li>\n</ul>"
    )


def test_a_term_is_not_linked_in_the_clause_that_defines_it() -> None:
    assert shown("A waiting period.", "waiting-period") == "<p>A waiting period.</p>"


def test_links_of_an_old_book_stay_in_it() -> None:
    old = shown("A waiting period of [[age-bands]].", pinned="/at/2019-05-01?known=2020-01-01")
    assert 'href="/rules/clauses/waiting-period/at/2019-05-01?known=2020-01-01"' in old
    assert 'href="/rules/clauses/age-bands/at/2019-05-01?known=2020-01-01"' in old


CLAUSE_MARKS = st.sampled_from(
    [
        *'<>*`![]()#"&\n ',
        "waiting period",
        "age bands",
        "[[waiting-period]]",
        "[[nowhere]]",
        "&lt;b&gt;",
        "<a href='https://elsewhere.example'>",
        "<script>",
        "\n\n",
        "- ",
        "> ",
        "1. ",
    ]
)


@given(st.lists(CLAUSE_MARKS, max_size=30).map("".join))
def test_whatever_a_clause_says_only_its_own_links_are_added(text: str) -> None:
    tree = html5lib.parseFragment(shown(text), namespaceHTMLElements=False)
    for element in tree.iter():
        if element.tag == "a":
            assert element.get("href") in {f"/rules/clauses/{one}" for one in NUMBERS}
            assert list(element) == []
        elif element is not tree:
            assert element.tag in TAGS
    plain = html5lib.parseFragment(str(prose(printed(text, NUMBERS))), namespaceHTMLElements=False)
    assert "".join(tree.itertext()).split() == "".join(plain.itertext()).split()
