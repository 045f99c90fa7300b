"""Questions about revisions: which there are, what they would change, who wrote them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.db import held
from kernel.errors import Missing
from members.queries import account
from rules.amendment import Amendment
from rules.clause import ClauseVersion
from rules.consolidation import Change, Fault, changes, faults
from rules.models import AmendmentRow, Revision, RevisionStep
from rules.queries.book import clause_ids, clauses_at, sections
from rules.revision import ENDED, PUBLIC, State

REF = re.compile(r"R-[0-9]{4}-[0-9]{4,9}")
WRITING = ("opened", "changed")  # whoever did one of these is an author
THE_LATEST = date(9999, 12, 30)  # a day on which all that is scheduled has come


@dataclass(frozen=True)
class Told:
    """One step of a revision: what, who (empty: the house), when, and why."""

    what: str
    who: str
    at: datetime
    edition: int
    why: str


def revision_by_ref(session: Session, ref: str, *, lock: bool = False) -> Revision:
    """Return the revision `ref`; raises Missing, for what is no ref too. lock: keep it."""
    found = None
    if REF.fullmatch(ref):
        query = sa.select(Revision).where(Revision.ref == ref)
        found = session.scalar(held(query) if lock else query)
    if found is None:
        raise Missing()
    return found


def public_revision(session: Session, ref: str) -> Revision:
    """Return a revision that is before the public; raises Missing for another, as for none."""
    found = revision_by_ref(session, ref)
    if State(found.state) not in PUBLIC:
        raise Missing()
    return found


def revisions(session: Session, *states: State) -> list[Revision]:
    """Return the revisions in these states, the latest first."""
    query = sa.select(Revision).where(Revision.state.in_(states)).order_by(Revision.ref.desc())
    return list(session.scalars(query))


def was_public(session: Session, revision: Revision) -> bool:
    """Whether a revision has been before the public, wherever it is now."""
    return any(one.what in {"consulted", "scheduled"} for one in steps(session, revision))


def under_way(session: Session) -> dict[str, list[Revision]]:
    """Return the revisions that have not ended, by the clauses that they are about."""
    rows = session.execute(
        sa.select(AmendmentRow.clause_id, Revision)
        .join(Revision, Revision.id == AmendmentRow.revision_id)
        .where(Revision.state.not_in(ENDED))
        .order_by(Revision.ref)
    )
    found: dict[str, list[Revision]] = {}
    for clause_id, revision in rows:
        held = found.setdefault(clause_id, [])
        if revision not in held:
            held.append(revision)
    return found


def amendment_rows(session: Session, revision: Revision) -> list[AmendmentRow]:
    """Return the rows of a revision's amendments, in an order that stays."""
    query = sa.select(AmendmentRow).where(AmendmentRow.revision_id == revision.id)
    return list(session.scalars(query.order_by(AmendmentRow.clause_id, AmendmentRow.id)))


def amendments(session: Session, revision: Revision) -> list[Amendment]:
    """Return a revision's amendments, in an order that stays."""
    return [row.value for row in amendment_rows(session, revision)]


def amendment_row(session: Session, revision: Revision, amendment_id: str) -> AmendmentRow:
    """Return one amendment of this revision; raises Missing, for another's just as for none."""
    for row in amendment_rows(session, revision):
        if row.id == amendment_id:
            return row
    raise Missing()


def open_amendments(session: Session, clause_id: str, apart_from: Revision) -> list[AmendmentRow]:
    """Return the amendments of a clause in other revisions that have not ended nor been set."""
    moving = [state for state in State if state not in ENDED and state is not State.SCHEDULED]
    query = (
        sa.select(AmendmentRow)
        .join(Revision, Revision.id == AmendmentRow.revision_id)
        .where(
            AmendmentRow.clause_id == clause_id,
            Revision.id != apart_from.id,
            Revision.state.in_(moving),
        )
    )
    return list(session.scalars(query.order_by(AmendmentRow.id)))


def steps(session: Session, revision: Revision) -> list[RevisionStep]:
    """Return what was done to a revision, in order."""
    query = sa.select(RevisionStep).where(RevisionStep.revision_id == revision.id)
    return list(session.scalars(query.order_by(RevisionStep.number)))


def told(session: Session, revision: Revision) -> list[Told]:
    """Return the steps of a revision with the names of those who took them.

    Whoever objected is a member, who was promised not to be named.
    """
    return [
        Told(
            one.what,
            account(session, one.by).name if one.by and one.what != "objected" else "",
            one.at,
            one.edition,
            one.why,
        )
        for one in steps(session, revision)
    ]


def authors(session: Session, revision: Revision) -> set[str]:
    """Return the accounts of all who wrote on a revision."""
    return {one.by for one in steps(session, revision) if one.what in WRITING and one.by}


def signed_off_by(session: Session, revision: Revision) -> set[str]:
    """Return the accounts of those who signed the present edition off."""
    return {
        one.by
        for one in steps(session, revision)
        if one.what == "signed_off" and one.edition == revision.edition and one.by
    }


def scheduled_at(session: Session, revision: Revision) -> datetime | None:
    """Return when a revision was last scheduled."""
    found = [one.at for one in steps(session, revision) if one.what == "scheduled"]
    return found[-1] if found else None


def latest_book(session: Session) -> list[ClauseVersion]:
    """Return the book with all that is scheduled: what a new revision is written on."""
    return clauses_at(session, THE_LATEST)


def changes_of(session: Session, revision: Revision) -> list[Change]:
    """Return what a revision changes in the book that it is written on.

    Once it is scheduled that book holds its own words: then they are held against the day before.
    """
    day = revision.effective_on
    if State(revision.state) in {State.SCHEDULED, State.IN_FORCE} and day is not None:
        touched = {name for one in amendments(session, revision) for name in one.touches}
        return [one for one in changes_on(session, day) if one.clause_id in touched]
    return changes(latest_book(session), amendments(session, revision), day or THE_LATEST)


def changes_on(session: Session, day: date) -> list[Change]:
    """Return how the book of `day` differs from that of the day before."""
    eve = day - timedelta(days=1)
    before = {one.clause_id: one for one in clauses_at(session, eve)}
    after = {one.clause_id: one for one in clauses_at(session, day)}
    made = [
        Change(before.get(name), after.get(name))
        for name in {**before, **after}
        if name not in before
        or name not in after
        or before[name].version != after[name].version
        or before[name].place != after[name].place
        or before[name].section != after[name].section
    ]
    return sorted(made, key=lambda one: (one.after or one.before).place)  # type: ignore[union-attr]


def faults_of(session: Session, revision: Revision) -> list[Fault]:
    """Return why a revision cannot be made as it stands."""
    return faults(
        latest_book(session),
        amendments(session, revision),
        [one.id for one in sections(session)],
        clause_ids(session),
    )


def behind(session: Session, revision: Revision) -> list[AmendmentRow]:
    """Return the amendments that were written on words which have changed since."""
    there = {one.clause_id: one.version for one in latest_book(session)}
    return [
        row
        for row in amendment_rows(session, revision)
        if row.base is not None and there.get(row.clause_id) != row.base
    ]


def revisions_due(session: Session, today: date) -> list[str]:
    """Return the refs of the scheduled revisions whose day has come, the earliest first."""
    query = sa.select(Revision.ref).where(
        Revision.state == State.SCHEDULED, Revision.effective_on <= today
    )
    return list(session.scalars(query.order_by(Revision.effective_on, Revision.ref)))
