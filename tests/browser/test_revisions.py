"""Revisions and the queue in a real browser: light and dark, on a phone and on a desk."""

from datetime import date

import pytest

from rules import actions
from rules.consultation import Reply, Vote
from rules.signals import Signal, Source
from tests.rules.revising import PLAINER_STAY, TYPED_STAY, editors
from tests.village import PASSWORD, person


@pytest.fixture
def room(live):
    """Editors on the live server, with something against two clauses."""
    made = editors(live.work, live.clock)
    told = (
        Signal("quorum", Source.UNCLEAR, 7, 31, "/verdicts/"),
        Signal("quorum", Source.EXAM, 20, 40),
        Signal("medication", Source.COMMENT, 1),
        Signal("waiting-period", Source.LINT, 1),
    )
    live.app.extensions["venire-signals"] = (lambda _session: list(told),)
    with live.work() as w:
        person(w, "Martin")
    with live.work(made.edna) as w:
        actions.comment(w, "medication", 2, "more than 30 days", "Are these days in a row?")
    return made


def sign_in(page, name):
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@village.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button").first.click()
    page.get_by_role("button", name="Sign out").wait_for()


def test_a_member_is_asked_without_javascript(room, no_script):
    ref = room.asked()
    page = no_script
    sign_in(page, "martin")
    page.get_by_role("link", name="Members are asked about a change of the rules").click()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="There is something to mend").wait_for()
    page.get_by_label("For: adopt it").check()
    for number, place in ((1, 0), (2, 0), (3, 2)):
        page.locator(f"[name='question-{number}'][value='{place}']").check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_text("Your answers are in.").wait_for()
    assert page.url.endswith(f"/rules/revisions/{ref}/consultation")


def test_revisions_are_accessible_at_every_stage(room, new_page, live, axe):
    page, reader = new_page(), new_page()
    sign_in(page, "martin")
    editorial = room.scheduled(date(2027, 1, 1), TYPED_STAY)
    ref = room.asked()
    for path in ("", editorial, ref, f"{ref}/consultation"):
        page.goto(f"/rules/revisions/{path}")
        axe(page)
    reader.goto(f"/rules/revisions/{editorial}")
    axe(reader)
    page.get_by_role("button", name="Send my answers").click()
    page.locator(".errors").wait_for()
    axe(page)
    page.get_by_label("For: adopt it").check()
    for number in (1, 2, 3):
        page.locator(f"[name='question-{number}'][value='0']").check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_text("Your answers are in.").wait_for()
    axe(page)
    with live.work(room.edna) as w:
        actions.answer_consultation(w, ref, Reply((0, 0, 2), Vote.FOR), "Clear enough.")
    live.clock.move(days=14)
    live.tick()
    reader.goto(f"/rules/revisions/{ref}")
    axe(reader)


def test_the_queue_is_accessible(room, visitor, axe):
    room.draft(PLAINER_STAY)
    sign_in(visitor, "edith")
    for path in ("/desk/", "/rules/queue/"):
        visitor.goto(path)
        axe(visitor)
    first = visitor.get_by_text("Answer: no change is needed").first
    first.click()
    visitor.get_by_role("button", name="Keep this answer").first.click()
    visitor.locator(".errors").wait_for()
    axe(visitor)
