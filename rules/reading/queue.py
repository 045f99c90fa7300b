"""The editors' queue: the clauses that something speaks against, with all that is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from rules.clause import ClauseVersion
from rules.lint import Finding, doubts
from rules.models import Comment, SignalAnswer
from rules.queries.book import all_versions
from rules.queries.revisions import latest_book
from rules.queries.signals import About, all_waivers, comments_on, last_answers
from rules.queries.weighing import lint_context, text_digest
from rules.reading.book import doubtful
from rules.signals import Flagged, Provider, Signal, queue

LATEST = 10  # remarks that are shown of one clause


@dataclass(frozen=True)
class Spoken:
    """A signal, and what was answered the last time that there was less of it."""

    signal: Signal
    answered: SignalAnswer | None


@dataclass(frozen=True)
class QueuedClause:
    """A flagged clause as an editor looks at it."""

    version: ClauseVersion
    spoken: tuple[Spoken, ...]
    comments: tuple[Comment, ...]
    doubts: tuple[Finding, ...]


def flagged(session: Session, providers: Sequence[Provider]) -> list[Flagged]:
    """Ask every provider; return the clauses with what nobody has answered, the weightiest first.

    What speaks against a clause that has ended, or ends on a day ahead, is nobody's work any more.
    """
    return _flagged(session, providers, {one.clause_id for one in latest_book(session)})


def _flagged(session: Session, providers: Sequence[Provider], there: set[str]) -> list[Flagged]:
    signals = [one for ask in providers for one in ask(session) if one.clause_id in there]
    seen = {about: row.seen for about, row in last_answers(session).items()}
    return queue(signals, seen)


def queued(session: Session, providers: Sequence[Provider]) -> list[QueuedClause]:
    """Return the queue with the remarks and the doubts behind its signals."""
    book = {one.clause_id: one for one in latest_book(session)}
    found = _flagged(session, providers, set(book))
    answers = last_answers(session)
    remarks = comments_on(session, [one.clause_id for one in found])
    standing = standing_doubts(session, [book[one.clause_id] for one in found])
    return [
        QueuedClause(
            version=book[one.clause_id],
            spoken=_spoken(one, answers),
            comments=tuple(remarks.get(one.clause_id, ())[:LATEST]),
            doubts=tuple(standing.get(one.clause_id, ())),
        )
        for one in found
    ]


def _spoken(one: Flagged, answers: Mapping[About, SignalAnswer]) -> tuple[Spoken, ...]:
    return tuple(
        Spoken(signal, answers.get((one.clause_id, signal.source))) for signal in one.signals
    )


def standing_doubts(
    session: Session, versions: Sequence[ClauseVersion]
) -> dict[str, list[Finding]]:
    """Return what the rules of wording ask about these wordings and nobody let stand; by clause."""
    context = lint_context(session, latest_book(session))
    waived = all_waivers(session)
    return {
        one.clause_id: [
            doubt
            for doubt in doubts(one.text, replace(context, clause_id=one.clause_id))
            if (one.clause_id, text_digest(one), doubt.waiver_key) not in waived
        ]
        for one in versions
    }


def earlier_doubts(session: Session) -> list[tuple[ClauseVersion, list[Finding]]]:
    """Return the past wordings that the rules of wording ask about, in the order of the book.

    Nobody mends them; they still govern the claims of their time.
    """
    now = {one.ref for one in latest_book(session)}
    versions = all_versions(session)
    return [(one, held) for one, held in doubtful(versions) if one.ref not in now]
