"""The pages of the rule book, as a reader and as an editor see them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from kernel.actor import Role
from rules import queries
from rules.actions import load_book, publish_version
from tests.conftest import OpenWork
from tests.page import Client
from tests.village import PASSWORD, person


@pytest.fixture
def reader(client: Client, work: OpenWork) -> Client:
    with work() as w:
        load_book(w)
    return client


def test_the_book_of_today_in_sections_with_its_contents(reader: Client) -> None:
    page = reader.get("/rules/")
    assert page.h1 == "The rules"
    assert "Nature of the plan" in page.links
    assert "more than 30 days" in page.text
    assert "This is not today's text" not in page.text


def test_an_empty_book_says_so(client: Client) -> None:
    assert "No clause was in force" in client.get("/rules/").text
    assert "No rule has been published" in client.get("/rules/revisions/").text


def test_the_book_of_an_earlier_day_says_that_it_is_not_todays(reader: Client) -> None:
    page = reader.get("/rules/").fill(on="2019-02-28").send()
    assert page.path == "/rules/at/2019-02-28"
    assert "This is not today's text" in page.text
    assert "no medication for 30 days within the last two years" in page.text
    old = page.click("2.3")
    assert "no longer in force" in old.text
    assert "no medication for 30 days" in old.text
    assert "more than 30 days" in old.click("Read the text in force today").text


def test_todays_date_is_not_a_past_day(reader: Client) -> None:
    assert "This is not today's text" not in reader.get("/rules/at/2026-11-23").text
    assert "more may be scheduled" in reader.get("/rules/at/2026-11-24").text
    assert "No clause was in force" in reader.get("/rules/at/2018-10-15").text


@pytest.mark.parametrize(
    "path",
    [
        "/rules/at/2019-02-30",
        "/rules/at/20190501",
        "/rules/at/2019-W01-1",
        "/rules/at/yesterday",
        "/rules/at/2019-5-1",
        "/rules/clauses/no-such-clause",
        "/rules/clauses/no-such-clause/history",
        "/rules/clauses/medication%00",
        "/rules/clauses/m%C3%A9dication/history",
        "/rules/clauses/" + "x" * 3000,
        "/rules/clauses/medication?at=soon",
        "/rules/clauses/medication?at=2018-10-15",
        "/rules/clauses/medication?version=3",
        "/rules/clauses/medication?version=x",
    ],
)
@pytest.mark.databases("sqlite", "postgresql")
def test_what_is_not_there(reader: Client, path: str) -> None:
    reader.get(path, 404)


def test_a_date_that_is_none_is_told_at_its_field(reader: Client) -> None:
    page = reader.get("/rules/?on=yesterday", 422)
    assert "Not a valid date" in page.text
    assert "Nature of the plan" in page.text


def test_words_find_clauses(reader: Client) -> None:
    page = reader.get("/rules/").fill(words="arterial").send()
    assert "1 clause with “arterial”" in page.text
    assert "Severe lung disease" in page.text
    assert "Quorum" not in page.text
    assert "1 clause with" in reader.get("/rules/?words=arter%E2%80%8Bial").text
    reader.get("/rules/?words=" + "x" * 81, 422)
    none = reader.get("/rules/?words=xyzzy")
    assert "No clause holds these words" in none.text
    both = reader.get("/rules/?words=medication&on=2019-02-28")
    assert both.path == "/rules/at/2019-02-28?words=medication"


def test_a_clause_and_its_versions(reader: Client) -> None:
    page = reader.get("/rules/clauses/medication")
    assert page.h1 == "2.3 Medication"
    assert "2 of 2" in page.text
    assert "The version in force on the day of joining" in page.text
    first = page.click("Version 1")
    assert first.path == "/rules/clauses/medication/at/2018-10-16"
    assert "within the last two years" in first.text
    dated = reader.get("/rules/clauses/medication?at=2019-02-28")
    assert dated.path == "/rules/clauses/medication/at/2019-02-28"
    assert "within the last two years" in dated.text
    assert "within the last two years" in reader.get("/rules/clauses/medication?version=1").text


def test_a_history_shows_what_changed_in_marks_and_in_words(reader: Client) -> None:
    page = reader.get("/rules/clauses/medication/history")
    assert "<del>" in page.html
    assert "<ins>" in page.html
    assert "[deleted:" in page.text
    assert "[inserted: more than]" in page.text.replace(" ]", "]")
    assert "one wording" in reader.get("/rules/clauses/quorum/history").text


def test_the_list_of_changes(reader: Client) -> None:
    page = reader.get("/rules/revisions/")
    assert page.text.index("1 May 2019") < page.text.index("1 March 2019")
    assert page.text.index("1 March 2019") < page.text.index("16 October 2018")


def test_every_page_of_the_book_opens(reader: Client) -> None:
    seen = reader.crawl("/rules/", within="/rules/")
    assert set(seen.values()) == {200}
    assert len(seen) > 90


def test_an_editor_finds_what_to_look_at(
    reader: Client, work: OpenWork, visit: Callable[[], Client]
) -> None:
    with work() as w:
        person(w, "Edith", Role.EDITOR)
        person(w, "Martin")
        stay = queries.versions_of(w.session, "hospital-stay")[0]
        publish_version(
            w, replace(stay, version=2, text="Not at all.", in_force_from=date(2027, 1, 1))
        )
    reader.sign_in("edith@village.example", PASSWORD)
    desk = reader.get("/desk/")
    page = desk.click("Clauses to look at")
    assert "Versions on their way" in page.text
    assert "within the last two years" in page.text
    assert "exactly 30 days are enough" in page.text
    assert "1 January 2027" in page.text
    ahead = reader.get("/rules/clauses/hospital-stay?version=2")
    assert "not in force yet" in ahead.text
    other = visit()
    assert "Sign in" in other.get("/rules/findings/").h1
    other.sign_in("martin@village.example", PASSWORD)
    other.get("/rules/findings/", 403)


def test_the_book_as_a_file(reader: Client, app: Flask) -> None:
    run = app.test_cli_runner().invoke
    old = run(args=["rules", "export", "--format", "md", "--at", "2019-02-28"])
    assert "### 2.3 Medication\n\nThe person to be covered has had no medication" in old.output
    html = run(args=["rules", "export", "--format", "html"])
    assert html.output.startswith("<!doctype html>")
    assert "more than 30 days" in html.output
    early = run(args=["rules", "export", "--at", "2018-10-15"])
    assert early.exit_code == 1
    assert "No rule was in force on 2018-10-15" in early.output


def test_a_past_day_reads_as_past_and_the_first_day_is_named(reader: Client) -> None:
    assert "as it read on 28 February 2019" in reader.get("/rules/at/2019-02-28").text
    assert "as it reads on 24 November 2026" in reader.get("/rules/at/2026-11-24").text
    early = reader.get("/rules/at/2018-10-15")
    assert "as it read on" not in early.text
    assert "The plan's rules exist since 16 October 2018" in early.text
    assert early.click("16 October 2018").path == "/rules/at/2018-10-16"
