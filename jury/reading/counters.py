"""Counters of all cases and draws, for everybody."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.promises import AFTER_CLOSING
from audit.queries import waiting_logs
from jury.models import Ballot, Draw, Halt, JuryCase


def cases_by_stage(session: Session) -> dict[str, int]:
    """Return how many cases stand at each stage."""
    rows = session.execute(sa.select(JuryCase.stage, sa.func.count()).group_by(JuryCase.stage))
    return {row[0]: row[1] for row in rows}


def draws_by_kind(session: Session, state: str) -> dict[str, int]:
    """Return how many draws came to this state, by the kind of their randomness."""
    query = sa.select(Draw.kind, sa.func.count()).where(Draw.state == state)
    return {row[0]: row[1] for row in session.execute(query.group_by(Draw.kind))}


def cases_that_owe(session: Session, now: datetime) -> int:
    """Return how many cases have ballots that are due in the log and are not there.

    Either the poll was not closed in time, or what was handed to the log waits for its place. How
    many ballots these are is not told: before closing nobody learns it. A halt stops the time.
    """
    halted = sa.exists().where(Halt.case_ref == JuryCase.ref, Halt.lifted_at.is_(None))
    some = sa.exists().where(Ballot.case_ref == JuryCase.ref)
    held = sa.and_(JuryCase.stage == "open", sa.not_(halted))
    waits = sa.and_(JuryCase.stage != "open", JuryCase.ref.in_(waiting_logs(session)))
    query = sa.select(sa.func.count()).select_from(JuryCase)
    due = JuryCase.closes_at <= now - AFTER_CLOSING
    return session.scalar(query.where(due, some, sa.or_(held, waits))) or 0
