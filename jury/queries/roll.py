"""Questions about the roll, and about who is busy, rested, experienced."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.merkle import inclusion_proof
from jury.models import SITTING, Draw, JuryCase, Roll, RollLeaf, Seat, Voted
from jury.sortition import Leaf
from kernel.errors import Missing


def latest_roll(session: Session) -> Roll | None:
    """Return the roll of the present epoch."""
    return session.scalar(sa.select(Roll).order_by(Roll.epoch.desc()).limit(1))


def leaf_at(session: Session, epoch: int, ord: int) -> Leaf:
    """Return one leaf of a roll; raises Missing."""
    row = session.get(RollLeaf, (epoch, ord))
    if row is None:
        raise Missing()
    return as_leaf(row)


def place_of(session: Session, epoch: int, account_id: str) -> Leaf | None:
    """Return the leaf of an account on the roll of an epoch; None when it is not on it."""
    row = session.scalar(
        sa.select(RollLeaf).where(RollLeaf.epoch == epoch, RollLeaf.account_id == account_id)
    )
    return None if row is None else as_leaf(row)


def as_leaf(row: RollLeaf) -> Leaf:
    return Leaf(row.epoch, row.ord, row.pseudonym, row.stratum, row.next_free_epoch)


def leaf_proofs(
    session: Session, epoch: int, ords: Sequence[int]
) -> list[tuple[Leaf, list[bytes]]]:
    """Return the leaves at `ords`, in that order, each with its proof into the roll's root."""
    rows = session.scalars(
        sa.select(RollLeaf).where(RollLeaf.epoch == epoch).order_by(RollLeaf.ord)
    )
    leaves = [as_leaf(row) for row in rows]
    hashes = [leaf.hash() for leaf in leaves]
    return [(leaves[ord], inclusion_proof(hashes, ord)) for ord in ords]


def over_the_cap(session: Session, cap: int) -> set[str]:
    """Return the accounts that hold a seat in `cap` or more cases that are not over."""
    held = (
        sa.select(Seat.account_id)
        .join(JuryCase, JuryCase.ref == Seat.case_ref)
        .where(Seat.state.in_(SITTING), JuryCase.stage.in_(("drawn", "open")))
        .group_by(Seat.account_id)
        .having(sa.func.count() >= cap)
    )
    return set(session.scalars(held))


def last_drawn_epoch(session: Session) -> int:
    """Return the last epoch from whose roll a panel was drawn; 0 before the first."""
    return session.scalar(sa.select(sa.func.max(Draw.epoch)).where(Draw.state == "drawn")) or 0


def seated_in_epoch(session: Session, epoch: int) -> set[str]:
    """Return the accounts that were given a seat by a draw of `epoch`."""
    given = (
        sa.select(Seat.account_id)
        .join(Draw, sa.and_(Draw.case_ref == Seat.case_ref, Draw.state == "drawn"))
        .where(Draw.epoch == epoch, Seat.number.is_not(None))
    )
    return set(session.scalars(given))


def experienced(session: Session) -> set[str]:
    """Return the accounts that have voted in a case before."""
    return set(session.scalars(sa.select(Voted.account_id).distinct()))
