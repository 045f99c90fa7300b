import re
from dataclasses import replace

import pytest

from kernel.jobs import jobs
from members.queries import holds_certificate
from quiz import queries
from quiz.grading import right_answers
from quiz.models import Sitting
from quiz.paper import Paper
from rules.actions import publish_version
from rules.book import demo_book
from tests.markup import elements
from tests.village import PASSWORD

START = "Start the exam"


@pytest.fixture
def clara(client, cast):
    client.sign_in("clara@village.example", PASSWORD)
    return client


def key_of(work, sitting_id):
    """Return the right answers to a paper, and the item versions on it."""
    with work(writing=False) as w:
        row = w.session.get_one(Sitting, sitting_id)
        paper = Paper.from_json(row.paper)
        items = queries.items_by_ref(w.session, paper.refs)
        return right_answers(paper, items), items


def sitting_id(page):
    return re.search(r"/quiz/sittings/([\w-]{22})", page.path)[1]


def answer_all(page, answers, button="Save and continue"):
    """Answer page by page until the review; positions without an answer stay open."""
    while "review" not in page.path:
        form = page.form(action="/answers")
        for name in [name for name in form.values if name.startswith("q-")]:
            if chosen := answers.get(name.removeprefix("q-")):
                form.fill({name: chosen if len(chosen) > 1 else chosen[0]})
        last = not any(button in words for words in form.buttons)
        page = form.send("Save and review" if last else button)
    return page


def test_a_member_sits_the_exam_and_passes(clara, cast, work):
    page = clara.get("/quiz/").press(START)
    answers, _items = key_of(work, sitting_id(page))
    assert "page 1 of 7" in page.h1
    page = answer_all(page, answers)
    assert "Every question is answered" in page.text
    page = page.press("Hand in the paper")
    assert "passed" in page.text
    assert "30 of 30" in page.text
    assert "you can be drawn for a panel from now on" in page.text
    with work(writing=False) as w:
        assert holds_certificate(w.session, cast.clara.account_id)
    page = clara.get("/quiz/")
    assert "You hold the certificate" in page.text
    assert not any(START in form.buttons for form in page.forms)
    assert "You have passed the exam" in clara.post("/quiz/sittings", status=409).text


def test_who_fails_sees_each_wrong_answer_with_the_words_of_the_clause(clara, work):
    page = clara.get("/quiz/").press(START)
    answers, items = key_of(work, sitting_id(page))
    page = answer_all(page, {place: answers[place] for place in list(answers)[5:20]})
    assert "15 questions are still open." in page.text
    assert page.links["open question 21"].endswith("#q-21")
    page = page.press("Hand in the paper")
    assert "15 of 30 answers are right; 24 are needed" in page.text
    marked = [mark.text for mark in elements(page.body, "mark")]
    assert len(marked) == 15
    clauses = {(one.clause_id, one.version): one.text for one in demo_book().versions}
    quotes = {part.basis.quote: part for item in items.values() for part in item.parts}
    for quote in marked:
        anchor = quotes[quote].basis
        assert quote in clauses[anchor.clause, anchor.version]
        assert quotes[quote].rationale in page.text
    assert "sit the exam again at once" in page.text
    assert "page 1 of 7" in page.press("Start another paper").h1


def test_a_new_member_is_told_from_when_they_can_be_drawn(client, cast, work):
    form = client.get("/join").form(action="/join")
    page = form.fill(
        name="Noor",
        email="noor@village.example",
        password="timber otter velvet plum",
        born_on="1990-05-17",
        promise="y",
    ).send()
    page = page.press(START)
    page = answer_all(page, key_of(work, sitting_id(page))[0]).press("Hand in the paper")
    assert "drawn once you have been a member for 30 days" in page.text
    assert "23 December 2026" in page.text


def test_answers_are_kept_when_one_goes_back(clara, work):
    page = clara.get("/quiz/").press(START)
    answers, _items = key_of(work, sitting_id(page))
    form = page.form(action="/answers")
    form.fill({"q-2": answers["2"] if len(answers["2"]) > 1 else answers["2"][0]})
    page = form.send("Save and continue")
    assert "page 2 of 7" in page.h1
    page = page.form(action="/answers").send("Save and go back")
    assert "page 1 of 7" in page.h1
    assert page.form(action="/answers").values["q-2"] == answers["2"]
    page = page.form(action="/answers").send("Save and review")
    assert {"open question 1", "open question 3", "open question 4"} <= set(page.links)
    assert "answered 1 of 30 questions" in clara.get("/quiz/").text


def test_a_letter_that_is_not_offered_is_told_on_the_same_page(clara):
    page = clara.get("/quiz/").press(START)
    where = page.form(action="/answers").action
    page = clara.post(where, {"q-1": "z"}, status=422)
    assert "Choose among the answers that are offered" in page.text
    assert "page 1 of 7" in page.h1


