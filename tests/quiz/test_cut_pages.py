"""The cut score room as editors and judges see it, and as nobody else does."""

import re

import pytest
import sqlalchemy as sa

from members.queries import account
from quiz.actions import cut as actions
from quiz.actions import hand_in, load_bank, start_sitting
from quiz.cut import Seen
from quiz.models import CutEstimate
from quiz.queries import cut as queries
from rules.actions import load_book
from rules.book import demo_book
from tests.quiz.test_cut_actions import CASE, begin, judge, settle_with_bank, small_bank, went
from tests.village import PASSWORD, settle

TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


@pytest.fixture
def village(work):
    return settle_with_bank(work)


@pytest.fixture
def begun(work, village):
    return begin(work, village)


@pytest.fixture
def person(visit, work):
    """Sign somebody in; return their browser."""

    def come(actor):
        with work() as w:
            email = account(w.session, actor.account).email
        one = visit()
        one.sign_in(email, PASSWORD)
        return one

    return come


@pytest.fixture
def edith(person, village):
    return person(village.edith)


def first_round(work, village, begun, percents=(31, 57, 73), facility=None):
    for juror, percent in zip(village.jurors, percents, strict=False):
        judge(work, juror, begun, percent)
    with work(village.edith) as w:
        went(w, facility or {})
        actions.close_round(w, begun, 1)


def fill(form, percent):
    """Estimate every question of a page alike."""
    return form.fill({name: percent for name in form.values if name.startswith("e-")})


def test_an_editor_begins_a_study_and_invites(edith):
    page = edith.get("/quiz/cuts/")
    assert "There was no study yet" in page.text
    page = page.form("Begin").fill(name="Autumn 2026").send()
    assert page.h1 == "Autumn 2026"
    assert "30 questions" in page.text
    assert "too few" in page.text
    page = page.form("Invite").fill(email="Juror.001@village.example").send()
    assert "Juror 001" in page.text
    assert "not yet" in page.text
    assert "At least 3 judges" in page.text
    page = page.form("Invite").fill(email="clara@village.example").send(status=409)
    assert "certificate" in page.text
    assert page.form("Invite").values["email"] == ["clara@village.example"]
    page.form("Invite").fill(email="").send(status=422)
    page = edith.get("/quiz/cuts/")
    assert page.click("Autumn 2026").h1 == "Autumn 2026"


def test_a_name_that_does_not_do_is_kept_to_be_mended(edith, begun):
    page = edith.get("/quiz/cuts/")
    for name, status in (("", 422), ("x" * 121, 422), ("Autumn", 409)):
        page = page.form("Begin").fill(name=name).send(status=status)
        assert page.form("Begin").values["name"] == [name]


def test_a_bank_without_a_paper_begins_no_study(person, work):
    with work() as w:
        people = settle(w, jurors=0)
        load_book(w, demo_book())
        load_bank(w, small_bank(parts=3))
    page = person(people.edith).get("/quiz/cuts/").form("Begin").fill(name="None").send(status=409)
    assert "cannot fill a paper" in page.text


def test_a_judge_answers_page_by_page_and_nothing_is_lost(person, village, begun, work):
    juror = person(village.jurors[0])
    assert "“Autumn”" in juror.get("/").text
    assert juror.page.click("Judge in a study").path.endswith("/judge")
    page = juror.get("/quiz/").click("Where the cut should stand").click("Judge")
    assert "First round" in page.text
    assert "The right answer of question 1" in page.text
    form = fill(page.form("Save and continue"), "64")
    page = form.fill({"e-2": "12.5", "e-3": "101", "e-4": "often"}).send(status=422)
    assert "whole number from 0 to 100" in page.text
    held = page.form("Save and continue")
    assert [held.values[f"e-{n}"] for n in range(1, 5)] == [["64"], ["12.5"], ["101"], ["often"]]
    page = held.fill({"e-2": "0", "e-3": "100 %", "e-4": ""}).send()
    assert "page 2 of" in page.h1
    page = page.press("Save and go back")
    held = page.form("Save and continue")
    assert [held.values[f"e-{n}"] for n in range(1, 5)] == [["64"], ["0"], ["100"], [""]]
    page = page.press("Save and review")
    assert "Questions still open: 4, 11" in page.text
    assert "Hand in" not in str([form.buttons for form in page.forms])
    page = page.click("Question 4")
    assert "page 1" in page.h1


