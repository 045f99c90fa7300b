"""The history of the book, with what people said of the weight of each change."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from rules.clause import ClauseVersion
from rules.history import History, step
from rules.models import AmendmentRow, ForceRow, Revision, TermRow, UnitWeight
from rules.queries.book import all_versions, terms
from rules.revision import State
from rules.text.weight import Lowering, Opinion, Weight

WRITTEN: tuple[sa.ScalarSelect[Any], ...] = (
    sa.select(sa.func.max(ForceRow.known_from)).scalar_subquery(),
    sa.select(sa.func.max(ForceRow.known_until)).scalar_subquery(),
    sa.select(sa.func.count(ForceRow.id)).scalar_subquery(),
    sa.select(sa.func.count(ForceRow.known_until)).scalar_subquery(),
    sa.select(sa.func.max(TermRow.written_at)).scalar_subquery(),
    sa.select(sa.func.count(TermRow.name)).scalar_subquery(),
)
"""Columns that tell whether anything was written into the book since they were last asked for."""


def history(session: Session) -> History:
    """Return every clause with its versions, past and to come, and what each of them changed."""
    forms = tuple(form for term in terms(session) for form in (term.name, *term.forms))
    versions: dict[str, list[ClauseVersion]] = defaultdict(list)
    for one in sorted(all_versions(session), key=lambda one: one.in_force_from):
        versions[one.clause_id].append(one)
    said = _opinions(session)
    steps = {
        name: tuple(
            step(before, after, forms, said.get(name, {})) for before, after in pairwise(held)
        )
        for name, held in versions.items()
    }
    return History({name: tuple(held) for name, held in versions.items()}, steps)


def _opinions(session: Session) -> dict[str, dict[str, list[Opinion | Lowering]]]:
    """Return what was said of the weight of changes that were adopted, by clause and unit."""
    rows = session.execute(
        sa.select(AmendmentRow.clause_id, UnitWeight.unit, UnitWeight.by, UnitWeight.weight)
        .join(AmendmentRow, AmendmentRow.id == UnitWeight.amendment_id)
        .join(Revision, Revision.id == AmendmentRow.revision_id)
        .where(Revision.state.in_([State.SCHEDULED, State.IN_FORCE]))
        .order_by(UnitWeight.at, UnitWeight.by)
    )
    found: dict[str, dict[str, list[Opinion | Lowering]]] = {}
    for row in rows:
        opinion = Lowering(row.by) if row.weight is None else Opinion(row.by, Weight(row.weight))
        found.setdefault(row.clause_id, {}).setdefault(row.unit, []).append(opinion)
    return found
