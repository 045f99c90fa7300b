"""What falls due: draws, silent seats, polls to close, cases to decide, keys to destroy.

Each finds by query what is due and does it in a unit of work of its own; running one twice
changes nothing. A case that fails is logged and stops no other, and then the job fails.
"""

import logging
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from jury import actions
from jury.keys import destroy_case_keys
from jury.models import JuryCase, Seat
from jury.queries import is_halted
from kernel.errors import Refusal
from kernel.work import Work, unit_of_work

log = logging.getLogger("venire.jury")
Query = Callable[[datetime], sa.Select[str]]


class Stuck(Exception):
    """A job failed in these cases; the log says how in each."""


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

    def due(now: datetime) -> sa.Select[str]:
        return _at("open").where(JuryCase.closes_at <= now, sa.not_(is_halted()))

    return _each(due, actions.close_poll)


def decide_cases() -> int:
    """Decide every closed case whose closing is in the log."""
    return _each(lambda _now: _at("closed"), actions.decide_case)


def destroy_keys() -> int:
    """Destroy keys that a crash left behind after a withdrawal."""
    with unit_of_work(writing=False) as work:
        refs, settings = list(work.session.scalars(_at("withdrawn"))), work.settings
    return _in_turn(refs, lambda ref: destroy_case_keys(settings, ref))


def _at(stage: str) -> sa.Select[str]:
    return sa.select(JuryCase.ref).where(JuryCase.stage == stage)


def _each(due: Query, action: Callable[[Work, str], object]) -> int:
    """Do `action` on each case that is due, each in a unit of work of its own."""
    with unit_of_work(writing=False) as work:
        refs = list(work.session.scalars(due(work.now)))

    def act(ref: str) -> object:
        with unit_of_work() as work:
            return action(work, ref)

    return _in_turn(refs, act)


def _in_turn(refs: list[str], act: Callable[[str], object]) -> int:
    """Do `act` on each case; return on how many it did something.

    What is refused waits for the next round. Raises Stuck at the end when a case failed.
    """
    done, stuck = 0, []
    for ref in refs:
        try:
            done += bool(act(ref))
        except Refusal as refusal:
            log.debug("%s waits: %s", ref, refusal)
        except Exception:
            log.exception("the case %s is stuck", ref)
            stuck.append(ref)
    if stuck:
        raise Stuck(", ".join(stuck))
    return done


JOBS = {
    "jury.draw-panels": draw_panels,
    "jury.replace-silent-seats": replace_silent_seats,
    "jury.close-polls": close_due_polls,
    "jury.decide-cases": decide_cases,
    "jury.destroy-keys": destroy_keys,
}
