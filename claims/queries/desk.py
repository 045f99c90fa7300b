"""Questions about an officer's list of claims: what comes next with each, and until when.

However many claims there are, as many queries as for one: what is known of them is asked for all
together.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.agenda import Known, Task, order, tasks
from claims.filing import Benefit, Whom
from claims.life import State
from claims.models import (
    OPEN,
    PREPARING,
    Appeal,
    Claim,
    ClaimPaper,
    ClaimStep,
    DecisionAnswer,
    FilingRow,
    Objection,
    PreliminaryDecision,
)
from claims.papers import KindOfClaim, asked_for
from claims.queries.agreeing import refused_among
from claims.queries.claims import handled_by, latest_first
from claims.queries.settlement import settlements_of
from claims.queries.statements import disputes
from claims.queries.steps import in_what_is_objected_to
from claims.settlement import APPEAL_TIME, PUBLICITY
from jury.models import BEFORE_CLOSING, OVER, Halt, JuryCase, Reason, Verdict
from jury.reading.bench import BenchRow, bench_rows
from jury.verdict import NEW_PANEL

Row = sa.Row[Any]
ENDED = (State.ACCEPTED, State.FROZEN, State.WITHDRAWN)  # over, unless something is open still
MOST_OVER = 50


@dataclass(frozen=True)
class Papers:
    """How many of the papers that are asked for are there, of how many, and how many files in
    all."""

    there: int
    asked: int
    files: int


@dataclass(frozen=True)
class DeskRow:
    """A claim in an officer's list: no names, nothing of the illness.

    filed: the day of filing or, where none is on file, that on which it was entered. tasks: what
    comes next, what presses most first. papers: None where none are asked for: an officer entered
    it. case: its last case as the jury's bench has it, while it is frozen.
    """

    ref: str
    title: str
    state: State
    filed: date
    taken: bool  # whether an officer has prepared it, or begun to
    mine: bool  # whether this officer did
    tasks: tuple[Task, ...]
    papers: Papers | None
    case: BenchRow | None

    def presses(self, now: datetime) -> bool:
        """Whether it is in every list, whatever the limit."""
        return any(one.presses(now) for one in self.tasks)

    @property
    def yours(self) -> bool:
        """Whether there is something for this officer to do."""
        return any(one.yours for one in self.tasks)


@dataclass(frozen=True)
class OverRow:
    """A claim that is over: nothing comes next."""

    ref: str
    title: str
    state: State


@dataclass(frozen=True)
class _Alive:
    """What of the claims that were decided is open still. cases: the last case by the ref of its
    claim; pending: the refs of those claims whose case is not decided; ids: claims of which
    something is open besides."""

    cases: dict[str, str]
    pending: set[str]
    ids: set[str]

    @property
    def condition(self) -> sa.ColumnElement[bool]:
        """The condition on claims that something of them is open."""
        return sa.or_(Claim.ref.in_(self.cases), Claim.id.in_(self.ids))


def desk_rows(session: Session, account_id: str, now: datetime) -> list[DeskRow]:
    """Return the claims that an officer may handle and that are not over, in the order in which
    something is to be done with them.

    There is no limit: whoever shows some of them says how many there are, and leaves out none that
    presses.
    """
    alive = _alive(session, now)
    found = session.execute(_open_claims(session, account_id, alive)).all()
    frozen = [alive.cases[row.ref] for row in found if _has_case(row, alive)]
    bench = {one.ref: one for one in bench_rows(session, account_id, now, frozen)}
    cases = {row.id: bench.get(alive.cases[row.ref]) for row in found if _has_case(row, alive)}
    known = _known(session, account_id, found, alive, now)
    papers = _papers(session, [row.id for row in found])
    rows = [_desk_row(row, known[row.id], papers[row.id], cases.get(row.id), now) for row in found]
    return sorted(rows, key=lambda one: order(one.tasks, one.filed, one.ref, now))


def over_rows(
    session: Session, account_id: str, now: datetime, limit: int = MOST_OVER
) -> tuple[list[OverRow], int]:
    """Return the latest of the claims that are over, and how many there are in all."""
    is_over = sa.and_(Claim.state.in_(ENDED), sa.not_(_alive(session, now).condition))
    withdrawn = Claim.state == State.WITHDRAWN
    here = sa.and_(handled_by(session, account_id), sa.or_(is_over, withdrawn))
    query = sa.select(Claim.ref, Claim.title, Claim.state).where(here).order_by(*latest_first())
    rows = session.execute(query.limit(limit)).all()
    count = session.scalar(sa.select(sa.func.count()).select_from(Claim).where(here)) or 0
    return [OverRow(row.ref, row.title, State(row.state)) for row in rows], count


def _alive(session: Session, now: datetime) -> _Alive:
    """Return what is open still of claims that were decided. Few are, of all that ever were."""
    later = sa.orm.aliased(JuryCase)
    again = sa.exists().where(later.again_of == Verdict.case_ref)
    new_panel = sa.and_(Verdict.body["stands"].as_string() == NEW_PANEL, sa.not_(again))
    open_cases = (
        sa.select(JuryCase.ref).where(JuryCase.stage.not_in(OVER)),
        sa.select(Verdict.case_ref).where(Verdict.decided_at > now - APPEAL_TIME),
        sa.select(Verdict.case_ref).where(new_panel),
        sa.select(Reason.case_ref).where(Reason.state == "waiting"),
    )
    query = sa.select(JuryCase.ref, JuryCase.stage).where(JuryCase.ref.in_(sa.union(*open_cases)))
    found = [(ref, stage) for ref, stage in session.execute(query)]
    last = {_claim_of(ref): (ref, stage) for ref, stage in sorted(found, key=_in_order)}
    stands_since = sa.func.coalesce(PreliminaryDecision.answer_by, PreliminaryDecision.at)
    public = now - PUBLICITY
    open_besides = (
        sa.select(Objection.claim_id).where(Objection.state == OPEN),
        sa.select(Appeal.claim_id).where(Appeal.case_ref.is_(None), Appeal.ended_at.is_(None)),
        sa.select(DecisionAnswer.claim_id).where(DecisionAnswer.at > public),
        sa.select(PreliminaryDecision.claim_id).where(stands_since > public, stands_since <= now),
    )
    return _Alive(
        cases={claim: ref for claim, (ref, _stage) in last.items()},
        pending={claim for claim, (_ref, stage) in last.items() if stage not in OVER},
        ids=set(session.scalars(sa.union(*open_besides))),
    )


def _in_order(case: tuple[str, str]) -> tuple[int, str]:
    """As a text, the tenth case of a claim would come before the second."""
    return len(case[0]), case[0]


def _claim_of(case_ref: str) -> str:
    """Return the ref of the claim that a case is one of: C-2026-0042 of C-2026-0042-2."""
    return "-".join(case_ref.split("-")[:3])


def _open_claims(session: Session, account_id: str, alive: _Alive) -> sa.Select[*tuple[Any, ...]]:
    done = sa.select(ClaimStep.claim_id).where(ClaimStep.claim_id == Claim.id)
    prepared = done.where(ClaimStep.what.in_(PREPARING))
    begun = sa.select(sa.func.min(ClaimStep.at)).where(ClaimStep.claim_id == Claim.id)
    settled = Claim.state.in_((State.ACCEPTED, State.FROZEN))
    return (
        sa.select(
            *(Claim.id, Claim.ref, Claim.title, Claim.state, Claim.filed_on),
            *(FilingRow.benefit, FilingRow.whom),
            prepared.exists().label("taken"),
            prepared.where(ClaimStep.by == account_id).exists().label("mine"),
            begun.scalar_subquery().label("begun"),
        )
        .outerjoin(FilingRow, FilingRow.claim_id == Claim.id)
        .where(
            handled_by(session, account_id),
            sa.or_(Claim.state.not_in(ENDED), sa.and_(settled, alive.condition)),
        )
    )


def _has_case(row: Row, alive: _Alive) -> bool:
    return bool(row.state == State.FROZEN and row.ref in alive.cases)


def _known(
    session: Session, account_id: str, found: Sequence[Row], alive: _Alive, now: datetime
) -> dict[str, Known]:
    """Return what is known of claims, by their ids, but for what the jury's bench says."""
    ids = {state: [row.id for row in found if row.state == state] for state in State}
    every = [row.id for row in found]
    until = _answers_until(session, ids[State.DECIDED])
    exchanges = {one.claim_id: one.exchange for one in disputes(session)}
    objections = _objections(session, every)
    answers = sa.select(Claim.id).join(Objection, Objection.claim_id == Claim.id)
    of_others = (Objection.state == OPEN, Objection.by != account_id, Claim.id.in_(objections))
    theirs = answers.where(*of_others, sa.not_(in_what_is_objected_to(account_id)))
    may_answer = set(session.scalars(theirs))
    standing = sa.and_(Appeal.case_ref.is_(None), Appeal.ended_at.is_(None))
    appealed = sa.select(Appeal.claim_id).where(Appeal.claim_id.in_(every), standing)
    unheard = set(session.scalars(appealed))
    waits = sa.and_(Halt.lifted_at.is_(None), JuryCase.stage.in_(BEFORE_CLOSING))
    of = sa.func.coalesce(JuryCase.beside_of, JuryCase.ref)
    halts = session.scalars(sa.select(of).join(Halt, Halt.case_ref == JuryCase.ref).where(waits))
    halted = {_claim_of(ref) for ref in halts}
    refused = refused_among(session, ids[State.PREPARED])
    settled = [*ids[State.ACCEPTED], *(one for one, by in until.items() if by <= now)]
    settled += [
        row.id for row in found if row.state == State.FROZEN and row.ref not in alive.pending
    ]
    claims = session.scalars(sa.select(Claim).where(Claim.id.in_(settled))).all()
    settlements = settlements_of(session, claims, now)
    return {
        row.id: Known(
            state=State(row.state),
            mine=bool(row.mine),
            answer_by=until.get(row.id),
            exchange=exchanges.get(row.id),
            settlement=settlements.get(row.id),
            objections=objections[row.id],
            may_answer=row.id in may_answer,
            unheard=row.id in unheard,
            halted=row.ref in halted,
            refused=row.id in refused,
        )
        for row in found
    }


