"""A paper that is handed in while an item action is applied: graded by it, and graded once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel.actor import Role
from kernel.errors import Conflict
from members.queries import actor_of
from quiz import actions, queries
from quiz.itemaction import ItemAction, What
from quiz.models import Rescore, Sitting
from quiz.paper import Paper
from quiz.queries.regrade import actions_on
from tests.quiz.test_bench_races import meanwhile
from tests.village import begin_paper, person


@pytest.fixture
def emil(work, cast):
    with work() as w:
        added = person(w, "Emil", Role.EDITOR)
        w.session.flush()
        return actor_of(w.session, added)


@pytest.fixture
def paper(work, cast):
    """An open paper without an answer."""
    with work(cast.clara) as w:
        return actions.start_sitting(w).id


@pytest.fixture
def credit(work, cast, paper):
    """A proposal to credit everybody with a question of that paper."""
    with work(cast.edith) as w:
        asked = Paper.from_json(w.session.get_one(Sitting, paper).paper).questions[0]
        action = ItemAction(asked.item, asked.version, asked.part, What.CREDIT)
        return actions.propose_action(w, action, "Two are right.").id


def hand_in(w, paper):
    return actions.hand_in(w, paper).score


def sit(w, paper):
    """Sit that same paper from its beginning to its end; return the sitting."""
    mine = begin_paper(w)
    mine.paper = w.session.get_one(Sitting, paper).paper
    return actions.hand_in(w, mine.id).id


def rescored(work, paper):
    """Return the scores that a paper was given later; check that it stands as it is graded now."""
    with work(writing=False) as w:
        row = w.session.get_one(Sitting, paper)
        assert row.score == queries.result_of(w.session, row).score == 1
        found = sa.select(Rescore.score_after).where(Rescore.sitting_id == paper)
        return list(w.session.scalars(found))


def test_a_paper_handed_in_while_an_action_is_applied(work, cast, emil, paper, credit):
    told = meanwhile(work, (emil, actions.apply_action, credit), (cast.clara, hand_in, paper))
    assert (told, rescored(work, paper)) == (1, [])


def test_an_action_applied_while_a_paper_is_handed_in(work, cast, emil, paper, credit):
    told = meanwhile(work, (cast.clara, hand_in, paper), (emil, actions.apply_action, credit))
    assert (told, rescored(work, paper)) == (1, [1])


def test_a_paper_begun_and_handed_in_while_an_action_is_applied(work, cast, emil, paper, credit):
    mine = meanwhile(work, (emil, actions.apply_action, credit), (cast.oscar, sit, paper))
    assert rescored(work, mine) == []


def test_an_action_applied_while_a_paper_runs_out_of_time(work, cast, emil, paper, credit, clock):
    clock.move(hours=25)
    close = (cast.agnes, actions.close_expired, paper)
    assert meanwhile(work, (emil, actions.apply_action, credit), close) is True
    assert rescored(work, paper) == []


@pytest.mark.parametrize(
    ("what", "done"),
    [(What.DROP, "was dropped"), (What.CREDIT, "Everybody was credited")],
)
def test_a_second_proposal_is_told_which_stands_and_since_when(work, cast, emil, clock, what, done):
    with work(writing=False) as w:
        asked = queries.live_items(w.session)[0]
    action = ItemAction(asked.item, asked.version, 0, what)
    first = (cast.edith, actions.propose_action, action, "Two are right.")
    other = ItemAction(asked.item, asked.version, 0, What.CREDIT)
    told = meanwhile(work, first, (emil, actions.propose_action, other, "Two are right, I think."))
    assert isinstance(told, Conflict)
    named = "drop this question" if what is What.DROP else "credit everybody with this question"
    assert f"{cast.edith.ref} proposed to {named} on 2026-11-23, 12:00 UTC." in str(told)
    with work(writing=False) as w:
        [row] = actions_on(w.session, asked.item, asked.version)
    clock.move(timedelta(hours=3))
    with work(emil) as w:
        actions.apply_action(w, row.id)
    with pytest.raises(Conflict, match=f"{done}.*on 2026-11-23, 15:00 UTC, as {cast.edith.ref}"):
        with work(emil) as w:
            actions.propose_action(w, other, "Again.")
