"""The roll that panels are drawn from: who may be drawn, published epoch by epoch.

However many they are, nothing here holds them all: they go from row to row in chunks.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from itertools import count

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from audit.actions import record
from audit.tile import Tile
from jury.events import RollPublished
from jury.models import Roll, RollLeaf, RollNode
from jury.queries import as_leaf, last_served, latest_roll, spans, who_could_be_on
from jury.rest import most_resting
from jury.rolltree import Growing
from jury.strata.bands import coarser, features
from jury.strata.types import Type
from kernel.errors import N_, Conflict
from kernel.work import Work
from members.queries import count_left_out, those_eligible

CHUNK = 1_000  # rows that are held at once


def build_roll(work: Work) -> Roll:
    """Publish the next epoch of the roll: all who may be drawn now, under new random names.

    They stand in the order of their strata, and inside one in that of their names: a random order.
    Raises Conflict when nobody may be drawn, or when another roll is published at the same time.
    """
    if work.session.scalar(those_eligible(work.now).limit(1)) is None:
        raise Conflict(N_("Nobody can be drawn yet: there are no jurors."))
    before = latest_roll(work.session)
    roll = Roll(
        epoch=before.epoch + 1 if before else 1,
        size=0,
        root="",
        strata={},
        left_out=count_left_out(work.session, work.now),
        built_at=work.now,
        usable_from=work.now + timedelta(days=work.settings.roll_days),
    )
    work.session.add(roll)
    try:
        work.session.flush()
    except IntegrityError:
        raise Conflict(
            N_("Another roll was published just now. Look at it before you publish one more.")
        ) from None
    _enter_all(work, roll)
    _leave_out_features(work, roll)
    roll.strata = _count_strata(work, roll)
    roll.size = sum(roll.strata.values())
    _let_rest(work, roll)
    _put_in_order(work, roll)
    roll.root = _grow_tree(work, roll).hex()
    published = RollPublished(
        epoch=roll.epoch,
        count=roll.size,
        root=roll.root,
        strata=roll.strata,
        left_out=roll.left_out,
    )
    roll.published_leaf = record(work, published).leaf_hash
    work.session.flush()
    return roll


def _enter_all(work: Work, roll: Roll) -> None:
    """Write a leaf for each who may be drawn, in no order yet: below zero no place is taken."""
    places, today = count(-1, -1), work.now.date()
    found = work.session.execute(who_could_be_on(work.now), execution_options={"yield_per": CHUNK})
    for rows in found.partitions():
        leaves = [
            {
                "epoch": roll.epoch,
                "ord": next(places),
                "account_id": row.id,
                "pseudonym": secrets.token_hex(16),
                "stratum": features(row.born_on, row.joined_at.date(), row.voted, today).name,
                "next_free_epoch": 0,
            }
            for row in rows
        ]
        work.session.execute(sa.insert(RollLeaf), leaves)


def _leave_out_features(work: Work, roll: Roll) -> None:
    """Where too few are alike, say less of them."""
    counts = {Type.read(name): number for name, number in _count_strata(work, roll).items()}
    for fine, coarse in coarser(counts).items():
        work.session.execute(
            sa.update(RollLeaf)
            .where(RollLeaf.epoch == roll.epoch, RollLeaf.stratum == fine.name)
            .values(stratum=coarse.name)
        )


def _count_strata(work: Work, roll: Roll) -> dict[str, int]:
    rows = work.session.execute(
        sa.select(RollLeaf.stratum, sa.func.count())
        .where(RollLeaf.epoch == roll.epoch)
        .group_by(RollLeaf.stratum)
    )
    return dict(sorted(rows))


def _let_rest(work: Work, roll: Roll) -> None:
    """Let those rest this epoch who served last; of those who did at one time, the lot decides."""
    leaf, last = sa.orm.aliased(RollLeaf), last_served().subquery()
    tired = (
        sa.select(leaf.account_id)
        .join(last, last.c.account_id == leaf.account_id)
        .where(leaf.epoch == roll.epoch)
        .order_by(last.c.at.desc(), leaf.pseudonym)
        .limit(most_resting(roll.size))
    )
    work.session.execute(
        sa.update(RollLeaf)
        .where(RollLeaf.epoch == roll.epoch, RollLeaf.account_id.in_(tired))
        .values(next_free_epoch=roll.epoch + 1)
    )


def _put_in_order(work: Work, roll: Roll) -> None:
    starts = {stratum: span.start for stratum, span in spans(roll.strata).items()}
    within = sa.func.row_number().over(partition_by=RollLeaf.stratum, order_by=RollLeaf.pseudonym)
    placed = (
        sa.select(
            RollLeaf.pseudonym, (sa.case(starts, value=RollLeaf.stratum) + within - 1).label("ord")
        )
        .where(RollLeaf.epoch == roll.epoch)
        .subquery()
    )
    work.session.execute(
        sa.update(RollLeaf)
        .where(RollLeaf.epoch == roll.epoch, RollLeaf.pseudonym == placed.c.pseudonym)
        .values(ord=placed.c.ord),
        execution_options={"synchronize_session": False},
    )


def _grow_tree(work: Work, roll: Roll) -> bytes:
    """Keep the tiles of the roll's tree; return its root."""
    tree = Growing()
    leaves = work.session.execute(
        sa.select(RollLeaf.__table__).where(RollLeaf.epoch == roll.epoch).order_by(RollLeaf.ord),
        execution_options={"yield_per": CHUNK},
    )
    for rows in leaves.partitions():
        _keep(work, roll, tree.grown(as_leaf(row).hash() for row in rows))
    _keep(work, roll, tree.rest())
    return tree.root


def _keep(work: Work, roll: Roll, tiles: Iterable[tuple[Tile, bytes]]) -> None:
    rows = [
        {"epoch": roll.epoch, "level": tile.level, "number": tile.number, "hashes": hashes}
        for tile, hashes in tiles
    ]
    if rows:
        work.session.execute(sa.insert(RollNode), rows)
