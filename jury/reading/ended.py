"""Cases that ended without a count, for everybody: that they did, and nothing of what they were
about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import CaseVoid, JuryCase, Withdrawal
from jury.queries import sharing
from kernel.clock import as_text

WITHDRAWN, VOID = "withdrawn", "void"


@dataclass(frozen=True)
class Ended:
    """A case without a count. outcome: withdrawn or void. why: of a void one, as its log says.
    sharing: how many of how many trustees held its key; None where the house did."""

    ref: str
    outcome: str
    at: datetime
    why: str | None
    again_of: str | None
    again_in: str | None
    sharing: tuple[int, int] | None


def uncounted() -> tuple[sa.Select[Any], sa.Select[Any]]:
    """Select (ref, title, outcome, at, again_of, assembly, estimates) of the withdrawn cases and of
    the void ones, all with an empty title."""
    return _uncounted(WITHDRAWN, Withdrawal.case_ref, Withdrawal.withdrawn_at), _uncounted(
        VOID, CaseVoid.case_ref, CaseVoid.confirmed_at
    )


def _uncounted(outcome: str, ref: Any, at: Any) -> sa.Select[Any]:
    said = (ref, sa.literal(""), sa.literal(outcome), at, JuryCase.again_of)
    return sa.select(*said, is_assembly(), estimates()).join(
        JuryCase, sa.and_(JuryCase.ref == ref, JuryCase.stage == outcome)
    )


def is_assembly() -> sa.Label[bool]:
    """Return the column that tells whether a case is judged by whoever comes."""
    return (JuryCase.mode == "open").label("assembly")


def estimates() -> sa.Label[bool]:
    """Return the column that tells whether a panel beside an assembly estimates only."""
    return JuryCase.beside_of.is_not(None).label("estimates")


def ended_case(session: Session, ref: str) -> Ended | None:
    """Return a case that ended without a count; None for any other."""
    case = session.get(JuryCase, ref)
    if case is None or case.stage not in {WITHDRAWN, VOID}:
        return None
    again = session.scalar(sa.select(JuryCase.ref).where(JuryCase.again_of == ref))
    held = sharing(session, ref)
    if case.stage == WITHDRAWN:
        at = session.get_one(Withdrawal, ref).withdrawn_at
        return Ended(ref, WITHDRAWN, at, None, case.again_of, again, held)
    void = session.get_one(CaseVoid, ref)
    if void.confirmed_at is None:
        raise LookupError("a void case was agreed to at some time")
    return Ended(ref, VOID, void.confirmed_at, void.why, case.again_of, again, held)


def told(ended: Ended) -> dict[str, str | None]:
    """Return what everybody may know of such a case, for JSON."""
    said: dict[str, str | None] = {"case": ended.ref, "outcome": ended.outcome}
    if ended.outcome == WITHDRAWN:
        return {**said, "withdrawn_at": as_text(ended.at)}
    return {**said, "voided_at": as_text(ended.at), "why": ended.why}
