"""Questions from the worker that reminds jurors: whose time ends soon."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.reasons import CHALLENGED
from jury.models import Exclusion, JuryCase, Seat
from jury.queries.cases import is_halted

AHEAD = timedelta(days=1)  # so long before its end a time is told once more


@dataclass(frozen=True)
class Ending:
    """A time that ends soon: whose, in which case, and when."""

    account_id: str
    ref: str
    until: datetime


def summons_ending(session: Session, now: datetime) -> list[Ending]:
    """Return the summonses that are to be answered soon."""
    asked = sa.select(Seat.account_id, Seat.case_ref, Seat.answer_by).join(
        JuryCase, JuryCase.ref == Seat.case_ref
    )
    soon = (Seat.answer_by > now, Seat.answer_by <= now + AHEAD)
    open_still = (Seat.state == "summoned", _free(), JuryCase.stage.in_(("drawn", "open")))
    rows = session.execute(
        asked.where(*soon, *open_still, sa.not_(is_halted())).order_by(Seat.account_id)
    )
    return [Ending(row.account_id, row.case_ref, row.answer_by) for row in rows]


def polls_ending(session: Session, now: datetime) -> list[Ending]:
    """Return the seats in polls that close soon: all of them, whatever their holders have done.

    Who came to an assembly came of their own accord within the day, and is not reminded.
    Whether somebody has voted is asked nowhere here: what is told to some says it of the others.
    """
    held = sa.select(Seat.account_id, Seat.case_ref, JuryCase.closes_at).join(
        JuryCase, JuryCase.ref == Seat.case_ref
    )
    soon = (JuryCase.closes_at > now, JuryCase.closes_at <= now + AHEAD)
    running = (Seat.state == "accepted", _free(), JuryCase.stage == "open", sa.not_(is_halted()))
    drawn = JuryCase.mode != "open"
    rows = session.execute(held.where(*soon, *running, drawn).order_by(Seat.account_id))
    return [Ending(row.account_id, row.case_ref, row.closes_at) for row in rows]


def _free() -> sa.ColumnElement[bool]:
    """Return the condition on seats that no side has challenged their holder with success."""
    return ~sa.exists().where(
        Exclusion.case_ref == Seat.case_ref,
        Exclusion.account_id == Seat.account_id,
        Exclusion.reason == CHALLENGED,
    )
