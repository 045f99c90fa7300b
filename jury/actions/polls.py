"""The poll: opened when the panel is there, closed when its time is over, for nobody earlier."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from audit.actions import append, record
from audit.queries import covering, sequenced
from jury.actions.box import close_box
from jury.actions.seats import replace_silent
from jury.events import PollClosed, PollOpened
from jury.keys import ballot_key
from jury.models import CaseQuizPass, JuryCase, RollLeaf
from jury.queries import (
    case_for_officer,
    check_not_halted,
    drawn_of,
    file_of,
    issues_before_opening,
    locked_case,
    officer_case,
    panel_of,
    poll_of,
    seat_of,
    standard_of,
)
from jury.seal import pid_of
from kernel.clock import as_text
from kernel.errors import N_, Conflict
from kernel.work import Work


def open_poll(work: Work, ref: str) -> JuryCase:
    """Open the poll: fix who may come to vote, and until when.

    Jurors who let their time to answer pass are replaced first. Raises Missing, also for an actor
    with a stake or a seat in the case; Conflict with the first of `issues_before_opening` while
    there is one.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    check_not_halted(work.session, ref)
    replace_silent(work, ref)
    if issues := issues_before_opening(officer_case(work.session, ref, work.actor.account_id)):
        raise Conflict(issues[0].message, **issues[0].params)
    # The log tells time to the second, so the poll's window does too.
    case.opens_at = work.now.replace(microsecond=0)
    case.closes_at = case.opens_at + timedelta(hours=standard_of(case).hours)
    case.stage = "open"
    entry = append(
        work,
        ref,
        "roll.committed",
        {
            "pids": _voters(work, case),
            "opens_at": as_text(case.opens_at),
            "closes_at": as_text(case.closes_at),
        },
    )
    case.opening_leaf = entry.leaf_hash
    record(work, PollOpened(case=ref))
    work.session.flush()
    return case


def pass_case_quiz(work: Work, ref: str, answers: Sequence[int]) -> bool:
    """Answer the questions about the file: option numbers, in order. Return whether all are right.

    Raises Missing for a case that is not the actor's; Conflict when they have not taken the seat
    or the poll is over.
    """
    case = locked_case(work.session, ref)
    seat = seat_of(work.session, ref, work.actor.account)
    check_not_halted(work.session, ref)
    if case.stage != "drawn" and not poll_of(case).is_open(work.now):
        raise Conflict(N_("The poll has closed, or the case is over."))
    if seat.state != "accepted":
        raise Conflict(N_("Take your seat first."))
    if not file_of(case).knows(list(answers)):
        return False
    if work.session.get(CaseQuizPass, (ref, work.actor.account)) is None:
        # No event says so: a ballot mostly follows within minutes, so that whoever reads the
        # registry would count the turnout of an open poll, and date each ballot.
        work.session.add(CaseQuizPass(case_ref=ref, account_id=work.actor.account))
        work.session.flush()
    return True


def close_poll(work: Work, ref: str) -> JuryCase:
    """Close a poll whose time is over, and put its ballots into the log in random order.

    Raises Missing; Conflict before its time, or while its opening is not in the log.
    """
    case = locked_case(work.session, ref)
    if case.stage != "open" or case.closes_at is None or work.now < case.closes_at:
        raise Conflict(N_("This poll is not due to be closed."))
    check_not_halted(work.session, ref)
    index = sequenced(work.session, ref, case.opening_leaf or b"")
    if index is None or covering(work.session, ref, index) is None:
        raise Conflict(N_("The opening is not in the log yet. Try again in a moment."))
    count = close_box(work, case)
    entry = append(
        work, ref, "case.closed", {"ballots": count, "closes_at": as_text(case.closes_at)}
    )
    case.closing_leaf, case.stage = entry.leaf_hash, "closed"
    record(work, PollClosed(case=ref))
    work.session.flush()
    return case


def _voters(work: Work, case: JuryCase) -> list[str]:
    """Return the sorted pseudonyms of all who sit and of the alternates not yet called."""
    order = drawn_of(work.session, case.ref)
    key = ballot_key(work.settings, case.ref)
    accounts = work.session.scalars(
        sa.select(RollLeaf.account_id).where(
            RollLeaf.epoch == order.epoch, RollLeaf.ord.in_(panel_of(work.session, order).voters)
        )
    )
    return sorted(pid_of(key, account) for account in accounts)
