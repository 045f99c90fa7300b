"""Questions from officers: how a case stands, and what waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import SITTING, JuryCase, Reason, Seat, Verdict
from jury.queries.cases import standard_of, without_stake
from jury.standard import Standard
from kernel.errors import N_, Missing


@dataclass(frozen=True)
class OfficerCase:
    """A case as its officers may see it: who answered, never who voted, never a count of ballots.

    seats: seat number to the state of its present holder, empty where nobody sits.
    """

    ref: str
    title: str
    stage: str
    standard: Standard
    frozen_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    again_of: str | None
    outcome: str | None
    stands: str | None
    seats: dict[int, str]
    alternates: int
    answer_by: datetime | None

    @property
    def accepted(self) -> int:
        return sum(state == "accepted" for state in self.seats.values())

    @property
    def summoned(self) -> int:
        return sum(state == "summoned" for state in self.seats.values())


@dataclass(frozen=True)
class Issue:
    """What stands in the way: a msgid and what fills its `%(name)s` places; pages translate it."""

    message: str
    params: dict[str, Any] = field(default_factory=dict)


def officer_cases(session: Session, account_id: str | None) -> list[OfficerCase]:
    """Return the cases that `account_id` may handle, the latest first."""
    cases = session.scalars(
        sa.select(JuryCase)
        .where(without_stake(account_id))
        .order_by(JuryCase.frozen_at.desc(), JuryCase.ref.desc())
    ).all()
    refs = [case.ref for case in cases]
    seats: dict[str, list[Seat]] = {ref: [] for ref in refs}
    for seat in session.scalars(sa.select(Seat).where(Seat.case_ref.in_(refs))):
        seats[seat.case_ref].append(seat)
    verdicts = {
        row.case_ref: row
        for row in session.scalars(sa.select(Verdict).where(Verdict.case_ref.in_(refs)))
    }
    return [_officer_case(case, seats[case.ref], verdicts.get(case.ref)) for case in cases]


def officer_case(session: Session, ref: str, account_id: str | None) -> OfficerCase:
    """Return one case that `account_id` may handle.

    Raises Missing, alike for an unknown case and for one in which they have a stake or a seat.
    """
    case = session.scalar(sa.select(JuryCase).where(JuryCase.ref == ref, without_stake(account_id)))
    if case is None:
        raise Missing()
    seats = session.scalars(sa.select(Seat).where(Seat.case_ref == ref)).all()
    return _officer_case(case, seats, session.get(Verdict, ref))


def _officer_case(case: JuryCase, seats: Sequence[Seat], decided: Verdict | None) -> OfficerCase:
    numbered: dict[int, str] = {}
    for seat in seats:
        if seat.number is not None and (seat.state in SITTING or seat.number not in numbered):
            numbered[seat.number] = seat.state if seat.state in SITTING else "empty"
    waiting = [seat.answer_by for seat in seats if seat.state == "summoned" and seat.answer_by]
    return OfficerCase(
        ref=case.ref,
        title=case.title,
        stage=case.stage,
        standard=standard_of(case),
        frozen_at=case.frozen_at,
        opens_at=case.opens_at,
        closes_at=case.closes_at,
        again_of=case.again_of,
        outcome=decided.outcome if decided else None,
        stands=decided.body["stands"] if decided else None,
        seats=dict(sorted(numbered.items())),
        alternates=sum(seat.state == "alternate" for seat in seats),
        answer_by=max(waiting, default=None),
    )


def issues_before_opening(case: OfficerCase) -> list[Issue]:
    """Return what stands in the way of opening the poll; an empty list when nothing does."""
    issues = []
    if case.stage in {"frozen", "committed"}:
        issues.append(Issue(N_("The panel has not been drawn yet.")))
    elif case.stage != "drawn":
        issues.append(Issue(N_("The poll was opened before, or the case is over.")))
    elif case.accepted < (needed := case.standard.quorum()):
        issues.append(
            Issue(
                N_("Seats taken: %(accepted)s. A decision needs at least %(needed)s."),
                {"accepted": case.accepted, "needed": needed},
            )
        )
    return issues


def reasons_waiting(session: Session, ref: str | None = None) -> list[Reason]:
    """Return the jurors' reasons that wait for an officer, of one case or of all."""
    query = sa.select(Reason).where(Reason.state == "waiting").order_by(Reason.case_ref, Reason.id)
    return list(session.scalars(query.where(Reason.case_ref == ref) if ref else query))
