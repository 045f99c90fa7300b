"""Questions about what was done to a claim, by whom, and who therefore may not judge it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.reasons import TOOK_PART
from claims.filing import PartyKind
from claims.life import State
from claims.models import (
    ANSWERED,
    CHANGED,
    DECIDED,
    DISMISSED,
    PREPARING,
    REFUSED,
    REOPENED,
    RETURNED,
    SENT_BACK,
    STRUCK,
    TAKEN_BACK,
    AdviserRow,
    Claim,
    ClaimStep,
    Objection,
    StatementRow,
)
from claims.queries.claims import REF
from claims.timetable import Side
from kernel.db import Base
from members import queries as members
from members.member import plain_name
from members.models import Account

# Whoever has a stake in a claim is on no panel for it; these are the codes that the log counts.
OWN, HOSPITAL = "claim", "hospital"
ANSWERING = (DISMISSED, REOPENED)
WITHOUT_A_JURY = (State.FILING, State.INVESTIGATED, State.DECIDED, State.ACCEPTED)
ON_A_WORDING = (REFUSED, ANSWERED, STRUCK, RETURNED, TAKEN_BACK, REOPENED)


def steps(session: Session, claim: Claim) -> list[ClaimStep]:
    """Return what was done to a claim, in order."""
    query = sa.select(ClaimStep).where(ClaimStep.claim_id == claim.id).order_by(ClaimStep.number)
    return list(session.scalars(query))


@dataclass(frozen=True)
class NamedStep:
    """One step of a claim as officers read it."""

    what: str
    who: str
    at: datetime
    why: str


def history(session: Session, claim: Claim) -> list[NamedStep]:
    """Return the steps of a claim with the names of those who took them."""
    return [
        NamedStep(step.what, members.account(session, step.by).name, step.at, step.why)
        for step in steps(session, claim)
    ]


def remarks(session: Session, claim: Claim) -> list[NamedStep]:
    """Return what was said of earlier wordings of the text, the latest first: by the claimant, who
    did not agree to one or struck their remarks from it, and by officers, who answered them, gave
    one back or took it up again."""
    said = [one for one in history(session, claim) if one.what in ON_A_WORDING]
    return said[::-1]


def why_sent_back(session: Session, claim: Claim) -> str:
    """Return why a claim came back to its claimant, if that was the last that was done to it."""
    done = steps(session, claim)
    return done[-1].why if done and done[-1].what == SENT_BACK else ""


def is_erased_if_withdrawn(session: Session, claim: Claim) -> bool:
    """Whether a withdrawal erases what was written: while it is written, unless the plan decided on
    it before. Else whoever was paid could have the papers erased on which they were."""
    was_decided = any(step.what == DECIDED for step in steps(session, claim))
    return claim.state == State.FILING and not was_decided


def was_edited(session: Session, claim: Claim) -> bool:
    """Whether an officer changed what is on file of a claim."""
    return any(step.what == CHANGED for step in steps(session, claim))


def handlers(session: Session, claim: Claim) -> set[str]:
    """Return the accounts of all officers who did anything to a claim, or wrote for the plan.

    Each of their actions is noted as a step, for this.
    """
    did = {step.by for step in steps(session, claim)} | set(_writers(session, claim))
    return did - {claim.claimant_id}


def _writers(session: Session, claim: Claim) -> list[str]:
    """Return the accounts of those who wrote the plan's texts of the exchange."""
    return list(
        session.scalars(
            sa.select(StatementRow.by)
            .where(StatementRow.claim_id == claim.id, StatementRow.side == Side.RESPONDENT)
            .order_by(StatementRow.saved_at)
        )
    )


def advisers_ever(session: Session, claim: Claim) -> set[str]:
    """Return the accounts of all who advise the claimant, or once did: they have read the claim."""
    return set(
        session.scalars(sa.select(AdviserRow.account_id).where(AdviserRow.claim_id == claim.id))
    )


def exclusions(session: Session, claim: Claim) -> dict[str, str]:
    """Return who may not judge a claim: account id to reason code, the weightiest one.

    Who objected to a payment has said what they think of the claim, and took part in it so.
    A stake outweighs having taken part: who has one must not act on the case as an officer either.
    """
    return {
        **dict.fromkeys(_had_a_part(session, claim), TOOK_PART),
        **dict.fromkeys(members.at_hospital(session, _hospitals(claim.parties)), HOSPITAL),
        **members.close_to(session, claim.claimant_id),
        claim.claimant_id: OWN,
    }


