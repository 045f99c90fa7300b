"""What is done with the rule book: load one, publish a version."""

import sqlalchemy as sa

from audit.actions import record
from kernel.errors import N_, Conflict
from kernel.work import Work
from rules.book import Book, demo_book
from rules.clause import ClauseVersion, check_next
from rules.events import ClausePublished
from rules.models import Clause, SectionRow, VersionRow


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
    known = {row.value.ref: row.value for row in work.session.scalars(sa.select(VersionRow))}
    new = 0
    for version in sorted(book.versions, key=lambda one: (one.place, one.version)):
        if version.ref not in known:
            publish_version(work, version, historic=True)
            new += 1
        elif known[version.ref].digest != version.digest:
            raise Conflict(N_("%(ref)s is published with other words."), ref=version.ref)
    return new


def publish_version(work: Work, version: ClauseVersion, *, historic: bool = False) -> None:
    """Publish a wording. A version before it that has no end yet ends on the day it begins.

    historic: allow a day that has come already, for a book that is brought over from elsewhere.
    Raises Conflict when the rules of versions refuse it.
    """
    if not historic and version.in_force_from <= work.now.date():
        raise Conflict(N_("A version comes into force tomorrow at the earliest."))
    rows = _published(work, version.clause_id)
    check_next(version, [row.value for row in rows])
    for row in rows:
        if row.in_force_until is None:
            row.in_force_until = version.in_force_from
    work.session.add(
        VersionRow(
            clause_id=version.clause_id,
            version=version.version,
            number=version.number,
            section=version.section,
            title=version.title,
            text=version.text,
            in_force_from=version.in_force_from,
            in_force_until=version.in_force_until,
            governs_by=version.governs_by,
            published_at=work.now,
            published_by=work.actor.ref,
        )
    )
    work.session.flush()
    record(
        work,
        ClausePublished(
            clause=version.clause_id,
            version=version.version,
            digest=version.digest,
            in_force_from=version.in_force_from,
        ),
    )


def _published(work: Work, clause_id: str) -> list[VersionRow]:
    """Lock the clause, so that two editors do not both find room, and return its versions.

    A clause that is new is there for both of them first; only then can one wait for the other.
    """
    work.session.execute(
        sa.text("INSERT INTO clause (id) VALUES (:id) ON CONFLICT (id) DO NOTHING"),
        {"id": clause_id},
    )
    work.session.execute(sa.select(Clause.id).where(Clause.id == clause_id).with_for_update())
    found = sa.select(VersionRow).where(VersionRow.clause_id == clause_id)
    as_they_are_now = found.execution_options(populate_existing=True)
    return list(work.session.scalars(as_they_are_now.order_by(VersionRow.version)))
