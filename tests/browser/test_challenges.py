"""A claimant names a member who must not judge; an officer decides; both read what came of it."""

import pytest

from claims import actions
from claims.examples import examples
from claims.handover import hide_all
from tests.browser.test_trustees import press, sign_in
from tests.claims.conftest import the_claimants
from tests.jury.bench import Bench

REF = "C-2026-0001"
DOOR = f"/claims/{REF}/challenge"
TOLD = "Juror 002 lives two doors from us. We have been in court about a wall since spring."
ANSWER = "A quarrel in court is a reason to doubt that somebody judges freely."


@pytest.fixture
def cast(live):
    """A claim before a jury; Olive prepared its file, Oscar approved it, Clara agreed to it."""
    facts = examples()["C-01"].facts
    with live.work() as w:
        cast = the_claimants(w)
    for actor, act, values in (
        (cast.olive, actions.enter_claim, ("clara@village.example", facts)),
        (cast.olive, actions.send_for_review, (REF,)),
        (cast.oscar, actions.approve_summary, (REF, hide_all(facts), 1)),
        (cast.clara, actions.agree_to_text, (REF, 1)),
        (cast.olive, actions.freeze, (REF,)),
    ):
        with live.work(actor) as w:
            act(w, *values)
    return cast


def test_a_challenge_is_made_decided_and_read(live, cast, new_page, axe):
    bench, page, officer = Bench(live.work, live.clock, cast, REF), new_page(), new_page()
    sign_in(page, "clara")
    page.goto(f"/claims/{REF}")
    page.get_by_role("link", name="Name somebody who must not judge it").click()
    press(page, "Send the challenge")
    assert page.get_by_label("Who must not judge this case").is_visible()
    axe(page)
    page.get_by_label("Who must not judge this case").fill(TOLD)
    press(page, "Send the challenge")
    page.get_by_role("heading", name="not decided yet").wait_for()

    sign_in(officer, "orla")
    officer.goto("/desk/")
    officer.get_by_role("link", name="Decide on what a side says against a member").click()
    officer.get_by_text(TOLD).wait_for()
    officer.get_by_role("radio", name="Uphold it").check()
    officer.get_by_label("who is meant?").fill("Juror 022")
    officer.get_by_label("Why, for the side").fill(ANSWER)
    press(officer, "Decide")
    officer.get_by_text("No member has this name").first.wait_for()
    axe(officer)
    officer.get_by_label("who is meant?").fill("Juror 002")
    press(officer, "Decide")
    officer.get_by_role("heading", name="Is this who is meant?").wait_for()
    axe(officer)
    press(officer, "Uphold the challenge")
    officer.wait_for_url(f"**/jury/bench/{REF}")

    page.reload()
    page.get_by_text(ANSWER).wait_for()
    axe(page)
    page.get_by_label("Who must not judge this case").fill("And Juror 001, his brother.")
    press(page, "Send the challenge")
    officer.reload()
    axe(officer)
    assert len(bench.log()) == 1  # the case was opened; of challenges its log says nothing
