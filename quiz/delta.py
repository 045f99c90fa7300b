"""Delta papers: what a juror learns anew after the rules changed, and nothing else.

A certificate says which version of each clause its holder knows. A change of substance leaves a
gap; until it is closed, the juror is drawn for no case that cites the clause, and for all others as
before. The paper goes on until each clause is known: a wrong answer is explained, and another
question on the same clause follows.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quiz.chance import Stream
from quiz.drawing import order_of
from quiz.item import Anchor, ItemVersion
from quiz.itemaction import Actions, Key, What, is_right
from quiz.paper import Question
from rules.history import History

NEXT = b"quiz-delta/v2/next\0"
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


def first_of(clauses: Mapping[str, int]) -> dict[str, int]:
    """Return what one paper asks about: eight clauses at most, the others come with the next."""
    return {clause: clauses[clause] for clause in sorted(clauses)[:MOST]}


def asked_of(clauses: Collection[str]) -> int:
    """Return how many right answers each clause of a paper takes.

    A paper has three questions at least, so fewer clauses are asked about more than once.
    """
    return max(1, -(-FEWEST // max(1, len(clauses))))


@dataclass(frozen=True)
class Offer:
    """A plain question that may be asked about a clause as it reads now.

    anchor: the words of the version in force that its key rests on. for_this: whether it was
    written on what changed; else it was written before, and found to be right still.
    """

    item: ItemVersion
    anchor: Anchor
    for_this: bool = True

    @property
    def clause(self) -> str:
        return self.anchor.clause

    @property
    def key(self) -> Key:
        return self.item.item, self.item.version, 0


@dataclass(frozen=True)
class Step:
    """A question that was asked, with its answer; None while it is open.

    pool: the digest of what it was chosen from, so that it can be chosen again.
    """

    question: Question
    pool: str
    answer: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the step as a sitting keeps it."""
        asked = self.question
        return {
            "question": [asked.item, asked.version, list(asked.order), asked.part],
            "answer": None if self.answer is None else list(self.answer),
            "pool": self.pool,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Step":
        """Return the step that a sitting keeps."""
        item, version, order, part = kept["question"]
        answer = kept["answer"]
        question = Question(item, version, tuple(order), part)
        return cls(question, kept["pool"], None if answer is None else tuple(answer))


@dataclass(frozen=True)
class Progress:
    """How far a delta paper has come.

    right: right answers by clause, each question counted once. needed: by clause.
    """

    right: Mapping[str, int]
    needed: Mapping[str, int]

    def takes(self, clause: str) -> int:
        """Return how many right answers a clause still takes."""
        return max(0, self.needed[clause] - self.right.get(clause, 0))

    def is_known(self, clause: str) -> bool:
        return not self.takes(clause)

    @property
    def left(self) -> tuple[str, ...]:
        """The clauses that are not known yet, in order."""
        return tuple(clause for clause in self.needed if not self.is_known(clause))


def is_void(step: Step, actions: Actions) -> bool:
    """Whether a question turned out to be flawed, and so says nothing of what its member knows:
    it was dropped, or credited to everybody."""
    action = actions.get(step.question.key)
    return action is not None and action.what is not What.ACCEPT


def right(step: Step, items: Mapping[str, ItemVersion], actions: Actions) -> bool:
    """Whether a step shows that its member knows: it is answered, rightly, and not void."""
    if step.answer is None or is_void(step, actions):
        return False
    asked = step.question
    part = items[asked.ref].parts[asked.part]
    return is_right(part, asked.chosen(part, step.answer), actions.get(asked.key))


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
    there = Counter(offer.clause for offer in offers)
    each = asked_of(clauses)
    needed = {clause: max(1, min(each, there.get(clause, each))) for clause in sorted(clauses)}
    known: dict[str, set[Key]] = {}
    for step in steps:
        if right(step, items, actions):
            clause = items[step.question.ref].parts[step.question.part].basis.clause
            known.setdefault(clause, set()).add(step.question.key)
    return Progress({clause: len(keys) for clause, keys in known.items()}, needed)


def next_question(
    offers: Sequence[Offer], steps: Sequence[Step], how_far: Progress, seed: str
) -> Question | None:
    """Return the question that follows, or None when all is known or nothing can be asked.

    After a wrong answer another question on the same clause: one that was not asked yet, those
    written on the change first, and else the one that was asked longest ago. What was explained
    just now is not asked at once again, if another clause is left. The same seed and steps give
    the same question.
    """
    stream = Stream(NEXT + len(steps).to_bytes(4, "big"), seed)
    when = {step.question.key: number for number, step in enumerate(steps)}
    mixed = stream.shuffled(sorted(offers, key=lambda one: one.key))
    mixed.sort(key=lambda one: (when.get(one.key, -1), not one.for_this))
    last = steps[-1].question.key if steps else None
    on = next((one.clause for one in offers if one.key == last), None)
    firsts = [
        one
        for clause in sorted(how_far.left, key=lambda clause: clause != on)
        if (one := next((one for one in mixed if one.clause == clause), None))
    ]
    if not firsts:
        return None
    chosen = next((one for one in firsts if one.key != last), firsts[0])
    order = order_of(chosen.item.parts[0], stream)
    return Question(chosen.item.item, chosen.item.version, order)
