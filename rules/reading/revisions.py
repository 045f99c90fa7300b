"""Revisions as everybody reads them: what changes, how far it is, what the members said.

Nobody is named here. What members say is counted when a consultation has closed, never before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from kernel.errors import Missing
from rules.clause import ClauseVersion
from rules.consolidation import Change
from rules.consultation import Question, Result
from rules.models import Consultation, ConsultationReply, Revision
from rules.queries.book import numbers
from rules.queries.consultation import (
    consultation_of,
    my_reply,
    questions_of,
    remarks,
    result_of,
)
from rules.queries.revisions import changes_of, scheduled_at, steps
from rules.queries.weighing import Weighed, procedure_of, weighed
from rules.reading.bench import redlined
from rules.revision import State, objections_end
from rules.text.redline import Piece
from rules.text.weight import Procedure

INNER = frozenset({"changed"})  # steps of the authors' own work: their number tells nobody anything


@dataclass(frozen=True)
class ReadChange:
    """One clause of a revision with its redlines, references printed as numbers."""

    change: Change
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    units: tuple[Weighed, ...]

    @property
    def shown(self) -> ClauseVersion:
        """The version that names the clause: the proposed one, or the last of one that ends."""
        one = self.change.after or self.change.before
        if one is None:
            raise LookupError("a change of nothing")
        return one

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it changes, each reason once."""
        return tuple(dict.fromkeys(one.reason for one in self.units if one.reason))


@dataclass(frozen=True)
class PublicStep:
    """One step of a revision: what, and when."""

    what: str
    at: datetime


@dataclass(frozen=True)
class Outcome:
    """What a consultation that has closed came to: the counts, the cases, the remarks."""

    result: Result
    questions: tuple[Question, ...]
    remarks: tuple[str, ...]

    @property
    def cast(self) -> int:
        """The votes that decide; abstaining casts none."""
        return self.result.votes_for + self.result.votes_against


@dataclass(frozen=True)
class PublicRevision:
    """A revision as everybody may read it.

    closes_at: of the consultation under way. objections_until: while members may object.
    """

    ref: str
    title: str
    summary: str
    state: State
    procedure: Procedure
    effective_on: date | None
    changes: tuple[ReadChange, ...]
    steps: tuple[PublicStep, ...]
    closes_at: datetime | None
    objections_until: datetime | None
    outcome: Outcome | None

    @property
    def moved_at(self) -> datetime:
        """When its last step was taken."""
        return self.steps[-1].at


def public_page(session: Session, revision: Revision, now: datetime) -> PublicRevision:
    """Return what everybody may read of a revision that is before the public."""
    state = State(revision.state)
    held = held_now(session, revision)
    way = procedure_of(session, revision)
    asked = state is State.CONSULTATION and held is not None and now < held.closes_at
    return PublicRevision(
        ref=revision.ref,
        title=revision.title,
        summary=revision.summary,
        state=state,
        procedure=way,
        effective_on=revision.effective_on,
        changes=tuple(read_changes(session, revision)),
        steps=tuple(
            PublicStep(one.what, one.at)
            for one in steps(session, revision)
            if one.what not in INNER
        ),
        closes_at=held.closes_at if held and asked else None,
        objections_until=objections_until(session, revision, way, now),
        outcome=_outcome(session, revision, held),
    )


def read_changes(session: Session, revision: Revision) -> list[ReadChange]:
    """Return what a revision changes, in the order of the book."""
    said = weighed(session, revision)
    found = []
    for change in with_numbers(session, changes_of(session, revision)):
        title, text = redlined(change)
        own = tuple(one for one in said if one.clause_id == change.clause_id)
        found.append(ReadChange(change, title, text, own))
    return found


def with_numbers(session: Session, changes: Sequence[Change]) -> list[Change]:
    """Lend both sides of each change the numbers that references are printed as.

    A clause that the changes bring or move is called by its new number.
    """
    called = numbers(session)
    called |= {one.after.clause_id: one.after.number for one in changes if one.after}

    def lent(version: ClauseVersion | None) -> ClauseVersion | None:
        return replace(version, numbers=called) if version else None

    return [Change(lent(one.before), lent(one.after)) for one in changes]


def objections_until(
    session: Session, revision: Revision, way: Procedure, now: datetime
) -> datetime | None:
    """Return until when members may object to a revision; None when they may not, or no more."""
    if revision.state != State.SCHEDULED or way is not Procedure.EDITORIAL:
        return None
    began = scheduled_at(session, revision)
    end = objections_end(began) if began else None
    return end if end and now < end else None


def held_now(session: Session, revision: Revision) -> Consultation | None:
    """Return the consultation on the present edition of a revision; one on an older is past."""
    held = consultation_of(session, revision)
    return held if held is not None and held.edition == revision.edition else None


def _outcome(session: Session, revision: Revision, held: Consultation | None) -> Outcome | None:
    if held is None or held.closed_at is None:
        return None
    return Outcome(
        result=result_of(session, revision),
        questions=tuple(questions_of(session, revision)),
        remarks=tuple(remarks(session, held)),
    )


@dataclass(frozen=True)
class Asked:
    """A consultation as a member takes part in it; `mine` is what they replied."""

    edition: int
    revision: PublicRevision
    questions: tuple[Question, ...]
    closes_at: datetime
    is_open: bool
    mine: ConsultationReply | None


def asked_of(session: Session, revision: Revision, account_id: str, now: datetime) -> Asked:
    """Return a revision's consultation as this member sees it; raises Missing without one."""
    held = held_now(session, revision)
    if held is None:
        raise Missing()
    return Asked(
        edition=held.edition,
        revision=public_page(session, revision, now),
        questions=tuple(questions_of(session, revision)),
        closes_at=held.closes_at,
        is_open=revision.state == State.CONSULTATION and now < held.closes_at,
        mine=my_reply(session, held, account_id),
    )
