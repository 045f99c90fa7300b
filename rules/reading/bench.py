"""The editors' bench as it is read: what a revision changes, where it stands, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from kernel.actor import Actor
from members.queries import account
from rules.amendment import Kind
from rules.consolidation import Change
from rules.models import Consultation, Revision
from rules.queries.book import sections
from rules.queries.consultation import consultation_of
from rules.queries.issues import (
    issues_before_consultation,
    issues_before_review,
    issues_before_scheduling,
    sign_offs_missing,
)
from rules.queries.revisions import (
    Told,
    amendments,
    authors,
    behind,
    changes_of,
    latest_book,
    revisions,
    signed_off_by,
    told,
)
from rules.queries.weighing import Weighed, owner, procedure_of, weighed, weight_of
from rules.revision import ENDED, Issue, State, contested, earliest
from rules.text.redline import Piece, redline
from rules.text.reference import printed
from rules.text.weight import Procedure, Weight


class Next(StrEnum):
    """What somebody can do with a revision now."""

    MEND = "mend"  # the author: things stand in the way of the review
    SEND = "send"  # the author: nothing does
    WEIGH = "weigh"  # another editor
    WAIT = "wait"  # others have the next step
    CONSULT = "consult"  # an editor who did not write it puts it before the members
    SCHEDULE = "schedule"  # an editor who did not write it sets the day
    OVER = "over"


@dataclass(frozen=True)
class BenchChange:
    """One change of a revision with its redline, and the weight of its words."""

    amendment_id: str
    kind: Kind
    change: Change
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    units: tuple[Weighed, ...]
    behind: bool

    @property
    def number(self) -> str:
        one = self.change.after or self.change.before
        return one.number if one else ""

    @property
    def name(self) -> str:
        one = self.change.after or self.change.before
        return one.title if one else ""


@dataclass(frozen=True)
class Unmade:
    """An amendment that changes nothing yet: it is not finished, or cannot be made."""

    amendment_id: str
    kind: Kind
    clause_id: str


@dataclass(frozen=True)
class RevisionPage:
    """All that the bench shows of one revision."""

    ref: str
    title: str
    summary: str
    state: State
    edition: int
    weight: Weight
    procedure: Procedure
    changes: tuple[BenchChange, ...]
    unmade: tuple[Unmade, ...]
    issues: tuple[Issue, ...]
    next: Next
    mine: bool
    signed_by: tuple[str, ...]
    missing: int
    steps: tuple[Told, ...]
    effective_on: date | None
    earliest: date
    consultation: Consultation | None


def redlined(change: Change) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the redlines of a change's title and text, with references as numbers."""
    before, after = change.before, change.after
    titles = redline(before.title if before else "", after.title if after else "")
    texts = redline(
        printed(before.text, before.numbers) if before else "",
        printed(after.text, after.numbers) if after else "",
    )
    return titles, texts


def bench_changes(session: Session, revision: Revision) -> list[BenchChange]:
    """Return the changes of a revision, in the order of the book."""
    made = amendments(session, revision)
    by_id = {one.id: one for one in made}
    said = weighed(session, revision)
    set_or_over = State(revision.state) in {State.SCHEDULED, *ENDED}
    late = set() if set_or_over else {row.id for row in behind(session, revision)}
    found = []
    for change in changes_of(session, revision):
        amendment_id = owner(made, change)
        title, text = redlined(change)
        found.append(
            BenchChange(
                amendment_id=amendment_id,
                kind=by_id[amendment_id].kind,
                change=change,
                title=title,
                text=text,
                units=tuple(one for one in said if one.clause_id == change.clause_id),
                behind=amendment_id in late,
            )
        )
    return found


def revision_page(
    session: Session, revision: Revision, actor: Actor, now: datetime
) -> RevisionPage:
    """Return what the bench shows of a revision to this editor."""
    state = State(revision.state)
    wrote = authors(session, revision)
    changes = bench_changes(session, revision)
    made = {one.amendment_id for one in changes}
    issues = issues_now(session, revision)
    signed = signed_off_by(session, revision)
    way = procedure_of(session, revision)
    return RevisionPage(
        ref=revision.ref,
        title=revision.title,
        summary=revision.summary,
        state=state,
        edition=revision.edition,
        weight=weight_of(session, revision),
        procedure=way,
        changes=tuple(changes),
        unmade=tuple(
            Unmade(one.id, one.kind, one.clause_id)
            for one in amendments(session, revision)
            if one.id not in made
        ),
        issues=tuple(issues),
        next=_next(state, way, issues, actor.account in wrote, actor.account in signed),
        mine=actor.account in wrote,
        signed_by=tuple(sorted(account(session, one).name for one in signed)),
        missing=sign_offs_missing(session, revision),
        steps=tuple(told(session, revision)),
        effective_on=revision.effective_on,
        earliest=earliest(now.date(), way, contested(revision.floor)),
        consultation=consultation_of(session, revision),
    )


def issues_now(session: Session, revision: Revision) -> list[Issue]:
    """Return what stands in the way of the next step, whichever that is."""
    match State(revision.state):
        case State.DRAFT:
            return issues_before_review(session, revision)
        case State.IN_REVIEW:
            if procedure_of(session, revision) is Procedure.CONSULTATION:
                return issues_before_consultation(session, revision)
            return []
        case State.APPROVED:
            return issues_before_scheduling(session, revision)
        case _:
            return []


def _next(state: State, way: Procedure, issues: Sequence[Issue], wrote: bool, signed: bool) -> Next:
    match state:
        case State.DRAFT:
            return Next.MEND if issues else Next.SEND
        case State.IN_REVIEW if wrote:
            return Next.WAIT
        case State.IN_REVIEW:
            if not signed:
                return Next.WEIGH
            ready = way is Procedure.CONSULTATION and not issues
            return Next.CONSULT if ready else Next.WAIT
        case State.APPROVED:
            return Next.WAIT if wrote else Next.SCHEDULE
        case State.CONSULTATION | State.SCHEDULED:
            return Next.WAIT
        case _:
            return Next.OVER


@dataclass(frozen=True)
class BenchRow:
    """A revision in the list of the bench."""

    ref: str
    title: str
    state: State
    edition: int
    clauses: tuple[str, ...]
    mine: bool


def bench_rows(session: Session, account_id: str) -> list[BenchRow]:
    """Return all revisions, the latest first."""
    return [
        BenchRow(
            ref=one.ref,
            title=one.title,
            state=State(one.state),
            edition=one.edition,
            clauses=tuple(amendment.clause_id for amendment in amendments(session, one)),
            mine=account_id in authors(session, one),
        )
        for one in revisions(session, *State)
    ]


def clause_choices(session: Session) -> dict[str, str]:
    """Return the clauses that may be amended: id to number and title, in the order of the book."""
    return {one.clause_id: f"{one.number} {one.title}" for one in latest_book(session)}


def section_choices(session: Session) -> dict[str, str]:
    """Return the sections of the book: id to position and title."""
    return {one.id: f"{one.position} {one.title}" for one in sections(session)}
