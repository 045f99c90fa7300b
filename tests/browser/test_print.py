"""A verdict on paper: the verdict, all of it, and nothing else of the page."""

import pytest

from rules.actions import load_book
from tests.jury.bench import REF
from tests.jury.shelf import EVIDENCE, LUNG, publish, shelve

WHITE = "rgb(255, 255, 255)"
OF_THE_PAGE = (
    "Sign in",
    "Skip to the content",
    "The same as JSON",
    "history",
    "jury, not an insurer",
)
OF_THE_VERDICT = (
    *(REF, "One millimetre of mercury", "Is the claim to be paid?", "Upheld", "11 of 12"),
    *("Why the claim was upheld", "Dissent", "The limit is the limit.", "A lung disease;"),
    *("Severe lung disease", "this case", "ab" * 32),
)


@pytest.fixture
def shelf(live):
    with live.work() as w:
        load_book(w)
        shelve(w, REF)
        shelve(w, "C-2026-0005", 0, 11)
        publish(w, REF, "uphold", "It could not be had.", LUNG, EVIDENCE)
        publish(w, REF, "deny", "The limit is the limit.", LUNG)
        publish(w, "C-2026-0005", "deny", "Words alone.")


def printed(page):
    """Return the words that would stand on paper."""
    page.emulate_media(media="print")
    return page.locator("body").inner_text()


def test_nothing_but_the_verdict_prints(new_page, shelf):
    for scheme in ("light", "dark"):
        page = new_page(color_scheme=scheme)
        page.goto(f"/verdicts/{REF}")
        seen = page.locator("body").inner_text()
        words = printed(page)
        for one in OF_THE_PAGE:
            assert one in seen
            assert one not in words
        for one in OF_THE_VERDICT:
            assert one.casefold() in words.casefold(), one
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
        assert (ground, ink) == (WHITE, "rgb(0, 0, 0)")
        assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_withheld_verdict_prints_no_more_than_it_shows(new_page, shelf):
    page = new_page()
    page.goto("/verdicts/C-2026-0005")
    words = printed(page)
    assert "Words alone." in words
    for one in ("Dissent", "Why the claim", "All jurors", ": this case", "11"):
        assert one not in words.partition("The numbers")[2].partition("Case file")[0]
