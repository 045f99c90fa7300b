"""Questions about which claims there are, and to whom: officers and claimants, nobody else."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.claim import check_handler
from claims.life import WAY, Deed, State
from claims.models import (
    DECIDED,
    FILED,
    SENT_BACK,
    WITHDRAWN,
    AdviserRow,
    Claim,
    ClaimStep,
)
from jury.models import BEFORE_CLOSING, JuryCase, Seat
from jury.queries import halt_of
from kernel.actor import Role
from kernel.db import held
from kernel.errors import N_, Malformed, Missing
from members import queries as members
from members.models import Account

Condition = sa.ColumnElement[bool]
Ref = sa.ColumnElement[str] | sa.orm.InstrumentedAttribute[str]
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


def is_case_of(ref: Ref) -> Condition:
    """Return the condition that a case is one of a claim's: the first, or one that followed, up to
    the ninety-ninth, which is the last that has a log."""
    followed = (JuryCase.ref.like(ref + number) for number in ("-_", "-__"))
    return sa.or_(JuryCase.ref == ref, *followed)


# As a text, the tenth case of a claim would come before the second.
IN_ORDER = (sa.func.length(JuryCase.ref), JuryCase.ref)


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
    """Return a claim for an officer; raises Missing for whoever is none.

    Missing are their own, those of people close to them, and those that they were drawn to judge,
    now or before: a juror reads the redacted file and nothing else. So are those that their
    claimants write, or gave up while they did and before anything was decided, and those whose
    claimant they advise or once did.
    """
    found = claim_by_ref(session, ref)
    _check_office(session, account_id)
    handled = sa.select(Claim.ref).where(Claim.id == found.id, handled_by(session, account_id))
    if session.scalar(handled) is None:
        raise Missing()
    return found


def _check_office(session: Session, account_id: str) -> None:
    """Raise Missing for one who is no officer, or no more: what officers see is not there then."""
    if Role.OFFICER not in members.roles_of(session, account_id):
        raise Missing()


def handled_by(session: Session, account_id: str) -> Condition:
    """Return the condition on claims that the officer `account_id` may handle them."""
    return sa.and_(_apart_from(session, account_id), sa.not_(_only_the_claimants()))


def asked_for_more(session: Session, account_id: str) -> int:
    """Return how many claims are with their claimants because an officer sent them back. Which they
    are no officer is told, and those that this one would not handle are not counted."""
    sent_back = sa.exists().where(ClaimStep.claim_id == Claim.id, ClaimStep.what == SENT_BACK)
    query = sa.select(sa.func.count()).select_from(Claim)
    here = Claim.state == State.FILING
    return session.scalar(query.where(here, sent_back, _apart_from(session, account_id))) or 0


def _apart_from(session: Session, account_id: str) -> Condition:
    """Return the condition on claims that neither their claimant nor their panel ties the officer
    `account_id` to them."""
    return sa.and_(
        Claim.claimant_id.not_in(members.those_near(account_id)),
        sa.not_(_drawn_for(account_id)),
        sa.not_(_advised_by(account_id)),
    )


def _drawn_for(account_id: str) -> sa.ColumnElement[bool]:
    """Return the condition on claims that `account_id` was drawn for the case or its successor."""
    return sa.exists().where(
        Seat.account_id == account_id,
        Seat.case_ref == JuryCase.ref,
        is_case_of(Claim.ref),
    )


def _only_the_claimants() -> sa.ColumnElement[bool]:
    """Return the condition on claims that nobody but their claimants may read: they write them,
    for the first time or since they came back to them, or gave them up while they did.

    What the plan once decided on is kept when it is given up, and read on: it may have been paid.
    """
    last_but_withdrawal = (
        sa.select(ClaimStep.what)
        .where(ClaimStep.claim_id == Claim.id, ClaimStep.what != WITHDRAWN)
        .order_by(ClaimStep.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    was_decided = sa.exists().where(ClaimStep.claim_id == Claim.id, ClaimStep.what == DECIDED)
    given_up = sa.and_(
        Claim.state == State.WITHDRAWN,
        last_but_withdrawal.in_((FILED, SENT_BACK)),
        sa.not_(was_decided),
    )
    return sa.or_(Claim.state == State.FILING, given_up)


def _advised_by(account_id: str) -> sa.ColumnElement[bool]:
    """Return the condition on claims in which `account_id` advises the claimant, or once did."""
    return sa.exists().where(AdviserRow.claim_id == Claim.id, AdviserRow.account_id == account_id)


def claimant_by_email(session: Session, account_id: str, email: str) -> Account:
    """Return the member whose claim the officer `account_id` may enter.

    Raises Missing for whoever is no officer, Malformed for an unknown e-mail, Conflict for an
    officer close to the member.
    """
    _check_office(session, account_id)
    found = members.account_by_email(session, email)
    if found is None:
        raise Malformed(N_("No member has this e-mail address."))
    close = members.is_close(session, found.id, account_id)
    check_handler(account_id, found.id, close=close)
    return found


def claimant_name(session: Session, claim: Claim) -> str:
    """Return the name that redaction takes out although no officer declared it."""
    return members.account(session, claim.claimant_id).name


def my_claims(session: Session, account_id: str) -> list[Claim]:
    """Return the claims of an account, the latest first."""
    query = sa.select(Claim).where(Claim.claimant_id == account_id).order_by(*latest_first())
    return list(session.scalars(query))


def latest_first() -> tuple[sa.ColumnElement[Any], ...]:
    """Return the order of claims by year and number. As texts, the tenth thousand of a year would
    come before the second."""
    year = sa.func.substr(Claim.ref, 1, len("C-2026"))
    return year.desc(), sa.func.length(Claim.ref).desc(), Claim.ref.desc()


def present_case(session: Session, ref: str) -> JuryCase | None:
    """Return the last case of a claim: the one decided again, where there is one."""
    return session.get(JuryCase, session.scalar(sa.select(last_case_of(sa.literal(ref)))) or "")


def cases_of(session: Session, ref: str) -> list[JuryCase]:
    """Return all cases of a claim, those that stand beside others too, the earliest first."""
    own = is_case_of(sa.literal(ref))
    beside = JuryCase.beside_of.in_(sa.select(JuryCase.ref).where(own))
    return list(session.scalars(sa.select(JuryCase).where(sa.or_(own, beside)).order_by(*IN_ORDER)))


def is_halted(session: Session, claim: Claim) -> bool:
    """Whether the jury waits for a claim's file, to go on with it."""
    case = present_case(session, claim.ref)
    return case is not None and halt_of(session, case.ref) is not None


def halted_case(session: Session, ref: str) -> JuryCase | None:
    """Return the case of a claim that waits for an officer to look at its file: the last one, else
    a panel beside an assembly, which its jurors halt alone once the assembly's poll is over."""
    panels = (case for case in cases_of(session, ref) if case.beside_of is not None)
    for case in (present_case(session, ref), *panels):
        if case and case.stage in BEFORE_CLOSING and halt_of(session, case.ref) is not None:
            return case
    return None


def may_withdraw(session: Session, claim: Claim) -> bool:
    """Whether a claimant is offered to withdraw; the action has the last word."""
    if (State(claim.state), Deed.WITHDRAW) not in WAY:
        return False
    case = present_case(session, claim.ref)
    return claim.state != State.FROZEN or (case is not None and case.stage in BEFORE_CLOSING)


def last_case_of(ref: Ref) -> sa.ScalarSelect[str | None]:
    """Select the reference of a claim's last case; NULL where it has none."""
    cases = sa.select(JuryCase.ref).where(is_case_of(ref))
    last = cases.order_by(*(column.desc() for column in IN_ORDER)).limit(1)
    return last.correlate_except(JuryCase).scalar_subquery()
