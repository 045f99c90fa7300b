"""What is on its way to the book, and what came into it: the list that everybody may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from rules.clause import ClauseVersion
from rules.models import Revision
from rules.queries.book import all_versions
from rules.queries.consultation import my_reply, open_consultations
from rules.queries.revisions import revisions
from rules.queries.weighing import procedure_of
from rules.reading.revisions import held_now, objections_until
from rules.revision import State


@dataclass(frozen=True)
class Ahead:
    """A revision in the list of what is on its way; `until`: to take part, or to object."""

    ref: str
    title: str
    summary: str
    effective_on: date | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Day:
    """What came into force on a day, by which revisions; by none, when a book was loaded."""

    day: date
    revisions: tuple[Ahead, ...]
    versions: tuple[ClauseVersion, ...]

    @property
    def first(self) -> tuple[ClauseVersion, ...]:
        """The clauses that began on this day."""
        return tuple(one for one in self.versions if one.version == 1)

    @property
    def changed(self) -> tuple[ClauseVersion, ...]:
        """The clauses that read differently from this day on."""
        return tuple(one for one in self.versions if one.version > 1)


@dataclass(frozen=True)
class Overview:
    """All that is on its way, and all that came into force, the newest first."""

    asked: tuple[Ahead, ...]
    approved: tuple[Ahead, ...]
    days_ahead: tuple[Day, ...]
    days: tuple[Day, ...]
    rejected: tuple[Ahead, ...]


def overview(session: Session, now: datetime) -> Overview:
    """Return the revisions before the public and the days on which the book changed."""
    asked = [_ahead(one, _closes(session, one)) for one in open_consultations(session, now)]
    decided = [
        _ahead(one, objections_until(session, one, procedure_of(session, one), now))
        for one in revisions(session, State.SCHEDULED)
    ]
    decided += [_ahead(one) for one in revisions(session, State.IN_FORCE)]
    by_day = _days(all_versions(session), decided)
    today = now.date()
    return Overview(
        asked=tuple(asked),
        approved=tuple(_ahead(one) for one in revisions(session, State.APPROVED)),
        days_ahead=tuple(reversed([one for one in by_day if one.day > today])),
        days=tuple(one for one in by_day if one.day <= today),
        rejected=tuple(_ahead(one) for one in revisions(session, State.REJECTED)),
    )


def _days(versions: Sequence[ClauseVersion], decided: Sequence[Ahead]) -> list[Day]:
    """The days on which words came into force or a revision did, the latest first."""
    placed = sorted(versions, key=lambda one: one.place)
    placed.sort(key=lambda one: one.in_force_from)
    words = {day: tuple(held) for day, held in groupby(placed, key=lambda one: one.in_force_from)}
    came: dict[date, list[Ahead]] = {}
    for one in sorted(decided, key=lambda one: one.ref):
        if one.effective_on:
            came.setdefault(one.effective_on, []).append(one)
    return [
        Day(day, tuple(came.get(day, ())), words.get(day, ()))
        for day in sorted({*words, *came}, reverse=True)
    ]


def _closes(session: Session, revision: Revision) -> datetime | None:
    held = held_now(session, revision)
    return held.closes_at if held else None


def _ahead(revision: Revision, until: datetime | None = None) -> Ahead:
    return Ahead(revision.ref, revision.title, revision.summary, revision.effective_on, until)


def unanswered(session: Session, account_id: str, now: datetime) -> list[Ahead]:
    """Return the open consultations that this member has not answered, the soonest to close."""
    found = []
    for one in open_consultations(session, now):
        held = held_now(session, one)
        if held and my_reply(session, held, account_id) is None:
            found.append(_ahead(one, held.closes_at))
    return found
