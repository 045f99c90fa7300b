"""Editors at once on the bench: one of two wins, and the other is told what stands."""

from dataclasses import replace
from datetime import timedelta
from itertools import accumulate, pairwise
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from audit.entry import parse
from audit.models import QueuedEntry
from kernel.actor import Role
from kernel.errors import Conflict, Refusal
from members.queries import actor_of
from quiz import actions, queries
from quiz.draft import Draft, DraftPart, of_item
from quiz.models import DraftState, EnemyRow, ItemDraft, LiveItem, Pull, Reaffirmation, Retirement
from quiz.queries.bank import pulls, retirements
from quiz.queries.drafts import draft_row, value_of
from rules.actions import publish_version
from rules.queries import version
from rules.revision import Stale
from tests.village import person

NAME = "when-members-pay"
OTHER = "cheap-insurance"
MOMENT = 0.7  # seconds; on SQLite the other one waits for us, on PostgreSQL it may not have to


@pytest.fixture
def emil(work, cast):
    with work() as w:
        added = person(w, "Emil", Role.EDITOR)
        w.session.flush()
        return actor_of(w.session, added)


def running(work, actor, act, *values, gate=None):
    """Start an action in a work of its own; return its thread, and a list of what it came to."""
    came = []

    def run():
        if gate:
            gate.wait()
        try:
            with work(actor) as w:
                came.append(act(w, *values))
        except Refusal as refusal:
            came.append(refusal)

    thread = Thread(target=run)
    thread.start()
    return thread, came


def meanwhile(work, first, second):
    """Do `first`, and before it is committed begin `second`; return what `second` came to.

    Each is an actor, an action, and its values.
    """
    actor, act, *values = first
    with work(actor) as w:
        act(w, *values)
        w.session.flush()
        thread, came = running(work, *second)
        thread.join(MOMENT)
    thread.join()
    return came[0]


def at_once(work, *acts):
    """Do all in the same moment, each in a work of its own; return what each came to."""
    gate = Barrier(len(acts))
    started = [running(work, *each, gate=gate) for each in acts]
    for thread, _ in started:
        thread.join()
    return [came[0] for _, came in started]


def logged(work, *kinds):
    """Return the log's entries of these kinds, in the order of their making."""
    with work(writing=False) as w:
        raws = w.session.scalars(sa.select(QueuedEntry.entry).order_by(QueuedEntry.id))
        return [one for one in map(parse, raws) if one["kind"] in kinds]


def open_drafts(work, item):
    states = (DraftState.DRAFT, DraftState.IN_REVIEW)
    query = sa.select(ItemDraft.id).where(ItemDraft.item == item, ItemDraft.state.in_(states))
    with work(writing=False) as w:
        return list(w.session.scalars(query))


def begin_new(w):
    return actions.begin_draft(w, Draft("at-once")).id


def begin_anew(w):
    live = queries.live_item(w.session, NAME)
    return actions.begin_draft(w, of_item(live), live.version).id


def write_anew(w):
    return actions.write_anew(w, NAME, w.now.date()).id


@pytest.mark.parametrize(
    ("one", "other", "item"),
    [
        (begin_new, begin_new, "at-once"),
        (begin_anew, begin_anew, NAME),
        (begin_anew, write_anew, NAME),
    ],
)
def test_of_two_drafts_begun_at_once_one_stands(work, cast, emil, one, other, item):
    told = meanwhile(work, (cast.edith, one), (emil, other))
    [stands] = open_drafts(work, item)
    assert isinstance(told, Conflict)
    assert f"/quiz/drafts/{stands}" in str(told)
    assert f"begun by {cast.edith.ref} on 2026-11-23" in str(told)


def test_a_draft_takes_no_id_that_another_begins_with(work, cast, emil):
    with work(emil) as w:
        mine = actions.begin_draft(w, Draft("mine")).id
    told = meanwhile(
        work, (cast.edith, begin_new), (emil, actions.save_draft, mine, Draft("at-once"), 1)
    )
    [stands] = open_drafts(work, "at-once")
    assert f"/quiz/drafts/{stands}" in str(told)
    assert open_drafts(work, "mine") == [mine]


@pytest.fixture
def sent_in(work, cast):
    """A new wording of the item, in review."""
    with work(cast.edith) as w:
        draft_id = begin_anew(w)
        actions.send_draft(w, draft_id)
    return draft_id


