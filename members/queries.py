"""Questions about members that other rooms ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from kernel.actor import Actor, Role
from kernel.errors import Missing
from members.member import TENURE, EligibleMember, born_by, ref_in
from members.models import Account, Digest, DoorTry, Qualification, RoleGrant, SignIn

PEOPLE_AT_ONCE = 50
_STAYED = Account.erased_at.is_(None)


def account(session: Session, account_id: str) -> Account:
    """Return the account; raises Missing."""
    found = session.get(Account, account_id)
    if found is None:
        raise Missing()
    return found


def account_by_email(session: Session, email: str) -> Account | None:
    """Return the account that signs in with `email`, in any case of letters."""
    its = Account.email == email.strip().lower()
    return session.scalar(sa.select(Account).where(its, _STAYED))


def account_by_ref(session: Session, ref: str) -> Account:
    """Return the account with the public reference `ref`; raises Missing, also for one erased."""
    found = session.scalar(sa.select(Account).where(Account.ref == ref, _STAYED))
    if found is None:
        raise Missing()
    return found


def account_told(session: Session, text: str) -> Account | None:
    """Return the account whose public reference somebody wrote, as people write one."""
    return session.scalar(sa.select(Account).where(Account.ref == ref_in(text), _STAYED))


def those_told(session: Session, text: str) -> list[Account]:
    """Return the accounts that somebody may mean by what they wrote: the one of a reference, or all
    of one name, up to `PEOPLE_AT_ONCE` of them, by reference."""
    if found := account_told(session, text):
        return [found]
    named = sa.func.lower(Account.name) == sa.func.lower(text.strip())
    query = sa.select(Account).where(named, _STAYED).order_by(Account.ref)
    return list(session.scalars(query.limit(PEOPLE_AT_ONCE)))


def takes_mail(session: Session, account_id: str) -> bool:
    """Whether a member takes mail."""
    return session.get(Digest, account_id) is not None


def digests_due(session: Session, day: date, most: int) -> list[str]:
    """Return the accounts for which it was not yet looked on this day for what waits."""
    query = sa.select(Digest.account_id).where(Digest.looked_on < day)
    return list(session.scalars(query.order_by(Digest.looked_on, Digest.account_id).limit(most)))


def refs_of(session: Session, ids: list[str]) -> dict[str, str]:
    """Return the public reference of each of these accounts."""
    rows = session.execute(sa.select(Account.id, Account.ref).where(Account.id.in_(ids)))
    return {row.id: row.ref for row in rows}


def roles_of(session: Session, account_id: str) -> frozenset[Role]:
    """Return the roles an account holds; a member's is never missing."""
    given = session.scalars(sa.select(RoleGrant.role).where(RoleGrant.account_id == account_id))
    return frozenset({Role.MEMBER, *(Role(role) for role in given)})


def actor_of(session: Session, found: Account) -> Actor:
    """Return the account as the actor that the rest of the house sees."""
    return Actor(found.id, found.ref, found.name, roles_of(session, found.id))


def holder_of(session: Session, ref: str, role: Role, since: datetime) -> Actor | None:
    """Return the account of this reference, if it has held the role from `since` on."""
    held = sa.select(RoleGrant.account_id).filter_by(role=role).where(RoleGrant.granted_at <= since)
    found = session.scalar(sa.select(Account).where(Account.ref == ref, Account.id.in_(held)))
    return actor_of(session, found) if found else None


def qualification(session: Session, account_id: str) -> Qualification | None:
    """Return the certificate that an account holds, if any."""
    return session.get(Qualification, account_id)


def certified(account_id: str | sa.SQLColumnExpression[str]) -> sa.ColumnElement[bool]:
    """Return the condition that the account has passed the exam."""
    found = sa.exists().where(Qualification.account_id == account_id)
    return found.correlate_except(Qualification)


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
            Qualification.clause_versions,
            Qualification.granted_at,
        )
        .join(Qualification, Qualification.account_id == Account.id)
        .where(may_be_drawn(now))
        .order_by(Account.id)
    )
    return [EligibleMember(*row) for row in rows]


def may_be_drawn(now: datetime) -> sa.ColumnElement[bool]:
    """Return the condition on accounts that hold a certificate: of age, in good standing, 30 days a
    member."""
    return sa.and_(
        Account.good_standing,
        Account.joined_at <= now - TENURE,
        Account.born_on <= born_by(now.date()),
    )


