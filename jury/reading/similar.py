"""Decided cases like the one that a juror is to judge: how they ended, and never by how many."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import JuryCase, Verdict, VerdictClause
from jury.queries import chain_of
from jury.reading.archive import Ending, endings_of

MOST = 5


def similar(session: Session, clause_ids: Collection[str], but: str) -> list[Ending]:
    """Return the decided cases that share these clauses: who shares most first, then the latest.

    but: the case for which they are looked for. What it judges again is not among them, nor one
    beside it: its panel is to judge by itself. Raises Missing for a case that is not there.
    """
    own = chain_of(session, but)
    beside = sa.select(JuryCase.beside_of).where(
        JuryCase.ref.in_(own), JuryCase.beside_of.is_not(None)
    )
    shared = sa.func.count()
    query = (
        sa.select(VerdictClause.case_ref)
        .join(Verdict, Verdict.case_ref == VerdictClause.case_ref)
        .join(JuryCase, JuryCase.ref == VerdictClause.case_ref)
        .where(VerdictClause.clause_id.in_(clause_ids))
        .where(JuryCase.ref.not_in(own), JuryCase.ref.not_in(beside))
        .where(JuryCase.beside_of.is_(None))  # which decided nothing
        .group_by(VerdictClause.case_ref, Verdict.decided_at)
        .order_by(shared.desc(), Verdict.decided_at.desc(), VerdictClause.case_ref.desc())
        .limit(MOST)
    )
    return endings_of(session, list(session.scalars(query)))
