"""What falls due: draws, silent seats, polls to close, cases to decide, keys to destroy."""

from collections.abc import Iterable

import sqlalchemy as sa

from jury import actions
from jury.keys import destroy_case_keys
from jury.models import JuryCase, Seat
from jury.queries import is_halted
from kernel.jobs import each, in_turn
from kernel.work import Work, unit_of_work


def draw_panels() -> int:
    """Draw every panel whose commitment is in the log."""
    return each(lambda work: _at(work, "committed"), actions.draw_panel)


def replace_silent_seats() -> int:
    """Hand on every seat whose holder let the time to answer pass."""

    def due(work: Work) -> Iterable[str]:
        silent = sa.exists().where(
            Seat.case_ref == JuryCase.ref, Seat.state == "summoned", Seat.answer_by <= work.now
        )
        open_or_drawn = JuryCase.stage.in_(("drawn", "open"))
        return work.session.scalars(sa.select(JuryCase.ref).where(open_or_drawn, silent))

    return each(due, actions.replace_silent)


def close_due_polls() -> int:
    """Close every poll whose time is over."""

    def due(work: Work) -> Iterable[str]:
        return _at(work, "open", JuryCase.closes_at <= work.now, sa.not_(is_halted()))

    return each(due, actions.close_poll)


def decide_cases() -> int:
    """Decide every closed case whose closing is in the log."""
    return each(lambda work: _at(work, "closed"), actions.decide_case)


def destroy_keys() -> int:
    """Destroy keys that a crash left behind after a withdrawal."""
    with unit_of_work(writing=False) as work:
        refs, settings = list(_at(work, "withdrawn")), work.settings
    return in_turn(refs, lambda ref: destroy_case_keys(settings, ref))


def _at(work: Work, stage: str, *also: sa.ColumnElement[bool]) -> Iterable[str]:
    return work.session.scalars(sa.select(JuryCase.ref).where(JuryCase.stage == stage, *also))


JOBS = {
    "jury.draw-panels": draw_panels,
    "jury.replace-silent-seats": replace_silent_seats,
    "jury.close-polls": close_due_polls,
    "jury.decide-cases": decide_cases,
    "jury.destroy-keys": destroy_keys,
}
