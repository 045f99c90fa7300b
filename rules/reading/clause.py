"""A clause as it is read on a day: its text, its place, what stands before and after, its ties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from kernel.errors import Missing
from rules.book import Section
from rules.clause import ClauseVersion, in_force
from rules.queries.book import clauses_at, numbers, sections, terms, versions_of
from rules.text.reference import Term, references

DAY = timedelta(days=1)


class Standing(StrEnum):
    """How a text stands to the text that is in force today."""

    TODAY = "today"
    AHEAD = "ahead"
    PAST = "past"  # another text is in force today, or is to come
    ENDED = "ended"  # the clause is in force no more


@dataclass(frozen=True)
class ClausePage:
    """All that the page of a clause shows.

    day: on which the text is read; where the clause was not in force on the day asked, its last.
    standing: of the text, today. number_today: where the clause stands today; empty where it does
    not. earlier, later: the versions around it. uses: each term with the clause that defines it.
    """

    version: ClauseVersion
    day: date
    asked: date
    standing: Standing
    section: Section
    number_today: str
    versions: tuple[ClauseVersion, ...]
    earlier: ClauseVersion | None
    later: ClauseVersion | None
    cites: tuple[ClauseVersion, ...]
    cited_by: tuple[ClauseVersion, ...]
    uses: tuple[tuple[Term, ClauseVersion], ...]
    defines: tuple[Term, ...]

    @property
    def up_to_here(self) -> tuple[ClauseVersion, ...]:
        """The versions up to the one shown, which is as it stands on the day."""
        begun = self.version.in_force_from
        before = (one for one in self.versions if one.in_force_from < begun)
        return (*before, self.version)


def clause_page(
    session: Session, clause_id: str, asked: date, today: date, known_on: date | None = None
) -> ClausePage:
    """Return a clause as it reads on the day `asked`, as known now or at the end of `known_on`.

    Of a clause that was not in force any more its last text is returned. Raises Missing for no
    such clause, and for a day before its first.
    """
    versions = versions_of(session, clause_id, known_on)
    begun = [one for one in versions if one.in_force_from <= asked]
    if not begun:
        raise Missing()
    text = begun[-1]
    day = asked
    if text.in_force_until is not None and text.in_force_until <= asked:
        day = text.in_force_until - DAY
    book = clauses_at(session, day, known_on)
    shown = next((one for one in book if one.clause_id == clause_id), text)
    at = versions.index(text)
    there = {one.clause_id: one for one in book}
    return ClausePage(
        version=shown,
        day=day,
        asked=asked,
        standing=standing(text, versions, today),
        section=next(one for one in sections(session) if one.id == shown.section),
        number_today=numbers(session, today).get(clause_id, ""),
        versions=tuple(versions),
        earlier=versions[at - 1] if at else None,
        later=versions[at + 1] if at + 1 < len(versions) else None,
        cites=tuple(there[one] for one in dict.fromkeys(references(shown.text)) if one in there),
        cited_by=tuple(one for one in book if clause_id in references(one.text)),
        uses=tuple(
            (term, there[term.clause_id])
            for term in shown.terms
            if term.clause_id in there and term.clause_id != clause_id
        ),
        defines=tuple(term for term in terms(session) if term.clause_id == clause_id),
    )


def standing(text: ClauseVersion, versions: Sequence[ClauseVersion], today: date) -> Standing:
    """Return how `text`, one of the versions of its clause, stands to today's."""
    if text.in_force_on(today):
        return Standing.TODAY
    if text.in_force_from > today:
        return Standing.AHEAD
    if any(one.in_force_until is None or today < one.in_force_until for one in versions):
        return Standing.PAST
    return Standing.ENDED


def day_to_read(versions: Sequence[ClauseVersion], today: date) -> date:
    """Return the day on which a reader who names none reads a clause, or one of its versions.

    Today, where one of `versions` is in force; else the first day of the next one to come; else
    the last day that the last one had.
    """
    if in_force(versions, today):
        return today
    ahead = [one.in_force_from for one in versions if one.in_force_from > today]
    if ahead:
        return min(ahead)
    return max(one.in_force_until for one in versions if one.in_force_until) - DAY
