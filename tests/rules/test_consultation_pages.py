"""A consultation as a member takes part in it: read, three cases, a vote, then what was right."""

from collections.abc import Callable

import pytest

from rules import actions
from rules.models import ConsultationReply
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.page import Client, Page
from tests.rules.revising import PLAINER_STAY, Editors, editors
from tests.village import PASSWORD, person

RIGHT = {"question-1": "0", "question-2": "1", "question-3": "2"}


@pytest.fixture
def room(work: OpenWork, clock: TestClock) -> Editors:
    made = editors(work, clock)
    with work() as w:
        for name in ("Martin", "Mira"):
            person(w, name)
    return made


@pytest.fixture
def ref(room: Editors) -> str:
    return room.asked()


@pytest.fixture
def martin(room: Editors, client: Client) -> Client:
    client.sign_in("martin@village.example", PASSWORD)
    return client


def asked(member: Client, ref: str) -> Page:
    return member.get(f"/rules/revisions/{ref}/consultation")


def test_a_member_is_told_and_answers_once(room: Editors, martin: Client, ref: str) -> None:
    front = martin.get("/")
    page = front.click("Members are asked about a change of the rules")
    assert page.h1 == "Longer stays in hospital"
    assert "Ana stayed 15 days." in page.text
    assert "[deleted: 15" in page.text
    page = page.fill({**RIGHT, "question-2": "0"}, vote="for", remark="Good.").send()
    assert page.path == f"/rules/revisions/{ref}/consultation"
    assert "Your answers are in" in page.text
    assert "7 December 2026" in page.text
    assert page.text.count("not right") == 1
    assert "He may join." in page.text
    assert "21 days is not" in page.text
    assert "Good." in page.text
    assert "Members are asked" not in martin.get("/").text
    again = martin.post(
        f"/rules/revisions/{ref}/consultation",
        {**RIGHT, "vote": "against", "remark": "No.", "edition": edition(room)},
        409,
    )
    assert "counted once" in again.text
    assert "No." in again.html
    with room.work() as w:
        (kept,) = w.session.query(ConsultationReply)
        assert (kept.vote, kept.answers, kept.remark) == ("for", [0, 0, 2], "Good.")


def edition(room: Editors) -> str:
    with room.work() as w:
        return str(w.session.query(ConsultationReply).one().edition)


def test_nothing_typed_is_lost(martin: Client, ref: str) -> None:
    page = asked(martin, ref).fill({"question-2": "2"}, remark="Think again.").send(status=422)
    assert page.text.count("Choose an answer.") >= 2
    assert "Choose one of the three." in page.text
    assert "Think again." in page.html
    assert page.form(action="/consultation").values["question-2"] == ["2"]
    page = page.fill(RIGHT, vote="abstain", remark="y" * 1001).send(status=422)
    assert "y" * 1001 in page.html
    page.fill(remark="Short.").send()


def test_what_was_never_offered_is_refused(martin: Client, ref: str) -> None:
    page = asked(martin, ref)
    sent = {**page.form(action="/consultation").values, **RIGHT, "question-1": "3", "vote": "maybe"}
    page = martin.post(f"/rules/revisions/{ref}/consultation", sent, 422)
    assert "Not a valid choice" in page.text


def test_no_count_shows_before_it_closes(
    room: Editors, martin: Client, visit: Callable[[], Client], ref: str
) -> None:
    mira = visit()
    mira.sign_in("mira@village.example", PASSWORD)
    before = asked(mira, ref).text
    asked(martin, ref).fill(RIGHT, vote="for").send()
    assert asked(mira, ref).text == before
    edith = visit()
    edith.sign_in("edith@village.example", PASSWORD)
    asked(edith, ref).fill(RIGHT, vote="against").send()  # an author is a member too
    assert asked(mira, ref).text == before


def test_it_closes_and_says_so(room: Editors, martin: Client, ref: str) -> None:
    asked(martin, ref).fill(RIGHT, vote="for").send()
    room.clock.move(days=14)
    martin.sign_in("martin@village.example", PASSWORD)
    assert "being counted" in asked(martin, ref).text
    late = martin.post(
        f"/rules/revisions/{ref}/consultation", {**RIGHT, "vote": "for", "remark": "Late."}, 409
    )
    assert "Late." in late.text
    with room.work() as w:
        assert actions.close_consultation(w, ref)
    page = asked(martin, ref).click("See what the members said")
    assert "1 of 1 votes for and against were for it" in page.text


def test_who_did_not_answer_reads_the_result(room: Editors, martin: Client, ref: str) -> None:
    room.clock.move(days=14)
    martin.sign_in("martin@village.example", PASSWORD)
    assert asked(martin, ref).path == f"/rules/revisions/{ref}"


def test_another_edition_is_read_first(martin: Client, ref: str) -> None:
    page = asked(martin, ref)
    sent = {**page.form(action="/consultation").values, **RIGHT, "vote": "for", "edition": "1"}
    page = martin.post(f"/rules/revisions/{ref}/consultation", sent, 409)
    assert "has changed since you opened this page" in page.text
    page.fill(RIGHT).send()


def test_one_that_was_withdrawn_keeps_what_was_written(
    room: Editors, martin: Client, ref: str
) -> None:
    page = asked(martin, ref).fill(RIGHT, vote="for", remark="I like it.")
    with room.work(room.edith) as w:
        actions.withdraw_revision(w, ref, "Not now.")
    assert "I like it." in page.send(status=409).text
    martin.get(f"/rules/revisions/{ref}/consultation", 404)


def test_there_is_none_where_nobody_is_asked(room: Editors, martin: Client) -> None:
    other = room.draft(PLAINER_STAY)
    for path in (f"/rules/revisions/{other}/consultation", "/rules/revisions/x/consultation"):
        martin.get(path, 404)
        martin.post(path, {"vote": "for"}, 404)
    room.review(other)  # approved: before the public, but it asked nobody
    martin.get(f"/rules/revisions/{other}/consultation", 404)
    martin.post(f"/rules/revisions/{other}/consultation", {"vote": "for"}, 404)
