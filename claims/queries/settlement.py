"""Questions about what comes after a decision: what a claim came to, the objections, the appeal."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.filing import Benefit
from claims.life import State, by_now
from claims.models import (
    OPEN,
    UPHELD,
    Appeal,
    Claim,
    DecisionAnswer,
    FilingRow,
    Objection,
    PreliminaryDecision,
)
from claims.payday import CLAUSE, PayDay, pay_day
from claims.queries.claims import IN_ORDER, claim_by_ref, is_case_of, latest_first
from claims.queries.filing import decision_of
from claims.settlement import (
    APPEAL_TIME,
    PUBLICITY,
    Payment,
    Ruling,
    Settlement,
    accepted_at,
    settled,
    settles,
    still_counted,
)
from claims.timetable import Side
from jury.models import JuryCase, Verdict
from kernel.errors import Missing
from rules.queries import versions_of


def objections(session: Session, claim: Claim) -> list[Objection]:
    """Return the objections to a payment, the earliest first."""
    query = sa.select(Objection).where(Objection.claim_id == claim.id)
    return list(session.scalars(query.order_by(Objection.at, Objection.id)))


def objections_by(session: Session, account_id: str) -> list[tuple[str, Objection]]:
    """Return the objections that a member made, the latest first, each with the ref of its claim:
    they read the answer, and nobody else but officers does."""
    query = sa.select(Claim.ref, Objection).join(Claim, Claim.id == Objection.claim_id)
    mine = query.where(Objection.by == account_id)
    rows = session.execute(mine.order_by(Objection.at.desc(), Objection.id))
    return [(ref, row) for ref, row in rows]


def has_objected(session: Session, claim: Claim, settlement: Settlement, account_id: str) -> bool:
    """Whether a member has objected to a claim's payment as it is settled now."""
    found = (one for one in objections(session, claim) if one.by == account_id)
    return any(one.against == settlement.since for one in found)


def objection(session: Session, objection_id: str, *, lock: bool = False) -> Objection:
    """Return an objection; raises Missing."""
    found = session.get(Objection, objection_id, with_for_update=lock, populate_existing=lock)
    if found is None:
        raise Missing()
    return found


def appeal_of(session: Session, claim: Claim) -> Appeal | None:
    """Return the appeal of a claim, if a side has made one that has not ended unheard."""
    return session.scalar(
        sa.select(Appeal).where(Appeal.claim_id == claim.id, Appeal.ended_at.is_(None))
    )


def state_now(session: Session, claim: Claim, now: datetime) -> State:
    """Return where a claim stands: a decision that nobody answered in time stands."""
    decision = decision_of(session, claim)
    return by_now(State(claim.state), decision.answer_by if decision else None, now)


def settlement_of(session: Session, claim: Claim, now: datetime) -> Settlement | None:
    """Return where a claim stands after its decision; None while there is none that holds."""
    [held] = _held(session, [claim])
    return _settlement(held, now)


def pay_day_of(session: Session, settlement: Settlement | None, now: datetime) -> PayDay | None:
    """Return on which day a claim is paid, if nobody objects and no side appeals any more; None
    where nothing is paid, where that is not decided, and where the rules name no day."""
    if settlement is None or settlement.payment(now) not in {Payment.WAITING, Payment.DUE}:
        return None
    try:
        versions = versions_of(session, CLAUSE)
    except Missing:
        return None
    return pay_day(versions, settlement.since, settlement.free_at)


def settlements_of(
    session: Session, claims: Sequence[Claim], now: datetime
) -> dict[str, Settlement | None]:
    """Return where each of some claims stands after its decision, by their ids."""
    return {held.claim.id: _settlement(held, now) for held in _held(session, claims)}


@dataclass(frozen=True)
class _Held:
    """What is held of one claim that bears on what it came to, each the earliest first.

    cases: their titles, and the verdict of each that has one.
    """

    claim: Claim
    cases: Sequence[tuple[str, Verdict | None]]
    objections: Sequence[Objection]
    appeals: Sequence[Appeal]
    decisions: Sequence[PreliminaryDecision]
    answers: Sequence[DecisionAnswer]


@dataclass(frozen=True)
class MayAppeal:
    """A side that may appeal still: of which claim, and until when."""

    claim: Claim
    side: Side
    until: datetime


def appeals_ending(session: Session, now: datetime, within: timedelta) -> list[MayAppeal]:
    """Return who may appeal still, and only `within` a time from now."""
    recent = Verdict.decided_at > now - APPEAL_TIME
    decided = sa.exists().where(
        Verdict.case_ref == JuryCase.ref,
        recent,
        Verdict.decided_at <= now - APPEAL_TIME + within,
        is_case_of(Claim.ref),
    )
    query = sa.select(Claim).where(Claim.state == State.FROZEN, decided).order_by(Claim.ref)
    found = []
    for held in _held(session, session.scalars(query).all()):
        settlement = _settlement(held, now)
        if settlement is not None and settlement.appeal_until <= now + within:
            until = settlement.appeal_until
            sides = [side for side in Side if settlement.may_appeal(side, now)]
            found += [MayAppeal(held.claim, side, until) for side in sides]
    return found


