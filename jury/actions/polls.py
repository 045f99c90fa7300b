"""The poll: opened when the panel is there, closed when its time is over. Nobody ends it earlier:
it does so by itself, where the standard allows that and all have said their last word."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from audit.actions import append, record
from audit.queries import covering, sequenced
from jury.actions.box import close_box
from jury.actions.opening import begin, check_ready
from jury.actions.seats import replace_silent
from jury.events import PollClosed
from jury.keys import ballot_key
from jury.models import SITTING, CaseQuizPass, JuryCase, RollLeaf, Seat, SharedKey
from jury.queries import (
    case_for_officer,
    check_not_halted,
    drawn_of,
    file_of,
    halt_of,
    last_words,
    locked_case,
    panel_of,
    poll_of,
    seat_of,
    standard_of,
)
from jury.seal import pid_of
from jury.trustee import TIME
from kernel.clock import as_text
from kernel.errors import N_, Conflict
from kernel.work import Work


def open_poll(work: Work, ref: str) -> JuryCase:
    """Open the poll: fix who may come to vote, and until when.

    Jurors who let their time to answer pass are replaced first. Raises Missing, also for an actor
    with a stake or a seat in the case; Conflict for an assembly, and with the first of
    `issues_before_opening` while there is one.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    if case.mode == "open":
        raise Conflict(N_("Everybody on the roll may come to this case; no panel is drawn for it."))
    check_not_halted(work.session, ref)
    replace_silent(work, ref)
    check_ready(work, ref)
    begin(work, case, "roll.committed", {"pids": _voters(work, case)})
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
    if case.stage != "open" or case.ends_at is None or work.now < case.ends_at:
        raise Conflict(N_("This poll is not due to be closed."))
    check_not_halted(work.session, ref)
    index = sequenced(work.session, ref, case.opening_leaf or b"")
    if index is None or covering(work.session, ref, index) is None:
        raise Conflict(N_("The opening is not in the log yet. Try again in a moment."))
    case.closes_at = case.ends_at
    count = close_box(work, case)
    entry = append(
        work, ref, "case.closed", {"ballots": count, "closes_at": as_text(case.closes_at)}
    )
    case.closing_leaf, case.stage = entry.leaf_hash, "closed"
    key = work.session.get(SharedKey, ref)
    if key is not None:  # they can bring their words from now on, whenever the worker came
        key.enter_by = work.now + TIME
    record(work, PollClosed(case=ref))
    work.session.flush()
    return case


def end_early(work: Work, ref: str) -> bool:
    """Let a poll end at the next full hour, if nothing can change its outcome any more: the
    standard allows it, and all who sit have said their last word on the file as it is. Return
    whether it was set to end so now.

    Nobody is told before, and nobody can ask for it. The full hour keeps the moment of the last
    ballot from being told by the end of the poll. Raises Missing.
    """
    case = locked_case(work.session, ref)
    if not _may_end_early(case) or not poll_of(case).is_open(work.now):
        return False
    if halt_of(work.session, ref) is not None:
        return False
    key = ballot_key(work.settings, ref)
    sitting = work.session.scalars(
        sa.select(Seat.account_id).where(Seat.case_ref == ref, Seat.state.in_(SITTING))
    )
    held = {pid_of(key, account) for account in sitting}
    end = work.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if not held or not held <= last_words(work.session, case) or end >= _closing(case):
        return False
    case.early_at = end
    work.session.flush()
    return True


def _may_end_early(case: JuryCase) -> bool:
    """Whether the end of a poll may still be set to an earlier time."""
    standard = standard_of(case)
    return standard.early and standard.drawn and case.early_at is None


def _closing(case: JuryCase) -> datetime:
    if case.closes_at is None:
        raise LookupError("an open poll has a closing time")
    return case.closes_at


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
