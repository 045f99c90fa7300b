"""The book of the demo plan: whole, in order, and with the dates and figures it must have."""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from jury.standard import PRESETS
from rules.book import Book, demo_book, parse
from rules.clause import ClauseVersion, check_next, in_force
from rules.reading import by_day, by_section, with_words
from rules.text.reference import printed

BOOK = demo_book()
BEGINNING = date(2018, 10, 16)
TODAY = date(2026, 11, 23)


def clauses(book: Book) -> dict[str, list[ClauseVersion]]:
    found: dict[str, list[ClauseVersion]] = defaultdict(list)
    for version in book.versions:
        found[version.clause_id].append(version)
    return dict(found)


def text(ref: str) -> str:
    return next(version.text for version in BOOK.versions if version.ref == ref)


def test_it_has_seven_sections_and_every_clause_is_in_force_today_and_at_the_beginning() -> None:
    assert len(BOOK.sections) == 7
    assert len(clauses(BOOK)) == 45
    for versions in clauses(BOOK).values():
        assert in_force(versions, BEGINNING) == versions[0]
        assert in_force(versions, BEGINNING - timedelta(days=1)) is None
        assert in_force(versions, TODAY) == versions[-1]


def test_each_version_may_follow_the_one_before() -> None:
    for versions in clauses(BOOK).values():
        for count, version in enumerate(versions):
            check_next(version, versions[:count])


def test_numbers_are_given_once_and_belong_to_their_section() -> None:
    places = {section.id: section.position for section in BOOK.sections}
    for versions in clauses(BOOK).values():
        for version in versions:
            assert version.place[0] == places[version.section]
    numbers = [versions[-1].number for versions in clauses(BOOK).values()]
    assert len(set(numbers)) == len(numbers)


def test_texts_are_plain_single_paragraphs_of_one_to_five_sentences() -> None:
    for version in BOOK.versions:
        assert version.text == " ".join(version.text.split())
        plain = printed(version.text, {})
        assert not set(plain) & set("*_`<>#[]"), version.ref
        assert 1 <= version.text.count(". ") + 1 <= 5, version.ref


@pytest.mark.parametrize(
    ("clause_id", "first_day"),
    [("medication", date(2019, 3, 1)), ("light-tier", date(2019, 5, 1))],
)
def test_two_clauses_have_changed_on_their_days(clause_id: str, first_day: date) -> None:
    old, new = clauses(BOOK)[clause_id]
    assert old.in_force_until == new.in_force_from == first_day
    changed = {one for one, versions in clauses(BOOK).items() if len(versions) > 1}
    assert changed == {"medication", "light-tier"}


def test_it_agrees_with_the_standard_of_the_panel() -> None:
    panel = PRESETS["panel"]
    assert f"{panel.seats} seats with {panel.alternates} alternates" in text("who-may-judge/1")
    assert "A panel of 31" in text("quorum/1")
    assert "at least 21 valid ballots" in text("quorum/1")
    assert "open for 72 hours" in text("voting-window/1")
    assert "a tie denies" in text("threshold/1")


def test_the_share_in_the_example_is_computed_right() -> None:
    assert "30,000,000 yuan, a fee of 2,400,000 yuan and 60,000,000 members" in text("share/1")
    assert 32_400_000 * 100 / 60_000_000 == 54
    assert 30_000_000 * 8 // 100 == 2_400_000


def test_the_day_in_the_example_is_counted_right() -> None:
    assert date(2018, 12, 29) - date(2018, 10, 31) == timedelta(days=59)
    assert "joins on 31 October is in day 59 on 29 December" in text("counting-days/1")


TABLE = """
name = "A book"
[[section]]
id = "one"
title = "One"
[[clause]]
id = "first"
version = 1
section = "%s"
number = "1.1"
title = "First"
governs_by = "joining"
in_force_from = 2020-01-01
text = '''Two
  lines.'''
"""


def test_line_breaks_in_a_text_mean_nothing() -> None:
    assert parse(TABLE % "one").versions[0].text == "Two lines."


def test_a_clause_without_its_section_or_twice_there_is_no_book() -> None:
    with pytest.raises(ValueError, match="no such section: two"):
        parse(TABLE % "two")
    clause = (TABLE % "one").partition("[[clause]]")
    with pytest.raises(ValueError, match="twice in the book: first/1"):
        parse("".join([*clause, clause[1], clause[2]]))


def test_words_are_sought_in_any_case_and_all_of_them() -> None:
    found = with_words(BOOK.versions, "MEDICATION continuous")
    assert [version.ref for version in found] == ["medication/2"]
    assert with_words(BOOK.versions, "") == list(BOOK.versions)
    assert with_words(BOOK.versions, "no-such-word") == []


def test_every_clause_stands_on_one_shelf_and_on_one_day() -> None:
    shelves = by_section(BOOK.sections, BOOK.versions)
    assert sum(len(held) for _section, held in shelves) == len(BOOK.versions)
    days = by_day(BOOK.versions)
    assert [day for day, _held in days] == [date(2019, 5, 1), date(2019, 3, 1), BEGINNING]
    assert [len(held) for _day, held in days] == [1, 1, 45]
