"""Two officers erase a claim that is over, and an admin a member who leaves."""

import pytest

from claims.settlement import APPEAL_TIME, KEPT
from tests.browser.test_challenges import REF, cast
from tests.browser.test_trustees import press, sign_in
from tests.claims.settling import decide
from tests.village import PASSWORD

__all__ = ["cast"]


@pytest.fixture
def over(live, cast):
    """The claim, decided so long ago that it may be erased."""
    decide(live.work, REF)
    live.clock.move(APPEAL_TIME)
    return cast


def test_a_claim_and_its_claimant_are_erased(live, over, new_page, axe):
    olive, oscar, agnes = new_page(), new_page(), new_page()
    sign_in(olive, "olive")
    olive.goto(f"/claims/{REF}/after")
    olive.get_by_text("from this day on").wait_for()
    axe(olive)
    live.clock.move(KEPT)
    for page, name in ((olive, "olive"), (oscar, "oscar"), (agnes, "agnes")):
        page.context.clear_cookies()
        sign_in(page, name)
    olive.goto(f"/claims/{REF}/after")
    press(olive, "Propose to erase it")
    olive.get_by_text("You proposed it").wait_for()
    oscar.goto(f"/claims/{REF}/after")
    axe(oscar)
    press(oscar, "Agree, and erase it for good")
    oscar.get_by_text("The claim is erased").wait_for()
    axe(oscar)

    ref = over.clara.ref
    agnes.goto(f"/people/{ref}")
    agnes.get_by_role("link", name="Erase what is kept of them").click()
    agnes.get_by_role("heading", name="What stays").wait_for()
    axe(agnes)
    press(agnes, "Erase for good")
    agnes.get_by_label("The member's reference").fill(ref)
    axe(agnes)
    press(agnes, "Erase for good")
    agnes.get_by_text(f"only the reference {ref} is kept").wait_for()


def test_a_member_leaves_by_keyboard_on_a_phone(live, cast, new_page, axe):
    page = new_page(viewport={"width": 360, "height": 780})
    sign_in(page, "clara")
    page.goto("/me")
    page.get_by_role("link", name="Leave and have my data erased").press("Enter")
    page.get_by_role("heading", name="What comes first").wait_for()
    axe(page)
    page.context.clear_cookies()
    name = cast.jurors[-1].name.lower().replace(" ", ".")
    sign_in(page, name)
    page.goto("/me/leave")
    axe(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("Your reference").fill(cast.jurors[-2].ref)
    page.keyboard.press("Enter")
    page.locator(".errors").wait_for()
    axe(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("Your reference").fill(cast.jurors[-1].ref)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Goodbye").wait_for()
    axe(page)
    assert page.get_by_role("link", name="Sign in").first.is_visible()


def test_two_officers_take_words_out(live, over, new_page, axe):
    """That they are gone from what everybody reads is shown in tests/jury/test_blackening.py."""
    olive, oscar = new_page(), new_page()
    sign_in(olive, "olive")
    olive.goto(f"/jury/bench/{REF}/words")
    word = olive.locator("#texts + h3").inner_text().split()[-1]
    olive.get_by_label("Words to take out", exact=True).fill("Zacharias")
    press(olive, "Propose it")
    olive.locator(".errors").wait_for()
    axe(olive)
    olive.get_by_label("Words to take out", exact=True).fill(word)
    press(olive, "Propose it")
    olive.get_by_text("Another officer has to agree").first.wait_for()
    sign_in(oscar, "oscar")
    oscar.goto(f"/jury/bench/{REF}/words")
    axe(oscar)
    press(oscar, "Agree, and take it out for good")
    oscar.get_by_text("It is taken out").wait_for()
    assert word not in oscar.locator("#texts + h3").inner_text()
    axe(oscar)
