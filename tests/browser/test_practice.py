"""A juror practises on one invented case, with a phone, and says that its answer is wrong."""

import pytest

from jury.mock import mock_cases
from tests.jury.walk import with_book
from tests.village import PASSWORD

NAME = "the-last-of-april"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def bench(live):
    return with_book(live.work, live.clock)


def sign_in(page, email):
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{email}@village.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_practice_case_on_a_phone(live, bench, new_page, axe, scripts):
    page = new_page(viewport=PHONE, java_script_enabled=scripts)
    look = axe if scripts else lambda _page: None
    sign_in(page, "juror.001")
    page.goto("/jury/")
    page.get_by_role("link", name="Practice cases").click()
    page.wait_for_url("**/jury/practice/")
    look(page)
    page.get_by_role("link", name="The last day of April").click()
    page.wait_for_url(f"**/jury/practice/{NAME}")
    look(page)
    press(page, "Check my answers")
    page.get_by_text("There is something to mend").wait_for()
    for number, question in enumerate(mock_cases()[NAME].file.quiz):
        page.locator(f"[name='question-{number}'][value='{question.key}']").check()
    press(page, "Check my answers")
    page.get_by_role("heading", name="Your ballot").wait_for()
    look(page)
    for clause in mock_cases()[NAME].file.issues:
        page.locator(f"[name='issue-{clause}'][value='applies']").check()
    page.get_by_label("Uphold: the claim is to be paid").check()
    page.get_by_label("100,000 yuan").check()
    page.get_by_label("Your reason").fill("At the operation the claimant was 40.")
    press(page, "Check my answers")
    page.get_by_role("heading", name="Check your answers").wait_for()
    look(page)
    press(page, "Cast, and see the known answer")
    page.get_by_role("heading", name="The known answer", exact=True).wait_for()
    page.get_by_text("This was your first answer").wait_for()
    assert page.locator("mark").count() == 3
    look(page)
    page.get_by_label("Why is the known answer wrong?").fill("The money is for the operation.")
    press(page, "Tell the editors")
    page.get_by_text("not answered yet").wait_for()
    look(page)

    editor = new_page(viewport=PHONE, java_script_enabled=scripts)
    sign_in(editor, "edith")
    editor.get_by_role("link", name="Answer who says that a known answer is wrong").first.click()
    editor.get_by_text("The known answer, and what settles it").click()
    look(editor)
    editor.get_by_label("The known answer is right").check()
    editor.get_by_label("Why, for the member to read").fill("4.3 names the day of the diagnosis.")
    press(editor, "Answer")
    editor.get_by_text("Nobody waits for an answer").wait_for()
    look(editor)
    page.goto("/jury/practice/")
    page.get_by_text("the known answer stands").wait_for()
    page.get_by_text("4.3 names the day of the diagnosis.").wait_for()
    look(page)
