"""What is shown of a graded paper: one question by itself, and what became of it since."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kernel.errors import Missing
from quiz.grading import Graded
from quiz.models import Report, Rescore
from quiz.paper import Paper
from quiz.queries import reports
from quiz.queries.regrade import rescores
from quiz.queries.reports import reports_of
from quiz.queries.sittings import result_of, sitting
from quiz.reading.papers import Explained, Option, explained, options_of
from rules import queries as rules


@dataclass(frozen=True)
class QuestionPage:
    """A question of a graded paper: as it was asked, answered and settled."""

    graded: Graded
    story: str
    options: tuple[Option, ...]
    explained: Explained
    reports: Sequence[Report]


@dataclass(frozen=True)
class Rescored:
    """What was decided about a question later, and what the paper came to by it."""

    why: str
    rescore: Rescore


def question_page(
    session: Session, sitting_id: str, account_id: str, position: int
) -> QuestionPage:
    """Return a question of the account's graded paper; raises Missing, while it is open too."""
    mine = sitting(session, sitting_id, account_id)
    if mine.handed_in_at is None:
        raise Missing()
    graded = result_of(session, mine).graded
    if not 1 <= position <= len(graded):
        raise Missing()
    one = graded[position - 1]
    basis = one.part.basis
    clause = rules.version(session, basis.clause, basis.version)
    said = [
        report
        for report in reports_of(session, mine.id)
        if (report.item, report.part) == (one.question.item, one.question.part)
    ]
    return QuestionPage(one, one.item.stimulus, options_of(one), explained(one, clause), said)


@dataclass(frozen=True)
class Said:
    """What a member said to a question of a paper, and where it stands. position: in the paper."""

    report: Report
    sitting_id: str
    position: int


def said_by(session: Session, account_id: str) -> list[Said]:
    """Return what an account said to questions of its papers, the latest first."""
    found = []
    for report, one in reports.said_by(session, account_id):
        asked = (report.item, report.version, report.part)
        keys = [question.key for question in Paper.from_json(one.paper).questions]
        found.append(Said(report, one.id, keys.index(asked) + 1))
    return found


def rescores_of(session: Session, sitting_id: str) -> list[Rescored]:
    """Return what was graded again in a paper, the earliest first."""
    return [Rescored(why, row) for why, row in rescores(session, sitting_id)]
