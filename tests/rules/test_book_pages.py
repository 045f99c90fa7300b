"""The book in its two times, its links and its defined words, as a reader sees them."""

from dataclasses import replace
from datetime import date

import pytest

from rules import queries
from rules.actions import end_clause, load_book, publish_version
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.page import Client

NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def reader(client: Client, work: OpenWork) -> Client:
    with work() as w:
        load_book(w)
    return client


@pytest.fixture
def reworded(reader: Client, work: OpenWork, clock: TestClock) -> Client:
    """A reader; two days after the book was loaded, another quorum was set for the new year."""
    clock.move(days=2)
    with work() as w:
        last = queries.versions_of(w.session, "quorum")[-1]
        text = "All jurors answer."
        publish_version(w, replace(last, version=2, text=text, in_force_from=NEW_YEAR))
    return reader


# As it was known


def test_a_day_is_read_as_it_is_known_now_and_as_it_was_known_before(reworded: Client) -> None:
    now = reworded.get("/rules/at/2027-01-01")
    assert "All jurors answer" in now.text
    then = now.fill(known="2026-11-24").send()
    assert then.path == "/rules/at/2027-01-01?known=2026-11-24"
    assert "All jurors answer" not in then.text
    told = "This is the book of 1 January 2027 as it was known at the end of 24 November 2026 (UTC)"
    assert told in then.text
    assert then.click("as it is known now").path == "/rules/at/2027-01-01"


def test_links_stay_in_the_book_of_the_days(reworded: Client) -> None:
    then = reworded.get("/rules/at/2027-01-01?known=2026-11-24")
    clause = then.click("6.7")
    assert clause.path == "/rules/clauses/quorum/at/2027-01-01?known=2026-11-24"
    assert then.links["clause 3.1"].endswith("/waiting-period/at/2027-01-01?known=2026-11-24")
    assert clause.click("The rules of 1 January 2027").path == then.path
    assert reworded.get("/rules/").links["6.7"] == "/rules/clauses/quorum"


def test_before_the_house_knew_the_book_it_says_since_when_it_does(reader: Client) -> None:
    page = reader.get("/rules/at/2019-05-01?known=2020-01-01")
    assert "Of that day nothing was known yet" in page.text
    assert page.click("23 November 2026").path == "/rules/at/2019-05-01?known=2026-11-23"


def test_words_are_found_in_the_book_as_it_was_known(reworded: Client) -> None:
    page = reworded.get("/rules/?words=jurors+answer&on=2027-01-01&known=2026-11-24")
    assert page.path == "/rules/at/2027-01-01?known=2026-11-24&words=jurors+answer"
    assert "All jurors" not in page.text
    assert reworded.get("/rules/at/2027-01-01?words=all+jurors+answer").links["6.7"]


def test_nobody_knows_yet_what_will_be_known(reader: Client) -> None:
    page = reader.get("/rules/?known=2026-11-24", 422)
    assert "That day has not come yet" in page.text
    assert page.form().values["known"] == ["2026-11-24"]
    assert "Not a valid date" in reader.get("/rules/?known=soon", 422).text


@pytest.mark.parametrize("known", ["soon", "2026-02-30", "2026-11-24", "20261101"])
def test_an_address_that_asks_for_no_day_to_know_leads_nowhere(reader: Client, known: str) -> None:
    reader.get(f"/rules/at/2019-05-01?known={known}", 404)


# References and defined words


def test_references_are_numbers_that_lead_there(reader: Client) -> None:
    page = reader.get("/rules/")
    assert "[[" not in page.html
    assert page.links["clause 3.1"] == "/rules/clauses/waiting-period"
    assert page.links["light cancer"] == "/rules/clauses/light-tier"
    assert "Thyroid" not in reader.get("/rules/?words=nowhere").text
    found = reader.get("/rules/?words=waiting+clause+3.1")
    assert "No waiting for accidents" in found.text


def test_the_defined_words_with_where_they_are_defined_and_used(reader: Client) -> None:
    page = reader.get("/rules/").click("Defined words")
    assert page.path == "/rules/terms/"
    assert "also written “light cancers”" in page.text
    assert "clause 4.4, Light cancers" in page.links
    assert page.links["4.5 Severe thyroid cancer"] == "/rules/clauses/severe-thyroid"
    assert page.element("term-waiting-period") is not None


def test_a_word_whose_clause_has_ended_says_so(
    reader: Client, work: OpenWork, clock: TestClock
) -> None:
    with work() as w:
        end_clause(w, "light-tier", NEW_YEAR)
    clock.move(days=60)
    page = reader.get("/rules/terms/")
    assert "The clause that defined it is not in force today" in page.text
    assert "This clause has ended" in page.click("light-tier").text


def test_a_house_without_words_says_so(client: Client) -> None:
    assert "No word has been defined yet" in client.get("/rules/terms/").text
