"""What a juror's pages show: my cases, and one case as the holder of a seat sees it."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from jury import queries
from jury.casefile import CaseFile
from jury.example import Line, worked
from jury.load import Load
from jury.queries import JurorCase
from jury.reading.archive import Ending
from jury.reading.clauses import Disputed, Since, changed_since, disputed, names_of
from jury.reading.similar import similar
from jury.reading.strata import drawn_with
from jury.standard import Standard
from jury.step import CASTS, IN_POLL, PENDING, READS_THE_FILE, TO_DO, Standing, Step, next_step
from kernel.work import ground
from members.queries import qualification

REACHED = {
    Step.ANSWER: 0,
    Step.WAIT: 2,
    Step.QUIZ: 1,
    Step.VOTE: 2,
    Step.VOTED: 3,
    Step.COUNTING: 3,
}


@dataclass(frozen=True)
class Card:
    """A case in the list of a juror's own: what comes next, and until when.

    assembly: whether nobody was drawn, so that a seat has no number.
    """

    ref: str
    title: str
    number: int | None
    step: Step
    until: datetime | None
    assembly: bool = False

    @property
    def to_do(self) -> bool:
        return self.step in TO_DO

    @property
    def pending(self) -> bool:
        return self.step in PENDING

    @property
    def in_poll(self) -> bool:
        """Whether a poll is open in which one holds a seat, whatever one has done in it by now."""
        return self.step in IN_POLL and self.until is not None

    @property
    def past(self) -> bool:
        return not self.to_do and not self.pending


@dataclass(frozen=True)
class SeatPage:
    """A case as the holder of a seat sees it, with the step that comes next.

    final: whether they said their last word.
    chance: that one had to be drawn, where it was within quotas and the summons is to be answered.
    similar: decided cases on the same clauses, where the file is read; see `with_similar`.
    load: what service asks of them as it is, where they are asked for more.
    beside: the assembly that their panel stands beside, and only estimates.
    key_by: until when trustees bring the key, where they hold it and the poll is closed.
    sharing: how many of how many trustees hold the key; None where the house does.
    lot: whose randomness drew the panel; None where nobody was drawn.
    """

    ref: str
    title: str
    number: int | None
    step: Step
    answer_by: datetime | None
    closes_at: datetime | None
    key_by: datetime | None
    sharing: tuple[int, int] | None
    lot: str | None
    voted: bool
    final: bool
    beside: str | None
    file: CaseFile
    standard: Standard
    clauses: list[Disputed]
    clause_names: dict[str, str]
    since: dict[str, Since]
    chance: Fraction | None = None
    similar: tuple[Ending, ...] = ()
    load: Load | None = None

    @property
    def assembly(self) -> bool:
        """Whether nobody was drawn, and everybody on the roll may come."""
        return not self.standard.drawn

    @property
    def reads_the_file(self) -> bool:
        return self.step in READS_THE_FILE

    @property
    def may_cast(self) -> bool:
        return self.step in CASTS and not self.final

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
    step = step_of(case, now)
    most = ground().settings.jury_cap
    load = queries.load_of(session, account_id, most, now) if step is Step.ANSWER else None
    held = qualification(session, account_id)
    known = held.clause_versions if held else {}
    mine = drawn_with(session, account_id, ref) if step is Step.ANSWER else None
    return SeatPage(
        ref=case.ref,
        title=case.title,
        number=case.seat_number,
        step=step,
        answer_by=case.answer_by,
        closes_at=case.closes_at,
        key_by=queries.key_by(session, ref),
        sharing=queries.sharing(session, ref),
        lot=queries.lot_of_case(session, ref) if step is Step.ANSWER else None,
        voted=case.voted,
        final=case.final,
        beside=queries.beside(session, ref),
        file=case.file,
        standard=case.standard,
        clauses=clauses,
        clause_names=names_of(session, case.file),
        since=changed_since(session, clauses, now.date(), known),
        load=load,
        chance=mine.chance if mine else None,
    )


def with_similar(session: Session, page: SeatPage) -> SeatPage:
    """Return the page with the decided cases that a juror reads of before the ballot."""
    if not page.reads_the_file:
        return page
    return replace(page, similar=tuple(similar(session, page.file.issues, page.ref)))


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
        challenged=case.challenged,
    )
    return next_step(standing, now)


def _card(case: JurorCase, now: datetime) -> Card:
    step = step_of(case, now)
    until = case.answer_by if step is Step.ANSWER else case.closes_at
    timed = step in TO_DO or step is Step.VOTED
    assembly = not case.standard.drawn
    return Card(case.ref, case.title, case.seat_number, step, until if timed else None, assembly)
