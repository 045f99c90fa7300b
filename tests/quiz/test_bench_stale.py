"""Pages of the bench that somebody has had open for long: what is gone, and what is typed anew."""

from dataclasses import replace

import pytest

from kernel.actor import Role
from members.queries import actor_of
from quiz import actions, queries
from quiz.draft import Draft, DraftPart, of_item
from tests.village import PASSWORD, person

NAME = "when-members-pay"
DOORS = ("", "/review", "/discard", "/take-back", "/approval", "/return")
BOTH = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
def emil(work, cast):
    with work() as w:
        added = person(w, "Emil", Role.EDITOR)
        w.session.flush()
        return actor_of(w.session, added)


@pytest.fixture
def edith(cast, client):
    client.sign_in("edith@village.example", PASSWORD)
    return client


def approved(work, cast, emil):
    with work(cast.edith) as w:
        live = queries.live_item(w.session, NAME)
        draft_id = actions.begin_draft(w, of_item(live), live.version).id
        actions.send_draft(w, draft_id)
    with work(emil) as w:
        actions.approve_draft(w, draft_id, 1)
    return draft_id


def discarded(work, cast, emil):
    """Give up a new wording that was not whole."""
    with work(cast.edith) as w:
        live = queries.live_item(w.session, NAME)
        draft = replace(of_item(live), parts=(DraftPart(),))
        draft_id = actions.begin_draft(w, draft, live.version).id
        actions.discard_draft(w, draft_id)
    return draft_id


@BOTH
@pytest.mark.parametrize(
    ("end", "said"), [(approved, "The draft was approved"), (discarded, "The draft was given up")]
)
def test_a_draft_that_is_gone_leads_to_its_item(work, cast, emil, edith, end, said):
    draft_id = end(work, cast, emil)
    where = f"/quiz/drafts/{draft_id}"
    for door in ("", "/review"):
        page = edith.get(where + door)
        assert page.path == f"/quiz/items/{NAME}"
        assert said in page.text
    for door in DOORS:
        page = edith.post(where + door, {"edition": "1", "why": "Late.", "item": NAME})
        assert (page.path, said in page.text) == (f"/quiz/items/{NAME}", True), door


@BOTH
def test_a_draft_of_no_item_that_was_given_up_is_missing(work, cast, edith):
    with work(cast.edith) as w:
        draft_id = actions.begin_draft(w, Draft("never-written")).id
        actions.discard_draft(w, draft_id)
    edith.get("/quiz/")
    for door in DOORS:
        if door in {"", "/review"}:
            edith.get(f"/quiz/drafts/{draft_id}{door}", status=404)
        edith.post(f"/quiz/drafts/{draft_id}{door}", {"edition": "1", "why": "Late."}, status=404)


@BOTH
def test_a_draft_that_is_gone_while_it_is_sent_in_says_so(work, cast, emil, edith):
    """What a page had open from before can be pressed still."""
    with work(cast.edith) as w:
        draft_id = actions.begin_draft(w, Draft("mine")).id
    page = edith.get(f"/quiz/drafts/{draft_id}")
    with work(emil) as w:
        actions.discard_draft(w, draft_id)
    page.form("Save").fill({"p0-stem": "Too late?"}).send("Send in for review", status=404)
