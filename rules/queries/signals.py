"""Questions about what speaks against clauses: what was answered, remarked, and let stand."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from rules.models import Comment, LintWaiver, SignalAnswer
from rules.signals import Source

About = tuple[str, Source]  # a clause, and where a signal on it comes from


def last_answers(session: Session) -> dict[About, SignalAnswer]:
    """Return the latest answer to what speaks against each clause, by where it comes from."""
    rows = session.scalars(sa.select(SignalAnswer).order_by(SignalAnswer.at, SignalAnswer.id))
    return {(row.clause_id, Source(row.source)): row for row in rows}


def comments_on(session: Session, clause_ids: Collection[str]) -> dict[str, list[Comment]]:
    """Return what members remarked on these clauses, the latest first; by clause."""
    query = sa.select(Comment).where(Comment.clause_id.in_(clause_ids))
    found: dict[str, list[Comment]] = {}
    for row in session.scalars(query.order_by(Comment.at.desc(), Comment.id)):
        found.setdefault(row.clause_id, []).append(row)
    return found


def all_waivers(session: Session) -> frozenset[tuple[str, str, str]]:
    """Return what was let stand in which words: clause, digest of its words, key of the finding."""
    rows = sa.select(LintWaiver.clause_id, LintWaiver.text_digest, LintWaiver.finding)
    return frozenset((row.clause_id, row.text_digest, row.finding) for row in session.execute(rows))
