"""Members remark on words of a clause; the remark follows the words, and names nobody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kernel.actor import Actor
from members.queries import actor_of
from rules import actions, queries
from rules.actions.comments import MOST_COMMENTS
from rules.reading.remarks import Remark, remarks_on
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.page import Client
from tests.village import PASSWORD, person

NEW_YEAR = date(2027, 1, 1)
REMARK = "Are these days in a row?"


@pytest.fixture
def martin(work: OpenWork) -> Actor:
    with work() as w:
        actions.load_book(w)
        return actor_of(w.session, person(w, "Martin"))


@pytest.fixture
def member(client: Client, martin: Actor) -> Client:
    client.sign_in("martin@village.example", PASSWORD)
    return client


def reworded(work: OpenWork, clause_id: str, old: str, new: str) -> None:
    """Publish the next version of a clause, with other words in place of `old`."""
    with work() as w:
        last = queries.versions_of(w.session, clause_id)[-1]
        assert old in last.text
        text = last.text.replace(old, new)
        number = last.version + 1
        actions.publish_version(
            w, replace(last, version=number, text=text, in_force_from=NEW_YEAR, in_force_until=None)
        )


def as_they_stand(work: OpenWork, clause_id: str, up_to: int) -> list[Remark]:
    with work() as w:
        versions = queries.versions_of(w.session, clause_id)
        return remarks_on(w.session, versions[:up_to])


# Followed through the versions


def test_a_remark_stays_at_its_words_while_others_change(work: OpenWork, martin: Actor) -> None:
    with work(martin) as w:
        actions.comment(w, "medication", 2, "Exactly 30 days", REMARK)
    reworded(work, "medication", "no illness", "no disease")
    (remark,) = as_they_stand(work, "medication", 3)
    assert not remark.orphan
    assert (remark.before, remark.quote) == ("", "Exactly 30 days")
    assert remark.after == " are allowed, and 31 days are not."


def test_a_remark_whose_words_are_gone_is_shown_as_an_orphan(work: OpenWork, martin: Actor) -> None:
    with work(martin) as w:
        actions.comment(w, "medication", 2, "Exactly 30 days are allowed", REMARK)
    text = "Exactly 30 days are allowed, and 31 days are not. "
    reworded(work, "medication", text, "")
    (remark,) = as_they_stand(work, "medication", 3)
    assert remark.orphan
    assert remark.quote == "Exactly 30 days are allowed"


def test_an_older_version_does_not_show_what_was_said_of_a_later_one(
    work: OpenWork, martin: Actor
) -> None:
    with work(martin) as w:
        actions.comment(w, "medication", 2, "Exactly 30 days", REMARK)
        actions.comment(w, "quorum", 1, "ballots", REMARK)
    assert as_they_stand(work, "medication", 1) == []
    assert len(as_they_stand(work, "medication", 2)) == 1


def test_a_reference_in_the_quote_is_printed_as_its_number(work: OpenWork, martin: Actor) -> None:
    with work(martin) as w:
        actions.comment(w, "accident-exempt", 1, "waiting period of clause 3.1", REMARK)
    (remark,) = as_they_stand(work, "accident-exempt", 1)
    assert remark.quote == "waiting period of clause 3.1"


# On the page


def test_a_member_remarks_on_words_and_is_not_named(
    member: Client, visit: Callable[[], Client]
) -> None:
    form = member.get("/rules/clauses/medication").form("Send the remark")
    page = form.fill(quote="Exactly 30 days", text=REMARK).send()
    assert page.path == "/rules/clauses/medication?version=2"
    assert "A member remarked on version 2" in page.text
    assert REMARK in page.text
    assert "<mark>Exactly 30 days</mark>" in page.html
    assert "Martin" not in page.text
    public = visit().get("/rules/clauses/medication")
    assert REMARK not in public.text
    assert "Send the remark" not in public.html


def test_words_that_are_not_there_are_refused_and_nothing_typed_is_lost(member: Client) -> None:
    form = member.get("/rules/clauses/medication").form("Send the remark")
    page = form.fill(quote="Exactly 40 days", text=REMARK).send(status=422)
    assert "exactly" in page.text
    kept = page.form("Send the remark")
    assert kept.values["quote"] == ["Exactly 40 days"]
    assert kept.values["text"] == [REMARK]
    assert kept.fill(quote="Exactly 30\ndays").send().text.count(REMARK) == 1


def test_a_field_that_is_empty_is_told_and_nothing_typed_is_lost(member: Client) -> None:
    form = member.get("/rules/clauses/medication").form("Send the remark")
    page = form.fill(quote="Exactly 30 days", text=" ").send(status=422)
    assert "Say what you want to remark" in page.text
    assert page.form("Send the remark").values["quote"] == ["Exactly 30 days"]
    long = page.form("Send the remark").fill(text="x" * 1001).send(status=422)
    assert "within 1,000 letters" in long.text


def test_of_a_version_that_was_taken_back_the_remark_is_kept(
    member: Client, work: OpenWork
) -> None:
    reworded(work, "quorum", "ballots", "answers")
    form = member.get("/rules/clauses/quorum?version=2").form("Send the remark")
    with work() as w:
        actions.take_back(w, "quorum", NEW_YEAR)
    page = form.fill(quote="answers", text=REMARK).send(status=409)
    assert "taken back" in page.text
    kept = page.form("Send the remark")
    assert kept.values["text"] == [REMARK]
    assert REMARK in kept.fill(quote="ballots").send().text


def test_a_remark_goes_to_the_version_that_was_read(
    member: Client, work: OpenWork, clock: TestClock
) -> None:
    reworded(work, "medication", "Exactly 30 days are allowed, and 31 days are not. ", "")
    clock.set(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    member.sign_in("martin@village.example", PASSWORD)
    form = member.get("/rules/clauses/medication").form("Send the remark")
    clock.move(hours=1)
    page = form.fill(quote="Exactly 30 days", text=REMARK).send()
    assert page.path == "/rules/clauses/medication?version=2"
    assert "<mark>Exactly 30 days</mark>" in page.html
    today = member.get("/rules/clauses/medication")
    assert "These words are gone" in today.text


def test_a_day_has_room_for_so_many_remarks(
    member: Client, martin: Actor, work: OpenWork, clock: TestClock
) -> None:
    for number in range(MOST_COMMENTS):
        with work(martin) as w:
            actions.comment(w, "medication", 2, "Exactly 30 days", f"Remark {number}.")
    form = member.get("/rules/clauses/quorum").form("Send the remark")
    page = form.fill(quote="ballots", text=REMARK).send(status=429)
    assert "20 remarks in a day" in page.text
    assert page.form("Send the remark").values["text"] == [REMARK]
    clock.move(days=1, seconds=1)
    member.sign_in("martin@village.example", PASSWORD)
    later = member.get("/rules/clauses/quorum").form("Send the remark")
    assert REMARK in later.fill(quote="ballots", text=REMARK).send().text


@pytest.mark.usefixtures("martin")
def test_only_who_is_signed_in_remarks(client: Client) -> None:
    page = client.post(
        "/rules/clauses/medication/comments",
        {"version": "2", "quote": "Exactly 30 days", "text": REMARK},
    )
    assert "Sign in" in page.h1


def test_a_remark_on_no_clause_and_on_no_version(member: Client) -> None:
    sent = {"version": "1", "quote": "x", "text": "y"}
    member.post("/rules/clauses/no-such-clause/comments", sent, 404)
    member.post("/rules/clauses/quorum/comments", {**sent, "version": "9"}, 409)
    member.post("/rules/clauses/quorum/comments", {**sent, "version": "x"}, 409)
