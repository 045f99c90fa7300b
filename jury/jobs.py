"""What falls due: draws, silent seats, polls to close, cases to decide, keys to destroy.

Each finds by query what is due and does it in a unit of work of its own; running one twice
changes nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from jury import actions
from jury.box import BadLog
from jury.keys import KeyGone, destroy_case_keys
from jury.models import JuryCase, Seat
from kernel.errors import Refusal
from kernel.work import Work, unit_of_work

log = logging.getLogger("venire.jury")
Query = Callable[[datetime], sa.Select[str]]


def draw_panels() -> int:
    """Draw every panel whose commitment is in the log."""
    return _each(lambda _now: _at("committed"), actions.draw_panel)


def replace_silent_seats() -> int:
    """Hand on every seat whose holder let the time to answer pass."""

    def due(now: datetime) -> sa.Select[str]:
        silent = sa.exists().where(
            Seat.case_ref == JuryCase.ref, Seat.state == "summoned", Seat.answer_by <= now
        )
        return sa.select(JuryCase.ref).where(JuryCase.stage.in_(("drawn", "open")), silent)

    return _each(due, actions.replace_silent)


def close_due_polls() -> int:
    """Close every poll whose time is over."""
    return _each(lambda now: _at("open").where(JuryCase.closes_at <= now), actions.close_poll)


def decide_cases() -> int:
    """Decide every closed case whose closing is in the log."""
    return _each(lambda _now: _at("closed"), actions.decide_case)


def destroy_keys() -> int:
    """Destroy keys that a crash left behind after a withdrawal."""
    with unit_of_work(writing=False) as work:
        refs = list(work.session.scalars(_at("withdrawn")))
        return sum(destroy_case_keys(work.settings, ref) for ref in refs)


def _at(stage: str) -> sa.Select[str]:
    return sa.select(JuryCase.ref).where(JuryCase.stage == stage)


def _each(due: Query, action: Callable[[Work, str], object]) -> int:
    """Do `action` on each case that is due; what cannot be done yet is left for the next round."""
    with unit_of_work(writing=False) as work:
        refs = list(work.session.scalars(due(work.now)))
    done = 0
    for ref in refs:
        try:
            with unit_of_work() as work:
                done += bool(action(work, ref))
        except Refusal as refusal:
            log.debug("%s waits: %s", ref, refusal)
        except (KeyGone, BadLog) as error:
            log.error("the case %s is stuck: %s", ref, error)
    return done


JOBS = {
    "jury.draw-panels": draw_panels,
    "jury.replace-silent-seats": replace_silent_seats,
    "jury.close-polls": close_due_polls,
    "jury.decide-cases": decide_cases,
    "jury.destroy-keys": destroy_keys,
}
