"""What is done in the exam room: load the bank, start a sitting, save answers, hand in."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from audit.actions import record
from audit.entry import canonical
from kernel.clock import as_text
from kernel.errors import N_, Conflict, Malformed, Missing
from kernel.work import Work
from members.actions import grant_qualification
from members.queries import holds_certificate
from quiz import queries
from quiz.events import BankLoaded, SittingHandedIn, SittingStarted
from quiz.item import ItemVersion
from quiz.models import ItemRow, LiveItem, Sitting
from quiz.paper import draw
from quiz.specification import ENTRY, Specification
from rules.queries import all_versions

TIME_IS_OVER = N_("The time for this paper is over. What you had saved until then counts.")
HANDED_IN = N_("This paper is handed in. Its answers can no longer be changed.")


def load_bank(work: Work, bank: Iterable[ItemVersion]) -> int:
    """Bring items into the bank and make them live; return how many were new or changed.

    An item whose content is already live is left alone, so that loading twice changes nothing.
    Raises Malformed when a quote is not in its clause version, Missing when that is unknown.
    """
    shelf = queries.shelf(work.session)
    clauses = {(one.clause_id, one.version): one for one in all_versions(work.session)}
    changed = []
    for item in bank:
        latest, live = shelf.get(item.item, (0, None))
        if live is not None and live.content == item.content:
            continue
        clause = clauses.get((item.anchor.clause, item.anchor.version))
        if clause is None:
            raise Missing()
        if item.anchor.quote not in clause.text:
            raise Malformed(
                N_("The quote of the item %(item)s is not in %(clause)s."),
                item=item.item,
                clause=clause.ref,
            )
        _publish(work, replace(item, version=latest + 1), clause.digest)
        changed.append(f"{item.item}/{latest + 1} {item.content}\n")
    if changed:
        digest = hashlib.sha256("".join(sorted(changed)).encode()).hexdigest()
        record(work, BankLoaded(items=len(changed), digest=digest))
    return len(changed)


def _publish(work: Work, item: ItemVersion, clause_digest: str) -> None:
    """Store a version and point at it."""
    row = ItemRow.of(item, clause_digest)
    row.written_by, row.written_at = work.actor.ref, work.now
    work.session.add(row)
    if item.version > 1:
        work.session.flush()
        work.session.merge(LiveItem(item=item.item, version=item.version))
    else:
        work.session.add(LiveItem(item=item.item, version=1))


def start_sitting(work: Work, specification: Specification = ENTRY) -> Sitting:
    """Draw a paper for the actor and return its sitting; the open one, if there is one already.

    Raises Conflict for one who is certified, and for one who must wait, and says until when.
    """
    account_id = work.actor.account
    # Held first: whoever else is grading it is done by the time we look for a certificate.
    current = queries.open_sitting(work.session, account_id, lock=True)
    if holds_certificate(work.session, account_id):
        raise Conflict(N_("You have passed the exam. There is nothing left to sit."))
    if current is not None:
        if work.now < current.expires_at:
            return current
        _grade(work, current, current.expires_at)
        if current.passed:
            return current
    _check_wait(work, account_id)
    drawn = _draw(work, account_id, specification)
    try:
        with work.session.begin_nested():
            work.session.add(drawn)
    except IntegrityError:
        # Another request of the same member was quicker. Its paper is the paper.
        winner = queries.open_sitting(work.session, account_id)
        if winner is None:
            raise
        return winner
    seed = hashlib.sha256(bytes.fromhex(drawn.seed)).hexdigest()
    record(work, SittingStarted(sitting=drawn.id, specification=specification.name, seed=seed))
    return drawn


def _check_wait(work: Work, account_id: str) -> None:
    next_at = queries.standing(work.session, account_id, work.now).next_at
    if next_at is not None and next_at > work.now:
        raise Conflict(
            N_("You may sit the exam again from %(day)s, %(time)s UTC."),
            day=next_at.date().isoformat(),
            time=f"{next_at:%H:%M}",
        )


def _draw(work: Work, account_id: str, specification: Specification) -> Sitting:
    pool = queries.bank_on(work.session, work.now.date())
    before = queries.sittings_of(work.session, account_id)
    seen = {item for one in before for item, *_rest in one.paper["questions"]}
    seed = secrets.token_hex(32)
    paper = draw(specification, pool, seen, seed)
    return Sitting(
        account_id=account_id,
        specification=specification.name,
        seed=seed,
        drawn_from={"pool": [item.ref for item in pool], "seen": sorted(seen)},
        paper=paper.to_json(),
        answers={},
        asked=len(paper.questions),
        started_at=work.now,
        expires_at=work.now + timedelta(hours=specification.hours),
    )


def save_answers(work: Work, sitting_id: str, answers: Mapping[str, Sequence[str]]) -> Sitting:
    """Keep the actor's answers to some positions; an empty list takes an answer back.

    Raises Missing, and Conflict when the paper is handed in or its time is over.
    """
    mine = queries.sitting(work.session, sitting_id, work.actor.account, lock=True)
    if mine.handed_in_at is not None:
        raise Conflict(HANDED_IN)
    if work.now >= mine.expires_at:
        raise Conflict(TIME_IS_OVER)
    kept = {**mine.answers, **{place: sorted(set(chosen)) for place, chosen in answers.items()}}
    asked = {str(position) for position in range(1, mine.asked + 1)}
    mine.answers = {place: chosen for place, chosen in kept.items() if chosen and place in asked}
    return mine


def hand_in(work: Work, sitting_id: str) -> Sitting:
    """Hand in the actor's paper and grade it; a pass makes a juror. Twice is the same as once.

    After its time a paper can still be handed in: what was saved before its end counts.
    """
    mine = queries.sitting(work.session, sitting_id, work.actor.account, lock=True)
    if mine.handed_in_at is None:
        _grade(work, mine, min(work.now, mine.expires_at))
    return mine


def close_expired(work: Work, sitting_id: str) -> bool:
    """Grade an open sitting whose time is over; whether there was something to do."""
    due = sa.select(Sitting).where(
        Sitting.id == sitting_id, Sitting.handed_in_at.is_(None), Sitting.expires_at <= work.now
    )
    found = work.session.scalar(queries.held(due))
    if found is None:
        return False
    _grade(work, found, found.expires_at)
    return True


def _grade(work: Work, one: Sitting, at: datetime) -> None:
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
        # What the paper asked about, even if a clause changed while it was open.
        known = queries.versions_in_force(work.session, one.started_at.date())
        grant_qualification(work, one.account_id, one.id, known)
