"""What is done with the book: load one, publish a version, end a clause, place it, take back.

Whoever changes what holds when keeps the lock of the clause, and changes its line as a whole
(`rules.timeline`): what is no longer taken to be so keeps its row, with the time until it was.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from audit.actions import record
from kernel.errors import N_, Conflict
from kernel.work import Work
from rules import timeline
from rules.book import Book, demo_book
from rules.clause import ClauseVersion, check_next
from rules.computed.criterion import to_json
from rules.events import ClauseEnded, ClausePlaced, ClausePublished, TermDefined, VersionTakenBack
from rules.models import Clause, ForceRow, PlaceRow, SectionRow, TermRow, VersionRow
from rules.queries.book import all_versions, known, last_number, terms, versions_of
from rules.text.reference import Term
from rules.timeline import Span

Row = ForceRow | PlaceRow
TAKEN = N_("Something else is in force on some of these days. Two versions never are at once.")


def load_book(work: Work, book: Book | None = None) -> int:
    """Publish what the book (the demo's, unless given) holds and the database does not.

    Returns how many versions were new. Loading it again changes nothing; raises Conflict when the
    database holds other words under the same clause and version.
    """
    book = book or demo_book()
    for section in book.sections:
        work.session.merge(
            SectionRow(id=section.id, position=section.position, title=section.title)
        )
    work.session.flush()
    held = {one.ref: one for one in all_versions(work.session)}
    new = 0
    for version in sorted(book.versions, key=lambda one: (one.place, one.version)):
        if version.ref not in held:
            publish_version(work, version, historic=True)
            new += 1
        elif held[version.ref].digest != version.digest:
            raise Conflict(N_("%(ref)s is published with other words."), ref=version.ref)
    for term in book.terms:
        define_term(work, term)
    return new


def publish_version(work: Work, version: ClauseVersion, *, historic: bool = False) -> None:
    """Publish a wording. A version before it that has no end yet ends on the day it begins.

    A clause that is new, or stands elsewhere from then on, is placed with it. historic: allow a
    day that has come already, for a book that is brought over from elsewhere. Raises Conflict when
    the rules of versions refuse it.
    """
    if not historic and version.in_force_from <= work.now.date():
        raise Conflict(N_("A version comes into force tomorrow at the earliest."))
    given = _locked(work, version.clause_id)
    published = versions_of(work.session, version.clause_id) if given else []
    check_next(version, published, given)
    work.session.add(
        VersionRow(
            clause_id=version.clause_id,
            version=version.version,
            title=version.title,
            text=version.text,
            governs_by=version.governs_by,
            criteria=[to_json(one) for one in version.criteria],
            published_at=work.now,
            published_by=work.actor.ref,
        )
    )
    work.session.flush()
    line = _line(_rows(work, ForceRow, version.clause_id))
    span = (version.version, version.in_force_from, version.in_force_until)
    _redraw(work, ForceRow, version.clause_id, _extended(line, *span))
    _place(work, version.clause_id, (version.section, version.number), version.in_force_from)
    record(
        work,
        ClausePublished(
            clause=version.clause_id,
            version=version.version,
            digest=version.digest,
            in_force_from=version.in_force_from,
        ),
    )


def place_clause(work: Work, clause_id: str, section: str, number: str, day: date) -> None:
    """Let a clause stand at another place from `day` on; its words stay."""
    _locked(work, clause_id)
    if _place(work, clause_id, (section, number), day):
        placed = ClausePlaced(clause=clause_id, section=section, number=number, in_force_from=day)
        record(work, placed)


def end_clause(work: Work, clause_id: str, day: date) -> None:
    """Let a clause end: on `day` it is in force no more. Raises Conflict where it cannot."""
    _locked(work, clause_id)
    line = _line(_rows(work, ForceRow, clause_id))
    try:
        _redraw(work, ForceRow, clause_id, timeline.ended(line, day))
    except ValueError:
        raise Conflict(N_("There is nothing in force that could end on that day.")) from None
    # A number without a clause is free for another one.
    _redraw(work, PlaceRow, clause_id, timeline.ended(_line(_rows(work, PlaceRow, clause_id)), day))
    record(work, ClauseEnded(clause=clause_id, in_force_until=day))


def take_back(work: Work, clause_id: str, day: date) -> None:
    """Undo what was to happen to a clause on `day`, which has not come yet.

    Raises Conflict where it has come, or where something later rests on it.
    """
    if day <= work.now.date():
        raise Conflict(N_("What is in force cannot be taken back. Revise it again instead."))
    _locked(work, clause_id)
    for kind in (ForceRow, PlaceRow):
        line = _line(_rows(work, kind, clause_id))
        if all(day not in {span.start, span.until} for span in line):
            continue
        try:
            _redraw(work, kind, clause_id, timeline.reopened(line, day))
        except ValueError:
            message = N_("A later version of this clause rests on it. Withdraw that one first.")
            raise Conflict(message) from None
    record(work, VersionTakenBack(clause=clause_id, day=day))


def define_term(work: Work, term: Term) -> None:
    """Define a term, or give it other forms or another clause. The same again changes nothing."""
    if term in terms(work.session):
        return
    work.session.merge(
        TermRow(
            name=term.name,
            forms=list(term.forms),
            clause_id=term.clause_id,
            written_at=work.now,
            written_by=work.actor.ref,
        )
    )
    work.session.flush()
    record(work, TermDefined(term=term.name, forms=list(term.forms), clause=term.clause_id))


def _locked(work: Work, clause_id: str) -> int:
    """Lock the clause, so that two editors do not both find room; return its last version number.

    A clause that is new is there for both of them first; only then can one wait for the other.
    """
    work.session.execute(
        sa.text("INSERT INTO clause (id) VALUES (:id) ON CONFLICT (id) DO NOTHING"),
        {"id": clause_id},
    )
    work.session.execute(sa.select(Clause.id).where(Clause.id == clause_id).with_for_update())
    return last_number(work.session, clause_id)


def _rows(work: Work, kind: type[Row], clause_id: str) -> list[Any]:
    """Return what is known of a clause as it is now, by day."""
    found = sa.select(kind).where(kind.clause_id == clause_id, known(kind))
    as_they_are_now = found.execution_options(populate_existing=True)
    return list(work.session.scalars(as_they_are_now.order_by(kind.in_force_from)))


def _what(row: Row) -> Any:
    return row.version if isinstance(row, ForceRow) else (row.section, row.number)


def _line(rows: Sequence[Row]) -> tuple[Span[Any], ...]:
    return tuple(Span(_what(row), row.in_force_from, row.in_force_until) for row in rows)


def _extended(
    line: Sequence[Span[Any]], what: Any, start: date, until: date | None = None
) -> tuple[Span[Any], ...]:
    try:
        return timeline.extended(line, what, start, until)
    except ValueError:
        raise Conflict(TAKEN) from None


def _place(work: Work, clause_id: str, place: tuple[str, str], day: date) -> bool:
    """Let the clause stand at `place` from `day` on; say whether it did not stand there already."""
    line = _line(_rows(work, PlaceRow, clause_id))
    if timeline.on(line, day) == place:
        return False
    _redraw(work, PlaceRow, clause_id, _extended(line, place, day))
    return True


def _redraw(work: Work, kind: type[Row], clause_id: str, line: Sequence[Span[Any]]) -> None:
    """Take `line` to be so from now on: close the rows that differ, add what is new."""
    rows = _rows(work, kind, clause_id)
    for row, span in zip(rows, _line(rows), strict=True):
        if span in line:
            continue
        if row.known_from == work.now:
            work.session.delete(row)  # nobody has known it yet
        else:
            row.known_until = work.now
    work.session.flush()
    for span in set(line) - set(_line(rows)):
        days = {"in_force_from": span.start, "in_force_until": span.until}
        if kind is ForceRow:
            what: dict[str, Any] = {"version": span.what}
        else:
            what = dict(zip(("section", "number"), span.what, strict=True))
        work.session.add(kind(clause_id=clause_id, known_from=work.now, **days, **what))
    work.session.flush()
