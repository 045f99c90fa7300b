"""The book as Markdown and as HTML: references are printed as numbers of the day."""

from dataclasses import replace
from datetime import date

from rules.book import Section, demo_book
from rules.exports.readable import Shelves, as_html, as_markdown, numbers_on

DAY = date(2026, 11, 24)
MEDICATION, STAY = (
    next(one for one in demo_book().versions if one.ref == ref)
    for ref in ("medication/2", "hospital-stay/1")
)
SHELVES: Shelves = [
    (
        Section("joining", 2, "Joining <here>"),
        [replace(MEDICATION, text="See [[hospital-stay]], not [[gone]].", title="A & b"), STAY],
    )
]


def test_numbers_are_those_of_the_shelves() -> None:
    assert numbers_on(SHELVES) == {"medication": "2.3", "hospital-stay": "2.4"}


def test_markdown_prints_numbers() -> None:
    text = as_markdown(SHELVES, DAY)
    assert "## 2 Joining <here>\n\n### 2.3 A & b\n\nSee clause 2.4, not clause ?.\n" in text
    assert "[[" not in text


def test_html_prints_numbers_and_shows_what_stands_there() -> None:
    text = as_html(SHELVES, DAY)
    assert '<article id="medication"><h3>2.3 A &amp; b</h3>' in text
    assert "<p>See clause 2.4, not clause ?.</p>" in text
    assert "Joining &lt;here&gt;" in text
    assert "[[" not in text
