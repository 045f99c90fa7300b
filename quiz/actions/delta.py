"""What is done with delta papers: one is begun, its questions are answered one by one."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace

from audit.actions import record
from audit.entry import canonical
from kernel.clock import as_text
from kernel.db import insert_once, new_id
from kernel.errors import N_, Conflict
from kernel.work import Work
from members.actions import extend_qualification
from quiz.actions.steps import keep_pool
from quiz.delta import Offer, Step, first_of, next_question
from quiz.events import DeltaEnded, DeltaStarted
from quiz.models import DeltaSitting
from quiz.offered import Offered
from quiz.queries.delta import (
    debt,
    delta_sitting,
    offers,
    open_delta,
    progress_of,
    steps_of,
)
from rules.queries import history

NOTHING_OWED = N_("You know every clause as it reads today. There is nothing to learn anew.")
NO_QUESTION = N_(
    "There is no question yet on what changed. The editors know; until then you are drawn for the "
    "other cases."
)


def start_delta(work: Work) -> DeltaSitting:
    """Begin a paper on what the actor owes, and return it; the open one if there is one.

    An open one is ended when the rules have changed again since: what was learned stays learned.
    Raises Conflict when nothing is owed, or nothing can be asked about it yet.
    """
    account_id = work.actor.account
    current = open_delta(work.session, account_id, lock=True)
    what = debt(work.session, account_id, work.now.date())
    if current is not None:
        left = {
            name: number for name, number in current.owed.items() if name not in current.mastered
        }
        if all(what.clauses.get(name) == number for name, number in left.items()):
            return current
        _end(work, current)
    if not what.clauses:
        raise Conflict(NOTHING_OWED)
    if not what.to_ask:
        raise Conflict(NO_QUESTION)
    asked = first_of(what.to_ask)
    offered = offers(work.session, asked, history(work.session), work.now.date())
    begun = DeltaSitting(
        id=new_id(),
        account_id=account_id,
        seed=secrets.token_hex(32),
        owed=asked,
        steps=[],
        mastered=[],
        started_at=work.now,
    )
    if not insert_once(work.session, begun):  # another request of the same member was quicker
        winner = open_delta(work.session, account_id)
        if winner is None:
            raise LookupError("a paper that was there a moment ago")
        return winner
    digest = hashlib.sha256(bytes.fromhex(begun.seed)).hexdigest()
    record(work, DeltaStarted(sitting=begun.id, clauses=sorted(asked), seed=digest))
    _go_on(work, begun, offered)
    return begun


def answer_delta(work: Work, sitting_id: str, number: int, answer: Sequence[str]) -> DeltaSitting:
    """Answer question `number` (from 1) of the actor's paper; what is known by then is certified.

    Raises Missing, and Conflict when another question is open by now, or none. The same answer
    sent twice is the same as once.
    """
    mine = delta_sitting(work.session, sitting_id, work.actor.account, lock=True)
    steps = steps_of(mine)
    given = tuple(sorted(set(answer)))
    if number < len(steps) or (number == len(steps) and steps[-1].answer is not None):
        if steps[number - 1].answer == given:
            return mine
        raise Conflict(N_("This question was answered before. Go on with the next."))
    if mine.ended_at is not None or number != len(steps):
        raise Conflict(N_("This question is not open."))
    mine.steps = [*mine.steps[:-1], replace(steps[-1], answer=given).to_json()]
    offered = offers(work.session, mine.owed, history(work.session), work.now.date())
    how_far = progress_of(work.session, mine, offered)
    learned = {
        clause: mine.owed[clause]
        for clause in how_far.needed
        if how_far.is_known(clause) and clause not in mine.mastered
    }
    if learned:
        mine.mastered = sorted([*mine.mastered, *learned])
        extend_qualification(work, mine.account_id, mine.id, learned)
    if not how_far.left:
        _end(work, mine)
    return mine


def go_on(work: Work, sitting_id: str) -> DeltaSitting:
    """Ask the next question of the actor's paper, unless one is open; end it where there is none.

    Raises Missing.
    """
    mine = delta_sitting(work.session, sitting_id, work.actor.account, lock=True)
    if mine.ended_at is None and steps_of(mine)[-1].answer is not None:
        offered = offers(work.session, mine.owed, history(work.session), work.now.date())
        _go_on(work, mine, offered)
    return mine


def _go_on(work: Work, one: DeltaSitting, offered: Sequence[Offer]) -> None:
    how_far = progress_of(work.session, one, offered)
    question = next_question(offered, steps_of(one), how_far, one.seed)
    if question is None:
        _end(work, one)
        return
    pool = Offered(tuple(offer.item for offer in offered), frozenset())
    keep_pool(work, pool.digest, pool)
    one.steps = [*one.steps, Step(question, pool.digest).to_json()]


def _end(work: Work, one: DeltaSitting) -> None:
    """End a paper now, and keep in the log what it came to: a certificate may have grown by it."""
    one.ended_at = work.now
    work.session.flush()
    body = {
        "ended_at": as_text(work.now),
        "mastered": one.mastered,
        "owed": one.owed,
        "seed": one.seed,
        "steps": one.steps,
    }
    record(work, DeltaEnded(sitting=one.id, digest=hashlib.sha256(canonical(body)).hexdigest()))
