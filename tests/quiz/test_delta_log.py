"""What the log keeps of delta papers: that nothing of them is changed afterwards, and no name."""

import hashlib
import json

import pytest
import sqlalchemy as sa

from audit.models import QueuedEntry
from kernel.clock import as_text
from quiz import actions
from quiz.models import DeltaSitting
from tests.quiz.test_delta import answer, ask, change, revise


@pytest.fixture
def juror(cast):
    return cast.jurors[0]


def logged(work, kind):
    """Return what the log says of this kind, in its order."""
    with work(writing=False) as w:
        said = [json.loads(entry) for entry in w.session.scalars(sa.select(QueuedEntry.entry))]
    return [one for one in said if one["kind"] == kind]


def digest_of(work, sitting_id):
    """Make the digest of an ended delta paper again, from its row."""
    with work(writing=False) as w:
        row = w.session.get_one(DeltaSitting, sitting_id)
        kept = {
            "seed": row.seed,
            "owed": row.owed,
            "steps": row.steps,
            "mastered": row.mastered,
            "ended_at": as_text(row.ended_at),
        }
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("how", ["learned", "changed", "withdrawn"])
def test_an_ended_paper_leaves_a_digest_however_it_ends(work, cast, juror, clock, how):
    change(work, clock, questions=1)
    with work(juror) as w:
        begun = actions.start_delta(w)
        one, seed = begun.id, begun.seed
    [start] = logged(work, "delta.started")
    assert start["seed"] == hashlib.sha256(bytes.fromhex(seed)).hexdigest()
    assert logged(work, "delta.ended") == []
    if how == "learned":
        answer(work, juror, one)
    elif how == "changed":
        revise(work, clock, "counted twice", "counted three times", number=2)
        ask(work, "thrice", number=3, quote="No ballot may be counted three times.")
        with work(juror) as w:
            actions.start_delta(w)
    else:
        with work(cast.edith) as w:
            actions.pull_item(w, "twice-0", "It can be misread.")
        answer(work, juror, one, rightly=False)
    [end] = logged(work, "delta.ended")
    assert (end["sitting"], end["digest"]) == (one, digest_of(work, one))


def test_the_log_of_delta_papers_names_nobody(work, juror, clock):
    change(work, clock, questions=1)
    with work(juror) as w:
        one = actions.start_delta(w).id
    answer(work, juror, one)
    said = [*logged(work, "delta.started"), *logged(work, "delta.ended")]
    assert len(said) == 2
    assert {each["by"] for each in said} == {"member"}
    assert {len(each["at"]) for each in said} == {len("2026-11-30")}
