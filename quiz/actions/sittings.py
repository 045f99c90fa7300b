"""What is done with sittings: one is begun, its answers are saved, it is handed in and graded."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from audit.actions import record
from audit.entry import canonical
from kernel.clock import as_text
from kernel.db import new_id, put_once
from kernel.errors import N_, Conflict
from kernel.work import Work
from members.actions import grant_qualification
from members.queries import account, holds_certificate, qualification
from quiz.actions.steps import keep_pool
from quiz.drawing import draw
from quiz.events import SittingHandedIn, SittingStarted
from quiz.models import Sitting
from quiz.queries import sittings as queries
from quiz.queries.allowance import hold_account
from quiz.queries.pool import Start, offered_to
from quiz.specification import ENTRY, Specification
from rules.queries import clauses_at

TIME_IS_OVER = N_("The time for this paper is over. What you had saved until then counts.")
HANDED_IN = N_("This paper is handed in. Its answers can no longer be changed.")


@dataclass(frozen=True)
class Taken:
    """The sitting of one who asked for a paper. is_graded: the time of the open one was over."""

    id: str
    is_graded: bool = False


def start_sitting(work: Work, specification: Specification = ENTRY) -> Taken:
    """Draw a paper for the actor and return its sitting; the open one, if there is one already.

    Where the time of the open one is over, it is graded and returned, and none is begun: what a
    refusal of the next would undo stays done. Raises Conflict for one who is certified, and for
    one who must wait, and says until when.
    """
    account_id = work.actor.account
    if work.settings.exam_minutes:  # more time that is being given just now counts as well
        hold_account(work.session, account_id)
    start = offered_to(work.session, account_id, work.now.date())
    if start.is_new:
        return _begin(work, start, specification, seen=())
    # Held first: whoever else is grading it is done by the time we look for a certificate.
    current = queries.open_sitting(work.session, account_id, lock=True)
    if holds_certificate(work.session, account_id):
        raise Conflict(N_("You have passed the exam. There is nothing left to sit."))
    if current is not None:
        if work.now >= current.expires_at:
            grade_sitting(work, current, current.expires_at)
        return Taken(current.id, is_graded=current.handed_in_at is not None)
    _check_wait(work, account_id)
    before = queries.sittings_of(work.session, account_id)
    seen = sorted({question[0] for one in before for question in one.paper["questions"]})
    return _begin(work, start, specification, seen)


def _check_wait(work: Work, account_id: str) -> None:
    next_at = queries.standing(work.session, account_id, work.now).next_at
    if next_at is not None and next_at > work.now:
        if next_at.second or next_at.microsecond:  # from the full minute after it on, it is true
            next_at = next_at.replace(second=0, microsecond=0) + timedelta(minutes=1)
        raise Conflict(
            N_("You may sit the exam again from %(day)s, %(time)s UTC."),
            day=next_at.date().isoformat(),
            time=f"{next_at:%H:%M}",
        )


def _begin(work: Work, start: Start, specification: Specification, seen: Sequence[str]) -> Taken:
    """Draw a paper and keep it, in few statements: thousands may begin within a minute.

    Where another request of the same member was quicker, its paper is the paper.
    """
    account_id = work.actor.account
    keep_pool(work, start.digest, start.offered)
    seed = secrets.token_hex(32)
    paper = draw(specification, start.offered, seen, seed)
    sitting_id = new_id()
    row = {
        "id": sitting_id,
        "account_id": account_id,
        "specification": specification.name,
        "seed": seed,
        "pool": start.digest,
        "seen": list(seen),
        "paper": paper.to_json(),
        "answers": {},
        "asked": len(paper.questions),
        "started_at": work.now,
        "expires_at": work.now + _open_for(work, account_id, specification),
    }
    if not put_once(work.session, Sitting.__table__, row):
        winner = queries.open_sitting(work.session, account_id)
        if winner is None:
            raise LookupError("a paper that was there a moment ago")
        return Taken(winner.id)
    digest = hashlib.sha256(bytes.fromhex(seed)).hexdigest()
    record(work, SittingStarted(sitting=sitting_id, specification=specification.name, seed=digest))
    return Taken(sitting_id)


def _open_for(work: Work, account_id: str, specification: Specification) -> timedelta:
    minutes = work.settings.exam_minutes
    extra = queries.extra_time(work.session, account_id) if minutes else 0
    return open_for(specification, minutes, extra)


def open_for(specification: Specification, minutes: int, extra: int) -> timedelta:
    """Return how long a paper stays open: for the hours of its specification, or for the limit
    that the plan sets with the member's own extra time, whichever ends first.

    minutes: the limit; 0 for none. extra: per cent on top of it.
    """
    hours = timedelta(hours=specification.hours)
    return min(hours, timedelta(minutes=minutes) * (100 + extra) / 100) if minutes else hours


def check_open(one: Sitting, now: datetime) -> None:
    """Raise Conflict when a paper takes no answers any more."""
    if one.handed_in_at is not None:
        raise Conflict(HANDED_IN)
    if now >= one.expires_at:
        raise Conflict(TIME_IS_OVER)


def save_answers(work: Work, sitting_id: str, answers: Mapping[str, Sequence[str]]) -> Sitting:
    """Keep the actor's answers to some positions; an empty list takes an answer back.

    Raises Missing, and Conflict when the paper is handed in or its time is over.
    """
    mine = queries.sitting(work.session, sitting_id, work.actor.account, lock=True)
    check_open(mine, work.now)
    kept = {**mine.answers, **{place: sorted(set(chosen)) for place, chosen in answers.items()}}
    asked = {str(position) for position in range(1, mine.asked + 1)}
    mine.answers = {place: chosen for place, chosen in kept.items() if chosen and place in asked}
    mine.saved_at = work.now
    return mine


def hand_in(work: Work, sitting_id: str) -> Sitting:
    """Hand in the actor's paper and grade it; a pass makes a juror. Twice is the same as once.

    After its time a paper can still be handed in: what was saved before its end counts. Raises
    Missing.
    """
    mine = queries.sitting(work.session, sitting_id, work.actor.account, lock=True)
    if mine.handed_in_at is None:
        grade_sitting(work, mine, min(work.now, mine.expires_at))
    return mine


def close_expired(work: Work, sitting_id: str) -> bool:
    """Grade an open sitting whose time is over; whether there was something to do."""
    found = queries.expired_sitting(work.session, sitting_id, work.now)
    if found is None:
        return False
    grade_sitting(work, found, found.expires_at)
    return True


def grade_sitting(work: Work, one: Sitting, at: datetime) -> None:
    """Grade a sitting that ended `at`; a pass grants the certificate."""
    queries.hold_grading(work.session)
    result = queries.result_of(work.session, one)
    one.handed_in_at = at
    one.score = result.score
    one.passed = result.passed
    work.session.flush()
    body = {
        "answers": one.answers,
        "handed_in_at": as_text(at),
        "paper": one.paper,
        "seed": one.seed,
    }
    digest = hashlib.sha256(canonical(body)).hexdigest()
    record(work, SittingHandedIn(sitting=one.id, digest=digest))
    if result.passed:
        certify(work, one)


def certify(work: Work, one: Sitting) -> None:
    """Grant the certificate of a passed sitting: for what it asked about, even if a clause changed
    while it was open. What its member knows of later versions by now stays known. Whoever left
    meanwhile gets none."""
    if account(work.session, one.account_id).erased_at is not None:
        return
    book = clauses_at(work.session, one.started_at.date())
    held = qualification(work.session, one.account_id)
    known = dict(held.clause_versions) if held else {}
    for clause in book:
        known[clause.clause_id] = max(clause.version, known.get(clause.clause_id, 0))
    grant_qualification(work, one.account_id, one.id, known)
