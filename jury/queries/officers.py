"""Questions from officers: how a case stands, and what waits for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import SITTING, Draw, DrawVoid, JuryCase, Reason, Seat, Verdict
from jury.queries.assemblies import Turnout, turnouts
from jury.queries.cases import standard_of, without_stake
from jury.queries.challenges import count_open
from jury.queries.trustees import HeldKey, held_keys
from jury.randomness import Kind
from jury.standard import Standard
from kernel.errors import N_, Missing


@dataclass(frozen=True)
class Lot:
    """An announced draw that waits for its randomness, as one officer sees it.

    mine: whether they announced it. given_up: whether somebody proposed to give it up.
    mine_to_agree: whether that was another officer.
    """

    kind: Kind
    source: str | None
    round: int | None
    due_by: datetime | None
    there: bool
    mine: bool
    given_up: bool
    mine_to_agree: bool


@dataclass(frozen=True)
class OfficerCase:
    """A case as its officers may see it: who answered, never who voted, never a count of ballots.

    lot: the draw that was announced and has not fallen yet. key: where trustees hold it.
    challenges: how many wait for an officer, whoever that may be.
    seats: of a panel, seat number to the state of its present holder, empty where nobody sits.
    turnout: of an assembly that was opened.
    """

    ref: str
    title: str
    stage: str
    standard: Standard
    frozen_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    again_of: str | None
    lot: Lot | None
    key: HeldKey | None
    outcome: str | None
    stands: str | None
    seats: dict[int, str]
    alternates: int
    challenges: int
    answer_by: datetime | None
    estimates: bool = False
    turnout: Turnout | None = None

    @property
    def waits_for_trustees(self) -> bool:
        """Whether what is missing for the next step is theirs to bring, and nobody else's."""
        if self.key is None:
            return False
        kept = self.key.kept == len(self.key.holders)
        if self.stage == "drawn":
            return self.accepted >= self.standard.quorum() and not kept
        if self.stage == "frozen":
            return self.is_assembly and not kept
        return self.stage == "closed" and self.key.entered < self.key.threshold

    @property
    def is_assembly(self) -> bool:
        """Whether everybody on the roll may come, and nobody is drawn."""
        return not self.standard.drawn

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


def officer_cases(
    session: Session, account_id: str | None, among: Collection[str] | None = None
) -> list[OfficerCase]:
    """Return the cases that `account_id` may handle, the latest first. among: the refs of those
    that are asked about, where not all are."""
    asked = sa.true() if among is None else JuryCase.ref.in_(among)
    cases = session.scalars(
        sa.select(JuryCase)
        .where(without_stake(account_id), asked)
        .order_by(JuryCase.frozen_at.desc(), JuryCase.ref.desc())
    ).all()
    refs = [case.ref for case in cases]
    panels = [case.ref for case in cases if case.mode != "open"]
    seats: dict[str, list[Seat]] = {ref: [] for ref in refs}
    for seat in session.scalars(sa.select(Seat).where(Seat.case_ref.in_(panels))):
        seats[seat.case_ref].append(seat)
    verdicts = {
        row.case_ref: row
        for row in session.scalars(sa.select(Verdict).where(Verdict.case_ref.in_(refs)))
    }
    lots, keys = _lots(session, refs, account_id), held_keys(session, refs)
    challenges = count_open(session, refs)
    came = turnouts(session, [case.ref for case in cases if case.mode == "open"])
    return [
        _officer_case(
            case,
            seats[case.ref],
            verdicts.get(case.ref),
            lots.get(case.ref),
            keys.get(case.ref),
            challenges.get(case.ref, 0),
            came.get(case.ref),
        )
        for case in cases
    ]


