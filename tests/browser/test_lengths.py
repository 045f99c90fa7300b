"""Whoever sees no more of the connection than how much is sent learns nothing of a choice."""

import pytest

from tests.jury.bench import REF
from tests.jury.walk import with_book
from tests.village import PASSWORD

BALLOT = f"/jury/cases/{REF}/ballot"
LEVEL = 16_384


@pytest.fixture
def juror(live, visitor):
    bench = with_book(live.work, live.clock)
    name = bench.ready()[0].name.lower().replace(" ", ".")
    visitor.goto("/sign-in")
    visitor.get_by_label("E-mail").fill(f"{name}@village.example")
    visitor.get_by_label("Password").fill(PASSWORD)
    visitor.locator("main").get_by_role("button", name="Sign in").click()
    visitor.get_by_role("button", name="Sign out").wait_for()
    return visitor


def sent_by(page, button):
    """Press a button; return how long the form was that it sent."""
    with page.expect_request(lambda request: request.method == "POST") as asked:
        page.locator("main").get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    return len(asked.value.post_data)


@pytest.mark.parametrize("reason", ["", "Two\nlines, and 一 sign.", "一" * 1_200])
def test_the_length_of_a_form_tells_no_choice(juror, reason):
    lengths = set()
    for choice, tier in (("uphold", "5000000"), ("deny", None), ("cannot_judge", None)):
        juror.goto(BALLOT)
        juror.locator(f"[name=choice][value={choice}]").check()
        if tier:
            juror.locator(f"[name=tier][value='{tier}']").check()
        if choice != "cannot_judge":
            for clause in ("lung-disease", "impossible-evidence"):
                juror.locator(f"[name=issue-{clause}][value=unclear]").check()
        juror.get_by_label("Your reason").fill(reason)
        lengths.add(sent_by(juror, "Check my answers"))
        juror.get_by_role("heading", name="Check your answers").wait_for()
        lengths.add(sent_by(juror, "Change my answers"))
        juror.get_by_role("heading", name="Your ballot").wait_for()
        sent_by(juror, "Check my answers")
        juror.get_by_role("heading", name="Check your answers").wait_for()
        lengths.add(sent_by(juror, "Cast my ballot"))
        juror.wait_for_url("**/receipt")
    steps = {length % LEVEL for length in lengths}
    assert len(steps) <= 3, steps  # the button's own name and value come after the filler
    assert len({length // LEVEL for length in lengths}) == 1