def _held(session: Session, claims: Sequence[Claim]) -> list[_Held]:
    """Return what is held of claims, in as many queries for many of them as for one."""
    ids = [one.id for one in claims]
    cases: dict[str, list[tuple[str, Verdict | None]]] = defaultdict(list)
    query = (
        sa.select(Claim.id, JuryCase.title, Verdict)
        .join(JuryCase, is_case_of(Claim.ref))
        .outerjoin(Verdict, Verdict.case_ref == JuryCase.ref)
        .where(Claim.id.in_(ids))
        .order_by(*IN_ORDER)
    )
    for claim_id, title, verdict in session.execute(query):
        cases[claim_id].append((title, verdict))
    kinds = (Objection, Appeal, PreliminaryDecision, DecisionAnswer)
    rows = [_rows_of(session, kind, ids) for kind in kinds]
    return [_Held(one, cases[one.id], *(kind[one.id] for kind in rows)) for one in claims]


def _rows_of(session: Session, kind: Any, ids: Sequence[str]) -> dict[str, list[Any]]:
    """Return the rows of a kind by the ids of their claims, the earliest first."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in session.scalars(sa.select(kind).where(kind.claim_id.in_(ids)).order_by(kind.at)):
        found[row.claim_id].append(row)
    return found


def _settlement(held: _Held, now: datetime) -> Settlement | None:
    decision = held.decisions[-1] if held.decisions else None
    state = by_now(State(held.claim.state), decision.answer_by if decision else None, now)
    rulings = _rulings(held)
    if state is State.ACCEPTED and decision is not None:
        answered = [one.at for one in held.answers if one.number == decision.number]
        since = accepted_at(decision.at, decision.answer_by, max(answered, default=None))
    elif state is State.FROZEN and settles(rulings):
        since = rulings[-1].at
    else:
        return None
    plan = decision.value if decision else held.claim.facts.preliminary
    appeals = [one for one in held.appeals if one.ended_at is None]
    return Settlement(
        since,
        settled(plan.decision, plan.amount, plan.lower, rulings),
        by_jury=state is State.FROZEN,
        objections=sum(one.state == OPEN for one in held.objections),
        answered=max(
            (
                one.answered_at
                for one in held.objections
                if one.answered_at and one.against == since
            ),
            default=None,
        ),
        appealed=bool(appeals),
        unheard=any(one.case_ref is None for one in appeals),
        before_jury=state is State.FROZEN and held.cases[-1][1] is None,
    )


def _rulings(held: _Held) -> list[Ruling]:
    """Return the verdicts on a claim that no objection has set aside, the earliest first."""
    upheld = [one.answered_at for one in held.objections if one.state == UPHELD and one.answered_at]
    verdicts = [verdict for _case, verdict in held.cases if verdict is not None]
    return still_counted(
        [
            Ruling(one.decided_at, one.outcome, one.body["stands"], one.body.get("tier"))
            for one in verdicts
        ],
        max(upheld, default=None),
    )


@dataclass(frozen=True)
class Published:
    """What every member may read of a payment: no name, nothing of the illness but the title.

    title: of the file that a jury read. Where there was none, no second officer has seen a title,
    nor has the claimant: there it is empty, and `benefit` says what is paid for.
    verdict_ref: the case of the verdict by which it is paid, where there is one.
    """

    ref: str
    title: str
    benefit: Benefit | None
    settlement: Settlement
    verdict_ref: str | None


def published(session: Session, now: datetime) -> list[Published]:
    """Return the payments that members may object to now, the latest first."""
    recent = now - PUBLICITY
    decided = sa.select(Verdict.case_ref).where(Verdict.decided_at > recent)
    answered = sa.select(DecisionAnswer.claim_id).where(DecisionAnswer.at > recent)
    stands_since = sa.func.coalesce(PreliminaryDecision.answer_by, PreliminaryDecision.at)
    unasked = sa.select(PreliminaryDecision.claim_id).where(
        stands_since > recent, stands_since <= now
    )
    query = sa.select(Claim).where(
        sa.or_(
            sa.and_(
                Claim.state == State.FROZEN,
                sa.exists().where(JuryCase.ref.in_(decided), is_case_of(Claim.ref)),
            ),
            sa.and_(Claim.state == State.ACCEPTED, Claim.id.in_(answered)),
            # A decision that nobody answered stands, whether or not the worker has been round.
            sa.and_(
                Claim.state.in_((State.ACCEPTED, State.DECIDED)),
                Claim.id.in_(unasked),
            ),
        )
    )
    return _published(session, session.scalars(query.order_by(*latest_first())).all(), now)


def published_one(session: Session, ref: str, now: datetime) -> Published:
    """Return a payment that members may object to now; raises Missing."""
    found = _published(session, [claim_by_ref(session, ref)], now)
    if not found:
        raise Missing()
    return found[0]


def _published(session: Session, claims: Sequence[Claim], now: datetime) -> list[Published]:
    """Return those of some claims that members may object to, in their order."""
    found = []
    benefits = sa.select(FilingRow.claim_id, FilingRow.benefit).where(
        FilingRow.claim_id.in_([one.id for one in claims])
    )
    filed = {claim_id: Benefit(word) for claim_id, word in session.execute(benefits)}
    for held in _held(session, claims):
        settlement = _settlement(held, now)
        if settlement is not None and settlement.may_object(now):
            title = held.cases[-1][0] if held.cases else ""
            benefit, verdicts = filed.get(held.claim.id), [one for _title, one in held.cases if one]
            by = verdicts[-1].case_ref if verdicts and settlement.by_jury else None
            found.append(Published(held.claim.ref, title, benefit, settlement, by))
    return found
