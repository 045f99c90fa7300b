"""A case is halted, and goes on: nobody reads or votes while something in its file is looked at."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from audit.actions import append, record
from jury.casefile import CaseFile
from jury.events import CaseHalted, CaseResumed, PrivateDataReported
from jury.models import CaseQuizPass, Halt, JuryCase, Seat
from jury.queries import (
    case_for_officer,
    file_of,
    halt_of,
    is_challenged,
    locked_together,
    seat_of,
)
from jury.step import READS
from kernel.clock import as_text
from kernel.db import insert_once, new_id
from kernel.errors import N_, Conflict, Malformed
from kernel.remark import remark
from kernel.work import Work

LEAST_TIME = timedelta(hours=24)  # left to those who have to vote again
MOST = 3  # times that one juror halts a case: each takes an officer who looks, and the poll waits
HALTABLE = ("frozen", "committed", "drawn", "open")


def report_private_data(work: Work, ref: str, told: str) -> None:
    """Say, as the holder of a seat, that the file shows private data: nobody reads it from now on.

    Raises Missing, Malformed without a word where to look, Conflict when the case is over, or the
    juror has halted it `MOST` times before.
    """
    cases = locked_together(work.session, ref)
    seat = seat_of(work.session, ref, work.actor.account)
    if seat.state not in READS or is_challenged(work.session, ref, work.actor.account):
        raise Conflict(N_("You do not read the file of this case."))
    where = remark(told, N_("Say where in the text it stands, without repeating it."))
    if halt_of(work.session, ref) is None and _times(work, ref) >= MOST:
        raise Conflict(
            N_(
                "You have halted this case %(count)s times, and an officer looked each time. "
                "Another juror can halt it; or give your seat back."
            ),
            count=MOST,
        )
    for halted in _halt(work, cases, "private_data", where):
        record(work, PrivateDataReported(case=halted))


def halt_case(work: Work, ref: str, why: str, told: str) -> JuryCase:
    """Halt a case as an officer, to change its file; one that is halted already stays so.

    Raises Missing, also for an actor with a stake or a seat in it; Conflict when it is over.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    for halted in _halt(work, locked_together(work.session, ref), why, told):
        record(work, CaseHalted(case=halted, why=why))
    return case


def _times(work: Work, ref: str) -> int:
    """Return how often the actor has halted a case."""
    query = sa.select(sa.func.count()).select_from(Halt)
    return (
        work.session.scalar(query.where(Halt.case_ref == ref, Halt.by == work.actor.account)) or 0
    )


def _halt(work: Work, cases: Sequence[JuryCase], why: str, told: str) -> list[str]:
    """Halt a case, and what stands beside it on the same file; return which were not before.

    The first is the one that is asked for; Conflict when it is over.
    """
    first, *others = cases
    if not _is_haltable(work, first):
        raise Conflict(N_("The poll has closed, or the case is over."))
    some = [first, *(one for one in others if _is_haltable(work, one))]
    return [one.ref for one in some if _halt_one(work, one, why, told)]


def _is_haltable(work: Work, case: JuryCase) -> bool:
    halted = halt_of(work.session, case.ref) is not None
    over = case.ends_at is not None and case.ends_at <= work.now and not halted
    return case.stage in HALTABLE and not over


def _halt_one(work: Work, case: JuryCase, why: str, told: str) -> bool:
    if halt_of(work.session, case.ref) is not None:
        return False
    row = Halt(
        id=new_id(),
        case_ref=case.ref,
        why=why,
        told=told,
        by=work.actor.account,
        at=work.now,
        lifted_at=None,
    )
    if not insert_once(work.session, row):
        return False
    append(work, case.ref, "case.halted", {"why": why})
    return True


def resume_case(work: Work, ref: str, file: CaseFile | None = None) -> JuryCase:
    """Let a halted case go on, as an officer: on the same file, or on another. So does what stands
    beside it.

    On another file, ballots cast before are void, and their jurors read and vote again. An open
    poll ends later by as long as it was halted, and leaves a day to those who vote again; who is
    asked to take a seat can answer later by as long.
    Raises Missing, Malformed for a file that changes more than texts, Conflict when it is not
    halted, or was withdrawn or voided meanwhile.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    if halt_of(work.session, ref) is None:
        raise Conflict(N_("This case is not halted."))
    if case.stage not in HALTABLE:
        raise Conflict(N_("The poll has closed, or the case is over."))
    for one in locked_together(work.session, ref):
        halt = halt_of(work.session, one.ref)
        if halt is not None and one.stage in HALTABLE:
            _resume(work, one, halt, file and file.named(one.ref))
    return case


def _resume(work: Work, case: JuryCase, halt: Halt, file: CaseFile | None) -> None:
    ref = case.ref
    changed = file is not None and file.digest() != case.file_digest
    if file is not None and changed:
        _check_same(file_of(case), file)
        case.title, case.file, case.file_digest = file.title, file.as_json(), file.digest()
        work.session.execute(sa.delete(CaseQuizPass).where(CaseQuizPass.case_ref == ref))
    if case.stage == "open" and case.closes_at is not None:
        moved = case.closes_at + (work.now - halt.at)
        end = max(moved, work.now + LEAST_TIME) if changed else moved
        # The log tells time to the second; nobody loses a part of one.
        case.closes_at = end + timedelta(microseconds=-end.microsecond % 1_000_000)
    for seat in _asked(work, ref):
        seat.answer_by = seat.answer_by and seat.answer_by + (work.now - halt.at)
    case.early_at = None  # asked again, and of the file as it is now
    halt.lifted_at = work.now
    work.session.flush()
    ends = as_text(case.closes_at) if case.stage == "open" and case.closes_at else None
    append(work, ref, "case.resumed", {"file": case.file_digest, "closes_at": ends})
    record(work, CaseResumed(case=ref, file=case.file_digest))


def _asked(work: Work, ref: str) -> Sequence[Seat]:
    """Return the seats that somebody is asked to take."""
    query = sa.select(Seat).where(Seat.case_ref == ref, Seat.state == "summoned")
    return work.session.scalars(query).all()


def _check_same(before: CaseFile, after: CaseFile) -> None:
    fixed = (before.ref, before.question, before.clauses, before.tiers)
    if fixed != (after.ref, after.question, after.clauses, after.tiers):
        raise Malformed(
            N_(
                "A case that is before the jury keeps its question, its clauses and its amounts. "
                "Withdraw it, or let it be decided, to ask another question."
            )
        )
