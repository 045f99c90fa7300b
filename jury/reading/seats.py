"""What a juror's pages show: my cases, and one case as the holder of a seat sees it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from jury import queries
from jury.casefile import CaseFile
from jury.example import Line, worked
from jury.queries import JurorCase
from jury.reading.clauses import Disputed, Since, changed_since, disputed, names_of
from jury.standard import Standard
from jury.step import CASTS, PENDING, READS_THE_FILE, TO_DO, Standing, Step, next_step
from members.queries import qualification

REACHED = {
    Step.ANSWER: 0,
    Step.WAIT: 1,
    Step.QUIZ: 1,
    Step.VOTE: 2,
    Step.VOTED: 3,
    Step.COUNTING: 3,
}


@dataclass(frozen=True)
class Card:
    """A case in the list of a juror's own: what comes next, and until when."""

    ref: str
    title: str
    number: int | None
    step: Step
    until: datetime | None

    @property
    def to_do(self) -> bool:
        return self.step in TO_DO

    @property
    def pending(self) -> bool:
        return self.step in PENDING

    @property
    def past(self) -> bool:
        return not self.to_do and not self.pending


@dataclass(frozen=True)
class SeatPage:
    """A case as the holder of a seat sees it, with the step that comes next."""

    ref: str
    title: str
    number: int | None
    step: Step
    answer_by: datetime | None
    closes_at: datetime | None
    voted: bool
    file: CaseFile
    standard: Standard
    clauses: list[Disputed]
    clause_names: dict[str, str]
    since: dict[str, Since]

    @property
    def reads_the_file(self) -> bool:
        return self.step in READS_THE_FILE

    @property
    def may_cast(self) -> bool:
        return self.step in CASTS

    @property
    def may_step_down(self) -> bool:
        return self.step in {Step.WAIT, Step.QUIZ, Step.VOTE}

    @property
    def progress(self) -> int | None:
        """Where the juror stands on the way from the summons to the verdict."""
        return REACHED.get(self.step)

    @property
    def examples(self) -> list[Line]:
        return worked(self.standard)


def my_cards(session: Session, account_id: str, now: datetime) -> list[Card]:
    """Return the cases that an account was drawn for, the latest first."""
    return [_card(case, now) for case in queries.my_cases(session, account_id)]


def seat_page(session: Session, account_id: str, ref: str, now: datetime) -> SeatPage:
    """Return a case to one who was drawn for it; raises Missing for everybody else."""
    case = queries.case_for_juror(session, account_id, ref)
    clauses = disputed(session, case.file.clauses)
    held = qualification(session, account_id)
    known = held.clause_versions if held else {}
    return SeatPage(
        ref=case.ref,
        title=case.title,
        number=case.seat_number,
        step=step_of(case, now),
        answer_by=case.answer_by,
        closes_at=case.closes_at,
        voted=case.voted,
        file=case.file,
        standard=case.standard,
        clauses=clauses,
        clause_names=names_of(session, case.file),
        since=changed_since(session, clauses, now.date(), known),
    )


def step_of(case: JurorCase, now: datetime) -> Step:
    """Return what comes next for a juror in a case."""
    standing = Standing(
        stage=case.stage,
        seat=case.seat_state,
        answer_by=case.answer_by,
        closes_at=case.closes_at,
        halted=case.halted,
        quiz_passed=case.quiz_passed,
        voted=case.voted,
    )
    return next_step(standing, now)


def _card(case: JurorCase, now: datetime) -> Card:
    step = step_of(case, now)
    until = case.answer_by if step is Step.ANSWER else case.closes_at
    timed = step in TO_DO or step is Step.VOTED
    return Card(case.ref, case.title, case.seat_number, step, until if timed else None)