def _answers_until(session: Session, ids: Sequence[str]) -> dict[str, datetime]:
    """Return the end of the time to answer the last decision on each claim."""
    made = PreliminaryDecision
    query = sa.select(made.claim_id, sa.func.max(made.answer_by)).where(made.claim_id.in_(ids))
    return {one: by for one, by in session.execute(query.group_by(made.claim_id)) if by is not None}


def _objections(session: Session, ids: Sequence[str]) -> Counter[str]:
    """Return how many objections to each claim are open."""
    query = sa.select(Objection.claim_id).where(Objection.state == OPEN)
    return Counter(session.scalars(query.where(Objection.claim_id.in_(ids))))


def _papers(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the kinds of the papers of claims that are there, attachments apart."""
    found: dict[str, list[str]] = defaultdict(list)
    query = sa.select(ClaimPaper.claim_id, ClaimPaper.paper).where(
        ClaimPaper.claim_id.in_(ids), ClaimPaper.removed_at.is_(None), ClaimPaper.side.is_(None)
    )
    for claim_id, paper in session.execute(query):
        found[claim_id].append(paper)
    return found


def _desk_row(
    row: Row, known: Known, papers: Sequence[str], case: BenchRow | None, now: datetime
) -> DeskRow:
    counted = None
    if row.benefit is not None:
        asked = asked_for(KindOfClaim(Benefit(row.benefit), Whom(row.whom)))
        counted = Papers(sum(one in papers for one in asked), len(asked), len(papers))
    if case is not None:
        known = replace(known, bench=case.next, until=case.until)
    return DeskRow(
        ref=row.ref,
        title=row.title,
        state=State(row.state),
        filed=row.filed_on or (row.begun or now).date(),
        taken=bool(row.taken),
        mine=bool(row.mine),
        tasks=tasks(known, now),
        papers=counted,
        case=case,
    )
