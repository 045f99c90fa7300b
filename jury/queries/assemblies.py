"""Questions about assemblies: who may come, which of them one may join, how many came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.entry import parse
from audit.queries import entries, sequenced
from jury.keyfiles import KeyGone
from jury.keys import ballot_key
from jury.models import JuryCase, RollLeaf, Seat, Voter
from jury.queries.cases import file_of, is_halted
from jury.seal import pid_of
from kernel.errors import Missing
from kernel.work import ground

AFTER_THE_POLL = ("closed", "decided")


@dataclass(frozen=True)
class Turnout:
    """How many may take a seat in an assembly and, once its poll has closed, how many did."""

    may: int
    taken: int | None


@dataclass(frozen=True)
class Joinable:
    """An assembly that somebody may join now.

    left: whether they gave a seat in it back before.
    """

    ref: str
    title: str
    question: str
    summary: str
    closes_at: datetime
    left: bool


def the_assembly(session: Session, ref: str) -> JuryCase:
    """Return a case that everybody on the roll may judge and whose poll was opened; raises Missing,
    as for a case that is not there."""
    case = session.get(JuryCase, ref)
    if case is None or case.mode != "open" or case.opens_at is None:
        raise Missing()
    return case


def is_voter(session: Session, ref: str, account_id: str) -> bool:
    """Whether an account stands on the list that was fixed when the poll of `ref` opened."""
    try:
        pid = pid_of(ballot_key(ground().settings, ref), account_id)
    except KeyGone:
        return False  # the case is over, or long decided: nobody can tell any more
    return session.get(Voter, (ref, pid)) is not None


def place_on_roll(session: Session, epoch: int | None, account_id: str) -> int:
    """Return the place of an account on a roll; raises Missing."""
    ord = session.scalar(
        sa.select(RollLeaf.ord).where(RollLeaf.epoch == epoch, RollLeaf.account_id == account_id)
    )
    if ord is None:
        raise Missing()
    return ord


def joinable(session: Session, account_id: str, now: datetime) -> list[Joinable]:
    """Return the assemblies in which an account may take a seat now, those that end first in
    front. Whether they have come into conflict since the opening is asked when they come."""
    rows = session.execute(
        sa.select(JuryCase, Seat.state)
        .outerjoin(Seat, sa.and_(Seat.case_ref == JuryCase.ref, Seat.account_id == account_id))
        .where(
            JuryCase.mode == "open",
            JuryCase.stage == "open",
            JuryCase.closes_at > now,
            sa.not_(is_halted()),
            sa.or_(Seat.state.is_(None), Seat.state == "declined"),
        )
        .order_by(JuryCase.closes_at, JuryCase.ref)
    )
    return [
        _joinable(case, state)
        for case, state in rows.all()
        if is_voter(session, case.ref, account_id)
    ]


def turnouts(session: Session, refs: Sequence[str]) -> dict[str, Turnout]:
    """Return the turnout of those of `refs` that are assemblies and were opened: counted by the
    database, however many came."""
    opened = sa.select(JuryCase.ref, JuryCase.stage).where(
        JuryCase.ref.in_(refs), JuryCase.mode == "open", JuryCase.opens_at.is_not(None)
    )
    stages = {row.ref: row.stage for row in session.execute(opened)}
    may = _count_by_case(session, Voter.case_ref, Voter.case_ref.in_(stages))
    over = [ref for ref, stage in stages.items() if stage in AFTER_THE_POLL]
    taken = _count_by_case(
        session, Seat.case_ref, sa.and_(Seat.case_ref.in_(over), Seat.state == "accepted")
    )
    return {
        ref: Turnout(may.get(ref, 0), taken.get(ref, 0) if ref in over else None) for ref in stages
    }


def excluded_from(session: Session, case: JuryCase) -> dict[str, int]:
    """Return how many of the roll could not come, by reason, as the log of the case says it."""
    index = sequenced(session, case.ref, case.opening_leaf or b"")
    if index is None:
        return {}
    (opening,) = entries(session, case.ref, index, index + 1)
    reasons: dict[str, int] = parse(opening)["excluded"]["reasons"]
    return reasons


def _count_by_case(
    session: Session, ref: sa.SQLColumnExpression[str], which: sa.ColumnElement[bool]
) -> dict[str, int]:
    rows = session.execute(sa.select(ref, sa.func.count()).where(which).group_by(ref))
    return {row[0]: row[1] for row in rows}


def _joinable(case: JuryCase, state: str | None) -> Joinable:
    file = file_of(case)
    if case.closes_at is None:
        raise LookupError("an open poll has an end")
    return Joinable(
        ref=case.ref,
        title=case.title,
        question=file.question,
        summary=file.summary,
        closes_at=case.closes_at,
        left=state is not None,
    )
