"""Revisions as everybody reads them: the list, the page, the file, the feed, an objection."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import docx
import pytest

from members.queries import actor_of
from rules import actions
from rules.consultation import Reply, Vote
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.page import Client
from tests.rules.revising import PLAINER_STAY, SUMMARY, Editors, editors
from tests.village import PASSWORD, person

NEW_YEAR = date(2027, 1, 1)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def room(work: OpenWork, clock: TestClock) -> Editors:
    return editors(work, clock)


@pytest.fixture
def martin(room: Editors, client: Client) -> Client:
    with room.work() as w:
        person(w, "Martin")
    client.sign_in("martin@village.example", PASSWORD)
    return client


def answered(room: Editors, ref: str, *votes: Vote) -> None:
    """Members answer the first case rightly, the second wrongly, the third rightly."""
    for number, vote in enumerate(votes):
        with room.work() as w:
            added = person(w, f"Member {number}")
            w.session.flush()
            actor = actor_of(w.session, added)
        with room.work(actor) as w:
            actions.answer_consultation(w, ref, Reply((0, 0, 2), vote), f"Remark {number}.")


def counted(room: Editors, ref: str) -> None:
    room.clock.move(days=15)
    with room.work() as w:
        assert actions.close_consultation(w, ref)


def test_an_empty_book_says_so(client: Client) -> None:
    page = client.get("/rules/revisions/")
    assert "No rule has been published" in page.text
    assert "Nothing is scheduled" in page.text
    feed = ET.fromstring(client.get("/rules/revisions/feed.atom").data)
    assert feed.findall(f"{ATOM}entry") == []


def test_the_days_of_the_book_the_latest_first(room: Editors, client: Client) -> None:
    page = client.get("/rules/revisions/")
    assert page.text.index("1 May 2019") < page.text.index("1 March 2019")
    assert page.text.index("1 March 2019") < page.text.index("16 October 2018")
    assert "clauses began on this day" in page.text


def test_what_is_on_its_way_stands_in_the_list(room: Editors, client: Client) -> None:
    scheduled, ref = room.scheduled(NEW_YEAR), room.asked()
    page = client.get("/rules/revisions/")
    assert ref in page.text
    assert "Members are asked now" in page.text
    assert "7 December 2026" in page.text
    assert SUMMARY in page.text
    assert "Sign in" in page.click("Take part").h1
    page = client.get("/rules/revisions/")
    assert "members may object until" in page.text
    assert page.text.index("1 January 2027") < page.text.index("1 May 2019")
    assert page.click("Read and object").path == f"/rules/revisions/{scheduled}"


def test_a_draft_is_nobodys_to_read(room: Editors, client: Client) -> None:
    ref = room.draft()
    for end in ("", ".docx", "/consultation"):
        client.get("/sign-in")
        status = 200 if end == "/consultation" else 404
        client.get(f"/rules/revisions/{ref}{end}", status)
    client.get("/rules/revisions/R-2026-9999", 404)
    client.get("/rules/revisions/nothing", 404)
    assert ref not in client.get("/rules/revisions/").html
    room.review(ref)
    client.get(f"/rules/revisions/{ref}", 404)


def test_the_page_of_a_revision_names_nobody(room: Editors, client: Client) -> None:
    ref = room.asked()
    page = client.get(f"/rules/revisions/{ref}")
    assert page.h1 == "Longer stays in hospital"
    assert SUMMARY in page.text
    assert "Put before the members" in page.text
    assert "two editors who did not write it" in page.text.lower()
    assert "a number" in page.text
    assert "Members asked for it: 20." in page.text
    assert "[deleted: 15" in page.text
    assert "An editor who did not write it signed it off." in page.text
    assert "Its words were changed" not in page.text
    for name in ("Edith", "Edgar", "Edna"):
        assert name not in page.text


def test_nothing_is_counted_before_the_end_and_all_of_it_after(
    room: Editors, client: Client, visit: Callable[[], Client]
) -> None:
    ref = room.asked()
    before = client.get(f"/rules/revisions/{ref}").text
    answered(room, ref, Vote.FOR, Vote.FOR, Vote.FOR, Vote.AGAINST, Vote.ABSTAIN)
    assert client.get(f"/rules/revisions/{ref}").text == before
    counted(room, ref)
    page = client.get(f"/rules/revisions/{ref}")
    assert "3 of 4 votes for and against were for it" in page.text
    assert "at least 67/100" in page.text
    assert "10 of 15 answers to the three cases were right" in page.text
    assert "0 of 5 answered it rightly" in page.text
    assert "Remark 1." not in page.text
    assert "approved" in page.text
    reader = visit()
    reader.sign_in("edna@village.example", PASSWORD)
    assert "Remark 1." in reader.get(f"/rules/revisions/{ref}").text
    assert "Approved, without a day yet" in client.get("/rules/revisions/").text


def test_what_the_members_do_not_adopt(room: Editors, client: Client) -> None:
    ref = room.asked()
    answered(room, ref, Vote.FOR, Vote.AGAINST)
    counted(room, ref)
    assert "Not adopted" in client.get("/rules/revisions/").text
    assert "The members did not adopt it" in client.get(f"/rules/revisions/{ref}").text
    assert client.get("/rules/revisions/feed.atom").data.count(b"<entry>") == 0


def test_time_that_is_over_is_not_open(room: Editors, client: Client) -> None:
    ref = room.asked()
    room.clock.move(days=14)
    assert "being counted" in client.get(f"/rules/revisions/{ref}").text
    assert "Members are asked now" not in client.get("/rules/revisions/").text


def test_a_word_document_with_the_changes(room: Editors, client: Client) -> None:
    ref = room.scheduled(NEW_YEAR, PLAINER_STAY)
    page = client.get(f"/rules/revisions/{ref}").click("Word document")
    assert f"filename={ref}.docx" in page.headers["Content-Disposition"]
    words = docx.Document(io.BytesIO(page.data)).element.xml
    assert "admission" in words
    assert "arrival" in words
    assert "w:ins" in words
    assert "Edith" not in words


def test_the_feed_tells_each_stage_once(room: Editors, client: Client) -> None:
    ref, asked = room.scheduled(NEW_YEAR, PLAINER_STAY), room.asked()
    page = client.get("/rules/revisions/feed.atom")
    assert page.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(page.data)
    found = {one.findtext(f"{ATOM}id"): one for one in feed.findall(f"{ATOM}entry")}
    assert set(found) == {
        f"tag:localhost,2026:{asked}/consultation",
        f"tag:localhost,2026:{ref}/scheduled",
    }
    entry = found[f"tag:localhost,2026:{ref}/scheduled"]
    assert entry.findtext(f"{ATOM}title") == "Scheduled for 1 January 2027: A typing mistake"
    assert "<ins>arrival</ins>" in (entry.findtext(f"{ATOM}content") or "")
    again = client.raw.get(
        "/rules/revisions/feed.atom", headers={"If-None-Match": page.headers["ETag"]}
    )
    assert again.status_code == 304
    assert "feed.atom" in client.get("/rules/revisions/").html


def test_in_force_it_is_compared_with_the_day_before(room: Editors, client: Client) -> None:
    ref = room.scheduled(NEW_YEAR, PLAINER_STAY)
    room.clock.move(days=60)
    with room.work() as w:
        assert actions.come_into_force(w, ref)
    page = client.get(f"/rules/revisions/{ref}")
    assert "In force since 1 January 2027" in page.text
    assert "[inserted: arrival" in page.text
    assert ref in client.get("/rules/revisions/").text


def test_a_member_objects_and_the_revision_goes_back(room: Editors, martin: Client) -> None:
    ref = room.scheduled(NEW_YEAR)
    page = martin.get(f"/rules/revisions/{ref}")
    assert "Is it more than spelling?" in page.text
    page = page.fill(reason="  ").send(status=422)
    assert "Say what the change means to you" in page.text
    page = page.fill(reason="x" * 501).send(status=422)
    assert "x" * 501 in page.html
    page = page.fill(reason="A space can part what belongs together.").send()
    assert page.path == "/rules/revisions/"
    assert "Your objection is recorded" in page.text
    assert "It went back" in martin.get(f"/rules/revisions/{ref}").text
    martin.get(f"/rules/revisions/{ref}.docx", 404)
    late = martin.post(f"/rules/revisions/{ref}/objection", {"reason": "Me too, I object."}, 409)
    assert "Me too, I object." in late.text


def test_no_objection_after_seven_days_nor_to_what_is_more(room: Editors, martin: Client) -> None:
    ref = room.scheduled(NEW_YEAR)
    room.clock.move(days=7)
    martin.sign_in("martin@village.example", PASSWORD)
    assert "Is it more than spelling?" not in martin.get(f"/rules/revisions/{ref}").text
    objection = {"reason": "Too late for me."}
    late = martin.post(f"/rules/revisions/{ref}/objection", objection, 409)
    assert "The time for objections is over" in late.text
    assert "Too late for me." in late.html
    other = room.draft(PLAINER_STAY, title="Other words")
    martin.post(f"/rules/revisions/{other}/objection", {"reason": "Why?"}, 404)
    room.review(other)
    room.schedule(other, NEW_YEAR + timedelta(days=1))
    martin.post(f"/rules/revisions/{other}/objection", {"reason": "Why?"}, 409)


def test_what_was_public_and_went_back_says_so(room: Editors, martin: Client) -> None:
    ref = room.scheduled(date(2026, 12, 20))
    notice = martin.get("/rules/clauses/hospital-stay").text
    assert "A change of this clause is on its way: A typing mistake" in notice
    objection = {"reason": "It changes the meaning."}
    martin.post(f"/rules/revisions/{ref}/objection", objection)
    assert "It went back to its authors" in martin.get(f"/rules/revisions/{ref}").text
    with room.work(room.edith) as w:
        actions.withdraw_revision(w, ref, "Not needed.")
    assert "have withdrawn it" in martin.get(f"/rules/revisions/{ref}").text
