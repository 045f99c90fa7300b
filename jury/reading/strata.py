"""Draws within quotas, for everybody: the lottery that was published, its ball, of which kind came
who came later, and each member's own chance."""

from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury import queries
from jury.models import Draw, JuryCase, Replacement
from jury.panel import drawn
from jury.randomness import Kind
from jury.reading.draws import digits_of
from jury.sortition import Leaf
from jury.strata.draw import TypeDraw
from jury.strata.ladder import Rung
from jury.strata.lottery import Lottery, ball, chance
from jury.strata.types import Missed, Quota, Type, missed
from kernel.errors import Missing


@dataclass(frozen=True)
class TypeLine:
    """Those who are alike: how many may be drawn, the chance of each, how many the ball seats."""

    type: Type
    available: int
    chance: Fraction
    seats: int | None


@dataclass(frozen=True)
class Handed:
    """A seat that changed hands. rung: None where nobody was left. missed: by the panel then."""

    seat: int
    rung: Rung | None
    missed: tuple[Missed, ...]


@dataclass(frozen=True)
class Mine:
    """The chance of whoever asks. chance: None for one of a type of whom nobody may be drawn."""

    ref: str
    leaf: Leaf
    chance: Fraction | None


@dataclass(frozen=True)
class TypeDrawPage:
    """A draw within quotas. ball, composition: once it has fallen; composition counts from 1."""

    ref: str
    number: int
    state: str
    kind: Kind
    source: str | None
    digits: str | None
    lottery: Lottery
    types: list[TypeLine]
    ball: int | None
    composition: int | None
    handed: list[Handed]
    mine: Mine | None

    @property
    def quotas(self) -> tuple[Quota, ...]:
        return self.lottery.frame.quotas

    @property
    def least(self) -> Fraction:
        """The least chance of anybody."""
        return min(line.chance for line in self.types)


def type_draw_page(session: Session, ref: str, account_id: str | None) -> TypeDrawPage:
    """Return the latest draw of a case within quotas; raises Missing where there is none."""
    order, lottery = _latest(session, ref)
    fell = ball(bytes.fromhex(order.seed)) if order.seed else None
    picked = None if fell is None else lottery.composition(fell)
    seats = {} if picked is None else lottery.frame.panel(picked)
    return TypeDrawPage(
        ref=ref,
        number=order.number,
        state=order.state,
        kind=Kind(order.kind),
        source=order.source,
        digits=digits_of(order),
        lottery=lottery,
        types=[
            TypeLine(one, people, chance(lottery, one), seats.get(one))
            for one, people in zip(lottery.frame.types, lottery.frame.people, strict=True)
        ],
        ball=fell,
        composition=None if picked is None else lottery.compositions.index(picked) + 1,
        handed=handed(session, order),
        mine=_mine(session, order, account_id) if account_id else None,
    )


def lottery_json(session: Session, ref: str) -> bytes:
    """Return `lottery.json` of a case to the letter; raises Missing where there is none."""
    _order, lottery = _latest(session, ref)
    return lottery.encode()


def handed(session: Session, order: Draw) -> list[Handed]:
    """Return how seats of a draw changed hands, in order; none of a draw without quotas."""
    by_types = queries.type_draw_of(session, order) if order.state == "drawn" else None
    if by_types is None:
        return []
    panel, found = drawn(queries.rows_of(order.stream)), []
    for change in session.scalars(
        sa.select(Replacement)
        .where(Replacement.case_ref == order.case_ref)
        .order_by(Replacement.place)
    ):
        gone, panel = panel.seats[change.number], panel.replaced(change.number, change.ord)
        off = missed(by_types.types_of(panel.sitting), by_types.lottery.frame.quotas)
        found.append(Handed(change.number, _rung(by_types, gone, change.ord, off), off))
    return found


def announced_to(session: Session, account_id: str, epoch: int) -> list[Mine]:
    """Return the chance of a member in each draw within quotas from a roll that is to fall."""
    orders = session.scalars(
        sa.select(Draw)
        .where(Draw.epoch == epoch, Draw.state == "pending", Draw.lottery.is_not(None))
        .order_by(Draw.case_ref)
    )
    found = (_mine(session, order, account_id) for order in orders)
    return [one for one in found if one is not None]


def drawn_with(session: Session, account_id: str, ref: str) -> Mine | None:
    """Return the chance that one had who was drawn for a case; None where all had the same."""
    within = JuryCase.ref == ref, JuryCase.mode == "stratified"
    if session.scalar(sa.select(JuryCase.ref).where(*within)) is None:
        return None
    return _mine(session, queries.drawn_of(session, ref), account_id)


def _latest(session: Session, ref: str) -> tuple[Draw, Lottery]:
    order = session.scalar(
        sa.select(Draw)
        .where(Draw.case_ref == ref, Draw.lottery.is_not(None))
        .order_by(Draw.number.desc())
        .limit(1)
    )
    lottery = None if order is None else queries.lottery_of(order)
    if order is None or lottery is None:
        raise Missing()
    return order, lottery


def _mine(session: Session, order: Draw, account_id: str) -> Mine | None:
    leaf, lottery = queries.place_of(session, order.epoch, account_id), queries.lottery_of(order)
    if leaf is None or lottery is None:
        return None
    own = Type.read(leaf.stratum)
    return Mine(order.case_ref, leaf, chance(lottery, own) if own in lottery.balls else None)


def _rung(
    by_types: TypeDraw, gone: int | None, came: int | None, off: tuple[Missed, ...]
) -> Rung | None:
    if gone is None or came is None:
        return None
    if by_types.type_of(gone) == by_types.type_of(came):
        return Rung.SAME
    return Rung.NEAREST if off else Rung.OTHER
