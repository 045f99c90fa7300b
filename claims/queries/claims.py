"""Questions about which claims there are, and to whom: officers and claimants, nobody else."""

import re
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.claim import check_handler
from claims.life import State
from claims.models import (
    FILED,
    PREPARING,
    SENT_BACK,
    WITHDRAWN,
    AdviserRow,
    Claim,
    ClaimStep,
)
from jury.models import JuryCase, Seat
from kernel.db import held
from kernel.errors import N_, Malformed, Missing
from members import queries as members
from members.models import Account

Condition = sa.ColumnElement[bool]
REF = re.compile(r"C-[0-9]{4}-[0-9]{4,9}")


def claim_by_ref(session: Session, ref: str) -> Claim:
    """Return the claim `ref`; raises Missing, for what is no ref too."""
    found = None
    if REF.fullmatch(ref):
        found = session.scalar(sa.select(Claim).where(Claim.ref == ref))
    if found is None:
        raise Missing()
    return found


def claim_by_id(session: Session, claim_id: str) -> Claim:
    """Return a claim by its id; raises Missing."""
    if (found := session.get(Claim, claim_id)) is None:
        raise Missing()
    return found


def is_case_of(ref: sa.ColumnElement[str] | sa.orm.InstrumentedAttribute[str]) -> Condition:
    """Return the condition that a case is one of a claim's: the first, or one that followed."""
    return sa.or_(JuryCase.ref == ref, JuryCase.ref.like(ref + "-_"))


def cases_of(ref: str) -> sa.Select[str]:
    """Select the references of a claim's cases."""
    return sa.select(JuryCase.ref).where(is_case_of(sa.literal(ref)))


def locked_claim(session: Session, ref: str) -> Claim:
    """Return the claim `ref` as it is now, kept from others until we are done; raises Missing."""
    claim_by_ref(session, ref)
    return session.scalars(held(sa.select(Claim).where(Claim.ref == ref))).one()


def my_claim(session: Session, account_id: str, ref: str) -> Claim:
    """Return a claim for its claimant; raises Missing, alike for another's and for none."""
    found = claim_by_ref(session, ref)
    if found.claimant_id != account_id:
        raise Missing()
    return found


def claim_for_officer(session: Session, account_id: str, ref: str) -> Claim:
    """Return a claim for an officer.

    Missing are their own, those of people close to them, and those that they were drawn to judge,
    now or before: a juror reads the redacted file and nothing else. So are those not handed in, and
    those whose claimant they advise or once did.
    """
    found = claim_by_ref(session, ref)
    if account_id == found.claimant_id or account_id in members.close_to(
        session, found.claimant_id
    ):
        raise Missing()
    barred = sa.or_(_drawn_for(account_id), _not_handed_in(), _advised_by(account_id))
    if session.scalar(sa.select(Claim.ref).where(Claim.id == found.id, barred)):
        raise Missing()
    return found


def _drawn_for(account_id: str) -> sa.ColumnElement[bool]:
    """Return the condition on claims that `account_id` was drawn for the case or its successor."""
    return sa.exists().where(
        Seat.account_id == account_id,
        Seat.case_ref == JuryCase.ref,
        is_case_of(Claim.ref),
    )


def _not_handed_in() -> sa.ColumnElement[bool]:
    """Return the condition on claims that nobody but their claimants may read: they write them,
    for the first time or since they came back to them, or gave them up while they did."""
    last_but_withdrawal = (
        sa.select(ClaimStep.what)
        .where(ClaimStep.claim_id == Claim.id, ClaimStep.what != WITHDRAWN)
        .order_by(ClaimStep.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    given_up = sa.and_(Claim.state == State.WITHDRAWN, last_but_withdrawal.in_((FILED, SENT_BACK)))
    return sa.or_(Claim.state == State.FILING, given_up)


def _advised_by(account_id: str) -> sa.ColumnElement[bool]:
    """Return the condition on claims in which `account_id` advises the claimant, or once did."""
    return sa.exists().where(AdviserRow.claim_id == Claim.id, AdviserRow.account_id == account_id)


def claimant_by_email(session: Session, account_id: str, email: str) -> Account:
    """Return the member whose claim the officer `account_id` may enter.

    Raises Malformed for an unknown e-mail, Conflict for an officer close to the member.
    """
    found = members.account_by_email(session, email)
    if found is None:
        raise Malformed(N_("No member has this e-mail address."))
    check_handler(account_id, found.id, members.close_to(session, found.id))
    return found


def claimant_name(session: Session, claim: Claim) -> str:
    """Return the name that redaction takes out although no officer declared it."""
    return members.account(session, claim.claimant_id).name


def my_claims(session: Session, account_id: str) -> list[Claim]:
    """Return the claims of an account, the latest first."""
    query = sa.select(Claim).where(Claim.claimant_id == account_id).order_by(Claim.ref.desc())
    return list(session.scalars(query))


def present_case(session: Session, ref: str) -> JuryCase | None:
    """Return the last case of a claim: the one decided again, where there is one."""
    return session.scalar(
        sa.select(JuryCase)
        .where(is_case_of(sa.literal(ref)))
        .order_by(JuryCase.ref.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class DeskRow:
    """A claim in an officer's list: no names, nothing of the illness."""

    ref: str
    title: str
    state: State
    taken: bool  # whether an officer has prepared it, or begun to
    mine: bool  # whether this officer did


def desk_rows(session: Session, account_id: str, limit: int = 200) -> list[DeskRow]:
    """Return the claims that an officer may handle, the latest first."""
    taken = sa.exists().where(ClaimStep.claim_id == Claim.id, ClaimStep.what.in_(PREPARING))
    mine = taken.where(ClaimStep.by == account_id)
    barred = [account_id, *members.close_to(session, account_id)]
    rows = session.execute(
        sa.select(Claim.ref, Claim.title, Claim.state, taken.label("taken"), mine.label("mine"))
        .where(
            Claim.claimant_id.not_in(barred),
            sa.not_(_drawn_for(account_id)),
            sa.not_(_not_handed_in()),
            sa.not_(_advised_by(account_id)),
        )
        .order_by(Claim.ref.desc())
        .limit(limit)
    )
    return [
        DeskRow(row.ref, row.title, State(row.state), bool(row.taken), bool(row.mine))
        for row in rows
    ]
