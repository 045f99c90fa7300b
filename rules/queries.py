"""Questions about the rule book: what is in force when, what was before, what governs."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import Missing
from rules.book import Section
from rules.clause import ClauseVersion, Dates, Governing, is_clause_id, resolve
from rules.models import SectionRow, VersionRow


def sections(session: Session) -> list[Section]:
    """Return the sections of the book in their order."""
    rows = session.scalars(sa.select(SectionRow).order_by(SectionRow.position))
    return [Section(row.id, row.position, row.title) for row in rows]


def clauses_at(session: Session, day: date) -> list[ClauseVersion]:
    """Return the version of each clause that is in force on `day`, in the order of the book."""
    found = session.scalars(
        sa.select(VersionRow).where(
            VersionRow.in_force_from <= day,
            sa.or_(VersionRow.in_force_until.is_(None), day < VersionRow.in_force_until),
        )
    )
    return sorted((row.value for row in found), key=lambda one: one.place)


def first_day(session: Session) -> date | None:
    """Return the day since when there are rules; None while the book is empty."""
    return session.scalar(sa.select(sa.func.min(VersionRow.in_force_from)))


def versions_of(session: Session, clause_id: str) -> list[ClauseVersion]:
    """Return all versions of a clause, the oldest first; raises Missing for no such clause."""
    if not is_clause_id(clause_id):
        raise Missing()
    found = session.scalars(
        sa.select(VersionRow)
        .where(VersionRow.clause_id == clause_id)
        .order_by(VersionRow.in_force_from)
    )
    versions = [row.value for row in found]
    if not versions:
        raise Missing()
    return versions


def version(session: Session, clause_id: str, number: int) -> ClauseVersion:
    """Return version `number` of a clause; raises Missing."""
    found = session.get(VersionRow, (clause_id, number)) if is_clause_id(clause_id) else None
    if found is None:
        raise Missing()
    return found.value


def all_versions(session: Session) -> list[ClauseVersion]:
    """Return every version ever published: the latest to come into force first."""
    found = [row.value for row in session.scalars(sa.select(VersionRow))]
    by_place = sorted(found, key=lambda one: one.place)
    return sorted(by_place, key=lambda one: one.in_force_from, reverse=True)


def scheduled(session: Session, day: date) -> list[ClauseVersion]:
    """Return the versions that come into force after `day`, the soonest first."""
    found = session.scalars(
        sa.select(VersionRow)
        .where(VersionRow.in_force_from > day)
        .order_by(VersionRow.in_force_from, VersionRow.clause_id)
    )
    return [row.value for row in found]


def governing(session: Session, clause_ids: Iterable[str], dates: Dates) -> list[Governing]:
    """Say, in the order given, which version of each clause governs a claim with these dates.

    Raises Missing for an id that no clause has.
    """
    wanted = list(clause_ids)
    found: dict[str, list[ClauseVersion]] = {clause_id: [] for clause_id in wanted}
    for row in session.scalars(sa.select(VersionRow).where(VersionRow.clause_id.in_(wanted))):
        found[row.clause_id].append(row.value)
    if not all(found.values()):
        raise Missing()
    return [resolve(found[clause_id], dates) for clause_id in wanted]
