"""Pages of the bench that somebody has had open for long: what is gone, and what is typed anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.actor import Role
from members.queries import actor_of
from quiz import actions, queries
from quiz.draft import Draft, DraftPart, of_item
from quiz.item import TRUE_FALSE, Kind
from quiz.queries.drafts import draft_row, value_of
from rules.actions import publish_version
from rules.queries import version
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
def evening(clock):
    """An hour before midnight: asked for before anybody signs in."""
    clock.move(hours=11)


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


def others(work, actor, draft_id, **changed):
    """Have another editor change a draft meanwhile: its kind, its words, its clause."""
    with work(actor) as w:
        row = draft_row(w.session, draft_id)
        draft = value_of(row)
        part = replace(draft.parts[0], stem="Theirs.", anchors=(), **changed)
        actions.save_draft(w, draft_id, replace(draft, parts=(part,)), row.edition)


FEWER = {"kind": Kind.TRUE_FALSE, "options": TRUE_FALSE, "key": (0,)}
ORDER = {"kind": Kind.ORDERING, "options": ("One", "Two"), "key": (0, 1)}
TYPED = {f"p0-option-{row}": f"Option {row}" for row in range(4)} | {
    "p0-stem": "Mine?",
    "p0-right-3": "y",
    "p0-rationale": "So says the clause.",
    "p0-quote-0": "words of the clause",
}


@pytest.mark.parametrize("changed", [FEWER, ORDER, {}])
@pytest.mark.parametrize("button", ["Save", "Make it a case", "Send in for review"])
def test_a_stale_save_gives_back_all_that_was_typed(
    work, cast, emil, evening, edith, clock, changed, button
):
    page = edith.post("/quiz/drafts/", {"clause": "quorum"})
    draft_id = page.path.rpartition("/")[2]
    sent = page.form("Save").fill(TYPED)
    clause = sent.values["p0-clause-0"]
    assert clause != [""]
    with work() as w:  # it was in force when the page was opened, and another is by now
        old = version(w.session, "quorum", 1)
        text = f"{old.text} A further sentence."
        later = replace(old, version=2, text=text, in_force_from=w.now.date() + timedelta(1))
        publish_version(w, later)
    clock.move(hours=2)
    others(work, emil, draft_id, **changed)
    page = sent.send(button, status=409)
    assert "Somebody has changed this draft" in page.text
    form = page.form("Save")
    assert {name: form.values[name] for name in TYPED} == {k: [v] for k, v in TYPED.items()}
    assert form.values["p0-clause-0"] == clause
    if button == "Make it a case":
        form = form.fill({"stimulus": "Two sides.", "p1-stem": "And then?"})
    page = form.send("Save")
    with work(writing=False) as w:
        kept = value_of(draft_row(w.session, draft_id))
    assert kept.parts[0].stem == "Mine?"
    assert (len(kept.parts[0].options), kept.parts[0].key) == (4, (3,))
    assert [part.stem for part in kept.parts[1:]] == (["And then?"] if kept.is_case else [])
    assert kept.is_case == (button == "Make it a case")


@BOTH
def test_questions_that_were_added_stay_when_another_has_fewer(work, cast, emil, edith):
    page = edith.post("/quiz/drafts/", {"clause": "quorum"})
    draft_id = page.path.rpartition("/")[2]
    page = page.form("Save").fill({"p0-stem": "First?"}).send("Make it a case")
    sent = page.form("Save").fill({"stimulus": "Two sides.", "p1-stem": "Second?"})
    with work(emil) as w:
        row = draft_row(w.session, draft_id)
        actions.save_draft(w, draft_id, Draft(row.item, (DraftPart(stem="Theirs."),)), row.edition)
    page = sent.send("Remove the last question", status=409)
    form = page.form("Save")
    assert (form.values["stimulus"], form.values["p1-stem"]) == (["Two sides."], ["Second?"])
    form.send("Save")
    with work(writing=False) as w:
        assert value_of(draft_row(w.session, draft_id)).parts[1].stem == "Second?"


def test_a_clause_that_there_is_not_is_no_choice(work, cast, edith):
    page = edith.post("/quiz/drafts/", {"clause": "quorum"})
    for wrong in ("quorum/99", "nobody/1", "quorum/²", f"quorum/{'9' * 30}"):
        sent = {"p0-clause-0": wrong, "p0-option-0": "x", "p0-stem": "Kept?"}
        page = edith.post(page.path, sent, status=422)
        assert page.form("Save").values["p0-stem"] == ["Kept?"]
