"""What a change does to members and to the rest of the book, and what speaks against a clause."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from members.queries import count_knowing
from rules.clause import ClauseVersion
from rules.impact import Hit, Impact, Touched
from rules.lint import doubts
from rules.models import Comment, LintWaiver
from rules.queries.book import terms
from rules.queries.revisions import latest_book
from rules.queries.weighing import lint_context, text_digest
from rules.signals import Signal, Source
from rules.text.reference import references, uses
from rules.text.weight import Weight


def jurors_who_owe(session: Session, touched: Sequence[Touched]) -> list[Impact]:
    """Return how many certified members know a clause as it is and not as it will be.

    A change of wording or less asks nothing of them, and of a clause that ends nobody is asked.
    """
    found = []
    for one in touched:
        before, after = one.change.before, one.change.after
        if before and after and one.change.words_changed and one.weight > Weight.WORDING:
            count = count_knowing(session, before.clause_id, before.version)
            found.append(Impact(before.clause_id, Hit.JURORS, count))
    return found


def clauses_citing(session: Session, touched: Sequence[Touched]) -> list[Impact]:
    """Return the clauses that refer to a changed one, in the book as it would read then."""
    book = _afterwards(session, touched)
    return [
        _clauses(clause_id, Hit.CITING, [one for one in book if clause_id in references(one.text)])
        for clause_id in _reworded(touched)
    ]


def clauses_using_terms(session: Session, touched: Sequence[Touched]) -> list[Impact]:
    """Return the clauses that use a term which a changed one defines, likewise."""
    book, defined = _afterwards(session, touched), terms(session)
    found = []
    for clause_id in _reworded(touched):
        own = [term for term in defined if term.clause_id == clause_id]
        using = [one for one in book if uses(one.text, own)]
        found.append(_clauses(clause_id, Hit.USING_TERM, using))
    return found


def _reworded(touched: Sequence[Touched]) -> list[str]:
    """The ids of the clauses whose words change, or that end; nothing rests on a new one yet."""
    changes = [one.change for one in touched]
    return [one.clause_id for one in changes if one.before and one.words_changed]


def _afterwards(session: Session, touched: Sequence[Touched]) -> list[ClauseVersion]:
    made = {one.change.clause_id: one.change.after for one in touched}
    kept = [one for one in latest_book(session) if one.clause_id not in made]
    return sorted([*kept, *(one for one in made.values() if one)], key=lambda one: one.place)


def _clauses(clause_id: str, hit: Hit, clauses: Sequence[ClauseVersion]) -> Impact:
    others = [one for one in clauses if one.clause_id != clause_id]
    names = tuple(f"{one.number} {one.title}" for one in others)
    return Impact(clause_id, hit, len(names), names)


def own_signals(session: Session) -> list[Signal]:
    """Return what the rules of wording ask about each clause, and how often it was remarked on.

    The book is read with all that is scheduled: what is mended already speaks against nothing.
    """
    book = latest_book(session)
    return [*_doubts(session, book), *_remarks(session, book)]


def _doubts(session: Session, book: Sequence[ClauseVersion]) -> list[Signal]:
    rows = session.execute(
        sa.select(LintWaiver.clause_id, LintWaiver.text_digest, LintWaiver.finding)
    )
    waived = {(row.clause_id, row.text_digest, row.finding) for row in rows}
    context = lint_context(session, book)
    found = []
    for one in book:
        own = replace(context, clause_id=one.clause_id)
        words = (one.clause_id, text_digest(one))
        left = [
            doubt for doubt in doubts(one.text, own) if (*words, doubt.waiver_key) not in waived
        ]
        if left:
            found.append(Signal(one.clause_id, Source.LINT, len(left), url=_url(one.clause_id)))
    return found


def _remarks(session: Session, book: Sequence[ClauseVersion]) -> list[Signal]:
    count = Counter(session.scalars(sa.select(Comment.clause_id)))
    return [
        Signal(one.clause_id, Source.COMMENT, count[one.clause_id], url=_url(one.clause_id))
        for one in book
        if count[one.clause_id]
    ]


def _url(clause_id: str) -> str:
    return f"/rules/clauses/{clause_id}"
