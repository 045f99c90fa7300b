"""Questions about the figures of the bank: what was counted, and what is still to be."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from quiz.analysis.sums import Sums
from quiz.itemaction import Key
from quiz.models import ItemActionRow, Recount, Sitting, SumsRow

ENTRY_PAPERS = Sitting.specification.like("entry/%")


def sums(session: Session, items: Iterable[str] | None = None) -> dict[Key, Sums]:
    """Return what was counted, by question; of these items only, where they are given."""
    query = sa.select(SumsRow.item, SumsRow.version, SumsRow.part, SumsRow.sums)
    if items is not None:
        query = query.where(SumsRow.item.in_(set(items)))
    rows = session.execute(query)
    return {(row.item, row.version, row.part): Sums.from_json(row.sums) for row in rows}


def is_first() -> sa.ColumnElement[bool]:
    """Return the condition that a graded entry paper is the first of its member's."""
    earlier = aliased(Sitting)
    before = sa.or_(
        earlier.handed_in_at < Sitting.handed_in_at,
        sa.and_(earlier.handed_in_at == Sitting.handed_in_at, earlier.id < Sitting.id),
    )
    same = earlier.account_id == Sitting.account_id
    return sa.not_(sa.exists().where(same, earlier.specification.like("entry/%"), before))


def uncounted(session: Session, most: int) -> list[Sitting]:
    """Return graded papers that were not looked at yet, the earliest first, and hold them.

    Those that another count holds are left to it.
    """
    query = (
        sa.select(Sitting)
        .where(Sitting.handed_in_at.is_not(None), Sitting.counted_at.is_(None))
        .order_by(Sitting.handed_in_at, Sitting.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def firsts_among(session: Session, ids: Iterable[str]) -> frozenset[str]:
    """Return which of these sittings go into the figures: first entry papers."""
    query = sa.select(Sitting.id).where(Sitting.id.in_(list(ids)), ENTRY_PAPERS, is_first())
    return frozenset(session.scalars(query))


def counted_papers(
    session: Session,
) -> Iterator[sa.Row[tuple[dict[str, Any], dict[str, Any]]]]:
    """Yield paper and answers of all that went into the figures, a few at a time."""
    query = sa.select(Sitting.paper, Sitting.answers).where(
        Sitting.counted_at.is_not(None), ENTRY_PAPERS, is_first()
    )
    yield from session.execute(query.execution_options(yield_per=1_000))


def last_recount(session: Session) -> Recount | None:
    """Return the last full recount."""
    return session.scalar(sa.select(Recount).order_by(Recount.at.desc()).limit(1))


def unexplained(session: Session, since: datetime) -> Recount | None:
    """Return the last full recount from `since` on that came to other sums than those that stood,
    though no item action was applied since the recount before it."""
    before, found = 0, None
    for one in session.scalars(sa.select(Recount).order_by(Recount.at)):
        if not one.equal and one.actions == before and one.at >= since:
            found = one
        before = one.actions
    return found


def is_anything_counted(session: Session) -> bool:
    """Whether there are sums that a recount could check."""
    return session.scalar(sa.select(SumsRow.item).limit(1)) is not None


def applied_actions(session: Session) -> int:
    """Return how many item actions were applied so far; none is ever taken back."""
    query = sa.select(sa.func.count()).where(ItemActionRow.state == "applied")
    return session.scalar(query) or 0