def stands(work):
    """Return the version that is live, whether the item is retired, and the pulls that stand."""
    with work(writing=False) as w:
        live = w.session.get(LiveItem, NAME)
        pull = pulls(w.session).get(NAME)
        return live and live.version, NAME in retirements(w.session), pull and pull.version


RETIRED, PULLED, ASKED = (None, True, None), (2, False, 2), (2, False, None)


@pytest.mark.parametrize(
    ("act", "after", "before"),
    [(actions.retire_item, RETIRED, RETIRED), (actions.pull_item, PULLED, ASKED)],
)
@pytest.mark.parametrize("approved_first", [True, False])
def test_taking_an_item_out_and_approving_it_come_one_after_the_other(
    work, cast, emil, sent_in, act, after, before, approved_first
):
    """after, before: where the item stands when it was taken out after the approval, or before."""
    approve = (emil, actions.approve_draft, sent_in, 1)
    take_out = (cast.edith, act, NAME, "Two are right.")
    told = meanwhile(work, *((approve, take_out) if approved_first else (take_out, approve)))
    assert stands(work) == (after if approved_first else before)
    refused = act is actions.retire_item and not approved_first
    assert isinstance(told, Conflict) == refused
    assert len(logged(work, "item.approved")) == (0 if refused else 1)


def test_eight_editors_at_once_leave_rows_and_a_log_that_say_the_same(work, cast, emil):
    def taken(*acts):
        """Have two editors do each of four things at once; return how many of each were done."""
        came = at_once(work, *((who, *act) for act in acts for who in (cast.edith, emil)))
        refused = [isinstance(one, Refusal) for one in came]
        return [refused[at : at + 2].count(False) for at in range(0, 8, 2)]

    def rows(model):
        with work(writing=False) as w:
            return list(w.session.scalars(sa.select(model)))

    pull = (actions.pull_item, NAME, "Two are right.")
    put_back = (actions.put_back, NAME)
    retire = (actions.retire_item, NAME, "Plain by now.")
    apart = (actions.set_enemies, NAME, OTHER)
    turned = (actions.set_enemies, OTHER, NAME)
    together = (actions.unset_enemies, NAME, OTHER)
    begun = len(rows(EnemyRow))

    *_, set_done, set_too = taken(pull, pull, apart, turned)
    assert set_done + set_too == 1
    taken(pull, put_back, apart, together)
    retired, *_ = taken(retire, pull, put_back, together)
    assert retired == 1
    assert [row.item for row in rows(Retirement)] == [NAME]
    assert len(logged(work, "item.retired")) == 1
    told = logged(work, "item.pulled", "item.put_back")
    assert len(rows(Pull)) == sum(one["kind"] == "item.pulled" for one in told)
    for before, after in pairwise(told):
        assert before["kind"] != after["kind"], "nobody puts back what is not taken out"
    assert all(row.lifted_at for row in rows(Pull)), "who retires an item lifts its pull"
    said = [1 if one["set"] else -1 for one in logged(work, "item.enemies_changed")]
    assert len(rows(EnemyRow)) - begun == sum(said)
    assert set(accumulate(said)) <= {0, 1}


def test_of_two_saves_of_one_edition_one_is_kept(work, cast, emil):
    with work(cast.edith) as w:
        draft_id = actions.begin_draft(w, Draft("at-once")).id
    mine, theirs = (Draft("at-once", (DraftPart(stem=stem),)) for stem in ("Mine?", "Theirs?"))
    told = meanwhile(
        work,
        (cast.edith, actions.save_draft, draft_id, mine, 1),
        (emil, actions.save_draft, draft_id, theirs, 1),
    )
    assert isinstance(told, Stale)
    with work(writing=False) as w:
        row = draft_row(w.session, draft_id)
        assert (value_of(row), row.edition) == (mine, 2)


def test_two_say_at_once_that_an_item_is_still_right_and_it_is_said_once(work, cast, emil):
    name, clause = "stay-of-sixteen-days", "hospital-stay"
    with work() as w:
        old = version(w.session, clause, 1)
        beside = "Days at home count for nothing. The day of admission"
        text = old.text.replace("The day of admission", beside)
        day = w.now.date() + timedelta(days=10)
        publish_version(w, replace(old, version=2, text=text, in_force_from=day))
    second = meanwhile(
        work, (cast.edith, actions.reaffirm, name, day), (emil, actions.reaffirm, name, day)
    )
    assert isinstance(second, Conflict)
    with work(writing=False) as w:
        said = w.session.scalars(sa.select(Reaffirmation).where(Reaffirmation.item == name))
        assert [row.by for row in said] == [cast.edith.ref]
