"""A practice case as it is shown: its questions, and once they are answered, why."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kernel.errors import Missing
from quiz.chance import Stream
from quiz.drawing import order_of
from quiz.grading import Answers, Graded
from quiz.item import ItemVersion
from quiz.paper import Paper, Question
from quiz.queries.bank import practice_cases
from quiz.reading.papers import Asked, Explained, Option, asked, explained, options_of
from rules import queries as rules

OPTIONS = b"quiz-practice/v1/options\0"


@dataclass(frozen=True)
class Told:
    """An answered question of a practice case."""

    graded: Graded
    options: tuple[Option, ...]
    explained: Explained


def practice_case(session: Session, day: date, name: str) -> ItemVersion:
    """Return a practice case of `day` by the id of its item; raises Missing for all else."""
    for case in practice_cases(session, day):
        if case.item == name:
            return case
    raise Missing()


def _paper(case: ItemVersion) -> Paper:
    """Everybody is shown a practice case in the same order: nothing hangs on it."""
    stream = Stream(OPTIONS, case.content)
    questions = (
        Question(case.item, case.version, order_of(part, stream), number)
        for number, part in enumerate(case.parts)
    )
    return Paper("practice", tuple(questions))


def as_asked(case: ItemVersion) -> list[Asked]:
    """Return the questions of a case, without a key among them."""
    return asked(_paper(case), {case.ref: case}, {})


def explained_case(session: Session, case: ItemVersion, answers: Answers) -> list[Told]:
    """Return each question of a case with what was answered, what is right, and why."""
    found = []
    for position, question in enumerate(_paper(case).questions, start=1):
        part = case.parts[question.part]
        chosen = question.chosen(part, answers.get(str(position), ()))
        graded = Graded(position, question, case, chosen)
        clause = rules.version(session, part.basis.clause, part.basis.version)
        found.append(Told(graded, options_of(graded), explained(graded, clause)))
    return found
