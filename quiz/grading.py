"""Grading: paper, item versions and answers in, result out. It can be done again at any time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.item import ItemVersion
from quiz.paper import Paper, Question
from quiz.specification import Specification
from quiz.topic import Topic

Answers = Mapping[str, Sequence[str]]
"""Position on the paper, counted from "1", to the letters chosen. The browser knows no more."""


@dataclass(frozen=True)
class Graded:
    """One question, graded. `chosen` and the key are places in the options of the item."""

    position: int
    question: Question
    item: ItemVersion
    chosen: tuple[int, ...]

    @property
    def answered(self) -> bool:
        return bool(self.chosen)

    @property
    def right(self) -> bool:
        """All right options and no other: half an answer is none."""
        return self.chosen == self.item.key


@dataclass(frozen=True)
class TopicScore:
    """How a topic went."""

    topic: Topic
    right: int
    asked: int
    must: bool


@dataclass(frozen=True)
class Result:
    """What a paper came to."""

    graded: tuple[Graded, ...]
    cut: int
    topics: tuple[TopicScore, ...]

    @property
    def score(self) -> int:
        return sum(one.right for one in self.graded)

    @property
    def asked(self) -> int:
        return len(self.graded)

    @property
    def wrong(self) -> tuple[Graded, ...]:
        return tuple(one for one in self.graded if not one.right)

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
) -> Result:
    """Grade `answers` to `paper`.

    items: the item versions of the paper by their refs (`waiting-day-90/1`).
    answers: what was handed in; a missing position is a question left open, which is not right.
    """
    graded = tuple(
        Graded(place, question, items[question.ref], question.chosen(answers.get(str(place), ())))
        for place, question in enumerate(paper.questions, start=1)
    )
    return Result(graded, specification.cut, _by_topic(graded, specification))


def _by_topic(graded: Sequence[Graded], specification: Specification) -> tuple[TopicScore, ...]:
    order = [topic for topic in Topic if any(one.item.topic is topic for one in graded)]
    rows = []
    for topic in order:
        mine = [one for one in graded if one.item.topic is topic]
        right = sum(one.right for one in mine)
        rows.append(TopicScore(topic, right, len(mine), topic in specification.must))
    return tuple(rows)


def right_answers(paper: Paper, items: Mapping[str, ItemVersion]) -> dict[str, list[str]]:
    """Return the answers that get every question of `paper` right."""
    return {
        str(position): list(question.letters(items[question.ref].key))
        for position, question in enumerate(paper.questions, start=1)
    }
