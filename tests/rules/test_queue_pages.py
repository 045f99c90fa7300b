"""The editors' queue and desk: what speaks against a clause, what is answered, whose turn it is."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from kernel.jobs import jobs
from rules import actions
from rules.models import SignalAnswer
from rules.queries.revisions import revision_by_ref
from rules.signals import Signal, Source
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.page import Client, Page
from tests.rules.revising import PLAINER_STAY, Editors, editors
from tests.village import PASSWORD, person

UNCLEAR = Signal("quorum", Source.UNCLEAR, 7, 31, "/verdicts/")
WRONG = Signal("quorum", Source.EXAM, 20, 40)
REMARKED = Signal("medication", Source.COMMENT, 1)
GONE = Signal("no-such-clause", Source.LINT, 3)
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def signals(app: Flask) -> list[Signal]:
    """What the providers tell; a test may change it."""
    told = [WRONG, UNCLEAR, REMARKED, GONE]
    app.extensions["venire-signals"] = (lambda _session: list(told),)
    return told


@pytest.fixture
def room(work: OpenWork, clock: TestClock) -> Editors:
    return editors(work, clock)


@pytest.fixture
def edith(room: Editors, client: Client, signals: list[Signal]) -> Client:
    client.sign_in("edith@village.example", PASSWORD)
    return client


def answer_of(page: Page, clause_id: str, source: Source) -> dict[str, str]:
    """Return what the form of a signal would send, by what stands in the page."""
    fields = ("source", "seen", "why")
    ids = {name: f"{clause_id}-{source}-{name}" for name in fields}
    return {name: page.element(ids[name]).get("value", "") for name in fields}


def test_the_queue_tells_what_speaks_against_each_clause(room: Editors, edith: Client) -> None:
    with room.work(room.edna) as w:
        words = "more than 30 days"
        actions.comment(w, "medication", 2, words, "Are these days in a row?")
    page = edith.get("/desk/").click("Clauses to look at")
    assert page.h1 == "Clauses to look at"
    assert "7 of 31 ballots found it unclear" in page.text
    assert "20 of 40 first answers on it in the exam were wrong" in page.text
    assert page.text.index("7 of 31") < page.text.index("20 of 40")
    assert page.text.index("20 of 40") < page.text.index("1 remark on its words")
    assert "Are these days in a row?" in page.text
    assert "“more than 30 days”" in page.text
    assert "Edna" not in page.text
    assert "no-such-clause" not in page.html
    assert "In past wordings" in page.text
    assert "within the last two years" in page.text


def test_doubts_of_the_rules_of_wording_stand_with_their_quotes(
    room: Editors, edith: Client, signals: list[Signal]
) -> None:
    signals[:] = [Signal("medication", Source.LINT, 1)]
    page = edith.get("/rules/queue/")
    assert "The rules of wording ask about 1 place" in page.text


def test_an_answer_takes_a_signal_off_until_there_is_more(
    room: Editors, edith: Client, signals: list[Signal]
) -> None:
    page = edith.get("/rules/queue/")
    sent = answer_of(page, "quorum", Source.UNCLEAR)
    assert sent["seen"] == "7"
    edith.post("/rules/queue/quorum/answer", sent, 422)
    long = edith.post("/rules/queue/quorum/answer", {**sent, "why": "z" * 501}, 422)
    assert "z" * 501 in long.html
    done = edith.post("/rules/queue/quorum/answer", {**sent, "why": "It means those present."})
    assert "Your answer is kept" in done.text
    assert "7 of 31" not in done.text
    assert "20 of 40" in done.text
    with room.work() as w:
        (row,) = w.session.query(SignalAnswer)
        assert (row.clause_id, row.source, row.seen) == ("quorum", "unclear", 7)
    signals.append(Signal("quorum", Source.UNCLEAR, 9, 40, "/verdicts/"))
    signals.remove(UNCLEAR)
    back = edith.get("/rules/queue/")
    assert "9 of 40" in back.text
    assert "Answered at 7" in back.text
    assert "It means those present." in back.text


def test_an_answer_to_what_has_left_the_queue_is_not_lost(
    edith: Client, signals: list[Signal]
) -> None:
    sent = answer_of(edith.get("/rules/queue/"), "quorum", Source.UNCLEAR)
    signals.clear()
    page = edith.post("/rules/queue/quorum/answer", {**sent, "seen": "x", "why": "Kept."}, 422)
    assert "has left the queue" in page.text
    assert "Kept." in page.html
    assert "Nothing speaks against any clause" in page.text
    edith.post("/rules/queue/quorum/answer", {"source": "a b", "seen": "1", "why": "Kept."}, 422)
    edith.post("/rules/queue/no-such-clause/answer", {**sent, "why": "Kept."}, 404)
    edith.post("/rules/queue/no-such-clause/answer", sent, 404)
    edith.post("/rules/queue/NO/answer", {**sent, "why": "Kept."}, 404)


def test_the_old_address_leads_on_and_members_do_not_come_in(
    room: Editors, edith: Client, visit: Callable[[], Client]
) -> None:
    room.scheduled(NEW_YEAR)
    page = edith.get("/rules/findings/")
    assert page.path == "/rules/queue/"
    assert "1 January 2027" in page.text
    with room.work() as w:
        person(w, "Martin")
    other = visit()
    assert "Sign in" in other.get("/rules/queue/").h1
    other.sign_in("martin@village.example", PASSWORD)
    other.get("/rules/queue/", 403)
    other.get("/rules/findings/", 403)
    assert "Clauses to look at" not in other.get("/").text


def test_a_revision_is_opened_from_the_queue(edith: Client, room: Editors) -> None:
    page = edith.get("/rules/queue/")
    offered = [form for form in page.forms if form.action.endswith("/rules/bench/")]
    page = offered[0].send()
    assert page.path == "/rules/bench/R-2026-0001"


def test_the_desk_tells_whose_turn_it_is(
    room: Editors, edith: Client, visit: Callable[[], Client]
) -> None:
    edgar = visit()
    edgar.sign_in("edgar@village.example", PASSWORD)
    ref = room.draft(PLAINER_STAY)
    assert "came back to you" not in edith.get("/desk/").text
    with room.work(room.edith) as w:
        actions.send_to_review(w, ref)
    assert "is to be weighed" in edgar.get("/desk/").text
    assert "is to be weighed" not in edith.get("/desk/").text
    with room.work(room.edgar) as w:
        actions.return_revision(w, ref, "Say it shorter.")
    assert "A revision came back to you" in edith.get("/desk/").text
    assert "A revision came back to you" not in edgar.get("/desk/").text
    room.review(ref)
    assert "needs its day" in edgar.get("/desk/").text
    assert "needs its day" not in edith.get("/desk/").text
    assert "is to be weighed" not in edgar.get("/desk/").text


def test_the_worker_counts_and_brings_into_force(room: Editors, app: Flask) -> None:
    scheduled, asked = room.scheduled(NEW_YEAR), room.asked()

    def tick() -> tuple[int, int]:
        with app.app_context():
            done = jobs().run_once()
        return done["rules.close-consultations"], done["rules.bring-into-force"]

    def states() -> list[str]:
        with room.work() as w:
            return [revision_by_ref(w.session, ref).state for ref in (asked, scheduled)]

    assert tick() == (0, 0)
    room.clock.move(days=14)
    assert tick() == (1, 0)
    assert states() == ["rejected", "scheduled"]
    room.clock.move(days=30)
    assert tick() == (0, 1)
    assert tick() == (0, 0)
    assert states() == ["rejected", "in_force"]
