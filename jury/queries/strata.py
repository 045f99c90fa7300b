"""Questions about draws by types: who may be drawn of each, the lottery, and who comes next."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import Draw, DrawExclusion, RollLeaf
from jury.queries.draws import panel_of, pool_of, rests_not, rows_of
from jury.queries.exclusions import left_out
from jury.queries.roll import strata_of
from jury.sortition import Disposition, Row, draw_on
from jury.strata.draw import TypeDraw
from jury.strata.lottery import Lottery
from jury.strata.types import Type


def lottery_of(order: Draw) -> Lottery | None:
    """Return what a draw by types chooses from; None for a draw from the whole roll."""
    return None if order.lottery is None else Lottery.from_json(order.lottery)


def types_on(session: Session, epoch: int) -> dict[Type, int]:
    """Return how many of each type are on a roll; raises as `strata_of`."""
    return {Type.read(name): len(places) for name, places in strata_of(session, epoch).items()}


def available_of(session: Session, order: Draw) -> dict[Type, int]:
    """Return how many of each type a draw may seat: those on its roll, less those it leaves out
    and those who rest."""
    of_draw = sa.and_(DrawExclusion.case_ref == order.case_ref, DrawExclusion.draw == order.number)
    return _free(session, order, sa.select(DrawExclusion.pseudonym).where(of_draw))


def would_be_available(
    session: Session, order: Draw, needed: Mapping[str, int], cap: int, now: datetime
) -> dict[Type, int]:
    """Return the same for a draw that is not announced yet. The rest is as for `left_out`."""
    out = left_out(order, needed, cap, now)
    return _free(session, order, sa.select(out.c.pseudonym))


def type_draw_of(session: Session, order: Draw) -> TypeDraw | None:
    """Return a draw by types that has fallen, to go on with; None for one from the whole roll."""
    lottery = lottery_of(order)
    if lottery is None:
        return None
    seed = bytes.fromhex(order.seed or "")
    return TypeDraw(seed, lottery, strata_of(session, order.epoch), pool_of(session, order))


def successor(
    session: Session, order: Draw, seat: int, *, opened: bool
) -> tuple[list[Row], int | None]:
    """Return the rows that it takes to find who comes after the holder of a seat, and who that is:
    None where nobody is left.

    An alternate comes first. opened: whether only they may come, since the poll is open.
    """
    panel = panel_of(session, order)
    before = rows_of([*order.stream, *order.further])
    by_types = type_draw_of(session, order)
    if by_types is not None:
        found = by_types.successor(panel, seat, before, opened)
        return ([], None) if found is None else found[1:]
    if panel.alternates:
        return [], panel.alternates[0]
    rows = (
        [] if opened else draw_on(bytes.fromhex(order.seed or ""), pool_of(session, order), before)
    )
    seated = bool(rows) and rows[-1][2] is Disposition.SEATED
    return rows, rows[-1][1] if seated else None


def _free(session: Session, order: Draw, out: sa.Select[str]) -> dict[Type, int]:
    rows = session.execute(
        sa.select(RollLeaf.stratum, sa.func.count())
        .where(RollLeaf.epoch == order.epoch, rests_not(), RollLeaf.pseudonym.not_in(out))
        .group_by(RollLeaf.stratum)
    )
    return {Type.read(row[0]): row[1] for row in rows}
