"""Questions about a dispute: who writes for which side, what was written, until when."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.life import State
from claims.models import (
    WITHDRAWN,
    AdviserRow,
    Claim,
    ClaimStep,
    DecisionAnswer,
    ExtensionRow,
    PreliminaryDecision,
    StatementRow,
)
from claims.queries.claims import claim_by_ref, claim_for_officer, latest_first
from claims.queries.filing import answer_of, is_last_decision
from claims.timetable import Exchange, Phase, Place, Round, Side
from kernel.errors import Missing
from members import queries as members

Texts = dict[Place, StatementRow]
Times = dict[str, dict[Place, datetime]]  # by claim
More = dict[str, Counter[Place]]  # by claim, in days


def adviser_row(session: Session, claim: Claim) -> AdviserRow | None:
    """Return who advises the claimant now, and since when."""
    here = sa.select(AdviserRow).where(AdviserRow.claim_id == claim.id)
    return session.scalar(here.where(AdviserRow.removed_at.is_(None)))


def adviser_of(session: Session, claim: Claim) -> str | None:
    """Return the account of whoever advises the claimant now."""
    row = adviser_row(session, claim)
    return row.account_id if row else None


def adviser_ref(session: Session, claim: Claim) -> str:
    """Return the reference of whoever advises the claimant; empty for nobody. No name: the public
    log tells references, and they would lead to names."""
    found = adviser_of(session, claim)
    return members.account(session, found).ref if found else ""


def claim_of_side(session: Session, account_id: str, ref: str) -> Claim:
    """Return a claim for its claimant or, until it is withdrawn, their adviser; raises Missing,
    alike for none."""
    found = claim_by_ref(session, ref)
    helps = found.state != State.WITHDRAWN and account_id == adviser_of(session, found)
    if account_id != found.claimant_id and not helps:
        raise Missing()
    return found


def advised(session: Session, account_id: str) -> list[Claim]:
    """Return the claims in which this account advises the claimant now: none that was withdrawn."""
    mine = sa.select(AdviserRow.claim_id).where(
        AdviserRow.account_id == account_id, AdviserRow.removed_at.is_(None)
    )
    query = sa.select(Claim).where(Claim.id.in_(mine), Claim.state != State.WITHDRAWN)
    return list(session.scalars(query.order_by(*latest_first())))


def claim_and_side(session: Session, account_id: str, ref: str, side: Side) -> Claim:
    """Return a claim for somebody who writes for `side`; raises Missing."""
    if side is Side.CLAIMANT:
        return claim_of_side(session, account_id, ref)
    return claim_for_officer(session, account_id, ref)


def texts_of(session: Session, claim: Claim) -> Texts:
    """Return what was written, by side and round: both sides' drafts too."""
    return _texts(session, StatementRow.claim_id == claim.id)


def texts_for(session: Session, claim: Claim, side: Side, shown: set[Round]) -> Texts:
    """Return what a side reads: its own texts, and of the other's those of the rounds `shown`."""
    may_read = sa.or_(StatementRow.side == side, StatementRow.round.in_(shown))
    return _texts(session, StatementRow.claim_id == claim.id, may_read)


def _texts(session: Session, *which: sa.ColumnElement[bool]) -> Texts:
    rows = session.scalars(sa.select(StatementRow).where(*which))
    return {(Side(row.side), Round(row.round)): row for row in rows}


def extensions_of(session: Session, claim: Claim) -> list[ExtensionRow]:
    """Return the days that were added, the earliest first."""
    query = sa.select(ExtensionRow).where(ExtensionRow.claim_id == claim.id)
    return list(session.scalars(query.order_by(ExtensionRow.at, ExtensionRow.id)))


def exchange_of(session: Session, claim: Claim) -> Exchange:
    """Return a dispute with its timetable; raises Missing where there is none."""
    answer = answer_of(session, claim)
    if answer is None or not answer.disputes:
        raise Missing()
    handed_in, more = _times(session, [claim.id])
    return Exchange(answer.at, handed_in[claim.id], more[claim.id])


def _times(session: Session, claim_ids: Sequence[str] | sa.Select[str]) -> tuple[Times, More]:
    """Return when texts of these claims were handed in, and the days that were added to them."""
    handed_in: Times = defaultdict(dict)
    more: More = defaultdict(Counter)
    text, added = StatementRow, ExtensionRow
    for claim_id, side, round_, at in session.execute(
        sa.select(text.claim_id, text.side, text.round, text.handed_in_at).where(
            text.claim_id.in_(claim_ids)
        )
    ):
        if at is not None:
            handed_in[claim_id][Side(side), Round(round_)] = at
    for claim_id, side, round_, days in session.execute(
        sa.select(added.claim_id, added.side, added.round, added.days).where(
            added.claim_id.in_(claim_ids)
        )
    ):
        more[claim_id][Side(side), Round(round_)] += days
    return handed_in, more


def texts_shown(session: Session, claim: Claim, exchange: Exchange, now: datetime) -> set[Round]:
    """Return which texts each side may read of the other: of a claim that was withdrawn meanwhile,
    those that it might read until then, and no draft."""
    if claim.state not in {State.DISPUTED, State.WITHDRAWN}:
        return set(Round)
    ended = session.scalar(
        sa.select(ClaimStep.at).where(ClaimStep.claim_id == claim.id, ClaimStep.what == WITHDRAWN)
    )
    phase = exchange.phase(ended or now)
    if phase is Phase.STATEMENTS:
        return set()
    return {Round.STATEMENT} if phase is Phase.REPLIES else set(Round)


@dataclass(frozen=True)
class Dispute:
    """A claim in dispute, with its timetable."""

    claim_id: str
    ref: str
    claimant_id: str
    exchange: Exchange


def disputes(session: Session) -> list[Dispute]:
    """Return the claims in dispute, in as many queries for many as for one."""
    disputed = Claim.state == State.DISPUTED
    begun = session.execute(
        sa.select(Claim.id, Claim.ref, Claim.claimant_id, DecisionAnswer.at)
        .join(PreliminaryDecision, PreliminaryDecision.claim_id == Claim.id)
        .join(
            DecisionAnswer,
            sa.and_(
                DecisionAnswer.claim_id == PreliminaryDecision.claim_id,
                DecisionAnswer.number == PreliminaryDecision.number,
            ),
        )
        .where(disputed, DecisionAnswer.disputes, is_last_decision())
        .order_by(Claim.ref)
    ).all()
    if not begun:
        return []
    handed_in, more = _times(session, sa.select(Claim.id).where(disputed))
    return [
        Dispute(one.id, one.ref, one.claimant_id, Exchange(one.at, handed_in[one.id], more[one.id]))
        for one in begun
    ]


def exchanges_over(session: Session, now: datetime) -> list[str]:
    """Return the refs of the disputes in which nothing can be written any more."""
    return [one.ref for one in disputes(session) if now >= one.exchange.over_at]
