"""Questions about members that other rooms ask."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.actor import Actor, Role
from kernel.errors import Missing
from members.member import ADULT_AT, TENURE, EligibleMember, age_on, ref_in
from members.models import Account, DoorTry, Qualification, RoleGrant, SignIn

PEOPLE_AT_ONCE = 50


def account(session: Session, account_id: str) -> Account:
    """Return the account; raises Missing."""
    found = session.get(Account, account_id)
    if found is None:
        raise Missing()
    return found


def account_by_email(session: Session, email: str) -> Account | None:
    """Return the account that signs in with `email`, in any case of letters."""
    return session.scalar(sa.select(Account).where(Account.email == email.strip().lower()))


def account_by_ref(session: Session, ref: str) -> Account:
    """Return the account with the public reference `ref`; raises Missing."""
    found = session.scalar(sa.select(Account).where(Account.ref == ref))
    if found is None:
        raise Missing()
    return found


def account_told(session: Session, text: str) -> Account | None:
    """Return the account whose public reference somebody wrote, as people write one."""
    ref = ref_in(text)
    return session.scalar(sa.select(Account).where(Account.ref == ref)) if ref else None


def roles_of(session: Session, account_id: str) -> frozenset[Role]:
    """Return the roles an account holds; a member's is never missing."""
    given = session.scalars(sa.select(RoleGrant.role).where(RoleGrant.account_id == account_id))
    return frozenset({Role.MEMBER, *(Role(role) for role in given)})


def actor_of(session: Session, found: Account) -> Actor:
    """Return the account as the actor that the rest of the house sees."""
    return Actor(found.id, found.ref, found.name, roles_of(session, found.id))


def qualification(session: Session, account_id: str) -> Qualification | None:
    """Return the certificate that an account holds, if any."""
    return session.get(Qualification, account_id)


def certified(account_id: str | sa.BindParameter[str]) -> sa.ColumnElement[bool]:
    """Return the condition that the account has passed the exam."""
    return sa.exists().where(Qualification.account_id == account_id)


def holds_certificate(session: Session, account_id: str) -> bool:
    """Whether the account has passed the exam."""
    return qualification(session, account_id) is not None


def count_knowing(session: Session, clause_id: str, version: int) -> int:
    """Return how many hold a certificate for this version of a clause, or for a later one."""
    known = Qualification.clause_versions[clause_id].as_integer()
    count = sa.select(sa.func.count()).select_from(Qualification).where(known >= version)
    return session.scalar(count) or 0


def eligible(session: Session, now: datetime) -> list[EligibleMember]:
    """Return all who may be drawn at `now`: certified, of age, in good standing, 30 days a member.

    Workload and conflicts belong to a case and are the jury's questions.
    """
    rows = session.execute(
        sa.select(
            Account.id,
            Account.ref,
            Account.born_on,
            Qualification.clause_versions,
            Qualification.granted_at,
        )
        .join(Qualification, Qualification.account_id == Account.id)
        .where(Account.good_standing, Account.joined_at <= now - TENURE)
        .order_by(Account.id)
    )
    return [
        EligibleMember(row.id, row.ref, row.clause_versions, row.granted_at)
        for row in rows
        if age_on(row.born_on, now.date()) >= ADULT_AT
    ]


def close_to(session: Session, account_id: str) -> dict[str, str]:
    """Return who is too close to `account_id` to judge them: account id to reason code."""
    close: dict[str, str] = {}
    for reason, condition in _closeness(account(session, account_id)).items():
        for other in session.scalars(sa.select(Account.id).where(condition)):
            if other != account_id:
                close[other] = reason
    return close


def is_close(session: Session, account_id: str, other_id: str) -> bool:
    """Whether two accounts are too close for one to judge the other; nobody is to themselves."""
    if account_id == other_id:
        return False
    near = Account.id.in_(those_near(session, account_id))
    return session.scalar(sa.select(Account.id).where(Account.id == other_id, near)) is not None


def those_near(session: Session, account_id: str) -> sa.Select[str]:
    """Select the accounts that are too close to `account_id` for either to judge the other, and
    that account itself."""
    one = account(session, account_id)
    near = sa.or_(Account.id == account_id, *_closeness(one).values())
    return sa.select(Account.id).where(near)


def _closeness(one: Account) -> dict[str, sa.ColumnElement[bool]]:
    """Return what makes others too close to an account: reason code to the condition on them."""
    return {
        "employer": Account.employer == one.employer if one.employer else sa.false(),
        "inviter": sa.or_(Account.id == one.inviter_id, Account.inviter_id == one.id),
        "household": Account.household == one.household if one.household else sa.false(),
    }


def open_sign_in(session: Session, token_hash: str, now: datetime) -> SignIn | None:
    """Return the session behind a token unless it has ended."""
    found = session.get(SignIn, token_hash)
    return found if found is not None and now < found.ends_at else None


@dataclass(frozen=True)
class Tries:
    """How often a door was tried lately: from this address for this e-mail, for the e-mail from
    anywhere, from the address for anybody."""

    both: int
    email: int
    address: int


def tries(session: Session, door: str, email: str, address: str, since: datetime) -> Tries:
    """Return how often `door` was tried since a moment."""
    recent = sa.select(sa.func.count()).where(DoorTry.door == door, DoorTry.at > since)

    def count(*where: sa.ColumnElement[bool]) -> int:
        return session.scalar(recent.where(*where)) or 0

    by_email, by_address = DoorTry.email == email, DoorTry.address == address
    return Tries(count(by_email, by_address), count(by_email), count(by_address))


def people(session: Session, search: str = "") -> list[Account]:
    """Return accounts whose name, e-mail or reference holds `search`, by name."""
    query = sa.select(Account).order_by(Account.name, Account.id).limit(PEOPLE_AT_ONCE)
    if search:
        like = f"%{search.lower()}%"
        query = query.where(
            sa.or_(
                sa.func.lower(Account.name).like(like),
                Account.email.like(like),
                sa.func.lower(Account.ref).like(like),
            )
        )
    return list(session.scalars(query))


def count_born(
    session: Session, first: date, last: date, joined: date | None = None, most: int = 1_000
) -> int:
    """Return how many members were born from `first` to `last`, both included; `most` at most.

    joined: only those who joined on this day, in UTC.
    """
    query = sa.select(Account.id).where(Account.born_on.between(first, last))
    if joined is not None:
        start = datetime.combine(joined, time(), UTC)
        query = query.where(Account.joined_at >= start, Account.joined_at < start + timedelta(1))
    few = query.limit(most).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(few)) or 0


def roles_by_account(session: Session, ids: list[str]) -> dict[str, list[str]]:
    """Return the granted roles of each of `ids`, in one query."""
    found: dict[str, list[str]] = {one: [] for one in ids}
    rows = session.execute(
        sa.select(RoleGrant.account_id, RoleGrant.role).where(RoleGrant.account_id.in_(ids))
    )
    for account_id, role in rows:
        found[account_id].append(role)
    return found


def count_by_role(session: Session) -> dict[str, int]:
    """Return how many accounts there are, how many are certified, and how many hold each role."""
    counts = {
        "accounts": session.scalar(sa.select(sa.func.count()).select_from(Account)) or 0,
        "certified": session.scalar(sa.select(sa.func.count()).select_from(Qualification)) or 0,
    }
    by_role = sa.select(RoleGrant.role, sa.func.count().label("holders"))
    for row in session.execute(by_role.group_by(RoleGrant.role)):
        counts[row.role] = row.holders
    return counts
