"""What a member is told between papers: what came of the last, what another costs, what helps."""

from datetime import timedelta

import pytest

from quiz import queries
from quiz.specification import ENTRY
from quiz.topic import TITLES, Topic
from tests.quiz.test_after import fail, wrong_positions
from tests.village import PASSWORD


@pytest.fixture
def clara(cast, client):
    client.sign_in("clara@village.example", PASSWORD)
    return client


def unread(work, cast):
    with work(writing=False) as w:
        return len(queries.standing(w.session, cast.clara.account, w.now).unread)


def test_the_exam_page_tells_what_came_of_the_last_paper_and_what_another_costs(clara, work, cast):
    fail(work, cast.clara)
    page = clara.get("/quiz/")
    assert "Your last paper was not passed: 0 of 30 answers are right; 24 are needed." in page.text
    musts = ", ".join(TITLES[topic].lower() for topic in Topic if topic in ENTRY.must)
    assert f"one of their questions is not: {musts}." in page.text
    assert "You can start 3 papers within seven days, this one included." in page.text
    assert "started 1 day later, or 12 hours later if you open every clause" in page.text
    assert "0 of 30 answers are right" in page.click("See my last result").text
    assert "page 1 of 7" in clara.get("/quiz/").press("Start another paper").h1


def test_a_first_paper_costs_nothing_that_could_be_told(clara):
    page = clara.get("/quiz/")
    assert "Your last paper" not in page.text
    assert "within seven days, this one included" not in page.text


def test_the_page_takes_its_numbers_from_the_rules_of_the_exam(clara, monkeypatch):
    said = "after a second failure 1 day later, then 3 days later; at most 3 times again in 7 days."
    assert said in clara.get("/quiz/").text
    waits = (timedelta(0), timedelta(hours=36), timedelta(days=5))
    monkeypatch.setattr("quiz.views.standing.WAITS", waits)
    assert "a second failure 36 hours later, then 5 days later" in clara.get("/quiz/").text


def test_the_result_tells_what_another_paper_costs(clara, work, cast):
    one = fail(work, cast.clara)
    page = clara.get(f"/quiz/sittings/{one}")
    assert "You can start 3 papers within seven days" in page.text
    assert "started 1 day later" in page.text


def test_the_clauses_still_to_be_opened_become_fewer(clara, work, cast, clock):
    fail(work, cast.clara)
    clock.move(minutes=10)
    one = fail(work, cast.clara, 20)
    where = f"/quiz/sittings/{one}"
    count = unread(work, cast)
    told = f"{count} clauses behind your wrong answers are still to be opened."
    for page in (clara.get(where), clara.get("/quiz/")):
        assert told in page.text
        assert "24 November 2026, 00:10" in page.text, "half of a day"
    for position in wrong_positions(work, cast.clara, one):
        clara.post(f"{where}/clauses/{position}")
        left = unread(work, cast)
        text = clara.get(where, htmx="next").text
        assert ("still to be opened" in text) is bool(left)
        assert left != 1 or "One clause behind your wrong answers" in text
        assert left < 2 or f"{left} clauses behind" in text
    assert "the wait is as short as it can be" in clara.get("/quiz/").text


def test_the_result_marks_the_questions_of_topics_that_must_be_right(clara, work, cast):
    one = fail(work, cast.clara)
    with work(writing=False) as w:
        result = queries.result_of(w.session, queries.sitting(w.session, one, cast.clara.account))
    musts = sum(each.part.topic in ENTRY.must for each in result.wrong)
    assert musts
    page = clara.get(f"/quiz/sittings/{one}")
    assert page.text.count("a topic that must be right: ") == musts
