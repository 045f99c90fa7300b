"""Delta papers: what a juror learns anew after the rules changed, and nothing else.

A certificate says which version of each clause its holder knows. A change of substance leaves a
gap; until it is closed, the juror is drawn for no case that cites the clause, and for all others as
before. The paper goes on until each clause is known: a wrong answer is explained, and another
question on the same clause follows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quiz.chance import Stream
from quiz.drawing import order_of
from quiz.item import ItemVersion
from quiz.itemaction import Actions, What, is_right
from quiz.paper import Question
from rules.history import History

NEXT = b"quiz-delta/v1/next\0"
FEWEST, MOST = 3, 8  # questions of a paper that is answered rightly throughout


def owed(known: Mapping[str, int], book: History, day: date) -> dict[str, int]:
    """Return clause id to the version in force on `day`, for each that is not known.

    known: clause id to the version that the certificate names. Who knows a version that says the
    same in substance, or a later one, owes nothing.
    """
    in_force = book.versions_on(day)
    return {
        clause: version
        for clause, version in sorted(in_force.items())
        if known.get(clause, 0) < book.substance(clause, version)
    }


def asked_of(clauses: Mapping[str, int]) -> dict[str, int]:
    """Return how many right answers each clause of one paper takes; the first eight clauses.

    A paper has three questions at least, so fewer clauses are asked about more than once.
    """
    taken = sorted(clauses)[:MOST]
    each = -(-FEWEST // len(taken)) if taken else 0
    return dict.fromkeys(taken, max(1, each))


@dataclass(frozen=True)
class Offer:
    """A question that may be asked about a clause: a plain item, or one question of a case."""

    item: ItemVersion
    part: int

    @property
    def clause(self) -> str:
        return self.item.parts[self.part].basis.clause

    @property
    def key(self) -> tuple[str, int, int]:
        return self.item.item, self.item.version, self.part


@dataclass(frozen=True)
class Step:
    """A question that was asked, with its answer; None while it is open."""

    question: Question
    answer: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the step as a sitting keeps it."""
        asked = self.question
        return {
            "question": [asked.item, asked.version, list(asked.order), asked.part],
            "answer": None if self.answer is None else list(self.answer),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Step":
        """Return the step that a sitting keeps."""
        item, version, order, part = kept["question"]
        answer = kept["answer"]
        question = Question(item, version, tuple(order), part)
        return cls(question, None if answer is None else tuple(answer))


@dataclass(frozen=True)
class Progress:
    """How far a delta paper has come.

    right: right answers by clause, each question counted once. needed: by clause.
    """

    right: Mapping[str, int]
    needed: Mapping[str, int]

    def is_known(self, clause: str) -> bool:
        return self.right.get(clause, 0) >= self.needed[clause]

    @property
    def left(self) -> tuple[str, ...]:
        """The clauses that are not known yet, in order."""
        return tuple(clause for clause in self.needed if not self.is_known(clause))


def right(step: Step, items: Mapping[str, ItemVersion], actions: Actions) -> bool:
    """Whether an answered step is right. One that was dropped since asks nothing, and is."""
    part = items[step.question.ref].parts[step.question.part]
    action = actions.get(step.question.key)
    if action is not None and action.what is What.DROP:
        return True
    return step.answer is not None and is_right(
        part, step.question.chosen(part, step.answer), action
    )


def progress(
    clauses: Mapping[str, int],
    steps: Iterable[Step],
    items: Mapping[str, ItemVersion],
    actions: Actions,
    offers: Sequence[Offer],
) -> Progress:
    """Return how far a paper has come.

    A clause takes no more right answers than the bank has questions on it, and one at least.
    """
    there: dict[str, int] = {}
    for offer in offers:
        there[offer.clause] = there.get(offer.clause, 0) + 1
    needed = {
        clause: max(1, min(count, there.get(clause, 1)))
        for clause, count in asked_of(clauses).items()
    }
    answered: dict[str, set[tuple[str, int, int]]] = {}
    for step in steps:
        if step.answer is not None and right(step, items, actions):
            clause = items[step.question.ref].parts[step.question.part].basis.clause
            answered.setdefault(clause, set()).add(step.question.key)
    return Progress({clause: len(keys) for clause, keys in answered.items()}, needed)


def next_question(
    offers: Sequence[Offer], steps: Sequence[Step], how_far: Progress, seed: str
) -> Question | None:
    """Return the question that follows, or None when all is known or nothing can be asked.

    After a wrong answer another question on the same clause; one that was not asked yet, and else
    the one that was asked longest ago. The same seed and steps give the same question.
    """
    stream = Stream(NEXT + len(steps).to_bytes(4, "big"), seed)
    last = _clause_of(steps[-1], offers) if steps else None
    left = [clause for clause in how_far.left if any(one.clause == clause for one in offers)]
    if not left:
        return None
    clause = last if last in left else left[0]
    when = {step.question.key: number for number, step in enumerate(steps)}
    mixed = stream.shuffled(
        sorted((one for one in offers if one.clause == clause), key=lambda one: one.key)
    )
    chosen = min(mixed, key=lambda one: when.get(one.key, -1))
    part = chosen.item.parts[chosen.part]
    order = order_of(part, stream)
    return Question(chosen.item.item, chosen.item.version, order, chosen.part)


def _clause_of(step: Step, offers: Sequence[Offer]) -> str | None:
    return next((one.clause for one in offers if one.key == step.question.key), None)
