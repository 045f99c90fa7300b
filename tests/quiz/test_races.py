"""Two requests of one member at once: an answer is in before the paper is, or not at all."""

import hashlib
from contextlib import suppress
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.entry import canonical, parse
from audit.models import QueuedEntry
from kernel.actor import SYSTEM
from kernel.clock import as_text
from kernel.errors import Conflict, Missing
from quiz import actions, queries
from quiz.models import Sitting

MOMENT = 0.7  # seconds; on SQLite the other one waits for us, on PostgreSQL it may not have to


@pytest.fixture
def paper(work, cast):
    with work(cast.clara) as w:
        return actions.start_sitting(w).id


def aside(work, actor, action, *values):
    """Start an action in a transaction of its own; give it a moment in which it may end."""

    def run():
        with work(actor) as w:
            action(w, *values)

    thread = Thread(target=run)
    thread.start()
    thread.join(MOMENT)
    return thread


def handed_in(work):
    """Return the log's entries about papers handed in."""
    with work(writing=False) as w:
        entries = [parse(raw) for raw in w.session.scalars(sa.select(QueuedEntry.entry))]
    return [entry for entry in entries if entry["kind"] == "sitting.handed_in"]


def test_no_answer_changes_once_the_paper_is_in(work, cast, paper):
    with suppress(Conflict), work(cast.clara) as w:
        read = queries.sitting(w.session, paper, cast.clara.account)
        other = aside(work, cast.clara, actions.hand_in, paper)
        actions.save_answers(w, read.id, {"1": ["a"]})
    other.join()
    with work(writing=False) as w:
        expected = digest_of(w.session.get_one(Sitting, paper))
    digests = [entry["digest"] for entry in handed_in(work)]
    assert digests == [expected]


def test_a_paper_read_before_it_was_handed_in_is_not_graded_again(work, cast, paper):
    with work(cast.clara) as w:
        read = queries.sitting(w.session, paper, cast.clara.account)
        other = aside(work, cast.clara, actions.hand_in, paper)
        actions.hand_in(w, read.id)
    other.join()
    assert len(handed_in(work)) == 1


@pytest.mark.parametrize("closing", [True, False])
def test_a_paper_out_of_time_is_graded_once(work, cast, paper, clock, closing):
    clock.move(hours=25)
    first = actions.close_expired if closing else actions.hand_in
    with work(cast.clara) as w:
        first(w, paper)
        w.session.flush()
        other = aside(work, cast.clara, actions.start_sitting)
    other.join()
    assert [entry["sitting"] for entry in handed_in(work)] == [paper]


def test_who_starts_while_a_pass_is_being_graded_needs_no_other_paper(work, cast, paper, clock):
    from tests.quiz.test_actions import right

    with work(cast.clara) as w:
        one = queries.sitting(w.session, paper, cast.clara.account)
        actions.save_answers(w, paper, right(w, one))
    clock.move(hours=25)
    seen = []

    def start(w):
        with pytest.raises(Conflict, match="passed"):
            actions.start_sitting(w)
        seen.append(True)

    with work() as w:
        assert actions.close_expired(w, paper)
        other = aside(work, cast.clara, start)
    other.join()
    assert seen == [True]
    with work(writing=False) as w:
        assert len(queries.sittings_of(w.session, cast.clara.account)) == 1


@pytest.mark.parametrize(
    "sitting_id",
    ["", "x", "x" * 21 + "\0", "é" * 22, "x" * 23, "x" * 21 + "\n", "\ud800" * 22, "x" * 9999],
)
def test_what_is_no_id_is_missing_before_anything_is_asked(sitting_id):
    nothing_to_ask = Session()
    with pytest.raises(Missing):
        queries.sitting(nothing_to_ask, sitting_id, "nobody")


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize("sitting_id", ["%00" + "x" * 21, "%C3%A9" * 22, "x" * 3000])
def test_an_address_that_no_sitting_has_is_not_found(client, cast, sitting_id):
    from tests.village import PASSWORD

    client.sign_in("clara@village.example", PASSWORD)
    client.get("/quiz/")
    token = client.token()
    for end in ("", "/review"):
        assert client.raw.get(f"/quiz/sittings/{sitting_id}{end}").status_code == 404
    for end in ("/answers", "/hand-in"):
        sent = client.raw.post(f"/quiz/sittings/{sitting_id}{end}", data={"csrf_token": token})
        assert sent.status_code == 404


def at_once(work, *acts):
    """Do several things in the same moment, each in a work of its own; return what each came to."""
    gate, came = Barrier(len(acts)), [None] * len(acts)

    def run(number, actor, act):
        gate.wait()
        try:
            with work(actor) as w:
                came[number] = act(w)
        except Conflict as refusal:
            came[number] = refusal

    threads = [Thread(target=run, args=(number, *each)) for number, each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def digest_of(row):
    stands = {
        "answers": row.answers,
        "handed_in_at": as_text(row.handed_in_at),
        "paper": row.paper,
        "seed": row.seed,
    }
    return hashlib.sha256(canonical(stands)).hexdigest()


def test_two_starts_at_once_make_one_paper(work, cast):
    def begin(w):
        return actions.start_sitting(w).id

    one, other = at_once(work, (cast.clara, begin), (cast.clara, begin))
    assert one == other
    with work(writing=False) as w:
        assert [row.id for row in queries.sittings_of(w.session, cast.clara.account_id)] == [one]


@pytest.mark.parametrize("actor", ["clara", "olive", "oscar", "edith", "aaron", "agnes"])
def test_a_save_and_a_hand_in_at_once(work, cast, actor):
    """The answer is in the graded paper, or its sender is told that it came too late."""
    member = getattr(cast, actor)
    with work(member) as w:
        paper = actions.start_sitting(w).id
    saved, _ = at_once(
        work,
        (member, lambda w: actions.save_answers(w, paper, {"1": ["a"]}).saved_at),
        (member, lambda w: actions.hand_in(w, paper).score),
    )
    with work(writing=False) as w:
        row = w.session.get_one(Sitting, paper)
        assert (row.answers == {"1": ["a"]}) is not isinstance(saved, Conflict)
        assert [entry["digest"] for entry in handed_in(work)] == [digest_of(row)]
        assert queries.result_of(w.session, row).score == row.score


def test_a_hand_in_and_the_end_of_the_time_at_once(work, cast, paper, clock):
    clock.move(hours=24)
    at_once(
        work,
        (cast.clara, lambda w: actions.hand_in(w, paper).score),
        (SYSTEM, lambda w: actions.close_expired(w, paper)),
        (SYSTEM, lambda w: actions.close_expired(w, paper)),
        (cast.clara, lambda w: actions.hand_in(w, paper).score),
    )
    with work(writing=False) as w:
        row = w.session.get_one(Sitting, paper)
        assert row.handed_in_at == row.expires_at
        assert [entry["digest"] for entry in handed_in(work)] == [digest_of(row)]
