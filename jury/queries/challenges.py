"""Questions about challenges. None of them tells who was drawn."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from audit.reasons import CHALLENGED
from jury.conflicts import Provider
from jury.models import Challenge, Exclusion, JuryCase, Seat
from jury.models.challenges import OPEN, UPHELD
from jury.queries.cases import case_for_officer, without_stake
from kernel.errors import Missing


def challenges_of(session: Session, ref: str, side: str) -> list[Challenge]:
    """Return what a side has said against members in a case, in order of time."""
    return list(
        session.scalars(
            sa.select(Challenge)
            .where(Challenge.case_ref == ref, Challenge.side == side)
            .order_by(Challenge.at, Challenge.id)
        )
    )


def challenges_waiting(
    session: Session, account_id: str, ref: str | None = None
) -> list[Challenge]:
    """Return the challenges, of one case or of all, that wait and that `account_id` may decide."""
    rows = session.scalars(
        sa.select(Challenge)
        .join(JuryCase, JuryCase.ref == Challenge.case_ref)
        .where(Challenge.state == OPEN, Challenge.by != account_id, without_stake(account_id))
        .where(Challenge.case_ref == ref if ref else sa.true())
        .order_by(Challenge.at, Challenge.id)
    ).all()
    prepared = {ref: has_prepared(session, ref, account_id) for ref in {r.case_ref for r in rows}}
    return [row for row in rows if not prepared[row.case_ref]]


def count_open(session: Session, refs: Collection[str]) -> dict[str, int]:
    """Return how many challenges nobody has decided, by case; none where there is none."""
    rows = session.execute(
        sa.select(Challenge.case_ref, sa.func.count().label("open"))
        .where(Challenge.case_ref.in_(refs), Challenge.state == OPEN)
        .group_by(Challenge.case_ref)
    )
    return {row.case_ref: row.open for row in rows}


def challenge_for_officer(session: Session, challenge_id: str, account_id: str) -> Challenge:
    """Return a challenge to one who decides on it, its case locked like `case_for_officer`.

    Raises Missing, alike for an unknown one, for who made it, has a stake or a seat in the case,
    prepared it, or wrote for the plan in it.
    """
    ref = session.scalar(sa.select(Challenge.case_ref).where(Challenge.id == challenge_id))
    if ref is None:
        raise Missing()
    case_for_officer(session, ref, account_id)
    row = session.get_one(Challenge, challenge_id, populate_existing=True)
    if row.by == account_id or has_prepared(session, ref, account_id):
        raise Missing()
    return row


def has_prepared(session: Session, ref: str, account_id: str) -> bool:
    """Whether an officer prepared a case, or wrote for the plan in it: the room above knows."""
    providers: Sequence[Provider] = current_app.extensions["venire-preparers"]
    return any(ask(session, ref, account_id) for ask in providers)


def is_challenged(session: Session, ref: str, account_id: str) -> bool:
    """Whether a challenge of an account was upheld in a case, or in one that it judges again."""
    found = session.get(Exclusion, (ref, account_id))
    return found is not None and found.reason == CHALLENGED


def challenged_in(session: Session, refs: Collection[str]) -> set[str]:
    """Return the accounts of which a challenge was upheld in one of these cases."""
    found = session.scalars(
        sa.select(Challenge.account_id).where(
            Challenge.case_ref.in_(refs), Challenge.state == UPHELD
        )
    )
    return {one for one in found if one is not None}


def challenged_seats(now: datetime) -> sa.Select[Seat]:
    """Select the seats whose holder took them, was challenged since, and leaves them by now."""
    return (
        sa.select(Seat)
        .join(
            Challenge,
            sa.and_(Challenge.case_ref == Seat.case_ref, Challenge.account_id == Seat.account_id),
        )
        .where(
            Seat.state == "accepted",
            Seat.number.is_not(None),
            Challenge.state == UPHELD,
            Challenge.leaves_at <= now,
        )
        .distinct()
    )
