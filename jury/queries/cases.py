"""Questions about a case that anybody in the room asks."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from audit.entry import parse
from audit.queries import entries
from jury.ballot import Poll
from jury.casefile import CaseFile
from jury.conflicts import Provider
from jury.models import CaseTrustee, Exclusion, Halt, JuryCase, Seat
from jury.standard import Standard
from kernel.db import held
from kernel.errors import N_, Conflict, Missing
from members.queries import is_close

HALTED = N_("The case is halted while an officer looks at its file.")
CLAIMANT, EARLIER_CASE = "claim", "earlier-case"
BESIDE = "E"  # an estimate: E-2026-0001 is the panel beside the assembly C-2026-0001

# Reason codes of those who have something to win or lose by a case, or who were drawn to judge it
# before. To have prepared it is none.
STAKES = frozenset({CLAIMANT, "household", "inviter", "employer", "hospital", EARLIER_CASE})


def the_case(session: Session, ref: str) -> JuryCase:
    """Return the case `ref`; raises Missing."""
    found = session.get(JuryCase, ref)
    if found is None:
        raise Missing()
    return found


def chain_of(session: Session, ref: str) -> list[str]:
    """Return a case and those that it judges again, the last one first."""
    found = [ref]
    while (before := the_case(session, found[-1]).again_of) is not None:
        found.append(before)
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
    """Return the condition on cases that `account_id` has no stake in them, nor a seat, nor a part
    of their key."""
    stake = sa.exists().where(
        Exclusion.case_ref == JuryCase.ref,
        Exclusion.account_id == account_id,
        Exclusion.reason.in_(STAKES),
    )
    seat = sa.exists().where(Seat.case_ref == JuryCase.ref, Seat.account_id == account_id)
    part = sa.exists().where(
        CaseTrustee.case_ref == JuryCase.ref, CaseTrustee.account_id == account_id
    )
    return sa.not_(sa.or_(stake, seat, part))


def has_conflict(session: Session, ref: str, account_id: str) -> bool:
    """Whether `account_id` may not judge the case `ref` as things stand now.

    Who was left out when the case was frozen still is; who has come close to the claimant since
    then, or to whatever else only the room knows that the case came from, is found here.
    """
    rows = session.execute(
        sa.select(Exclusion.account_id, Exclusion.reason).where(
            Exclusion.case_ref == ref,
            sa.or_(Exclusion.account_id == account_id, Exclusion.reason == CLAIMANT),
        )
    ).all()
    if any(row.account_id == account_id for row in rows):
        return True
    if any(is_close(session, row.account_id, account_id) for row in rows):
        return True
    return asked_above(session, ref, account_id)


def asked_above(session: Session, ref: str, account_id: str) -> bool:
    """Whether the room above knows why an account may not judge a case, as things stand now."""
    providers: Sequence[Provider] = current_app.extensions["venire-conflicts"]
    # A ballot is cast in few statements: the letter saves one.
    known = beside(session, ref) if ref.startswith(BESIDE) else ref
    return any(ask(session, known or ref, account_id) for ask in providers)


def beside(session: Session, ref: str) -> str | None:
    """Return the assembly that a panel stands beside; None for every other case."""
    return session.scalar(sa.select(JuryCase.beside_of).where(JuryCase.ref == ref))


def panel_beside(session: Session, ref: str) -> JuryCase | None:
    """Return the case of the panel that stands beside an assembly, if there is one."""
    return session.scalar(sa.select(JuryCase).where(JuryCase.beside_of == ref))


def locked_together(session: Session, ref: str) -> list[JuryCase]:
    """Return an assembly and the panel beside it, whichever of the two is asked for, locked as
    `locked_case` does; a case alone for all others. Raises Missing."""
    of = beside(session, ref) or ref
    query = sa.select(JuryCase).where(sa.or_(JuryCase.ref == of, JuryCase.beside_of == of))
    found = list(session.scalars(held(query.order_by(JuryCase.ref))))
    if not found:
        raise Missing()
    return sorted(found, key=lambda case: case.ref != ref)


def halt_of(session: Session, ref: str) -> Halt | None:
    """Return the halt of a case, if it is halted now."""
    query = sa.select(Halt).where(Halt.case_ref == ref, Halt.lifted_at.is_(None))
    return session.scalar(query)


def check_not_halted(session: Session, ref: str) -> None:
    """Raise Conflict while a case is halted."""
    if halt_of(session, ref) is not None:
        raise Conflict(HALTED)


def is_halted() -> sa.ColumnElement[bool]:
    """Return the condition that a case is halted now."""
    return sa.exists().where(Halt.case_ref == JuryCase.ref, Halt.lifted_at.is_(None))


def is_of_appeal(session: Session, ref: str) -> bool:
    """Whether a side's appeal led to the case `ref`, as its log says. Raises Conflict before the
    case stands in its log."""
    first = entries(session, ref, 0, 1)
    if not first:
        raise Conflict(N_("The case is not in the log yet. Try again in a moment."))
    return bool(parse(first[0]).get("appeal", False))


def poll_of(case: JuryCase) -> Poll:
    return Poll(case.stage, case.opens_at, case.ends_at)


def file_of(case: JuryCase) -> CaseFile:
    return CaseFile.from_json(case.file)


def standard_of(case: JuryCase) -> Standard:
    return Standard.from_json(case.standard)
