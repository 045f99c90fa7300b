"""Grading: paper, item versions, item actions and answers in, result out. It can be done again at
any time, and comes to the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quiz.item import ItemVersion, Part
from quiz.itemaction import Actions, ItemAction, Key, What, is_right
from quiz.paper import Paper, Question
from quiz.specification import Specification
from quiz.topic import Topic

Answers = Mapping[str, Sequence[str]]
"""Position on the paper, counted from "1", to the letters chosen. The browser knows no more."""


class Graded(NamedTuple):
    """One question, graded. `chosen` and the key are places in the options of the part.

    action: what was decided about the question since.
    """

    position: int
    question: Question
    item: ItemVersion
    chosen: tuple[int, ...]
    action: ItemAction | None = None

    @property
    def part(self) -> Part:
        return self.item.parts[self.question.part]

    @property
    def answered(self) -> bool:
        return bool(self.chosen)

    @property
    def counts(self) -> bool:
        """Whether the question counts at all: it does not once it was dropped."""
        return self.action is None or self.action.what is not What.DROP

    @property
    def right(self) -> bool:
        """All right options and no other: half an answer is none."""
        return self.counts and is_right(self.part, self.chosen, self.action)


@dataclass(frozen=True)
class TopicScore:
    """How a topic went."""

    topic: Topic
    right: int
    asked: int
    must: bool


@dataclass(frozen=True)
class Result:
    """What a paper came to. Questions that were dropped are in `graded` and count nowhere."""

    graded: tuple[Graded, ...]
    cut: int
    topics: tuple[TopicScore, ...]

    @property
    def score(self) -> int:
        return sum(one.right for one in self.graded)

    @property
    def asked(self) -> int:
        """How many questions count."""
        return sum(one.counts for one in self.graded)

    @property
    def wrong(self) -> tuple[Graded, ...]:
        return tuple(one for one in self.graded if one.counts and not one.right)

    @property
    def dropped(self) -> tuple[Graded, ...]:
        return tuple(one for one in self.graded if not one.counts)

    @property
    def failed_musts(self) -> tuple[Topic, ...]:
        """The topics that must be right and are not."""
        return tuple(one.topic for one in self.topics if one.must and one.right < one.asked)

    @property
    def passed(self) -> bool:
        return self.score >= self.cut and not self.failed_musts


def grade(
    specification: Specification,
    paper: Paper,
    items: Mapping[str, ItemVersion],
    answers: Answers,
    actions: Actions | None = None,
) -> Result:
    """Grade `answers` to `paper`.

    items: the item versions of the paper by their refs (`waiting-day-90/1`).
    answers: what was handed in; a missing position is a question left open, which is not right.
    actions: what was decided about questions, by item, version and part.
    """
    graded = grade_each(paper, items, answers, actions or {})
    counting = sum(one.counts for one in graded)
    cut = specification.cut_of(counting)
    return Result(graded, cut, _by_topic(graded, specification))


def grade_each(
    paper: Paper, items: Mapping[str, ItemVersion], answers: Answers, actions: Actions
) -> tuple[Graded, ...]:
    """Grade the questions of a paper, and leave open what they come to together."""
    return tuple(
        _graded(position, question, items[question.ref], answers, actions)
        for position, question in enumerate(paper.questions, start=1)
    )


def grade_one(
    paper: Paper, asked: Key, item: ItemVersion, answers: Answers, actions: Actions
) -> Graded:
    """Grade one question of a paper that asks it: `item` is the version that it is of."""
    at, question = next(
        (at, one) for at, one in enumerate(paper.questions, start=1) if one.key == asked
    )
    return _graded(at, question, item, answers, actions)


def _graded(
    position: int, question: Question, item: ItemVersion, answers: Answers, actions: Actions
) -> Graded:
    part = item.parts[question.part]
    chosen = question.chosen(part, answers.get(str(position), ()))
    return Graded(position, question, item, chosen, actions.get(question.key))


def _by_topic(graded: Sequence[Graded], specification: Specification) -> tuple[TopicScore, ...]:
    by_topic: dict[Topic, list[bool]] = {}
    for one in graded:
        if one.counts:
            by_topic.setdefault(one.part.topic, []).append(one.right)
    return tuple(
        TopicScore(topic, sum(by_topic[topic]), len(by_topic[topic]), topic in specification.must)
        for topic in Topic
        if topic in by_topic
    )


def right_answers(paper: Paper, items: Mapping[str, ItemVersion]) -> dict[str, list[str]]:
    """Return the answers that get every question of `paper` right."""
    answers = {}
    for position, question in enumerate(paper.questions, start=1):
        part = items[question.ref].parts[question.part]
        answers[str(position)] = list(question.answer(part, part.key))
    return answers
