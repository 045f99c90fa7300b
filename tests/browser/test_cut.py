"""The cut score room in a real browser: on a phone and on a desk, and without script."""

import pytest

from quiz.actions import cut as actions
from quiz.actions import hand_in, start_sitting
from quiz.cut import Seen
from tests.browser.test_revisions import sign_in
from tests.quiz.test_cut_actions import CASE, begin, judge, settle_with_bank, went


@pytest.fixture
def study(live):
    """A study with five judges, of whom three have handed in the first round."""
    people = settle_with_bank(live.work)
    begun = begin(live.work, people)
    for juror, percent in zip(people.jurors, (70, 80, 90), strict=False):
        judge(live.work, juror, begun, percent)
    with live.work(people.clara) as w:
        hand_in(w, start_sitting(w).id)
    return people, begun


def test_the_room_is_accessible_at_every_stage(study, live, new_page, axe):
    people, begun = study
    editor, judging = new_page(), new_page()
    sign_in(editor, "edith")
    sign_in(judging, "juror.004")
    for path in ("", begun):
        editor.goto(f"/quiz/cuts/{path}")
        axe(editor)
    judging.goto("/quiz/cuts/")
    judging.get_by_role("link", name="Judge").click()
    judging.get_by_label("Question 1: how many of 100?").fill("often")
    axe(judging)
    judging.get_by_role("button", name="Save and continue").click()
    judging.locator(".errors").wait_for()
    assert judging.get_by_label("Question 1: how many of 100?").input_value() == "often"
    axe(judging)
    judging.goto(f"/quiz/cuts/{begun}/review")
    axe(judging)
    with live.work(people.edith) as w:
        went(w, {(CASE, 1, 0): Seen(40, 30)})
        actions.close_round(w, begun, 1)
    for path in ("judge", "results"):
        judging.goto(f"/quiz/cuts/{begun}/{path}")
        axe(judging)
    again = new_page()
    sign_in(again, "juror.001")
    for path in ("judge?page=3", "review"):
        again.goto(f"/quiz/cuts/{begun}/{path}")
        axe(again)
    again.get_by_role("button", name="Hand in this round").click()
    again.get_by_text("You have handed in the second round.").wait_for()
    axe(again)
    editor.goto(f"/quiz/cuts/{begun}")
    axe(editor)
    editor.get_by_role("button", name="Close the second round").click()
    editor.get_by_text("This study does not change it").wait_for()
    axe(editor)


def test_a_judge_needs_no_script(study, no_script):
    page = no_script
    sign_in(page, "juror.004")
    page.goto("/quiz/cuts/")
    page.get_by_role("link", name="Judge").click()
    for _page in range(3):
        for field in page.locator("main input[type=text]").all():
            field.fill("60")
        page.get_by_role("button", name="Save and").first.click()
    page.get_by_text("Every question has an estimate.").wait_for()
    page.get_by_role("button", name="Hand in this round").click()
    page.get_by_text("You have handed in the first round.").wait_for()
