"""Parts of what is done with the bank. The actions that use them record it."""

from collections.abc import Mapping

import sqlalchemy as sa

from kernel.db import insert_once
from kernel.errors import N_, Conflict, Malformed, Missing
from kernel.work import Work
from quiz.item import ItemVersion
from quiz.models import AnchorRow, EnemyRow, ItemRow, LiveItem, Pool, Pull
from quiz.offered import Offered
from quiz.queries.pool import is_stored
from rules.clause import ClauseVersion

Clauses = Mapping[tuple[str, int], ClauseVersion]
"""Every version of every clause, by clause and number."""


def check_anchors(item: ItemVersion, clauses: Clauses) -> None:
    """Raise Malformed when a quote is not in its clause version, Missing when that is unknown."""
    for anchor in item.anchors:
        clause = clauses.get((anchor.clause, anchor.version))
        if clause is None:
            raise Missing()
        if anchor.quote not in clause.text:
            raise Malformed(
                N_("The quote of the item %(item)s is not in %(clause)s."),
                item=item.item,
                clause=clause.ref,
            )


def publish(
    work: Work,
    item: ItemVersion,
    clauses: Clauses,
    *,
    written_by: str,
    approved_by: str | None = None,
) -> None:
    """Store a version with its anchors and point at it. A pull of the version before is lifted."""
    row = ItemRow.of(item)
    row.written_by, row.approved_by = written_by, approved_by
    row.written_at = row.published_at = work.now
    if not insert_once(work.session, row):
        raise Conflict(N_("The item was written anew meanwhile. Look at it as it is now."))
    for number, part in enumerate(item.parts):
        for place, anchor in enumerate(part.anchors):
            work.session.add(
                AnchorRow(
                    item=item.item,
                    version=item.version,
                    part=number,
                    place=place,
                    clause=anchor.clause,
                    clause_version=anchor.version,
                    clause_digest=clauses[anchor.clause, anchor.version].digest,
                    quote=anchor.quote,
                )
            )
    work.session.merge(LiveItem(item=item.item, version=item.version))
    work.session.flush()
    lift_pull(work, item.item)


def lift_pull(work: Work, item: str) -> None:
    """Let an item be asked again that an editor had taken out of papers."""
    standing = sa.select(Pull).where(Pull.item == item, Pull.lifted_at.is_(None))
    if (pull := work.session.scalar(standing)) is not None:
        pull.lifted_by, pull.lifted_at = work.actor.ref, work.now


def make_enemies(work: Work, one: str, other: str) -> bool:
    """Let two items never meet in a paper; whether they could until now."""
    pair = EnemyRow(
        item=min(one, other), other=max(one, other), set_by=work.actor.ref, set_at=work.now
    )
    return insert_once(work.session, pair)


def keep_pool(work: Work, digest: str, offered: Offered) -> None:
    """Keep what papers are drawn from; once for all who are offered the same."""
    if not is_stored(work.session, digest):
        insert_once(work.session, Pool(digest=digest, **offered.body))
