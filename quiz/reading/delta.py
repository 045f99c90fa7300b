"""What the pages of a delta paper show: what changed, the open question, what was right and why."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from members.queries import qualification
from quiz.delta import Step, is_void, right
from quiz.grading import Graded
from quiz.item import Anchor, ItemVersion
from quiz.models import DeltaSitting
from quiz.paper import Paper
from quiz.queries.bank import items_by_ref
from quiz.queries.delta import debt, offers, progress_of, steps_of, words_of
from quiz.queries.sittings import item_actions
from quiz.reading.papers import Asked, Explained, asked, explained
from rules.clause import ClauseVersion
from rules.history import History
from rules.queries import history
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
    """A question of a delta paper that was answered. void: it was flawed, and says nothing."""

    right: bool
    void: bool
    explained: Explained


@dataclass(frozen=True)
class DeltaPage:
    """A delta paper as its member sees it.

    number: of the last question, from 1. open: that question while it is to be answered; again:
    whether it was asked before. answered: it, once it was. takes: how many right answers its
    clause still takes. known, left: the clauses that are certified, and those to come.
    """

    sitting: DeltaSitting
    number: int
    open: Asked | None
    answered: Answered | None
    changed: Changed | None
    takes: int
    again: bool

    @property
    def known(self) -> int:
        return len(self.sitting.mastered)

    @property
    def left(self) -> int:
        return len(self.sitting.owed) - self.known


def changed(session: Session, account_id: str, day: date) -> list[Changed]:
    """Return what an account has to learn anew, in the order of the book."""
    book = history(session)
    what = debt(session, account_id, day, book)
    if not what.clauses:
        return []
    held = qualification(session, account_id)
    known = held.clause_versions if held else {}
    found = [
        _changed(book, name, number, known.get(name, 0), name in what.askable)
        for name, number in what.clauses.items()
    ]
    return sorted(found, key=lambda one: one.after.place)


def _changed(book: History, clause: str, number: int, known: int, askable: bool = True) -> Changed:
    after, before = book.version(clause, number), book.version(clause, known)
    if after is None:
        raise LookupError("a version that is owed and not in the book")
    if before is None:
        return Changed(None, after, redline("", printed(after.text, after.numbers)), askable)
    texts = (printed(one.text, one.numbers) for one in (before, after))
    return Changed(before, after, redline(*texts), askable)


def delta_page(session: Session, one: DeltaSitting, known: dict[str, int]) -> DeltaPage:
    """Return a delta paper as it stands. known: what the certificate names."""
    steps = steps_of(one)
    if not steps:
        return DeltaPage(one, 0, None, None, None, 0, False)
    book, last, day = history(session), steps[-1], one.started_at.date()
    item = items_by_ref(session, {last.question.ref})[last.question.ref]
    clause = item.clause
    open_one, answered, what = None, None, None
    if last.answer is None and one.ended_at is None:
        [open_one] = asked(Paper("delta", (last.question,)), {item.ref: item}, {})
        open_one = replace(open_one, position=len(steps))
    elif last.answer is not None:
        answered = _answered(session, last, item, words_of(session, item, book, day), book)
    if answered is None or not answered.right:
        before = min(known.get(clause, 0), one.owed[clause])
        what = _changed(book, clause, one.owed[clause], before)
    how_far = progress_of(session, one, offers(session, one.owed, book, day))
    again = any(step.question.key == last.question.key for step in steps[:-1])
    return DeltaPage(one, len(steps), open_one, answered, what, how_far.takes(clause), again)


def _answered(
    session: Session, step: Step, item: ItemVersion, words: Anchor, book: History
) -> Answered:
    actions = item_actions(session, {item.item})
    chosen = step.question.chosen(item.parts[0], step.answer or ())
    graded = Graded(1, step.question, item, chosen, actions.get(step.question.key))
    clause = book.version(words.clause, words.version)
    if clause is None:
        raise LookupError("words that an item rests on and the book does not hold")
    is_right = right(step, {item.ref: item}, actions)
    return Answered(is_right, is_void(step, actions), explained(graded, clause, words.quote))
