"""What the pages of a delta paper show: what changed, the open question, what was right and why."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from members.queries import qualification
from quiz.delta import Step, right
from quiz.grading import Graded
from quiz.models import DeltaSitting
from quiz.paper import Paper
from quiz.queries.bank import items_by_ref
from quiz.queries.delta import debt, steps_of
from quiz.queries.sittings import item_actions
from quiz.reading.papers import Asked, Explained, asked, explained
from rules import queries as rules
from rules.clause import ClauseVersion
from rules.text.redline import Piece, redline
from rules.text.reference import printed


@dataclass(frozen=True)
class Changed:
    """A clause that has to be learned anew. before: as it is known; None for a new clause.

    askable: whether the bank has a question on it by now.
    """

    before: ClauseVersion | None
    after: ClauseVersion
    text: tuple[Piece, ...]
    askable: bool = True


@dataclass(frozen=True)
class Answered:
    """A question of a delta paper that was answered."""

    number: int
    right: bool
    explained: Explained


@dataclass(frozen=True)
class DeltaPage:
    """A delta paper as its member sees it.

    number: of the last question, from 1. open: that question while it is to be answered.
    answered: it, once it was. known, left: the clauses that are certified, and those to come.
    """

    sitting: DeltaSitting
    number: int
    open: Asked | None
    answered: Answered | None
    changed: Changed | None
    known: int
    left: int


def changed(session: Session, account_id: str, day: date) -> list[Changed]:
    """Return what an account has to learn anew, in the order of the book."""
    what = debt(session, account_id, day)
    if not what.clauses:
        return []
    held = qualification(session, account_id)
    known = held.clause_versions if held else {}
    book = {one.clause_id: one for one in rules.clauses_at(session, day)}
    found = [
        _changed(session, book[name], known.get(name, 0), name in what.askable)
        for name in what.clauses
    ]
    return sorted(found, key=lambda one: one.after.place)


def _changed(session: Session, after: ClauseVersion, known: int, askable: bool = True) -> Changed:
    if not known:
        return Changed(None, after, redline("", printed(after.text, after.numbers)), askable)
    before = rules.version(session, after.clause_id, known)
    called = {**before.numbers, **after.numbers}
    texts = (printed(one.text, called) for one in (before, after))
    return Changed(before, after, redline(*texts), askable)


def delta_page(session: Session, one: DeltaSitting, known: dict[str, int]) -> DeltaPage:
    """Return a delta paper as it stands. known: what the certificate names."""
    steps = steps_of(one)
    last = steps[-1] if steps else None
    open_one, answered, what = None, None, None
    if last is not None:
        items = items_by_ref(session, {last.question.ref})
        paper = Paper("delta", (last.question,))
        part = items[last.question.ref].parts[last.question.part]
        clause = part.basis.clause
        if last.answer is None and one.ended_at is None:
            [open_one] = asked(paper, items, {})
            what = _what_changed(session, one, clause, known)
        elif last.answer is not None:
            answered = _answered(session, last, len(steps))
            if not answered.right:
                what = _what_changed(session, one, clause, known)
    mastered = len(one.mastered)
    return DeltaPage(one, len(steps), open_one, answered, what, mastered, len(one.owed) - mastered)


def _what_changed(
    session: Session, one: DeltaSitting, clause: str, known: dict[str, int]
) -> Changed | None:
    number = one.owed.get(clause)
    if number is None:
        return None
    earlier = known.get(clause, 0)
    return _changed(session, rules.version(session, clause, number), min(earlier, number))


def _answered(session: Session, step: Step, number: int) -> Answered:
    items = items_by_ref(session, {step.question.ref})
    actions = item_actions(session, {step.question.item})
    item = items[step.question.ref]
    part = item.parts[step.question.part]
    chosen = step.question.chosen(part, step.answer or ())
    graded = Graded(number, step.question, item, chosen, actions.get(step.question.key))
    clause = rules.version(session, part.basis.clause, part.basis.version)
    return Answered(number, right(step, items, actions), explained(graded, clause))
