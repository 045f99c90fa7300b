"""Plain text out of HTML, by values and under attack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.exchange.plain import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("no tags, 1 < 2 & 3 > 2", "no tags, 1 < 2 & 3 > 2"),
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("<p>One.<br>Two.<br />\n</p>\n", "One.\nTwo."),
        ("<P DIR='ltr'>a\n  b&nbsp;c</P>", "a b c"),
        ("&lt;p&gt; &amp;lt; &eacute; &#x4e2d;&#25991;", "<p> &lt; é 中文"),
        ("Which is <b>not</b> <span style='x'>due</span>?", "Which is not due?"),
        ("<ol><li>file</li><li>seal</ol><ul><li>pay</ul>", "1. file\n2. seal\npay"),
        ("<p title='a > b'>x</p>", "x"),
        ('<p title="never closed>x</p>', "x"),
        ("a<!-- <p>b --> c <!-- d", "a c"),
        ("<!DOCTYPE html><?php echo ?>x<![if !vml]>y<![endif]>", "x y"),
        ("<style>p { color: red }</style>x", "x"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("a\0\x08b&#1;&#99999999999999999999;", "ab\ufffd"),
    ],
)
def test_nothing_of_importance_is_lost(html, text):
    assert plain_text(html) == (text, False)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('Look: <img src="data:image/png;base64,AAAA" alt="a > b">!', "Look: !"),
        ("a<script>if (1 < 2) alert('<p>')</script>b", "ab"),
        ("a<script>never closed", "a"),
        ("2<sup>3</sup>", "23"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<del>five</del> four", "five four"),
    ],
)
def test_what_plain_text_cannot_show_is_told(html, text):
    assert plain_text(html) == (text, True)


@given(st.text(alphabet="<>/!-?&#;xap\"'= \n", max_size=60))
def test_any_text_is_read_and_its_lines_are_bare(html):
    text, _ = plain_text(html)
    assert all(line == line.strip() != "" for line in text.split("\n") if text)


@pytest.mark.parametrize(
    "piece",
    ["<", "<a", "<a ", "<a/", "<a b='", '<a b="" ', "<!-- >", "<!--", "</", "&#1", "<a '\">"],
)
def test_a_text_of_two_megabytes_of_beginnings_is_read(piece):
    # With time that grew with the square of the length this would not end.
    text, _ = plain_text(piece * (2_000_000 // len(piece)))
    assert isinstance(text, str)
