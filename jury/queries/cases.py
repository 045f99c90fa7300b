"""Questions about a case that anybody in the room asks."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.ballot import Poll
from jury.casefile import CaseFile
from jury.models import Exclusion, Halt, JuryCase, Seat
from jury.standard import Standard
from kernel.db import held
from kernel.errors import N_, Conflict, Missing
from members.queries import is_close

CLAIMANT, EARLIER_CASE = "claim", "earlier-case"

# Reason codes of those who have something to win or lose by a case, or who were drawn to judge it
# before. To have prepared it is none.
STAKES = frozenset({CLAIMANT, "household", "inviter", "employer", EARLIER_CASE})


def the_case(session: Session, ref: str) -> JuryCase:
    """Return the case `ref`; raises Missing."""
    found = session.get(JuryCase, ref)
    if found is None:
        raise Missing()
    return found


def locked_case(session: Session, ref: str) -> JuryCase:
    """Return the case `ref` as it is now, and keep others from changing it until we are done.

    PostgreSQL locks the row; on SQLite the writing transaction already holds the only lock.
    Raises Missing.
    """
    found = session.scalar(held(sa.select(JuryCase).where(JuryCase.ref == ref)))
    if found is None:
        raise Missing()
    return found


def case_for_officer(session: Session, ref: str, account_id: str | None) -> JuryCase:
    """Return the case `ref` to one who acts in it as an officer, locked like `locked_case`.

    Raises Missing, alike for an unknown case and for one in which they have a stake or a seat.
    """
    case = locked_case(session, ref)
    # Asked after the lock: what was settled while we waited for it counts.
    free = sa.select(JuryCase.ref).where(JuryCase.ref == ref, without_stake(account_id))
    if session.scalar(free) is None:
        raise Missing()
    return case


def without_stake(account_id: str | None) -> sa.ColumnElement[bool]:
    """Return the condition on cases that `account_id` has no stake in them, nor a seat."""
    stake = sa.exists().where(
        Exclusion.case_ref == JuryCase.ref,
        Exclusion.account_id == account_id,
        Exclusion.reason.in_(STAKES),
    )
    seat = sa.exists().where(Seat.case_ref == JuryCase.ref, Seat.account_id == account_id)
    return sa.not_(sa.or_(stake, seat))


def has_conflict(session: Session, ref: str, account_id: str) -> bool:
    """Whether `account_id` may not judge the case `ref` as things stand now.

    Who was left out when the case was frozen still is; who has come close to the claimant since
    then is found here.
    """
    rows = session.execute(
        sa.select(Exclusion.account_id, Exclusion.reason).where(
            Exclusion.case_ref == ref,
            sa.or_(Exclusion.account_id == account_id, Exclusion.reason == CLAIMANT),
        )
    ).all()
    if any(row.account_id == account_id for row in rows):
        return True
    return any(is_close(session, row.account_id, account_id) for row in rows)


def halt_of(session: Session, ref: str) -> Halt | None:
    """Return the halt of a case, if it is halted now."""
    query = sa.select(Halt).where(Halt.case_ref == ref, Halt.lifted_at.is_(None))
    return session.scalar(query)


def check_not_halted(session: Session, ref: str) -> None:
    """Raise Conflict while a case is halted."""
    if halt_of(session, ref) is not None:
        raise Conflict(N_("The case is halted while an officer looks at its file."))


def is_halted() -> sa.ColumnElement[bool]:
    """Return the condition that a case is halted now."""
    return sa.exists().where(Halt.case_ref == JuryCase.ref, Halt.lifted_at.is_(None))


def poll_of(case: JuryCase) -> Poll:
    return Poll(case.stage, case.opens_at, case.closes_at)


def file_of(case: JuryCase) -> CaseFile:
    return CaseFile.from_json(case.file)


def standard_of(case: JuryCase) -> Standard:
    return Standard.from_json(case.standard)
