"""After a graded paper: the clauses behind wrong answers, reports, help, practice."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from audit.models import QueuedEntry
from kernel.errors import Conflict, Malformed, Missing
from quiz import actions, queries
from quiz.queries.reports import clauses_reported, help_requests, open_reports, reports_of
from tests.village import PASSWORD, begin_paper, right_answers

START = "Start the exam"


def fail(open_work, actor, rightly=0):
    """Sit a paper and get `rightly` questions right; return the id of the sitting."""
    with open_work(actor) as w:
        one = begin_paper(w)
        answers = right_answers(w, one.id)
        kept = {str(place): answers[place] for place in sorted(answers)[:rightly]}
        actions.save_answers(w, one.id, kept)
        return actions.hand_in(w, one.id).id


def wrong_positions(work, actor, sitting_id):
    with work(writing=False) as w:
        one = queries.sitting(w.session, sitting_id, actor.account)
        wrong = queries.result_of(w.session, one).wrong
        return {each.position: each.part.basis.clause for each in wrong}


def next_at(work, actor):
    with work(writing=False) as w:
        return queries.standing(w.session, actor.account, w.now).next_at


def test_who_opens_every_clause_behind_a_wrong_answer_waits_half_as_long(work, cast, clock):
    fail(work, cast.clara)
    clock.move(minutes=10)
    one = fail(work, cast.clara, 20)
    began = clock.now
    assert next_at(work, cast.clara) == began + timedelta(hours=24)
    wrong = wrong_positions(work, cast.clara, one)
    first, clause = next(iter(wrong.items()))
    with work(cast.clara) as w:
        for position, other in wrong.items():
            if other != clause:
                actions.open_clause(w, one, position)
                actions.open_clause(w, one, position)
        left = queries.standing(w.session, cast.clara.account, w.now).unread
    assert left == {clause}
    assert next_at(work, cast.clara) == began + timedelta(hours=24)
    with work(cast.clara) as w:
        actions.open_clause(w, one, first)
        assert queries.standing(w.session, cast.clara.account, w.now).unread == frozenset()
    assert next_at(work, cast.clara) == began + timedelta(hours=12)
    clock.move(hours=12)
    third = fail(work, cast.clara)
    assert next_at(work, cast.clara) == clock.now + timedelta(hours=72), "each paper by itself"
    with pytest.raises(Missing), work(cast.olive) as w:
        actions.open_clause(w, third, 1)


def test_nothing_is_told_of_a_question_before_the_paper_is_handed_in(work, cast):
    with work(cast.clara) as w:
        one = actions.start_sitting(w).id
    for act in (
        lambda w: actions.open_clause(w, one, 1),
        lambda w: actions.report_question(w, one, 1, "item", "It gives itself away."),
    ):
        with pytest.raises(Missing), work(cast.clara) as w:
            act(w)


def test_a_question_or_its_clause_is_reported_once_and_answered(work, cast):
    one = fail(work, cast.clara)
    with work(cast.clara) as w:
        actions.report_question(w, one, 3, "item", "Two of them are right.")
        actions.report_question(w, one, 3, "item", "  Two answers are right.  ")
        actions.report_question(w, one, 3, "clause", "I cannot tell from when it counts.")
        said = {(row.about, row.text) for row in reports_of(w.session, one)}
        assert said == {
            ("item", "Two answers are right."),
            ("clause", "I cannot tell from when it counts."),
        }
        [report] = open_reports(w.session, "item")
        assert list(clauses_reported(w.session).values()) == [1]
    with work(cast.edith) as w:
        with pytest.raises(Malformed, match="at most 1,000"):
            actions.answer_report(w, report.id, "x" * 1_001)
        actions.answer_report(w, report.id, "It was taken out. Thank you.")
        with pytest.raises(Conflict, match="answered this report already"):
            actions.answer_report(w, report.id, "Again.")
        assert open_reports(w.session, "item") == []
    with pytest.raises(Conflict, match="was answered"), work(cast.clara) as w:
        actions.report_question(w, one, 3, "item", "And yet.")


@pytest.mark.parametrize(
    ("position", "about", "text", "refusal"),
    [
        (31, "item", "Words.", Missing),
        (0, "item", "Words.", Missing),
        (1, "plan", "Words.", Missing),
        (1, "item", "  ", Malformed),
        (1, "clause", "x" * 1_001, Malformed),
    ],
)
def test_a_report_says_something_about_something(work, cast, position, about, text, refusal):
    one = fail(work, cast.clara)
    with pytest.raises(refusal), work(cast.clara) as w:
        actions.report_question(w, one, position, about, text)


def test_help_is_offered_after_six_failures(work, cast, clock):
    for _time in range(5):
        fail(work, cast.clara)
        clock.move(days=8)
    with pytest.raises(Conflict, match="failed 6 times"), work(cast.clara) as w:
        actions.ask_for_help(w)
    fail(work, cast.clara)
    with work(cast.clara) as w:
        actions.ask_for_help(w)
        actions.ask_for_help(w)
        assert [row.account_id for row in help_requests(w.session)] == [cast.clara.account]
        told = [e for e in w.session.scalars(sa.select(QueuedEntry.entry)) if b"help.asked" in e]
        assert len(told) == 1
        assert cast.clara.ref.encode() not in told[0], "who asks is nobody's business"
    with work(cast.edith) as w:
        actions.take_up_help(w, cast.clara.account)
        actions.take_up_help(w, cast.clara.account)
        assert help_requests(w.session) == []
        with pytest.raises(Missing):
            actions.take_up_help(w, cast.olive.account)


@pytest.fixture
def clara(cast, client):
    client.sign_in("clara@village.example", PASSWORD)
    return client


def test_the_result_leads_to_the_clause_and_takes_what_its_member_says(clara, work, cast):
    one = fail(work, cast.clara, 20)
    page = clara.get(f"/quiz/sittings/{one}")
    number = page.text.split("Open clause ")[1].split(",")[0]
    assert "/rules/clauses/" in page.press(f"Open clause {number}, in a new tab").path
    page = clara.get(f"/quiz/sittings/{one}")
    assert "opened" in page.text
    question = page.click("The question, and what you say to it 30")
    assert "Your answernone" in question.text
    assert question.form("Send").send(status=422).text.count("Say whether it is the question") == 2
    page = question.form("Send").fill(about="clause", text="From which day?").send()
    assert "The editors will read it" in page.text
    assert "You said: this clause is unclear" in page.text
    assert "No answer yet." in page.text
    clara.get(f"/quiz/sittings/{one}/questions/31", status=404)


def practised(work):
    """Return the ids of the practice cases of the day, and of what is asked in papers."""
    with work(writing=False) as w:
        today = w.now.date()
        cases = [case.item for case in queries.bank.practice_cases(w.session, today)]
        asked = [one.item for one in queries.bank_on(w.session, today) if one.item not in cases]
    return cases, asked


def test_practice_cases_are_explained_and_never_asked_in_a_paper(clara, work, cast):
    cases, _asked = practised(work)
    page = clara.get("/quiz/practice/").click("Case 1,")
    assert page.path == f"/quiz/practice/{cases[0]}"
    assert "Right" not in page.text
    page = page.press("See what is right, and why")
    assert "answers are right" in page.text
    assert "Why" in page.text
    with work(cast.clara) as w:
        one = begin_paper(w)
        asked = {question[0] for question in one.paper["questions"]}
    assert not asked & set(cases)


def test_what_is_no_practice_case_of_the_day_is_not_there(clara, work, cast):
    cases, asked = practised(work)
    with work(cast.edith) as w:
        actions.pull_item(w, cases[0], "It is unclear.")
    none = clara.get("/quiz/practice/nobody", status=404)
    for name in (cases[0], asked[0], next(one for one in asked if "case-" in one), "1", "Ä"):
        assert clara.get(f"/quiz/practice/{name}", status=404).text == none.text
        assert clara.post(f"/quiz/practice/{name}", status=404).text == none.text
    clara.get(f"/quiz/practice/{cases[1]}")
