"""What the officers' bench shows: cases and their next step, panels by the numbers of seats."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury import queries
from jury.models import JuryCase, Reason
from jury.queries import Issue, OfficerCase
from jury.step import MOVES_BY_ITSELF, OfficerStep, Progress, officer_step

STAGES = ("frozen", "committed", "drawn", "open", "closed", "decided")


@dataclass(frozen=True)
class BenchRow:
    """A case in the list of all."""

    ref: str
    title: str
    stage: str
    next: OfficerStep
    until: datetime | None


@dataclass(frozen=True)
class BenchPage:
    """A case on the bench."""

    case: OfficerCase
    next: OfficerStep
    issues: list[Issue]
    reasons: list[Reason]
    successor: str | None

    @property
    def waiting(self) -> bool:
        """Whether the next step comes by itself within seconds."""
        return self.next in MOVES_BY_ITSELF

    @property
    def progress(self) -> int | None:
        """How far the case has come; None when it ended on the way."""
        return STAGES.index(self.case.stage) if self.case.stage in STAGES else None


def bench_rows(session: Session, account_id: str | None, now: datetime) -> list[BenchRow]:
    """Return the cases that an officer may handle with what comes next, the latest first."""
    cases = queries.officer_cases(session, account_id)
    has_roll = queries.latest_roll(session) is not None
    waiting: dict[str, int] = {}
    for reason in queries.reasons_waiting(session):
        waiting[reason.case_ref] = waiting.get(reason.case_ref, 0) + 1
    successors = {case.again_of: case.ref for case in cases if case.again_of}
    rows = []
    for case in cases:
        step = _step(case, now, has_roll, waiting.get(case.ref, 0), successors.get(case.ref))
        until = {OfficerStep.POLL: case.closes_at, OfficerStep.ANSWERS: case.answer_by}.get(step)
        rows.append(BenchRow(case.ref, case.title, case.stage, step, until))
    return rows


def bench_page(session: Session, account_id: str | None, ref: str, now: datetime) -> BenchPage:
    """Return one case as an officer sees it; raises Missing, as for one they may not handle."""
    case = queries.officer_case(session, ref, account_id)
    reasons = queries.reasons_waiting(session, ref)
    has_roll = queries.latest_roll(session) is not None
    successor = session.scalar(sa.select(JuryCase.ref).where(JuryCase.again_of == ref))
    return BenchPage(
        case=case,
        next=_step(case, now, has_roll, len(reasons), successor),
        issues=queries.issues_before_opening(case) if case.stage == "drawn" else [],
        reasons=reasons,
        successor=successor,
    )


def _step(
    case: OfficerCase, now: datetime, has_roll: bool, reasons: int, successor: str | None
) -> OfficerStep:
    progress = Progress(
        stage=case.stage,
        has_roll=has_roll,
        complete=case.stage == "drawn" and not queries.issues_before_opening(case),
        closes_at=case.closes_at,
        reasons=reasons,
        new_panel=case.stands == "new panel" and successor is None,
    )
    return officer_step(progress, now)