def in_conflict(session: Session, case_ref: str, account_id: str) -> bool:
    """Whether somebody may not judge a case, as things stand now: what `exclusions` asked when it
    was frozen, asked of one account, in one statement. False for a case that came from no claim."""
    ref = REF.match(case_ref)
    asked = {"ref": ref.group() if ref else "", "account": account_id}
    row = session.connection().execute(_CONFLICT, asked).one_or_none()
    if row is None:
        return False
    ties = {row.hospital_key, row.employer_key} - {None}
    return row.barred or not ties.isdisjoint(_hospitals(row.parties))


def has_prepared(session: Session, case_ref: str, account_id: str) -> bool:
    """Whether an officer prepared a case, or wrote for the plan in it: they speak for the plan.
    False for a case that came from no claim."""
    claim = _claim_of(session, case_ref)
    return claim is not None and account_id in preparers(session, claim)


def _claim_of(session: Session, case_ref: str) -> Claim | None:
    ref = REF.match(case_ref)
    return session.scalar(sa.select(Claim).where(Claim.ref == ref.group())) if ref else None


def _had_a_part(session: Session, claim: Claim) -> set[str]:
    objected = sa.select(Objection.by).where(Objection.claim_id == claim.id)
    others = advisers_ever(session, claim) | set(session.scalars(objected))
    return handlers(session, claim) | others


def _hospitals(parties: Iterable[Mapping[str, str]]) -> list[str]:
    """Return whatever is named in a claim and may be a hospital, as such names are compared. Its
    role does not tell: an officer may call one a clinic, or the second institution. A place is
    none, and nobody is tied to a person as to a hospital."""
    named = (party["name"] for party in parties if not party["role"].startswith(PartyKind.PLACE))
    return sorted({plain_name(name) for name in named} - {""})


def preparers(session: Session, claim: Claim) -> list[str]:
    """Return the accounts of those who prepared a claim or wrote for the plan in it, the one who
    prepared it last at the end."""
    return [step.by for step in steps(session, claim) if step.what in PREPARING]


def took_part(session: Session, claim: Claim, account_id: str) -> bool:
    """Whether an officer had a part in what members object to; see `in_what_is_objected_to`."""
    query = sa.select(Claim.id).where(Claim.id == claim.id, in_what_is_objected_to(account_id))
    return session.scalar(query) is not None


def in_what_is_objected_to(account_id: str) -> sa.ColumnElement[bool]:
    """Return the condition on claims that an officer prepared or decided them or, from when they
    were on their way to a jury, did anything to them but answer objections: who answered one may
    answer the next, or a few objections would leave nobody to."""
    by_them = sa.select(ClaimStep.number).where(
        ClaimStep.claim_id == Claim.id, ClaimStep.by == account_id
    )
    prepared = by_them.where(ClaimStep.what.in_(PREPARING)).exists()
    did_more = by_them.where(ClaimStep.what.not_in(ANSWERING)).exists()
    return sa.or_(prepared, sa.and_(Claim.state.not_in(WITHOUT_A_JURY), did_more))


def _has_a_part(kind: type[Base], by: str, *more: sa.ColumnElement[bool]) -> sa.Exists:
    """Return the condition on claims that a row of theirs names an account."""
    rows = kind.__table__.c
    return sa.exists().where(
        rows.claim_id == _CLAIM.c.id, rows[by] == sa.bindparam("account", type_=sa.String), *more
    )


# Made once: it is asked of each ballot.
_CLAIM, _CLAIMANT, _ONE = (
    Claim.__table__,
    Account.__table__.alias("claimant"),
    Account.__table__.alias("one"),
)
_CONFLICT = (
    sa.select(
        _CLAIM.c.parties,
        _ONE.c.hospital_key,
        _ONE.c.employer_key,
        sa.or_(
            _CLAIMANT.c.id == _ONE.c.id,
            members.are_close(_CLAIMANT.c, _ONE.c),
            _has_a_part(ClaimStep, "by"),
            _has_a_part(StatementRow, "by", StatementRow.side == Side.RESPONDENT),
            _has_a_part(AdviserRow, "account_id"),
            _has_a_part(Objection, "by"),
        ).label("barred"),
    )
    .select_from(_CLAIM.join(_CLAIMANT, _CLAIMANT.c.id == _CLAIM.c.claimant_id))
    .join(_ONE, _ONE.c.id == sa.bindparam("account", type_=sa.String))
    .where(_CLAIM.c.ref == sa.bindparam("ref", type_=sa.String))
)
