"""What is said of a clause: members remark on its words, editors answer what speaks against it."""

from datetime import timedelta

import sqlalchemy as sa

from audit.actions import record
from kernel.errors import N_, Malformed, TooMany
from kernel.work import Work
from rules.events import ClauseCommented, SignalAnswered
from rules.models import Comment, SignalAnswer
from rules.queries.book import numbers, version, versions_of
from rules.signals import Source
from rules.text.anchor import anchor_at
from rules.text.passage import find_passage

LONGEST_COMMENT = 1_000
LONGEST_QUOTE = 400
LONGEST_ANSWER = 500
MOST_COMMENTS = 20  # of one member in a day


def comment(work: Work, clause_id: str, number: int, quote: str, text: str) -> Comment:
    """Remark on words of a version; raises Missing for no such version, Malformed for no words.

    quote: a passage of its text as the page shows it; the first one where it stands several times.
    Raises TooMany for more remarks in 24 hours than one member makes in earnest.
    """
    words = version(work.session, clause_id, number)
    called = {**words.numbers, **numbers(work.session, work.now.date())}
    place, text = find_passage(words.text, called, quote), text.strip()
    if place is None:
        raise Malformed(N_("Copy the words that you mean from the clause, exactly."))
    start, end = place
    if end - start > LONGEST_QUOTE or not text or len(text) > LONGEST_COMMENT:
        raise Malformed(
            N_("Say it in at most %(most)s letters, on a passage of at most %(quote)s."),
            most=LONGEST_COMMENT,
            quote=LONGEST_QUOTE,
        )
    _not_too_many(work)
    anchor = anchor_at(words.text, start, end)
    made = Comment(
        clause_id=clause_id,
        version=number,
        quote=anchor.quote,
        before=anchor.before,
        after=anchor.after,
        text=text,
        by=work.actor.account,
        at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    record(work, ClauseCommented(clause=clause_id, version=number))
    return made


def _not_too_many(work: Work) -> None:
    mine = (Comment.by == work.actor.account, Comment.at > work.now - timedelta(days=1))
    count = work.session.scalar(sa.select(sa.func.count()).select_from(Comment).where(*mine)) or 0
    if count >= MOST_COMMENTS:
        raise TooMany(
            N_("You have made %(most)s remarks in a day. Keep this one, and send it tomorrow."),
            most=MOST_COMMENTS,
        )


def answer_signal(work: Work, clause_id: str, source: Source, seen: int, why: str) -> None:
    """Say what follows from what speaks against a clause, as far as it has been counted.

    seen: the count that the editor looked at; when there are more, they show again.
    """
    versions_of(work.session, clause_id)
    why = why.strip()
    if not why or len(why) > LONGEST_ANSWER:
        raise Malformed(N_("Say what follows, in at most %(most)s letters."), most=LONGEST_ANSWER)
    work.session.add(
        SignalAnswer(
            clause_id=clause_id,
            source=source.value,
            seen=seen,
            why=why,
            by=work.actor.account,
            at=work.now,
        )
    )
    work.session.flush()
    record(work, SignalAnswered(clause=clause_id, source=source.value))