def test_anothers_sitting_looks_like_none(visit, cast):
    clara, olive = visit(), visit()
    clara.sign_in("clara@village.example", PASSWORD)
    olive.sign_in("olive@village.example", PASSWORD)
    mine = sitting_id(clara.get("/quiz/").press(START))
    for end in ("", "/review"):
        theirs = olive.get(f"/quiz/sittings/{mine}{end}", status=404)
        none = olive.get(f"/quiz/sittings/{'x' * 22}{end}", status=404)
        assert theirs.text == none.text
    for end in ("/answers", "/hand-in"):
        theirs = olive.post(f"/quiz/sittings/{mine}{end}", status=404)
        assert theirs.text == olive.post(f"/quiz/sittings/{'x' * 22}{end}", status=404).text
    assert "answered 0 of 30" in clara.get("/quiz/").text


@pytest.mark.parametrize("page", ["0", "8", "-1", "x", "²", "9999999"])
def test_a_page_that_a_paper_does_not_have_is_not_there(clara, page):
    paper = sitting_id(clara.get("/quiz/").press(START))
    clara.get(f"/quiz/sittings/{paper}?page={page}", status=404)


def test_the_time_ends_while_a_page_is_open(clara, app, clock, work):
    page = clara.get("/quiz/").press(START)
    paper = sitting_id(page)
    where = page.form(action="/answers").action
    clock.move(hours=24)
    assert page.client.get("/sign-in")  # the session has ended before the paper did
    clara.sign_in("clara@village.example", PASSWORD)
    assert "The time for your paper is over" in clara.get("/quiz/").text
    assert "time for this paper is over" in clara.post(where, {"q-1": "a"}, status=409).text
    assert "time for this paper is over" in clara.get(f"/quiz/sittings/{paper}/review").text
    with app.app_context():
        assert jobs().all["quiz.grade-expired-sittings"]() == 1
        assert jobs().all["quiz.grade-expired-sittings"]() == 0
    assert "0 of 30" in clara.get(f"/quiz/sittings/{paper}").text
    assert "handed in" in clara.post(where, {"q-1": "a"}, status=409).text


def test_the_result_of_a_paper_out_of_time_can_be_asked_for(clara, clock):
    paper = sitting_id(clara.get("/quiz/").press(START))
    clock.move(hours=25)
    clara.sign_in("clara@village.example", PASSWORD)
    assert "not passed" in clara.get(f"/quiz/sittings/{paper}").press("See the result").text


def test_who_starts_anew_from_an_old_page_is_led_to_the_result_of_the_last_paper(clara, clock):
    paper = sitting_id(clara.get("/quiz/").press(START))
    clock.move(hours=25)
    clara.sign_in("clara@village.example", PASSWORD)
    page = clara.post("/quiz/sittings")
    assert page.path == f"/quiz/sittings/{paper}"
    assert "The time for your last paper was over" in page.text
    assert "not passed" in page.text


def test_who_must_wait_is_told_until_when(clara):
    for button in (START, "Start another paper"):
        page = clara.page if clara.page and button in clara.page.html else clara.get("/quiz/")
        page = page.press(button)
        page = answer_all(page, {}).press("Hand in the paper")
    assert "You can sit the exam again from 24 November 2026" in page.text
    page = clara.get("/quiz/")
    assert "You can sit it again from 24 November 2026" in page.text
    assert "Not passed" in page.text or "not passed" in page.text
    assert "2026-11-24" in clara.post("/quiz/sittings", status=409).text


def test_the_exam_asks_to_sign_in(client, cast):
    assert client.get("/quiz/").path.startswith("/sign-in")


def test_an_editor_sees_the_bank_and_what_grew_old(visit, cast, work, clock):
    from datetime import timedelta

    from rules.queries import version

    edith = visit()
    edith.sign_in("edith@village.example", PASSWORD)
    assert "When does a member of the plan pay?" in edith.get("/quiz/items/").text
    assert "Questions in no paper" not in edith.get("/desk/").text
    with work(cast.edith) as w:
        old = version(w.session, "secrecy", 1)
        day = clock.now.date() + timedelta(days=1)
        publish_version(w, replace(old, version=2, text="Other words.", in_force_from=day))
    clock.move(days=1)
    edith.sign_in("edith@village.example", PASSWORD)
    page = edith.get("/desk/")
    assert "Topics without a question" in page.text
    page = page.click("Questions in no paper")
    assert "The quoted words changed in substance." in page.text
    olive = visit()
    olive.sign_in("olive@village.example", PASSWORD)
    olive.get("/quiz/items/", status=403)
    assert "editors know" in olive.post("/quiz/sittings", status=409).text


def test_the_command_takes_a_bank(app, tmp_path, cast):
    run = app.test_cli_runner().invoke
    from quiz.cli import quiz

    good = run(quiz, ["import", "quiz/bank.toml"])
    assert (good.exit_code, good.output) == (
        0,
        "0 items are new or changed, 0 pairs of enemies are new.\n",
    )
    file = tmp_path / "bad.toml"
    file.write_text('[[item]]\nid = "one"\n')
    bad = run(quiz, ["import", str(file)])
    assert bad.exit_code == 1
    assert "one" in bad.output
