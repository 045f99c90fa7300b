"""What the officers' bench shows: cases and their next step, panels by the numbers of seats."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury import queries
from jury.casefile import CaseFile
from jury.example import Line, worked
from jury.models import Challenge, JuryCase, Reason
from jury.queries import Issue, OfficerCase, Voiding
from jury.reading.clauses import names_of
from jury.step import MOVES_BY_ITSELF, OfficerStep, Progress, RollState, officer_step
from jury.strata.types import Missed, missed
from jury.verdict import NEW_PANEL

STAGES = ("frozen", "committed", "drawn", "open", "closed", "decided")
OF_AN_ASSEMBLY = ("frozen", "open", "closed", "decided")
AT_ONCE = 50  # reasons on a page


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
    """A case on the bench. voiding: where it can come to no count. reasons: the first of those that
    wait, of `waiting_reasons` in all. challenges: those that this officer may decide.
    within_quotas: whether its panel is drawn so. misses: the quotas that it does not keep as it
    sits now. assembly: beside which its panel estimates. panel: the case of one beside it."""

    case: OfficerCase
    file: CaseFile
    clause_names: dict[str, str]
    voiding: Voiding | None
    next: OfficerStep
    issues: list[Issue]
    reasons: list[Reason]
    waiting_reasons: int
    challenges: list[Challenge]
    successor: str | None
    within_quotas: bool
    misses: tuple[Missed, ...]
    assembly: str | None
    panel: str | None

    @property
    def waiting(self) -> bool:
        """Whether the next step comes by itself within seconds."""
        return self.next in MOVES_BY_ITSELF

    @property
    def examples(self) -> list[Line]:
        return worked(self.case.standard)

    @property
    def progress(self) -> int | None:
        """How far the case has come; None when it ended on the way."""
        stages = OF_AN_ASSEMBLY if self.case.is_assembly else STAGES
        return stages.index(self.case.stage) if self.case.stage in stages else None


def bench_rows(
    session: Session,
    account_id: str | None,
    now: datetime,
    among: Collection[str] | None = None,
) -> list[BenchRow]:
    """Return the cases that an officer may handle with what comes next, the latest first.

    among: the refs of those that are asked about, the last case of a claim each; all without it.
    """
    cases = queries.officer_cases(session, account_id, among)
    roll = queries.roll_state(session, now)
    waiting = queries.count_reasons_waiting(session, [case.ref for case in cases])
    successors = {case.again_of: case.ref for case in cases if case.again_of}
    hopeless = queries.voidings(session, [case.ref for case in cases], account_id, now)
    rows = []
    for case in cases:
        step = _step(
            case,
            now,
            roll,
            waiting.get(case.ref, 0),
            successors.get(case.ref),
            case.ref in hopeless,
        )
        rows.append(BenchRow(case.ref, case.title, case.stage, step, _until(case, step)))
    return rows


def bench_page(session: Session, account_id: str | None, ref: str, now: datetime) -> BenchPage:
    """Return one case as an officer sees it; raises Missing, as for one they may not handle."""
    case = queries.officer_case(session, ref, account_id)
    reasons = queries.count_reasons_waiting(session, [ref]).get(ref, 0)
    roll = queries.roll_state(session, now)
    row = queries.the_case(session, ref)
    file, within_quotas = queries.file_of(row), row.mode == "stratified"
    successor = session.scalar(sa.select(JuryCase.ref).where(JuryCase.again_of == ref))
    voiding = queries.voidings(session, [ref], account_id, now).get(ref)
    step = _step(case, now, roll, reasons, successor, voiding is not None)
    waits = case.stage == "drawn" or step is OfficerStep.CHALLENGES
    panel = queries.panel_beside(session, ref)
    return BenchPage(
        case=case,
        file=file,
        clause_names=names_of(session, file),
        voiding=voiding,
        next=step,
        issues=queries.issues_before_opening(case) if waits else [],
        reasons=queries.reasons_waiting(session, ref, AT_ONCE) if reasons else [],
        waiting_reasons=reasons,
        challenges=queries.challenges_waiting(session, account_id or "", ref),
        successor=successor,
        within_quotas=within_quotas,
        misses=_misses(session, ref) if within_quotas and case.seats else (),
        assembly=row.beside_of,
        panel=panel.ref if panel else None,
    )


def _misses(session: Session, ref: str) -> tuple[Missed, ...]:
    order = queries.drawn_of(session, ref)
    by_types = queries.type_draw_of(session, order)
    if by_types is None:
        return ()
    sitting = by_types.types_of(queries.panel_of(session, order).sitting)
    return missed(sitting, by_types.lottery.frame.quotas)


def _until(case: OfficerCase, step: OfficerStep) -> datetime | None:
    """Return until when somebody is waited for."""
    key = case.key
    untils = {
        OfficerStep.POLL: case.closes_at,
        OfficerStep.ANSWERS: case.answer_by,
        OfficerStep.WORDS: key.write_by if key else None,
        OfficerStep.SHARES: key.enter_by if key else None,
    }
    return untils.get(step)


def _step(
    case: OfficerCase,
    now: datetime,
    roll: RollState,
    reasons: int,
    successor: str | None,
    hopeless: bool,
) -> OfficerStep:
    progress = Progress(
        stage=case.stage,
        roll=roll,
        waits_for=case.lot.kind if case.lot and not case.lot.there else None,
        due_by=case.lot.due_by if case.lot else None,
        complete=case.stage == "drawn" and not queries.issues_before_opening(case),
        trustees=case.waits_for_trustees,
        challenges=case.challenges > 0,
        closes_at=case.closes_at,
        reasons=reasons,
        hopeless=hopeless,
        assembly=case.is_assembly,
        new_panel=successor is None
        and not case.estimates
        and (case.stage == "void" or case.stands == NEW_PANEL),
    )
    return officer_step(progress, now)