def those_eligible(now: datetime) -> sa.Select[str, date, datetime]:
    """Select those whom `eligible` returns, however many: account, date of birth, joining."""
    people = sa.select(Account.id, Account.born_on, Account.joined_at)
    return people.where(certified(Account.id), may_be_drawn(now))


def count_left_out(session: Session, now: datetime) -> dict[str, int]:
    """Return how many members may not be drawn at `now`, by the first reason that holds."""
    why = why_not(now).label("why")
    rows = session.execute(sa.select(why, sa.func.count()).where(why.is_not(None)).group_by(why))
    return {str(reason): count for reason, count in sorted(rows)}


def why_left_out(session: Session, account_id: str, now: datetime) -> str | None:
    """Return the first reason why an account may not be drawn at `now`; None where it may."""
    return session.scalar(sa.select(why_not(now)).where(Account.id == account_id))


def why_not(now: datetime) -> sa.ColumnElement[Any]:
    """Return the first reason why an account may not be drawn at `now`; NULL where there is none.

    The reasons: `no-certificate`, `standing` (not a good one), `age` (not yet of age), `tenure`
    (not a member for 30 days).
    """
    return sa.case(
        (sa.not_(certified(Account.id)), "no-certificate"),
        (sa.not_(Account.good_standing), "standing"),
        (Account.born_on > born_by(now.date()), "age"),
        (Account.joined_at > now - TENURE, "tenure"),
        else_=sa.null(),
    )


def close_to(session: Session, account_id: str) -> dict[str, str]:
    """Return who is too close to `account_id` to judge them: account id to reason code."""
    one, close = aliased(Account), dict[str, str]()
    for reason, condition in _closeness(one, Account).items():
        found = sa.select(Account.id).where(one.id == account_id, Account.id != one.id, condition)
        close |= dict.fromkeys(session.scalars(found), reason)
    return close


def is_close(session: Session, account_id: str, other_id: str) -> bool:
    """Whether two accounts are too close for one to judge the other; nobody is to themselves."""
    one, other = aliased(Account), aliased(Account)
    both = sa.select(one.id).where(one.id == account_id, other.id == other_id)
    return session.scalar(both.where(are_close(one, other))) is not None


def are_close(one: Any, other: Any) -> sa.ColumnElement[bool]:
    """Return the same condition on two accounts of one statement, each given by its columns."""
    return sa.and_(one.id != other.id, sa.or_(*_closeness(one, other).values()))


def those_near(account_id: str) -> sa.Select[str]:
    """Select the accounts that are too close to `account_id` for either to judge the other, and
    that account itself."""
    one = aliased(Account)
    near = sa.or_(Account.id == one.id, *_closeness(one, Account).values())
    return sa.select(Account.id).where(one.id == account_id, near)


def _closeness(one: Any, other: Any) -> dict[str, sa.ColumnElement[bool]]:
    """Return what makes others too close to one: reason code to the condition on both accounts.
    NULL equals nothing: who names no employer is close to nobody by it."""
    return {
        "employer": sa.and_(one.employer_key != "", other.employer_key == one.employer_key),
        "inviter": sa.or_(other.id == one.inviter_id, other.inviter_id == one.id),
        "household": sa.and_(one.household != "", other.household == one.household),
    }


def at_hospital(session: Session, keys: Collection[str]) -> set[str]:
    """Return the accounts tied to one of these hospitals: by what they said of themselves, or by
    working there. keys: names of hospitals, each as `plain_name` has it."""
    tied = sa.or_(Account.hospital_key.in_(keys), Account.employer_key.in_(keys))
    return set(session.scalars(sa.select(Account.id).where(tied)))


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
    query = sa.select(Account).where(_STAYED)
    if search:
        like = f"%{search.lower()}%"
        query = query.where(
            sa.or_(
                sa.func.lower(Account.name).like(like),
                Account.email.like(like),
                sa.func.lower(Account.ref).like(like),
            )
        )
    return list(session.scalars(query.order_by(Account.name, Account.id).limit(PEOPLE_AT_ONCE)))


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
        "accounts": session.scalar(sa.select(sa.func.count(Account.id)).where(_STAYED)) or 0,
        "certified": session.scalar(sa.select(sa.func.count()).select_from(Qualification)) or 0,
    }
    by_role = sa.select(RoleGrant.role, sa.func.count().label("holders"))
    for row in session.execute(by_role.group_by(RoleGrant.role)):
        counts[row.role] = row.holders
    return counts
