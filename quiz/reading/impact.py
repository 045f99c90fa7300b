"""What a change of the rules does to the bank, and which clauses members get wrong in the exam."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from quiz.grading import grade
from quiz.item import ItemVersion, Part
from quiz.models import Sitting
from quiz.paper import Paper
from quiz.queries.bank import items_by_ref, live_items, reaffirmations
from quiz.specification import ENTRY
from quiz.staleness import Effect, Reaffirmed, judged, trace
from rules.clause import ClauseVersion
from rules.history import History, is_substance, raised, step
from rules.impact import Hit, Impact, Touched
from rules.queries import history, terms
from rules.signals import Signal, Source

PAPERS = 2_000  # that are looked at, the latest
LEAST = 25  # answers on a clause before anything is said of it
SHARE = (2, 5)  # of the answers wrong, from which on the clause is looked at


def items_hit(session: Session, touched: Sequence[Touched]) -> list[Impact]:
    """Return the live items that a change would pull, and those that it would ask to look at.

    As on the day when it comes into force (`quiz.staleness`). The names are ids of items.
    """
    book, said = history(session), reaffirmations(session)
    forms = tuple(form for term in terms(session) for form in (term.name, *term.forms))
    bank = [item for item in live_items(session) if not item.dated]
    found = []
    for one in touched:
        before, after = one.change.before, one.change.after
        if before is None or not one.change.words_changed:
            continue
        hit: dict[Effect, set[str]] = {Effect.REVIEW: set(), Effect.PULLED: set()}
        for item in bank:
            if what := _effect(item, one, before, after, book, said.get(item.ref, ()), forms):
                hit[what].add(item.item)
        for kind, what in ((Hit.ITEMS_PULLED, Effect.PULLED), (Hit.ITEMS_TO_REVIEW, Effect.REVIEW)):
            names = tuple(sorted(hit[what]))
            found.append(Impact(before.clause_id, kind, len(names), names))
    return found


def _effect(
    item: ItemVersion,
    one: Touched,
    before: ClauseVersion,
    after: ClauseVersion | None,
    book: History,
    said: Sequence[Reaffirmed],
    forms: tuple[str, ...],
) -> Effect:
    """Return what the change does to an item."""
    worst = Effect.CARRIED
    for number, part in enumerate(item.parts):
        for place, anchor in enumerate(part.anchors):
            if anchor.clause != before.clause_id:
                continue
            now = trace(item, number, place, said, book, before.in_force_from).anchor
            if now.version != before.version:
                continue
            if after is None:
                return Effect.PULLED
            change = raised(step(before, after, forms, {}), one.weight)
            worst = max(worst, judged(change, now.quote)[0])
        if is_substance(one.weight) and _uses(part, before.clause_id, book, before.in_force_from):
            worst = max(worst, Effect.REVIEW)
    return worst


def _uses(part: Part, defining: str, book: History, day: date) -> bool:
    """Whether the clause that a part rests on uses a term that the changed clause defines."""
    clause = book.in_force(part.basis.clause, day)
    return (
        clause is not None
        and clause.clause_id != defining
        and any(term.clause_id == defining for term in clause.terms)
    )


def wrong_in_the_exam(session: Session) -> list[Signal]:
    """Return the clauses on which many answers are wrong: how many, of how many.

    Only the first paper of each member counts, of the latest 2,000: later ones follow on what the
    member was told. A question left open is no answer.
    """
    earlier = aliased(Sitting)
    repeated = sa.exists().where(
        earlier.account_id == Sitting.account_id,
        earlier.specification == ENTRY.name,
        earlier.handed_in_at < Sitting.handed_in_at,
    )
    rows = session.execute(
        sa.select(Sitting.paper, Sitting.answers)
        .where(
            Sitting.specification == ENTRY.name,
            Sitting.handed_in_at.is_not(None),
            sa.not_(repeated),
        )
        .order_by(Sitting.handed_in_at.desc(), Sitting.id)
        .limit(PAPERS)
    )
    papers = [(Paper.from_json(row.paper), row.answers) for row in rows]
    refs = {ref for paper, _answers in papers for ref in paper.refs}
    items = items_by_ref(session, refs)
    answers, wrong = Counter[str](), Counter[str]()
    for paper, given in papers:
        for one in grade(ENTRY, paper, items, given).graded:
            if one.answered:
                answers[one.part.basis.clause] += 1
                wrong[one.part.basis.clause] += not one.right
    part, whole = SHARE
    return [
        Signal(clause_id, Source.EXAM, wrong[clause_id], count, "/quiz/items/")
        for clause_id, count in sorted(answers.items())
        if count >= LEAST and wrong[clause_id] * whole >= count * part
    ]