def officer_case(session: Session, ref: str, account_id: str | None) -> OfficerCase:
    """Return one case that `account_id` may handle.

    Raises Missing, alike for an unknown case and for one in which they have a stake or a seat.
    """
    case = session.scalar(sa.select(JuryCase).where(JuryCase.ref == ref, without_stake(account_id)))
    if case is None:
        raise Missing()
    panel = sa.select(Seat).where(Seat.case_ref == ref)
    seats = session.scalars(panel).all() if case.mode != "open" else []
    lot = _lots(session, [ref], account_id).get(ref)
    key = held_keys(session, [ref]).get(ref)
    challenges = count_open(session, [ref]).get(ref, 0)
    came = turnouts(session, [ref]).get(ref)
    return _officer_case(case, seats, session.get(Verdict, ref), lot, key, challenges, came)


def _lots(session: Session, refs: Sequence[str], account_id: str | None) -> dict[str, Lot]:
    of_draw = sa.and_(DrawVoid.case_ref == Draw.case_ref, DrawVoid.draw == Draw.number)
    rows = session.execute(
        sa.select(Draw, DrawVoid.proposed_by)
        .outerjoin(DrawVoid, of_draw)
        .where(Draw.case_ref.in_(refs), Draw.state == "pending")
    )
    return {
        draw.case_ref: Lot(
            kind=Kind(draw.kind),
            source=draw.source,
            round=draw.beacon_round,
            due_by=draw.due_by,
            there=draw.shown is not None,
            mine=draw.ordered_by == account_id,
            given_up=bool(proposed_by),
            mine_to_agree=proposed_by not in {None, account_id},
        )
        for draw, proposed_by in rows
    }


def _officer_case(
    case: JuryCase,
    seats: Sequence[Seat],
    decided: Verdict | None,
    lot: Lot | None,
    key: HeldKey | None,
    challenges: int,
    turnout: Turnout | None,
) -> OfficerCase:
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
        estimates=case.beside_of is not None,
        lot=lot,
        key=key,
        outcome=decided.outcome if decided else None,
        stands=decided.body["stands"] if decided else None,
        seats=dict(sorted(numbered.items())),
        alternates=sum(seat.state == "alternate" for seat in seats),
        challenges=challenges,
        answer_by=max(waiting, default=None),
        turnout=turnout,
    )


def issues_before_opening(case: OfficerCase) -> list[Issue]:
    """Return what stands in the way of opening the poll; an empty list when nothing does."""
    if case.stage in {"frozen", "committed"} and not case.is_assembly:
        return [Issue(N_("The panel has not been drawn yet."))]
    if case.stage != ("frozen" if case.is_assembly else "drawn"):
        return [Issue(N_("The poll was opened before, or the case is over."))]
    issues = []
    if not case.is_assembly and case.accepted < (needed := case.standard.quorum()):
        issues.append(
            Issue(
                N_("Seats taken: %(accepted)s. A decision needs at least %(needed)s."),
                {"accepted": case.accepted, "needed": needed},
            )
        )
    if case.challenges:
        issues.append(
            Issue(
                N_("Challenges that an officer has to decide: %(count)s."),
                {"count": case.challenges},
            )
        )
    if case.key is not None and case.key.kept < (count := len(case.key.holders)):
        issues.append(
            Issue(
                N_("Trustees who have their words on paper: %(kept)s. All %(count)s must."),
                {"kept": case.key.kept, "count": count},
            )
        )
    return issues


def reasons_waiting(
    session: Session, ref: str | None = None, most: int | None = None
) -> list[Reason]:
    """Return the jurors' reasons that wait for an officer, of one case or of all, at most so many:
    an assembly may have hundreds of thousands."""
    query = sa.select(Reason).where(Reason.state == "waiting").order_by(Reason.case_ref, Reason.id)
    return list(
        session.scalars((query.where(Reason.case_ref == ref) if ref else query).limit(most))
    )


def count_reasons_waiting(session: Session, refs: Collection[str]) -> dict[str, int]:
    """Return how many reasons wait for an officer in each of these cases, where any do."""
    rows = session.execute(
        sa.select(Reason.case_ref, sa.func.count())
        .where(Reason.state == "waiting", Reason.case_ref.in_(refs))
        .group_by(Reason.case_ref)
    )
    return {row[0]: row[1] for row in rows}