def test_a_round_is_handed_in_whole_then_waits(person, village, begun):
    juror = person(village.jurors[0])
    page = juror.get(f"/quiz/cuts/{begun}/judge")
    while "review" not in page.h1:
        page = fill(page.forms[-1], 64).send()
    assert "Every question has an estimate" in page.text
    page = page.press("Hand in this round")
    assert "You have handed in the first round" in page.text
    assert "Judge in" not in juror.get("/").text
    for path in ("judge", "review", "judge?page=3"):
        assert "You have handed in" in juror.get(f"/quiz/cuts/{begun}/{path}").text
    page = juror.post(f"/quiz/cuts/{begun}/estimates?page=1", {"round": 1, "e-1": 5}, status=409)
    assert "no longer change" in page.text
    juror.post(f"/quiz/cuts/{begun}/hand-in", {"round": 1}, status=409)


def test_a_case_is_told_once_and_stays_together(person, village, begun):
    juror = person(village.jurors[0])
    pages = [juror.get(f"/quiz/cuts/{begun}/judge?page={n}") for n in (1, 2, 3)]
    assert [page.text.count("Clara was ill in May.") for page in pages] == [0, 0, 1]
    assert [f"e-{n}" in pages[2].html for n in (26, 27, 28, 29, 30)] == [True] * 5
    juror.get(f"/quiz/cuts/{begun}/judge?page=4", status=404)


def test_handing_in_with_a_gap_is_refused_and_says_what_is_missing(person, village, begun):
    juror = person(village.jurors[0])
    juror.get(f"/quiz/cuts/{begun}/judge").form("Save and review").fill({"e-1": 9}).send()
    page = juror.post(f"/quiz/cuts/{begun}/hand-in", {"round": 1}, status=409)
    assert "29 questions have no estimate" in page.text
    assert "Questions still open: 2, 3" in page.text


@pytest.mark.parametrize("sent", [{}, {"round": "3"}, {"round": "one"}])
def test_a_round_that_there_is_not_cannot_be_read(person, village, begun, edith, sent):
    juror = person(village.jurors[0])
    for path in ("estimates", "hand-in"):
        juror.post(f"/quiz/cuts/{begun}/{path}", sent, status=422)
    edith.post(f"/quiz/cuts/{begun}/close", sent, status=422)


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", "٣", "9999"])
def test_a_page_that_there_is_not(person, village, begun, page):
    juror = person(village.jurors[0])
    juror.get(f"/quiz/cuts/{begun}/judge?page={page}", status=404)
    juror.post(f"/quiz/cuts/{begun}/estimates?page={page}", {"round": 1}, status=404)


def test_to_who_is_no_judge_there_is_no_study(person, village, begun):
    for actor in (village.clara, village.jurors[5], village.olive):
        one = person(actor)
        one.get("/quiz/cuts/", status=404)
        for path in ("judge", "review", "results"):
            one.get(f"/quiz/cuts/{begun}/{path}", status=404)
        for path in ("estimates", "hand-in"):
            one.post(f"/quiz/cuts/{begun}/{path}", {"round": 1}, status=404)
        one.get(f"/quiz/cuts/{begun}", status=403)


@pytest.mark.parametrize("study_id", ["x", "x" * 22, "%00" + "x" * 21, "é" * 22])
def test_an_address_that_no_study_has(edith, begun, study_id):
    for path in ("", "/judge", "/review", "/results"):
        edith.get(f"/quiz/cuts/{study_id}{path}", status=404)


def test_no_page_depends_on_anothers_figures_before_the_round_is_closed(
    person, village, begun, work, edith
):
    for juror, percent in zip(village.jurors, (31, 57), strict=False):
        judge(work, juror, begun, percent)
    eyes = {edith: ("", "/judge", "/judge?page=3", "/review", "/results")}
    eyes[person(village.jurors[2])] = eyes[person(village.jurors[0])] = eyes[edith][1:]

    def all_seen():
        pages = [
            one.get(f"/quiz/cuts/{begun}{path}", status=409 if path == "/results" else 200)
            for one, paths in eyes.items()
            for path in paths
        ]
        assert all("Median" not in page.text for page in pages)
        return [TOKEN.sub("", page.html) for page in pages]

    before = all_seen()
    with work() as w:
        other = CutEstimate.account_id == village.jurors[1].account
        w.session.execute(sa.update(CutEstimate).where(other).values(percent=99))
    assert all_seen() == before
    judge(work, village.jurors[2], begun, 40)
    with work(village.edith) as w:
        actions.close_round(w, begun, 1)
    assert "31 to 99" in edith.get(f"/quiz/cuts/{begun}/results").text


