"""The page of one clause: its text on a day, what it is tied to, two versions compared."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from rules import queries
from rules.actions import end_clause, load_book, place_clause, publish_version
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.page import Client

NEW_YEAR = date(2027, 1, 1)
Publish = Callable[..., None]


@pytest.fixture
def reader(client: Client, work: OpenWork) -> Client:
    with work() as w:
        load_book(w)
    return client


@pytest.fixture
def publish(work: OpenWork) -> Publish:
    """Publish the next version of a clause, with what is given other than in the last."""

    def next_version(clause_id: str, **other: object) -> None:
        with work() as w:
            last = queries.versions_of(w.session, clause_id)[-1]
            fresh = {"in_force_from": NEW_YEAR, "in_force_until": None, **other}
            publish_version(w, replace(last, version=last.version + 1, **fresh))

    return next_version


# Its text on a day


def test_a_text_that_is_no_longer_in_force_says_so_and_leads_on(reader: Client) -> None:
    page = reader.get("/rules/clauses/medication/at/2018-12-31")
    assert "This text is no longer in force" in page.text
    assert "The rules of 31 December 2018" in page.links
    assert page.links["Clause 2.3 as it reads on 31 December 2018"] == page.path
    later = page.click("Later: version 2")
    assert later.path == "/rules/clauses/medication/at/2019-03-01"
    assert "no longer in force" not in later.text
    assert later.click("Earlier: version 1").path == "/rules/clauses/medication/at/2018-10-16"
    assert later.click("What this version changed").h1 == "From version 1 to version 2"


def test_a_text_to_come_is_announced_and_says_that_it_is_not_in_force_yet(
    reader: Client, publish: Publish
) -> None:
    publish("quorum", text="All jurors answer.")
    today = reader.get("/rules/clauses/quorum")
    assert "A new text comes into force on 1 January 2027" in today.text
    assert today.click("See what changes").h1 == "From version 1 to version 2"
    ahead = reader.get("/rules/clauses/quorum/at/2027-01-01")
    assert "This text is not in force yet" in ahead.text
    assert "All jurors answer" in ahead.text
    assert "All jurors answer" not in ahead.click("Read the text in force today").text


def test_a_clause_that_ends_and_one_that_has_ended(
    reader: Client, work: OpenWork, clock: TestClock
) -> None:
    with work() as w:
        end_clause(w, "sympathy", NEW_YEAR)
    before = reader.get("/rules/clauses/sympathy")
    assert "on 1 January 2027 it will not be in force any more" in before.text
    clock.move(days=60)
    after = reader.get("/rules/clauses/sympathy")
    assert "This clause has ended" in after.text
    assert "Read the text in force today" not in after.links
    asked = reader.get("/rules/clauses/sympathy/at/2027-01-15")
    assert "On 15 January 2027 this clause was not in force" in asked.text
    assert "until before 1 January 2027" in asked.text


def test_a_number_that_was_another_one_is_told_with_its_day(
    reader: Client, work: OpenWork, clock: TestClock
) -> None:
    with work() as w:
        place_clause(w, "counting-days", "waiting", "3.9", NEW_YEAR)
    clock.move(days=60)
    assert reader.get("/rules/clauses/counting-days").h1.startswith("3.9 ")
    old = reader.get("/rules/clauses/counting-days/at/2026-01-01")
    assert not old.h1.startswith("3.9 ")
    assert "The number is that of 1 January 2026" in old.text
    assert "on 1 January 2026, 3.9 today" in old.text
    cites = reader.get("/rules/clauses/waiting-period").links
    assert cites["clause 3.9"] == "/rules/clauses/counting-days"
    cited = reader.get("/rules/clauses/waiting-period/at/2026-01-01").links
    assert "clause 3.9" not in cited
    assert "/rules/clauses/counting-days/at/2026-01-01" in cited.values()


def test_as_it_was_known_leaves_out_what_was_published_later(
    reader: Client, publish: Publish, clock: TestClock
) -> None:
    clock.move(days=2)
    publish("quorum", text="All jurors answer.")
    page = reader.get("/rules/clauses/quorum/at/2027-01-01?known=2026-11-24")
    assert "as it was known at the end of 24 November 2026" in page.text
    assert "All jurors answer" not in page.text
    assert "1 of 1" in page.text
    assert "All jurors answer" in page.click("as it is known now").text


@pytest.mark.parametrize(
    "path",
    [
        "/rules/clauses/medication/at/2018-10-15",
        "/rules/clauses/medication/at/soon",
        "/rules/clauses/medication/at/2019-05-01?known=soon",
        "/rules/clauses/medication/at/2019-05-01?known=2026-11-24",
        "/rules/clauses/medication/at/2019-05-01?known=2026-11-22",
        "/rules/clauses/no-such-clause/at/2019-05-01",
        "/rules/clauses/no-such-clause/redline",
        "/rules/clauses/medication/redline?from=1&to=3",
        "/rules/clauses/medication/redline?from=x",
        "/rules/clauses/medication/redline?to=%C2%B2",
        "/rules/clauses/medication/redline?to=" + "9" * 400,
    ],
)
def test_what_is_not_there(reader: Client, path: str) -> None:
    reader.get(path, 404)


# What it is tied to


def test_it_names_what_it_cites_what_cites_it_and_its_words(reader: Client) -> None:
    page = reader.get("/rules/clauses/accident-exempt")
    assert page.links["clause 3.1"] == "/rules/clauses/waiting-period"
    assert page.links["3.1 Ninety days for illness"] == "/rules/clauses/waiting-period"
    assert page.links["accident"] == "/rules/terms/#term-accident"
    assert "waiting period (3.1 Ninety days for illness)" in page.text
    assert "Cited by" in page.click("clause 3.1").text


def test_it_says_what_can_be_computed(reader: Client) -> None:
    page = reader.get("/rules/clauses/hospital-stay")
    assert "A hospital stay of 15 days is allowed, and one of 16 days is not." in page.text
    assert "What can be computed" not in reader.get("/rules/clauses/sympathy").text


# Two versions compared


def test_two_versions_are_compared_in_marks_and_change_by_change(reader: Client) -> None:
    page = reader.get("/rules/clauses/medication/history").form("Compare").send()
    assert page.path == "/rules/clauses/medication/redline?from=1&to=2"
    assert "struck through" in page.text
    assert "<del>" in page.html
    assert "<ins>" in page.html
    assert "changes, one by one" in page.text
    assert "the substance" in page.text
    assert "What can be computed of it" in page.text
    assert "backwards" not in page.text


def test_they_are_compared_in_either_order_and_a_version_with_itself(reader: Client) -> None:
    back = reader.get("/rules/clauses/medication/history").form("Compare")
    page = back.fill({"from": "2", "to": "1"}).send()
    assert page.h1 == "From version 2 to version 1"
    assert "backwards in time" in page.text
    same = page.form("Compare").fill({"from": "1", "to": "1"}).send()
    assert "one and the same version" in same.text
    assert "one by one" not in same.text


def test_a_clause_of_one_version_has_nothing_to_compare(reader: Client) -> None:
    page = reader.get("/rules/clauses/quorum/redline")
    assert "one and the same version" in page.text
    assert "Compare" not in [words for form in page.forms for words in form.buttons]


def test_a_change_of_the_title_alone(reader: Client, publish: Publish) -> None:
    publish("quorum", title="Enough ballots")
    page = reader.get("/rules/clauses/quorum/redline?from=1&to=2")
    assert "Its title" in page.text
    assert "The words of the text are the same" in page.text


def test_a_cited_clause_that_moves_is_no_change_of_the_words_that_cite_it(
    reader: Client, work: OpenWork, publish: Publish
) -> None:
    publish("waiting-period", title="Ninety days")
    with work() as w:
        place_clause(w, "counting-days", "waiting", "3.9", NEW_YEAR)
    page = reader.get("/rules/clauses/waiting-period/redline?from=1&to=2")
    assert "The words of the text are the same" in page.text
    assert "[[" not in page.text
