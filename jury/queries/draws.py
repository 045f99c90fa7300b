"""Questions about a draw: its pool, looked up leaf by leaf and never loaded whole; who sits now."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import Draw, DrawExclusion, Replacement, Roll, RollLeaf
from jury.panel import Panel, panel_after
from jury.queries.roll import leaf_at
from jury.sortition import Disposition, Pool, Row

CAP = "cap"  # the reason code of those with too many open cases


def draw_of(session: Session, ref: str) -> Draw | None:
    """Return the latest draw of a case that was not voided."""
    return session.scalar(
        sa.select(Draw)
        .where(Draw.case_ref == ref, Draw.state != "void")
        .order_by(Draw.number.desc())
        .limit(1)
    )


def drawn_of(session: Session, ref: str) -> Draw:
    """Return the draw that seated a case; there is one once its panel is drawn."""
    return session.scalars(sa.select(Draw).where(Draw.case_ref == ref, Draw.state == "drawn")).one()


def excluded_of(session: Session, order: Draw) -> dict[str, str]:
    """Return whom a draw leaves out: pseudonym to reason code."""
    rows = session.execute(
        sa.select(DrawExclusion.pseudonym, DrawExclusion.reason)
        .where(DrawExclusion.case_ref == order.case_ref, DrawExclusion.draw == order.number)
        .order_by(DrawExclusion.pseudonym)
    )
    return {row.pseudonym: row.reason for row in rows}


def pool_of(session: Session, order: Draw) -> Pool:
    """Return the pool of a draw, with those whom its commitment left out."""
    excluded = excluded_of(session, order)
    return Pool(
        size=session.get_one(Roll, order.epoch).size,
        leaf=lambda ord: leaf_at(session, order.epoch, ord),
        excluded={one for one, reason in excluded.items() if reason != CAP},
        capped={one for one, reason in excluded.items() if reason == CAP},
    )


def account_at(session: Session, epoch: int, ord: int) -> str:
    """Return who stands at a place on a roll."""
    return session.get_one(RollLeaf, (epoch, ord)).account_id


def panel_of(session: Session, order: Draw) -> Panel:
    """Return who sits now: the draw, and each replacement after it."""
    replaced = session.execute(
        sa.select(Replacement.number, Replacement.ord)
        .where(Replacement.case_ref == order.case_ref)
        .order_by(Replacement.place)
    )
    return panel_after(rows_of(order.stream), [(row.number, row.ord) for row in replaced])


def rows_of(stored: list[list[Any]]) -> list[Row]:
    """Return the rows of a stream as the lottery knows them."""
    return [(j, ord, Disposition(what)) for j, ord, what in stored]
