"""What the exam room puts on a member's page and on an editor's desk."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.actor import ANYONE
from quiz import actions, queries
from quiz.actions import apply_action, propose_action
from quiz.desk import waiting
from quiz.draft import of_item
from quiz.itemaction import ItemAction, What
from quiz.queries.reports import open_reports
from quiz.topic import Topic
from rules.actions import publish_version
from rules.queries import versions_of
from tests.village import PASSWORD

START = "Start the exam"


@pytest.fixture
def clara(client, cast):
    client.sign_in("clara@village.example", PASSWORD)
    return client


@pytest.fixture
def desk(app, work):
    """What waits for an actor in the exam room."""

    def ask(actor):
        with app.test_request_context(), work(actor, writing=False) as w:
            return waiting(w.session, actor, w.now)

    return ask


def test_a_member_is_told_of_the_exam_and_of_an_open_paper(clara, cast, work, clock, desk):
    assert [(one.title, one.url) for one in desk(cast.clara)] == [("Sit the exam", "/quiz/")]
    page = clara.get("/quiz/").press(START)
    here = f"/quiz/sittings/{page.path.removeprefix('/quiz/sittings/')}"
    assert "Questions 1 to 5 of 30." in page.text
    [one] = desk(cast.clara)
    assert one.url == here
    assert one.detail.startswith("Your exam paper is open until ")
    assert "2026" in one.detail
    assert desk(cast.jurors[0]) == [], "who holds the certificate needs nothing"
    assert desk(ANYONE) == []
    clock.move(days=30)
    [one] = desk(cast.clara)
    assert one.url == here
    assert "is over" in one.detail


def test_who_has_to_wait_is_not_told_to_sit(clara, cast, desk):
    for button in (START, "Start another paper"):
        clara.get("/quiz/").press(button)
        clara.get(clara.page.path + "/review").press("Hand in the paper")
    assert desk(cast.clara) == []


def test_editors_are_told_on_which_topics_no_paper_can_be_filled(cast, work, desk):
    assert "The exam cannot be sat" not in [one.title for one in desk(cast.edith)]
    with work(cast.edith) as w:
        for item in queries.bank_on(w.session, w.now.date()):
            if not item.is_case and item.topic is Topic.SECRECY:
                actions.pull_item(w, item.item, "It is unclear.")
    [line] = [one for one in desk(cast.edith) if one.title == "The exam cannot be sat"]
    assert line.detail == "The bank has too few questions on: Secrecy and respect."


def test_editors_are_told_that_a_case_is_lacking(cast, work, desk):
    with work(cast.edith) as w:
        for item in queries.bank_on(w.session, w.now.date()):
            if item.is_case and len(item.parts) == 4:
                actions.pull_item(w, item.item, "It is unclear.")
    [line] = [one for one in desk(cast.edith) if one.title == "The exam cannot be sat"]
    assert line.detail == "The bank lacks a case of 4 questions."


def test_a_topic_that_only_practice_cases_ask_about_is_not_covered(cast, work):
    with work(cast.edith) as w:
        day = w.now.date()
        topic = queries.bank.practice_cases(w.session, day)[0].parts[0].topic
        assert topic not in queries.uncovered_on(w.session, day)
        practised = {one.item for one in queries.bank.practice_cases(w.session, day)}
        for item in queries.bank_on(w.session, day):
            if item.item not in practised and topic in {part.topic for part in item.parts}:
                actions.pull_item(w, item.item, "It is unclear.")
        assert topic in queries.uncovered_on(w.session, day)


def test_only_editors_are_told_of_the_bank(cast, work, clock, desk):
    with work() as w:
        stay = versions_of(w.session, "hospital-stay")[0]
        day = w.now.date() + timedelta(days=2)
        publish_version(w, replace(stay, version=2, text="Not at all.", in_force_from=day))
    clock.move(days=3)
    assert "Questions in no paper" in [one.title for one in desk(cast.edith)]
    assert [one.title for one in desk(cast.clara)] == ["Sit the exam"]


def test_a_question_found_flawed_is_to_be_written_anew(work, cast, desk, client):
    with work(cast.agnes) as w:
        action = ItemAction("two-stays-of-ten-days", 1, 0, What.DROP)
        flaw = propose_action(w, action, "A stay can be read as a sum.").id
    with work(cast.edith) as w:
        apply_action(w, flaw)
    [one] = [one for one in desk(cast.edith) if one.title == "Flawed questions in no paper"]
    assert one.count == 1
    client.sign_in("edith@village.example", PASSWORD)
    page = client.get("/quiz/items/two-stays-of-ten-days")
    assert "found flawed, so papers ask it no more" in page.text


def test_a_draft_that_was_sent_back_waits_for_whoever_wrote_it(work, cast, desk):
    with work(cast.edith) as w:
        live = queries.live_item(w.session, "when-members-pay")
        row = actions.begin_draft(w, of_item(live), live.version)
        actions.send_draft(w, row.id)
    back = "Drafts that came back to you"
    assert back not in [one.title for one in desk(cast.edith)]
    with work(cast.agnes) as w:
        actions.return_draft(w, row.id, "The stem names the answer.")
    assert [one.count for one in desk(cast.edith) if one.title == back] == [1]
    assert back not in [one.title for one in desk(cast.agnes)]
    with work(cast.edith) as w:
        actions.send_draft(w, row.id)
    assert back not in [one.title for one in desk(cast.edith)]


def test_a_member_is_told_for_some_days_that_a_report_was_answered(clara, cast, work, clock, desk):
    page = clara.get("/quiz/").press(START)
    page = clara.get(f"{page.path}/review").press("Hand in the paper")
    question = f"{page.path}/questions/3"
    clara.get(question).form("Send").fill(about="item", text="Two are right.").send()
    told = "Your report was answered"
    assert told not in [one.title for one in desk(cast.clara)]
    page = clara.get("/quiz/")
    assert "no answer yet" in page.text
    with work(cast.edith) as w:
        [report] = open_reports(w.session, "item")
        actions.answer_report(w, report.id, "It was mended.")
    [one] = [one for one in desk(cast.clara) if one.title == told]
    assert one.url == question
    assert "It was mended." in clara.get("/quiz/").click("Two are right.").text
    clock.move(days=7)
    assert told not in [one.title for one in desk(cast.clara)]