def test_in_the_second_round_a_judge_sees_the_range_and_how_it_went(person, village, begun, work):
    first_round(work, village, begun, facility={(CASE, 1, 0): Seen(40, 30)})
    juror = person(village.jurors[0])
    page = juror.get(f"/quiz/cuts/{begun}/judge?page=3")
    assert "31 to 73" in page.text
    assert "53.7" in page.text  # their mean
    assert "75 of 100 were right, of 40 first answers" in page.text
    assert page.text.count("first answers") == 1
    form = page.forms[-1]
    assert {form.values[name][0] for name in form.values if name.startswith("e-")} == {"31"}
    page = form.fill({"e-30": 60}).send()
    assert "review" in page.h1
    assert "60" in page.text
    page = page.press("Hand in this round")
    assert "nothing left for you to do" in page.text
    assert "handed in the second round" in juror.get(f"/quiz/cuts/{begun}/judge").text


def test_a_page_of_the_first_round_sent_in_the_second_changes_nothing(person, village, begun, work):
    juror = person(village.jurors[3])
    form = juror.get(f"/quiz/cuts/{begun}/judge").forms[-1]
    first_round(work, village, begun)
    page = fill(form, 1).send(status=409)
    assert "This round is closed" in page.text
    assert "closed before you handed it in" in page.text
    assert "31 to 73" in page.click("See what the judges came to").text
    quick = person(village.jurors[0])
    page = quick.post(f"/quiz/cuts/{begun}/estimates?page=1", {"round": 1, "e-1": 5}, status=409)
    assert page.form("Save and continue").values["round"] == ["2"]


def test_an_editor_closes_both_rounds_and_the_study_recommends(edith, person, village, begun, work):
    for juror, percent in zip(village.jurors, (70, 80, 90), strict=False):
        judge(work, juror, begun, percent)
    with work(village.clara) as w:
        hand_in(w, start_sitting(w).id)
    page = edith.get(f"/quiz/cuts/{begun}")
    assert "Not handed in yet: Edith, Juror 004" in page.text
    page = page.press("Close the first round")
    assert "too late" in page.text
    edith.post(f"/quiz/cuts/{begun}/close", {"round": 1}, status=409)
    edith.post(f"/quiz/cuts/{begun}/judges", {"email": "juror.005@village.example"}, status=409)
    page = page.click("See what the judges came to")
    assert "70 to 90" in page.text
    assert "recommends" not in page.text.replace("What the study recommends is shown when", "")
    assert "3.00 questions in the first round" in page.text
    page = edith.get(f"/quiz/cuts/{begun}").press("Close the second round")
    assert "Cut 24 of 30" in page.text
    assert "16.5 to 30.0" in page.text  # 24, and 4.303 times 3 over the root of 3
    assert "The present cut is 24. This study does not change it" in page.text
    assert "Only 3 judges" in page.text
    assert "21.0 · 24.0 · 27.0" in page.text
    assert "Of 1 members" in page.text
    juror = person(village.jurors[0])
    assert "Cut 24 of 30" in juror.get("/quiz/cuts/").click("Results").text
    assert "This study has ended" in juror.get(f"/quiz/cuts/{begun}/judge").text
    assert "first figures stand" in edith.get(f"/quiz/cuts/{begun}").text


def test_too_few_judges_close_nothing(edith, village, begun, work):
    judge(work, village.jurors[0], begun, 70)
    page = edith.post(f"/quiz/cuts/{begun}/close", {"round": 1}, status=409)
    assert "At least 3" in page.text
    with work() as w:
        assert queries.study(w.session, begun).first_closed_at is None


def test_an_ordering_does_not_give_its_order_away():
    from dataclasses import replace

    from quiz.bank import demo_bank
    from quiz.item import Kind
    from quiz.reading.cut import Judged

    part = replace(
        demo_bank().items[0].parts[0],
        kind=Kind.ORDERING,
        options=("file", "draw", "judge"),
        key=(0, 1, 2),
    )
    one = Judged(1, 1, ("x", 1, 0), part, "", False, None, None, None, None)
    assert one.options == ("draw", "file", "judge")
    assert one.right == ("file", "draw", "judge")
