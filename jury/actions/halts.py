"""A case is halted, and goes on: nobody reads or votes while something in its file is looked at."""

from datetime import timedelta

import sqlalchemy as sa

from audit.actions import append, record
from jury.casefile import CaseFile
from jury.events import CaseHalted, CaseResumed, PrivateDataReported
from jury.models import CaseQuizPass, Halt, JuryCase
from jury.queries import case_for_officer, file_of, halt_of, locked_case, seat_of
from jury.step import READS
from kernel.clock import as_text
from kernel.db import insert_once, new_id
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work

LEAST_TIME = timedelta(hours=24)  # left to those who have to vote again
LONGEST = 1_000  # characters
HALTABLE = ("frozen", "committed", "drawn", "open")


def report_private_data(work: Work, ref: str, told: str) -> None:
    """Say, as the holder of a seat, that the file shows private data: nobody reads it from now on.

    Raises Missing, Malformed without a word where to look, Conflict when the case is over.
    """
    case = locked_case(work.session, ref)
    seat = seat_of(work.session, ref, work.actor.account)
    if seat.state not in READS:
        raise Conflict(N_("You do not read the file of this case."))
    if not told.strip():
        raise Malformed(N_("Say where in the text it stands, without repeating it."))
    if _halt(work, case, "private_data", told):
        record(work, PrivateDataReported(case=ref))


def halt_case(work: Work, ref: str, why: str, told: str) -> JuryCase:
    """Halt a case as an officer, to change its file; one that is halted already stays so.

    Raises Missing, also for an actor with a stake or a seat in it; Conflict when it is over.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    if _halt(work, case, why, told):
        record(work, CaseHalted(case=ref, why=why))
    return case


def _halt(work: Work, case: JuryCase, why: str, told: str) -> bool:
    over = case.closes_at is not None and case.closes_at <= work.now
    if halt_of(work.session, case.ref) is not None:
        return False
    if case.stage not in HALTABLE or over:
        raise Conflict(N_("The poll has closed, or the case is over."))
    row = Halt(
        id=new_id(),
        case_ref=case.ref,
        why=why,
        told=told.strip()[:LONGEST],
        by=work.actor.account,
        at=work.now,
        lifted_at=None,
    )
    if not insert_once(work.session, row):
        return False
    append(work, case.ref, "case.halted", {"why": why})
    return True


def resume_case(work: Work, ref: str, file: CaseFile | None = None) -> JuryCase:
    """Let a halted case go on, as an officer: on the same file, or on another.

    On another file, ballots cast before are void, and their jurors read and vote again. An open
    poll ends later by as long as it was halted, and leaves a day to those who vote again.
    Raises Missing, Malformed for a file that changes more than texts, Conflict when it is not
    halted.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    halt = halt_of(work.session, ref)
    if halt is None:
        raise Conflict(N_("This case is not halted."))
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
    halt.lifted_at = work.now
    work.session.flush()
    ends = as_text(case.closes_at) if case.stage == "open" and case.closes_at else None
    append(work, ref, "case.resumed", {"file": case.file_digest, "closes_at": ends})
    record(work, CaseResumed(case=ref, file=case.file_digest))
    return case


def _check_same(before: CaseFile, after: CaseFile) -> None:
    fixed = (before.ref, before.question, before.clauses, before.tiers)
    if fixed != (after.ref, after.question, after.clauses, after.tiers):
        raise Malformed(
            N_(
                "A case that is before the jury keeps its question, its clauses and its amounts. "
                "Withdraw it, or let it be decided, to ask another question."
            )
        )
