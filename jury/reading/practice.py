"""What the pages of practice show: the cases, one as its file, its known answer, the contests."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from jury import queries
from jury.ballot import Choice, Finding
from jury.casefile import CaseFile
from jury.example import Line, worked
from jury.figures.known import KnownAnswers
from jury.mock import MockCase, Settled
from jury.models import MockContest
from jury.reading.archive import Ending
from jury.reading.clauses import Disputed, Since, changed_since, disputed, names_of
from jury.standard import PRESETS, Standard
from members.queries import account
from rules.clause import ClauseVersion
from rules.text.reference import printed


@dataclass(frozen=True)
class PracticeCase:
    """A mock case in the list. right: of the first answer; None where none was given, or by whom
    could not judge."""

    name: str
    title: str
    question: str
    done: bool
    right: bool | None


@dataclass(frozen=True)
class Contest:
    """What was said against a known answer. title: of the case, or its name if it is gone."""

    row: MockContest
    title: str


@dataclass(frozen=True)
class PracticeList:
    """The cases to practise on, how often the known answers were given, and one's own contests."""

    cases: list[PracticeCase]
    known: KnownAnswers
    contests: list[Contest]

    @property
    def left(self) -> int:
        return sum(not case.done for case in self.cases)


@dataclass(frozen=True)
class PracticePage:
    """A mock case as its file is read and its ballot filled in: like a real one under `panel`."""

    name: str
    title: str
    file: CaseFile
    clauses: list[Disputed]
    clause_names: dict[str, str]
    since: dict[str, Since]
    standard: Standard
    similar: tuple[Ending, ...] = ()

    @property
    def examples(self) -> list[Line]:
        return worked(self.standard)


@dataclass(frozen=True)
class Settlement:
    """The clause that settles an issue: its words, with what stands `before` and `after` them."""

    clause: ClauseVersion
    before: str
    words: str
    after: str
    finding: Finding
    because: str


@dataclass(frozen=True)
class KnownAnswer:
    """The known answer of a mock case. tier: in fen, where amounts are in dispute."""

    name: str
    title: str
    question: str
    choice: Choice
    tier: int | None
    why: str
    settled: list[Settlement]


@dataclass(frozen=True)
class AnswerPage:
    """A known answer to one who has answered. contest: what they said against it, if anything;
    gone: it was found wrong, and the case is no longer there to practise on."""

    known: KnownAnswer
    contest: MockContest | None
    gone: bool


@dataclass(frozen=True)
class ContestPage:
    """A contest as an editor answers it. known: what it is about; None if that reads otherwise by
    now, or the book lacks its clauses."""

    contest: Contest
    who: str
    ref: str
    known: KnownAnswer | None


def practice_list(session: Session, account_id: str, day: date) -> PracticeList:
    """Return what an account may practise on `day`, and what it has done."""
    offered = queries.mocks_offered(session, day)
    answers = queries.mock_answers(session, account_id)
    cases = [
        PracticeCase(name, case.file.title, case.file.question, name in answers, answers.get(name))
        for name, case in offered.items()
    ]
    judged = [right for right in answers.values() if right is not None]
    named = {name: case.file.title for name, case in queries.mocks_by_book(session, day).items()}
    said = queries.contests_of(session, account_id)
    return PracticeList(
        cases,
        KnownAnswers(sum(judged), len(judged)),
        [Contest(row, named.get(row.name, row.name)) for row in said],
    )


def practice_page(session: Session, name: str, day: date) -> PracticePage:
    """Return a mock case to be read and answered; raises Missing."""
    case = queries.mock_offered(session, name, day)
    clauses = disputed(session, case.file.clauses)
    return PracticePage(
        name=name,
        title=case.file.title,
        file=case.file,
        clauses=clauses,
        clause_names=names_of(session, case.file),
        since=changed_since(session, clauses, day),
        standard=PRESETS["panel"],
    )


def answer_page(session: Session, account_id: str, name: str, day: date) -> AnswerPage:
    """Return the known answer of a mock case that the account has answered; raises Missing."""
    case = queries.mock_answered(session, account_id, name, day)
    said = (one for one in queries.contests_of(session, account_id) if one.digest == case.digest)
    gone = case.digest in queries.found_wrong_mocks(session)
    return AnswerPage(known_answer(session, case), next(said, None), gone)


def contest_pages(session: Session, account_id: str, day: date) -> list[ContestPage]:
    """Return the contests that an editor may answer, the oldest first."""
    cases = queries.mocks_by_book(session, day)
    found = []
    for row in queries.waiting_for(session, MockContest, account_id):
        case, who = cases.get(row.name), account(session, row.account_id)
        same = case if case and case.digest == row.digest else None
        known = known_answer(session, same) if same else None
        title = case.file.title if case else row.name
        found.append(ContestPage(Contest(row, title), who.name, who.ref, known))
    return found


def known_answer(session: Session, case: MockCase) -> KnownAnswer:
    """Return what is known of a mock case, with the clauses that settle it."""
    clauses = [clause for clause, _why in disputed(session, case.file.clauses)]
    return KnownAnswer(
        case.name,
        case.file.title,
        case.file.question,
        case.choice,
        case.tier,
        case.why,
        [_settlement(clause, one) for clause, one in zip(clauses, case.settled, strict=True)],
    )


def _settlement(clause: ClauseVersion, one: Settled) -> Settlement:
    before, words, after = (
        printed(part, clause.numbers) for part in clause.text.partition(one.words)
    )
    return Settlement(clause, before, words, after, one.finding, one.because)
