"""What a change of the rules does to the bank, and which clauses members get wrong in the exam."""

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from quiz.grading import grade
from quiz.item import ItemVersion
from quiz.models import Sitting
from quiz.paper import Paper
from quiz.queries import items_by_ref, live_items
from quiz.specification import ENTRY
from rules.clause import ClauseVersion
from rules.impact import Hit, Impact, Touched
from rules.signals import Signal, Source
from rules.text.anchor import anchor_at, reanchor
from rules.text.weight import Weight

PAPERS = 2_000  # that are looked at, the latest
LEAST = 25  # answers on a clause before anything is said of it
SHARE = (2, 5)  # of the answers wrong, from which on the clause is looked at


def items_hit(session: Session, touched: Sequence[Touched]) -> list[Impact]:
    """Return the live items whose quoted words change in substance, and those to look at again.

    An item that names its wording or its day asks about that one whatever follows, and is left
    out. The names are ids of items.
    """
    bank = [item for item in live_items(session) if not item.dated]
    return [impact for one in touched for impact in _of_change(one, bank)]


def _of_change(one: Touched, bank: Sequence[ItemVersion]) -> list[Impact]:
    before, after = one.change.before, one.change.after
    if before is None or not one.change.words_changed:
        return []
    resting = [item for item in bank if (item.anchor.clause, item.anchor.version) == _key(before)]
    pulled, to_review = [], []
    for item in resting:
        if one.weight > Weight.WORDING and not _still_says(item.anchor.quote, before, after):
            pulled.append(item.item)
        elif one.weight > Weight.SPELLING or after is None:
            to_review.append(item.item)
    return [
        Impact(before.clause_id, hit, len(names), tuple(names))
        for hit, names in ((Hit.ITEMS_PULLED, pulled), (Hit.ITEMS_TO_REVIEW, to_review))
    ]


def _key(version: ClauseVersion) -> tuple[str, int]:
    return version.clause_id, version.version


def _still_says(quote: str, before: ClauseVersion, after: ClauseVersion | None) -> bool:
    """Whether the words of the quote stayed as they are."""
    start = before.text.find(quote)
    if after is None or start < 0:
        return False
    moved = reanchor(anchor_at(before.text, start, start + len(quote)), before.text, after.text)
    return moved is not None and moved.quote == quote


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
    refs = {question.ref for paper, _answers in papers for question in paper.questions}
    items = items_by_ref(session, refs)
    answers, wrong = Counter[str](), Counter[str]()
    for paper, given in papers:
        for one in grade(ENTRY, paper, items, given).graded:
            if one.answered:
                answers[one.item.anchor.clause] += 1
                wrong[one.item.anchor.clause] += not one.right
    part, whole = SHARE
    return [
        Signal(clause_id, Source.EXAM, wrong[clause_id], count, "/quiz/items/")
        for clause_id, count in sorted(answers.items())
        if count >= LEAST and wrong[clause_id] * whole >= count * part
    ]
