"""What happens to drafts while the shelf or the rules change under them."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from kernel.actor import Role
from kernel.db import make_engine
from kernel.errors import Conflict
from kernel.work import Ground, unit_of_work
from members.queries import actor_of
from quiz import actions, queries
from quiz.draft import Draft, DraftPart, of_item
from quiz.item import Anchor, Kind
from quiz.models import ItemRow, LiveItem, Pull
from quiz.queries.bank import pulls
from rules.actions import publish_version
from rules.queries import version
from tests.village import PASSWORD, person

NAME = "when-members-pay"


@pytest.fixture
def emil(work, cast):
    with work() as w:
        added = person(w, "Emil", Role.EDITOR)
        w.session.flush()
        return actor_of(w.session, added)


def sent(w, stem="When, then, does a member pay?"):
    live = queries.live_item(w.session, NAME)
    draft = of_item(live)
    row = actions.begin_draft(w, draft, live.version)
    part = replace(draft.parts[0], stem=stem)
    actions.save_draft(w, row.id, replace(draft, parts=(part,)), 1)
    actions.send_draft(w, row.id)
    return row.id


def test_a_retired_item_is_not_brought_back_by_a_draft(work, cast, emil):
    with work(cast.edith) as w:
        draft_id = sent(w)
        actions.retire_item(w, NAME, "The clause is plain by now.")
    with pytest.raises(Conflict, match="retired"), work(emil) as w:
        actions.approve_draft(w, draft_id, 2)
    with work(writing=False) as w:
        assert w.session.get(LiveItem, NAME) is None


def test_rules_that_changed_since_a_draft_was_sent_in_stop_its_approval(work, cast, emil, clock):
    with work(cast.edith) as w:
        draft_id = sent(w)
        anchor = queries.live_item(w.session, NAME).anchors[0]
        old = version(w.session, anchor.clause, anchor.version)
        tomorrow = clock.now.date() + timedelta(days=1)
        new = replace(old, version=old.version + 1, text=old.text + " And more.", in_force_from=tomorrow)
        publish_version(w, new)
    clock.move(days=2)
    with pytest.raises(Conflict, match="rules have changed"), work(emil) as w:
        actions.approve_draft(w, draft_id, 2)


def at_once(settings, clock, *calls):
    app = Flask("race")
    engine = make_engine(settings.database)
    app.extensions["venire"] = Ground(settings, engine, clock)
    gate, done, refused, other = threading.Barrier(len(calls)), [], [], []

    def run(actor, call):
        with app.app_context():
            gate.wait()
            try:
                with unit_of_work(actor) as w:
                    done.append(call(w))
            except Conflict as refusal:
                refused.append(refusal)
            except Exception as error:
                other.append(error)

    threads = [threading.Thread(target=run, args=one) for one in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    return done, refused, other


def test_two_drafts_of_one_item_approved_at_once(settings, clock, work, cast, emil):
    with work(cast.edith) as w:
        ids = [sent(w, f"When, then, does a member pay, by wording {n}?") for n in range(6)]
    calls = [(emil, lambda w, i=i: actions.approve_draft(w, i, 2)) for i in ids]
    done, refused, other = at_once(settings, clock, *calls)
    assert (done, len(refused), other) == ([2], 5, [])


def test_an_item_pulled_by_many_at_once(settings, clock, work, cast, emil):
    calls = [(emil, lambda w: actions.pull_item(w, NAME, "Wrong.")) for _ in range(6)]
    done, refused, other = at_once(settings, clock, *calls)
    assert (len(done), len(refused), other) == (1, 5, [])


def test_retired_while_approved(settings, clock, work, cast, emil):
    with work(cast.edith) as w:
        draft_id = sent(w)
    calls = [(emil, lambda w: actions.approve_draft(w, draft_id, 2))]
    calls += [(cast.edith, lambda w: actions.retire_item(w, NAME, "Plain.")) for _ in range(3)]
    done, refused, other = at_once(settings, clock, *calls)
    with work(writing=False) as w:
        assert w.session.get(LiveItem, NAME) is None
    assert all(type(one).__name__ == "Missing" for one in other), other


def test_enemies_set_at_once(settings, clock, work, cast, emil):
    calls = [(emil, lambda w: actions.set_enemies(w, NAME, "cheap-insurance")) for _ in range(6)]
    done, refused, other = at_once(settings, clock, *calls)
    assert other == []


def test_new_items_of_one_id_at_once(settings, clock, work, cast, emil):
    calls = [(emil, lambda w: actions.begin_draft(w, Draft("one"))) for _ in range(6)]
    done, refused, other = at_once(settings, clock, *calls)
    assert (len(done), len(refused), other) == (1, 5, [])


def test_bench_with_unknown_clause(cast, client, work):
    with work(cast.edith) as w:
        draft = Draft("odd", (DraftPart(anchors=(Anchor("nowhere", 3, "words"),)),))
        row = actions.begin_draft(w, draft, origin="imported")
        key = Draft("odd-key", (DraftPart(options=("a",), key=(7,)),))
        row2 = actions.begin_draft(w, key, origin="imported")
        did, did2 = row.id, row2.id
    client.sign_in("edith@village.example", PASSWORD)
    page = client.get(f"/quiz/drafts/{did}")
    assert "words" in page.text
    page = page.press("Give the draft up")
    client.get(f"/quiz/drafts/{did}")


def test_send_keeps_what_was_typed(cast, client, work):
    client.sign_in("edith@village.example", PASSWORD)
    page = client.post("/quiz/drafts/", {"clause": "quorum"})
    path = page.path
    page = page.form("Save").fill({"p0-stem": "Mine."}).send("Send in for review", status=409)
    assert client.get(path).form("Save").values["p0-stem"] == ["Mine."]


def test_a_stale_send_overwrites_nothing(cast, client, work):
    client.sign_in("edith@village.example", PASSWORD)
    page = client.post("/quiz/drafts/", {"clause": "quorum"})
    client.get(page.path).form("Save").fill({"p0-stem": "First."}).send("Save")
    page = page.form("Save").fill({"p0-stem": "Second."}).send("Send in for review", status=409)
    print(page.form("Save").values["edition"])
    assert "First." in page.text


def test_quote_without_clause_kept(cast, client, work):
    client.sign_in("edith@village.example", PASSWORD)
    page = client.post("/quiz/drafts/", {})
    page = page.form("Save").fill({"p0-quote-0": "some words"}).send("Save")
    assert page.form("Save").values["p0-quote-0"] == ["some words"]


def test_reports_of_a_long_run(cast, client, work):
    client.sign_in("edith@village.example", PASSWORD)
    page = client.post("/quiz/drafts/", {"clause": "quorum"})
    page = page.form("Save").fill({"p0-right-4": "y", "p0-option-0": "a", "p0-option-2":"c", "p0-right-2": "y"}).send("Save")
    assert page.form("Save").values.get("p0-right-1") == ["y"]
