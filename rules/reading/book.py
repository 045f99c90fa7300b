"""The book as it is read: clauses under their sections, found by words, told apart by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby, pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from rules.book import Section
from rules.clause import ClauseVersion
from rules.lint import Context, Finding, doubts
from rules.models import ForceRow
from rules.queries import first_day
from rules.text.redline import Piece, redline
from rules.text.reference import printed


@dataclass(frozen=True)
class Change:
    """A version, the one before it, and what changed between the two; the first has no other."""

    version: ClauseVersion
    before: ClauseVersion | None
    pieces: tuple[Piece, ...]


def by_section(
    sections: Sequence[Section], clauses: Sequence[ClauseVersion]
) -> list[tuple[Section, list[ClauseVersion]]]:
    """Put clauses under their sections, both in the order of the book; empty sections fall out."""
    shelves = [
        (section, [clause for clause in clauses if clause.section == section.id])
        for section in sections
    ]
    return [(section, held) for section, held in shelves if held]


def with_words(clauses: Sequence[ClauseVersion], words: str) -> list[ClauseVersion]:
    """Return the clauses whose number, title or text holds each of the words, in any case.

    A reference is found by the number that it is printed as.
    """
    wanted = words.casefold().split()

    def fits(clause: ClauseVersion) -> bool:
        held = f"{clause.number} {clause.title} {printed(clause.text, clause.numbers)}".casefold()
        return all(word in held for word in wanted)

    return [clause for clause in clauses if fits(clause)]


def changes(versions: Sequence[ClauseVersion]) -> list[Change]:
    """Return what each of a clause's versions changed, the newest first."""
    ordered = sorted(versions, key=lambda one: one.in_force_from)
    texts = [printed(one.text, one.numbers) for one in ordered]
    later = [
        Change(new, old, redline(*both))
        for (old, new), both in zip(pairwise(ordered), pairwise(texts), strict=True)
    ]
    first = [Change(one, None, ()) for one in ordered[:1]]
    return list(reversed([*first, *later]))


def first_known(session: Session) -> date | None:
    """Return the day since when the house has known anything of the book; None while empty."""
    moment = session.scalar(sa.select(sa.func.min(ForceRow.known_from)))
    return moment.date() if moment else None


def first_moment(session: Session, now: datetime) -> datetime:
    """Return since when there is a book (else `now`): what a feed without news was updated at."""
    day = first_day(session)
    return datetime.combine(day, time.min, UTC) if day else now


def by_day(versions: Sequence[ClauseVersion]) -> list[tuple[date, list[ClauseVersion]]]:
    """Gather versions under the day on which they came into force, the latest day first."""
    ordered = sorted(versions, key=lambda one: one.place)
    ordered.sort(key=lambda one: one.in_force_from, reverse=True)
    return [(day, list(held)) for day, held in groupby(ordered, key=lambda one: one.in_force_from)]


def doubtful(versions: Sequence[ClauseVersion]) -> list[tuple[ClauseVersion, list[Finding]]]:
    """Return the versions that lint has doubts about, in the order of the book."""
    ordered = sorted(versions, key=lambda one: (one.place, -one.version))
    found = [(version, doubts(version.text, context_of(version, versions))) for version in ordered]
    return [(version, held) for version, held in found if held]


def context_of(version: ClauseVersion, versions: Sequence[ClauseVersion]) -> Context:
    """Return what stands around `version`: the book of its first day, and the words before it."""
    day = version.in_force_from
    book = {one.clause_id: one for one in versions if one.in_force_on(day)}
    earlier = [
        one
        for one in versions
        if one.clause_id == version.clause_id and one.version < version.version
    ]
    before = max(earlier, key=lambda one: one.version, default=None)
    return Context(
        terms=tuple(dict.fromkeys(term for one in versions for term in one.terms)),
        clauses={clause_id: one.text for clause_id, one in book.items()},
        numbers={clause_id: one.number for clause_id, one in book.items()},
        clause_id=version.clause_id,
        previous=before.text if before else "",
    )
