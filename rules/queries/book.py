"""Questions about the book: what was in force when, as known when; what governs; what it is called.

Every question about the past may be asked twice over: how did the book read on a day, and how, as
was known on another (`known_on`, the end of that day in UTC; without it, as known now).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from kernel.errors import Missing
from rules.book import Section
from rules.clause import ClauseVersion, Dates, Governing, GovernsBy, is_clause_id, resolve
from rules.computed.criterion import from_json
from rules.models import Clause, ForceRow, PlaceRow, SectionRow, TermRow, VersionRow
from rules.text.reference import Term, references, uses

Times = type[ForceRow] | type[PlaceRow]
Rows = sa.Select[VersionRow, ForceRow, PlaceRow]


def sections(session: Session) -> list[Section]:
    """Return the sections of the book in their order."""
    rows = session.scalars(sa.select(SectionRow).order_by(SectionRow.position))
    return [Section(row.id, row.position, row.title) for row in rows]


def terms(session: Session) -> tuple[Term, ...]:
    """Return the defined terms by name."""
    rows = session.scalars(sa.select(TermRow).order_by(TermRow.name))
    return tuple(Term(row.name, tuple(row.forms), row.clause_id) for row in rows)


def known(table: Times, known_on: date | None = None) -> sa.ColumnElement[bool]:
    """Return the condition on what was taken to be so at the end of `known_on`, or is so now."""
    if known_on is None:
        return table.known_until.is_(None)
    moment = datetime.combine(known_on, time.min, UTC) + timedelta(days=1)
    return sa.and_(
        table.known_from < moment,
        sa.or_(table.known_until.is_(None), table.known_until >= moment),
    )


def holds(table: Times, day: date | InstrumentedAttribute[date]) -> sa.ColumnElement[bool]:
    """Return the condition on what is in force on `day`."""
    return sa.and_(
        table.in_force_from <= day,
        sa.or_(table.in_force_until.is_(None), day < table.in_force_until),
    )


def _rows(day: date | None, known_on: date | None) -> Rows:
    """Versions with their days and their place: on `day`, else on the first day of each."""
    same_version = sa.and_(
        ForceRow.clause_id == VersionRow.clause_id, ForceRow.version == VersionRow.version
    )
    at = ForceRow.in_force_from if day is None else day
    placed = sa.and_(
        PlaceRow.clause_id == VersionRow.clause_id, known(PlaceRow, known_on), holds(PlaceRow, at)
    )
    found = (
        sa.select(VersionRow, ForceRow, PlaceRow)
        .join(ForceRow, same_version)
        .join(PlaceRow, placed)
        .where(known(ForceRow, known_on))
    )
    return found if day is None else found.where(holds(ForceRow, day))


def _values(session: Session, rows: Rows, numbers: Mapping[str, str]) -> list[ClauseVersion]:
    defined = terms(session)
    found = []
    for words, force, place in session.execute(rows):
        found.append(
            ClauseVersion(
                clause_id=words.clause_id,
                version=words.version,
                number=place.number,
                section=place.section,
                title=words.title,
                text=words.text,
                in_force_from=force.in_force_from,
                in_force_until=force.in_force_until,
                governs_by=GovernsBy(words.governs_by),
                criteria=tuple(from_json(one) for one in words.criteria),
                numbers=numbers,
                terms=tuple({term: None for _start, _end, term in uses(words.text, defined)}),
            )
        )
    return found


def numbers(session: Session, day: date | None = None) -> dict[str, str]:
    """Return what each clause is numbered on `day`; without one, by what is known last."""
    rows = sa.select(PlaceRow.clause_id, PlaceRow.number).where(known(PlaceRow))
    if day is not None:
        rows = rows.where(holds(PlaceRow, day))
    ordered = rows.order_by(PlaceRow.in_force_from)
    return {row.clause_id: row.number for row in session.execute(ordered)}


def clauses_at(session: Session, day: date, known_on: date | None = None) -> list[ClauseVersion]:
    """Return the version of each clause that is in force on `day`, in the order of the book."""
    found = _values(session, _rows(day, known_on), {})
    called = {one.clause_id: one.number for one in found}
    ordered = sorted(found, key=lambda one: one.place)
    return [replace(one, numbers=called) if references(one.text) else one for one in ordered]


def clause_names(session: Session, day: date) -> dict[str, str]:
    """Return the id of each clause in force and what it is called, in the order of the book."""
    return {one.clause_id: f"{one.number} {one.title}" for one in clauses_at(session, day)}


def first_day(session: Session) -> date | None:
    """Return the day since when there are rules; None while the book is empty."""
    return session.scalar(sa.select(sa.func.min(ForceRow.in_force_from)).where(known(ForceRow)))


def versions_of(
    session: Session, clause_id: str, known_on: date | None = None
) -> list[ClauseVersion]:
    """Return all versions of a clause, the oldest first; raises Missing for no such clause."""
    if not is_clause_id(clause_id):
        raise Missing()
    rows = _rows(None, known_on).where(VersionRow.clause_id == clause_id)
    versions = _values(session, rows.order_by(ForceRow.in_force_from), numbers(session))
    if not versions:
        raise Missing()
    return versions


def version(session: Session, clause_id: str, number: int) -> ClauseVersion:
    """Return version `number` of a clause; raises Missing."""
    if not is_clause_id(clause_id):
        raise Missing()
    wanted = (VersionRow.clause_id == clause_id, VersionRow.version == number)
    found = _values(session, _rows(None, None).where(*wanted), numbers(session))
    if not found:
        raise Missing()
    return found[0]


def all_versions(session: Session) -> list[ClauseVersion]:
    """Return every version that was, is or will be in force: the latest to come first."""
    found = _values(session, _rows(None, None), numbers(session))
    by_place = sorted(found, key=lambda one: one.place)
    return sorted(by_place, key=lambda one: one.in_force_from, reverse=True)


def versions_by_number(session: Session) -> dict[tuple[str, int], ClauseVersion]:
    """Return every version of every clause, by clause and number."""
    return {(one.clause_id, one.version): one for one in all_versions(session)}


def scheduled(session: Session, day: date) -> list[ClauseVersion]:
    """Return the versions that come into force after `day`, the soonest first."""
    ahead = _rows(None, None).where(ForceRow.in_force_from > day)
    ordered = ahead.order_by(ForceRow.in_force_from, VersionRow.clause_id)
    return _values(session, ordered, numbers(session))


def last_number(session: Session, clause_id: str) -> int:
    """Return the last version number given in a clause, withdrawn ones too; 0 in a new one."""
    last = sa.select(sa.func.max(VersionRow.version)).where(VersionRow.clause_id == clause_id)
    return session.scalar(last) or 0


def clause_ids(session: Session) -> frozenset[str]:
    """Return the id of every clause there ever was."""
    return frozenset(session.scalars(sa.select(Clause.id)))


def governing(session: Session, clause_ids: Iterable[str], dates: Dates) -> list[Governing]:
    """Say, in the order given, which version of each clause governs a claim with these dates.

    Raises Missing for an id that no clause has.
    """
    wanted = list(clause_ids)
    found: dict[str, list[ClauseVersion]] = {clause_id: [] for clause_id in wanted}
    rows = _rows(None, None).where(VersionRow.clause_id.in_(wanted))
    for one in _values(session, rows.order_by(ForceRow.in_force_from), numbers(session)):
        found[one.clause_id].append(one)
    if not all(found.values()):
        raise Missing()
    return [resolve(found[clause_id], dates) for clause_id in wanted]
