"""The history of the book, with what people said of the weight of each change."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.db import in_one
from rules.clause import ClauseVersion
from rules.consolidation import Change
from rules.history import History, Opinions, step
from rules.models import AmendmentRow, ForceRow, Revision, TermRow, UnitWeight
from rules.queries.book import all_versions, terms
from rules.revision import State
from rules.text.weight import Lowering, Opinion, Weight

WRITTEN = (
    in_one(
        sa.func.max(ForceRow.known_from),
        sa.func.max(ForceRow.known_until),
        sa.func.count(ForceRow.id),
        sa.func.count(ForceRow.known_until),
    ),
    in_one(sa.func.max(TermRow.written_at), sa.func.count(TermRow.name)),
)
"""Columns that tell whether anything was written into the book since they were last asked for."""


def history(session: Session) -> History:
    """Return every clause with its versions, past and to come, and what each of them changed."""
    forms = forms_of(session)
    versions: dict[str, list[ClauseVersion]] = defaultdict(list)
    for one in sorted(all_versions(session), key=lambda one: one.in_force_from):
        versions[one.clause_id].append(one)
    said = _adopted(session)
    steps = {
        name: tuple(
            step(before, after, forms, said.get((name, after.in_force_from), {}))
            for before, after in pairwise(held)
        )
        for name, held in versions.items()
    }
    return History({name: tuple(held) for name, held in versions.items()}, steps)


def forms_of(session: Session) -> tuple[str, ...]:
    """Return the forms of the defined terms: a change of one weighs more."""
    return tuple(form for term in terms(session) for form in (term.name, *term.forms))


def said_of(session: Session, changes: Iterable[Change]) -> dict[str, Opinions]:
    """Return what was said of the units of proposed changes, by clause.

    It is found by the very words that are proposed and the version that they change, whichever
    revision proposes them.
    """
    wanted = {
        (one.clause_id, one.before.version, one.after.title, one.after.text)
        for one in changes
        if one.before is not None and one.after is not None
    }
    ended = (State.WITHDRAWN, State.REJECTED)
    held: dict[str, dict[str, list[Opinion | Lowering]]] = defaultdict(dict)
    for row in session.execute(_weights().where(Revision.state.not_in(ended))):
        if (row.clause_id, row.base, row.title, row.text) in wanted:
            held[row.clause_id].setdefault(row.unit, []).append(_opinion(row))
    return dict(held)


def _adopted(session: Session) -> dict[tuple[str, date], dict[str, list[Opinion | Lowering]]]:
    """Return what was said of changes that were adopted: by clause and day, and by unit."""
    adopted = Revision.state.in_([State.SCHEDULED, State.IN_FORCE])
    found: dict[tuple[str, date], dict[str, list[Opinion | Lowering]]] = {}
    for row in session.execute(_weights().where(adopted)):
        held = found.setdefault((row.clause_id, row.effective_on), {})
        held.setdefault(row.unit, []).append(_opinion(row))
    return found


def _weights() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            AmendmentRow.clause_id,
            AmendmentRow.base,
            AmendmentRow.title,
            AmendmentRow.text,
            Revision.effective_on,
            UnitWeight.unit,
            UnitWeight.by,
            UnitWeight.weight,
        )
        .join(AmendmentRow, AmendmentRow.id == UnitWeight.amendment_id)
        .join(Revision, Revision.id == AmendmentRow.revision_id)
        .order_by(UnitWeight.at, UnitWeight.by)
    )


def _opinion(row: Any) -> Opinion | Lowering:
    return Lowering(row.by) if row.weight is None else Opinion(row.by, Weight(row.weight))
