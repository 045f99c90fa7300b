"""Questions about a draw: its pool, looked up leaf by leaf and never loaded whole; who sits now."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.queries import covering, sequenced
from audit.reasons import CAP
from jury.models import Draw, DrawExclusion, JuryCase, Replacement, Roll, RollLeaf
from jury.panel import Panel, panel_after
from jury.queries.roll import leaf_at
from jury.randomness import round_at
from jury.sortition import Disposition, Pool, Row
from kernel.errors import N_, Conflict

ASK_AGAIN = timedelta(seconds=30)


def draw_of(session: Session, ref: str) -> Draw | None:
    """Return the latest draw of a case that was not voided."""
    return session.scalar(
        sa.select(Draw)
        .where(Draw.case_ref == ref, Draw.state != "void")
        .order_by(Draw.number.desc())
        .limit(1)
    )


def waiting_draw(session: Session, case: JuryCase) -> Draw:
    """Return the draw of a case that waits for its lot. Raises Conflict when none does, or while
    its announcement is in no signed checkpoint: until then it could be made again."""
    order = draw_of(session, case.ref)
    if case.stage != "committed" or order is None or order.state != "pending":
        raise Conflict(N_("No draw waits in this case."))
    index = sequenced(session, case.ref, order.commit_leaf)
    if index is None or covering(session, case.ref, index) is None:
        raise Conflict(N_("The announcement is not in the log yet. Try again in a moment."))
    return order


def drawn_of(session: Session, ref: str) -> Draw:
    """Return the draw that seated a case; there is one once its panel is drawn."""
    return session.scalars(sa.select(Draw).where(Draw.case_ref == ref, Draw.state == "drawn")).one()


def lot_of_case(session: Session, ref: str) -> str | None:
    """Return whose randomness seated a case; None where nobody has been drawn."""
    return session.scalar(
        sa.select(Draw.kind).where(Draw.case_ref == ref, Draw.state == "drawn").limit(1)
    )


def excluded_of(session: Session, order: Draw, reason: sa.ColumnElement[bool]) -> Iterator[str]:
    """Yield the pseudonyms, sorted, of those whom a draw leaves out for such a reason."""
    query = (
        sa.select(DrawExclusion.pseudonym)
        .where(_of(order), reason)
        .order_by(DrawExclusion.pseudonym)
        .execution_options(yield_per=10_000)
    )
    return iter(session.scalars(query))


def reasons_of(session: Session, order: Draw) -> dict[str, int]:
    """Return how many a draw leaves out: reason code to count."""
    rows = session.execute(
        sa.select(DrawExclusion.reason, sa.func.count())
        .where(_of(order))
        .group_by(DrawExclusion.reason)
        .order_by(DrawExclusion.reason)
    )
    return {row[0]: row[1] for row in rows}


def free_of(session: Session, order: Draw) -> int:
    """Return how many on the roll may be given a seat by a draw."""
    query = sa.select(sa.func.count()).select_from(RollLeaf)
    return session.scalar(query.where(*may_be_drawn(order))) or 0


def may_be_drawn(order: Draw) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions on leaves that a draw may give a seat to whoever stands there: neither
    left out by it nor at rest."""
    barred = sa.exists().where(_of(order), DrawExclusion.pseudonym == RollLeaf.pseudonym)
    return RollLeaf.epoch == order.epoch, rests_not(), sa.not_(barred)


def may_fall_on(session: Session, order: Draw, account_id: str) -> bool:
    """Whether somebody on the roll may be given a seat by a draw."""
    barred = sa.exists().where(_of(order), DrawExclusion.pseudonym == RollLeaf.pseudonym)
    mine = sa.exists().where(
        RollLeaf.epoch == order.epoch,
        RollLeaf.account_id == account_id,
        rests_not(),
        sa.not_(barred),
    )
    return bool(session.scalar(sa.select(mine)))


def rests_not() -> sa.ColumnElement[bool]:
    """Return the condition on leaves that whoever stands there does not rest."""
    return RollLeaf.next_free_epoch <= RollLeaf.epoch


def pool_of(session: Session, order: Draw) -> Pool:
    """Return the pool of a draw: each place, and whom its commitment left out, is looked up."""

    def left_out(pseudonym: str) -> Disposition | None:
        row = session.get(DrawExclusion, (order.case_ref, order.number, pseudonym))
        if row is None:
            return None
        return Disposition.CAP if row.reason == CAP else Disposition.CONFLICT

    return Pool(
        size=session.get_one(Roll, order.epoch).size,
        leaf=lambda ord: leaf_at(session, order.epoch, ord),
        left_out=left_out,
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


def rounds_to_fetch(session: Session, now: datetime) -> dict[str, int]:
    """Return the rounds of the beacon that draws wait for and that have come by `now`: reference
    of the case to number. Left out is what a relay was asked for a moment ago."""
    rows = session.execute(
        sa.select(Draw.case_ref, Draw.beacon_round).where(
            Draw.state == "pending",
            Draw.shown.is_(None),
            Draw.beacon_round <= round_at(now, lead=0),
            sa.or_(Draw.asked_at.is_(None), Draw.asked_at <= now - ASK_AGAIN),
        )
    )
    return {row.case_ref: row.beacon_round for row in rows}


def note_asked(session: Session, ref: str, now: datetime) -> None:
    """Keep that a relay is asked for the round that a case's draw waits for."""
    waiting = sa.update(Draw).where(Draw.case_ref == ref, Draw.state == "pending")
    session.execute(waiting.values(asked_at=now))


def _of(order: Draw) -> sa.ColumnElement[bool]:
    return sa.and_(DrawExclusion.case_ref == order.case_ref, DrawExclusion.draw == order.number)
