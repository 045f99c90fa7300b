"""The defined words of the book, where each is defined, and which clauses use it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rules.clause import ClauseVersion
from rules.queries.book import clauses_at, terms
from rules.text.reference import Term


@dataclass(frozen=True)
class Defined:
    """A term, the clause that defines it (None where it is not in force), those that use it."""

    term: Term
    clause: ClauseVersion | None
    used_by: tuple[ClauseVersion, ...]


def glossary(session: Session, day: date) -> list[Defined]:
    """Return the defined terms by name, in the book of `day`."""
    book = clauses_at(session, day)
    there = {one.clause_id: one for one in book}
    return [
        Defined(
            term=term,
            clause=there.get(term.clause_id),
            used_by=tuple(
                one for one in book if term in one.terms and one.clause_id != term.clause_id
            ),
        )
        for term in sorted(terms(session), key=lambda one: one.name.casefold())
    ]
