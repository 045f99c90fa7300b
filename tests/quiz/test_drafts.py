"""Drafts of items: written, sent in, decided on by another; and what is done with items."""

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from audit.models import QueuedEntry
from kernel.actor import Role
from kernel.db import make_engine
from kernel.errors import Conflict, Malformed, Missing
from kernel.work import Ground, unit_of_work
from members.queries import actor_of
from quiz import actions, queries
from quiz.actions import load_bank
from quiz.bank import Bank, demo_bank
from quiz.draft import of_item
from quiz.models import DraftState, ItemDraft, ItemRow
from quiz.queries.drafts import draft_row, steps_of, value_of, waiting_for
from tests.village import person

NAME = "when-members-pay"


@pytest.fixture
def emil(work, cast):
    with work() as w:
        added = person(w, "Emil", Role.EDITOR)
        w.session.flush()
        return actor_of(w.session, added)


def begin(w, **changed):
    live = queries.live_item(w.session, NAME)
    draft = of_item(live)
    part = replace(draft.parts[0], stem="When, then, does a member pay?", **changed)
    row = actions.begin_draft(w, draft, live.version)
    actions.save_draft(w, row.id, replace(draft, parts=(part,)), 1)
    return row.id


def kinds(w):
    entries = w.session.scalars(sa.select(QueuedEntry.entry))
    return [entry.split(b'"kind":"')[1].split(b'"')[0].decode() for entry in entries]


def test_another_editor_puts_a_new_wording_into_papers(work, cast, emil):
    with work(cast.edith) as w:
        draft_id = begin(w)
        assert queries.live_item(w.session, NAME).version == 1, "a draft replaces nothing"
        actions.send_draft(w, draft_id)
        assert waiting_for(w.session, cast.edith.ref) == []
        assert [one.id for one in waiting_for(w.session, emil.ref)] == [draft_id]
    with pytest.raises(Conflict, match="You wrote"), work(cast.edith) as w:
        actions.approve_draft(w, draft_id, 2)
    with work(emil) as w:
        assert actions.approve_draft(w, draft_id, 2) == 2
        live = queries.live_item(w.session, NAME)
        assert live.parts[0].stem == "When, then, does a member pay?"
        row = w.session.get_one(ItemRow, (NAME, 2))
        assert (row.written_by, row.approved_by) == (cast.edith.ref, emil.ref)
        assert "item.approved" in kinds(w)
        assert draft_row(w.session, draft_id).state == DraftState.APPROVED
    with pytest.raises(Conflict, match="not in review"), work(emil) as w:
        actions.approve_draft(w, draft_id, 2)


def test_whoever_touches_a_draft_is_its_author_too(work, cast, emil):
    with work(cast.edith) as w:
        draft_id = begin(w)
    with work(emil) as w:
        draft = value_of(draft_row(w.session, draft_id))
        part = replace(draft.parts[0], rationale="Nothing is paid before.")
        actions.save_draft(w, draft_id, replace(draft, parts=(part,)), 2)
        actions.send_draft(w, draft_id)
        with pytest.raises(Conflict, match="You wrote"):
            actions.approve_draft(w, draft_id, 3)
    with pytest.raises(Conflict, match="You wrote"), work(cast.edith) as w:
        actions.approve_draft(w, draft_id, 3)


def test_a_draft_goes_back_with_a_reason_and_comes_again(work, cast, emil):
    with work(cast.edith) as w:
        draft_id = begin(w)
        actions.send_draft(w, draft_id)
    with work(emil) as w:
        with pytest.raises(Malformed, match="Say why"):
            actions.return_draft(w, draft_id, "  ")
        with pytest.raises(Malformed, match="at most 1,000"):
            actions.return_draft(w, draft_id, "x" * 1_001)
        actions.return_draft(w, draft_id, "Two options are right.")
        assert steps_of(w.session, draft_id)[0].why == "Two options are right."
    with work(cast.edith) as w:
        actions.send_draft(w, draft_id)
        actions.take_back_draft(w, draft_id)
        actions.discard_draft(w, draft_id)
        with pytest.raises(Conflict):
            actions.send_draft(w, draft_id)


def test_what_is_not_whole_is_kept_and_not_sent_in(work, cast):
    with work(cast.edith) as w:
        draft_id = begin(w, key=())
        with pytest.raises(Conflict, match="cannot be sent in yet"):
            actions.send_draft(w, draft_id)
        assert value_of(draft_row(w.session, draft_id)).parts[0].key == ()


