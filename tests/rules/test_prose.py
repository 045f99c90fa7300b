"""What people write is shown, never obeyed."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.prose import ATTRIBUTES, TAGS, prose

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
