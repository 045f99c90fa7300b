"""Questions about the roll: who stands on it, where, with what proof; who served last."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.keys import REGISTRY
from audit.queries import covering, sequenced
from audit.tile import Tile, hashes_in
from jury.models import JuryCase, Roll, RollLeaf, RollNode, Seat, Verdict, Voted
from jury.queries.remarks import contested, not_wrong
from jury.rolltree import inclusion_proof
from jury.sortition import Leaf
from jury.standard import Standard
from jury.step import RollState
from kernel.errors import N_, Conflict, Missing
from members.queries import those_eligible


def latest_roll(session: Session) -> Roll | None:
    """Return the newest roll, whether or not it may be drawn from yet."""
    return session.scalar(sa.select(Roll).order_by(Roll.epoch.desc()).limit(1))


def is_beyond(session: Session, standard: Standard) -> bool:
    """Whether a standard takes more votes than the newest roll has members."""
    roll = latest_roll(session)
    return roll is not None and roll.size < standard.quorum()


def usable_roll(session: Session, now: datetime) -> Roll | None:
    """Return the roll that panels are drawn from at `now`; None while there is none.

    It is the newest that members had their time to look at, on which no remark of theirs waits or
    was upheld, and whose publication stands in a signed checkpoint of the registry: from then on
    nobody can put another list in its place.
    """
    rolls = session.scalars(
        sa.select(Roll)
        .where(Roll.usable_from <= now, sa.not_(contested()))
        .order_by(Roll.epoch.desc())
    )
    return next((roll for roll in rolls if _is_logged(session, roll)), None)


def roll_state(session: Session, now: datetime) -> RollState:
    """Return what there is to draw from at `now`, and else what the newest roll waits for."""
    if usable_roll(session, now) is not None:
        return RollState.USABLE
    roll = session.scalar(sa.select(Roll).where(not_wrong()).order_by(Roll.epoch.desc()).limit(1))
    return RollState.NONE if roll is None else waits_for(session, roll, now)


def waits_for(session: Session, roll: Roll, now: datetime) -> RollState:
    """Return what a roll waits for that is not drawn from yet."""
    if now < roll.usable_from:
        return RollState.LOOKED_AT
    return RollState.REMARKS if _is_logged(session, roll) else RollState.LOGGED


def _is_logged(session: Session, roll: Roll) -> bool:
    if roll.published_leaf is None:  # from before this was kept
        return True
    index = sequenced(session, REGISTRY, roll.published_leaf)
    return index is not None and covering(session, REGISTRY, index) is not None


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


def as_leaf(row: RollLeaf | sa.Row[Any]) -> Leaf:
    return Leaf(row.epoch, row.ord, row.pseudonym, row.stratum, row.next_free_epoch)


def leaf_proofs(
    session: Session, epoch: int, ords: Sequence[int]
) -> list[tuple[Leaf, list[bytes]]]:
    """Return the leaves at `ords`, in that order, each with its proof into the roll's root.

    Of a roll of any size a few rows are read for each. Raises Missing for a place that is not on
    the roll.
    """
    roll = session.get(Roll, epoch)
    if roll is None or not all(0 <= ord < roll.size for ord in ords):
        raise Missing()
    size, kept = roll.size, {}

    def read(tile: Tile) -> bytes:
        if tile not in kept:
            kept[tile] = _tile(session, epoch, tile)
        return kept[tile]

    return [(leaf_at(session, epoch, ord), inclusion_proof(size, ord, read)) for ord in ords]


def _tile(session: Session, epoch: int, tile: Tile) -> bytes:
    node = session.get(RollNode, (epoch, tile.level, tile.number))
    if node is not None:
        return node.hashes
    # A roll from before trees were kept.
    rows = session.scalars(
        sa.select(RollLeaf)
        .where(RollLeaf.epoch == epoch, RollLeaf.ord.between(tile.leaves.start, tile.leaves[-1]))
        .order_by(RollLeaf.ord)
    )
    return hashes_in(tile, [as_leaf(row).hash() for row in rows])


def strata_of(session: Session, epoch: int) -> dict[str, range]:
    """Return where on a roll each stratum stands: its name to the places of those who are of it.

    The counts are logged, so anybody knows the same. Raises Missing, Conflict for a roll from
    before rolls were in the order of their strata.
    """
    roll = session.get(Roll, epoch)
    if roll is None:
        raise Missing()
    if not all("=" in stratum for stratum in roll.strata):
        raise Conflict(N_("This roll is not in the order of its strata. Publish a new one."))
    return spans(roll.strata)


def spans(counts: Mapping[str, int]) -> dict[str, range]:
    """Return the places of each stratum, one after the other by name, from their counts."""
    names = sorted(counts)
    ends = list(accumulate(counts[name] for name in names))
    return {name: range(end - counts[name], end) for name, end in zip(names, ends, strict=True)}


def who_could_be_on(now: datetime) -> sa.Select[str, date, datetime, bool]:
    """Select all who may be drawn at `now`, and whether they ever voted in a case."""
    people = those_eligible(now).subquery()
    voters = sa.select(Voted.account_id).distinct().subquery()
    voted = voters.c.account_id.is_not(None).label("voted")
    return sa.select(people.c.id, people.c.born_on, people.c.joined_at, voted).outerjoin(
        voters, voters.c.account_id == people.c.id
    )


def last_served() -> sa.Select[str, datetime]:
    """Select who served on a panel, and when last: seats that were accepted, in decided cases.

    In an open assembly people take a seat of their own accord; that is no reason to rest.
    """
    return (
        sa.select(Seat.account_id, sa.func.max(Verdict.decided_at).label("at"))
        .join(Verdict, Verdict.case_ref == Seat.case_ref)
        .join(JuryCase, JuryCase.ref == Seat.case_ref)
        .where(Seat.state == "accepted", JuryCase.mode != "open")
        .group_by(Seat.account_id)
    )