def test_nobody_overwrites_what_they_have_not_read(work, cast, emil):
    with work(cast.edith) as w:
        draft_id = begin(w)
    with pytest.raises(Conflict, match="changed this draft"), work(emil) as w:
        actions.save_draft(w, draft_id, value_of(draft_row(w.session, draft_id)), 1)
    with pytest.raises(Missing), work(emil) as w:
        actions.send_draft(w, "no such draft")


def test_two_drafts_of_one_item_do_not_both_become_its_next_version(work, cast, emil):
    with work(cast.edith) as w:
        first = begin(w)
        with pytest.raises(Conflict, match=f"stands already.*/quiz/drafts/{first}"):
            begin(w)
        actions.send_draft(w, first)
    with work() as w:
        item = next(one for one in demo_bank().items if one.item == NAME)
        part = replace(item.parts[0], rationale="An operator brought this in meanwhile.")
        load_bank(w, Bank((replace(item, parts=(part,)),), frozenset()))
    with pytest.raises(Conflict, match="written anew meanwhile"), work(emil) as w:
        actions.approve_draft(w, first, 2)


def test_eight_approvals_at_once_publish_once(settings, clock, work, cast, emil):
    with work(cast.edith) as w:
        draft_id = begin(w)
        actions.send_draft(w, draft_id)
    app = Flask("race")
    engine = make_engine(settings.database)
    app.extensions["venire"] = Ground(settings, engine, clock)
    gate, done, refused = threading.Barrier(8), [], []

    def approve():
        with app.app_context():
            gate.wait()
            try:
                with unit_of_work(emil) as w:
                    done.append(actions.approve_draft(w, draft_id, 2))
            except Conflict as refusal:
                refused.append(refusal)

    threads = [threading.Thread(target=approve) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    assert (done, len(refused)) == ([2], 7)
    with work(writing=False) as w:
        count = sa.select(sa.func.count()).select_from(ItemRow).where(ItemRow.item == NAME)
        assert w.session.scalar(count) == 2


def test_an_item_is_taken_out_put_back_and_retired(work, cast, clock):
    today = clock.now.date()

    def asked(w):
        return NAME in {item.item for item in queries.bank_on(w.session, today)}

    with work(cast.edith) as w:
        actions.pull_item(w, NAME, "It gives another away.")
        assert not asked(w)
        with pytest.raises(Conflict, match="in no paper already"):
            actions.pull_item(w, NAME, "Again.")
        actions.put_back(w, NAME)
        assert asked(w)
        with pytest.raises(Conflict, match="Nobody has taken"):
            actions.put_back(w, NAME)
        with pytest.raises(Malformed):
            actions.retire_item(w, NAME, " ")
        actions.retire_item(w, NAME, "The clause is plain by now.")
        assert not asked(w)
        assert load_bank(w, demo_bank()).items == 0, "for good"
        assert not asked(w)
        assert w.session.get_one(ItemRow, (NAME, 1)), "its versions stay"
        with pytest.raises(Missing):
            actions.pull_item(w, NAME, "Gone.")
        assert {"item.pulled", "item.put_back", "item.retired"} <= set(kinds(w))


def test_a_new_wording_ends_a_pull(work, cast, emil, clock):
    with work(cast.edith) as w:
        actions.pull_item(w, NAME, "Two options are right.")
        draft_id = begin(w)
        actions.send_draft(w, draft_id)
    with work(emil) as w:
        actions.approve_draft(w, draft_id, 2)
        assert NAME in {item.item for item in queries.bank_on(w.session, clock.now.date())}


def test_enemies_are_set_and_unset(work, cast):
    other = "cheap-insurance"
    with work(cast.edith) as w:
        actions.set_enemies(w, NAME, other)
        assert (other, NAME) in queries.enemies(w.session)
        with pytest.raises(Conflict, match="enemies already"):
            actions.set_enemies(w, other, NAME)
        actions.unset_enemies(w, NAME, other)
        assert (other, NAME) not in queries.enemies(w.session)
        with pytest.raises(Conflict):
            actions.unset_enemies(w, NAME, other)
        with pytest.raises(Conflict):
            actions.set_enemies(w, NAME, NAME)
        with pytest.raises(Missing):
            actions.set_enemies(w, NAME, "no-such-item")


def test_drafts_are_kept_apart(work, cast):
    with work(cast.edith) as w:
        begin(w)
        assert w.session.scalar(sa.select(sa.func.count()).select_from(ItemDraft)) == 1
