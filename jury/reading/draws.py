"""Every draw that was ever announced, for everybody: what became of it, and which never fell."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import OVER, Draw, JuryCase
from jury.randomness import Kind

PENDING, OVERDUE, DRAWN, VOID = "pending", "overdue", "drawn", "void"
A_PAGE = 100


@dataclass(frozen=True)
class DrawLine:
    """One announced draw. why: of a void one. source, digits: of a ceremony, the digits once they
    are there. is_over: whether its case has a page that everybody may read."""

    ref: str
    number: int
    kind: Kind
    state: str
    announced: datetime | None
    due_by: datetime | None
    why: str | None
    within_quotas: bool
    source: str | None
    digits: str | None
    is_over: bool


@dataclass(frozen=True)
class DrawsPage:
    """The latest first, and how many there are of each state."""

    lines: list[DrawLine]
    totals: dict[str, int]
    more: bool


def draws_page(session: Session, now: datetime, page: int) -> DrawsPage:
    """Return a page, from 1 on, of all draws."""
    state = sa.case((sa.and_(Draw.state == PENDING, Draw.due_by <= now), OVERDUE), else_=Draw.state)
    rows = session.execute(
        sa.select(Draw, state.label("state"), JuryCase.stage.in_(OVER).label("is_over"))
        .join(JuryCase, JuryCase.ref == Draw.case_ref)
        .order_by(Draw.committed_at.desc().nulls_last(), Draw.case_ref.desc(), Draw.number.desc())
        .limit(A_PAGE + 1)
        .offset((page - 1) * A_PAGE)
    ).all()
    counts = session.execute(sa.select(state, sa.func.count()).group_by(state))
    totals = {DRAWN: 0, PENDING: 0, OVERDUE: 0, VOID: 0} | {row[0]: row[1] for row in counts}
    lines = [
        DrawLine(
            ref=draw.case_ref,
            number=draw.number,
            kind=Kind(draw.kind),
            state=said,
            announced=draw.committed_at,
            due_by=draw.due_by,
            why=draw.why_void,
            within_quotas=draw.lottery is not None,
            source=draw.source,
            digits=digits_of(draw),
            is_over=is_over,
        )
        for draw, said, is_over in rows[:A_PAGE]
    ]
    return DrawsPage(lines, totals, len(rows) > A_PAGE)


def digits_of(draw: Draw) -> str | None:
    """Return what fell in a ceremony; None before, and for every other kind of draw."""
    return draw.shown if draw.kind == Kind.CEREMONY else None
