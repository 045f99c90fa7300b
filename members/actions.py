"""What is done with accounts: join, sign in and out, be given a role or a certificate."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from audit.actions import record
from kernel.actor import Role
from kernel.clock import lies_ahead
from kernel.errors import N_, Conflict, Malformed, Missing, TooMany
from kernel.work import Work
from members.events import (
    MemberJoined,
    QualificationExtended,
    QualificationGranted,
    RoleGranted,
    RoleWithdrawn,
)
from members.member import LETTERS
from members.models import Account, DoorTry, Qualification, RoleGrant, SignIn
from members.queries import account, account_by_email, tries

SESSION = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
TRIES = 8  # wrong passwords for an e-mail from one address; members looked up by one
TRIES_BY_EMAIL = 40  # from everywhere: more, so that a stranger does not lock a member out
TRIES_BY_ADDRESS = 60
JOINS_BY_ADDRESS = 20


KNOWN = N_("There is an account for this e-mail already. Sign in instead.")


def new_ref() -> str:
    """Return a public reference such as `A-7K2M9QXD`: random, so that it tells no order."""
    return "A-" + "".join(secrets.choice(LETTERS) for _ in range(8))


def join(work: Work, *, email: str, name: str, password_hash: str, born_on: date) -> Account:
    """Make an account for somebody who joins; raises Malformed, or Conflict for a known e-mail.

    The password was checked (`members.member.check_password`) and hashed before the work began:
    hashing takes time, and nobody should wait for the database meanwhile.
    """
    if lies_ahead(born_on, work.now):
        raise Malformed(N_("The date of birth lies in the future."))
    return add_member(work, email=email, name=name, password_hash=password_hash, born_on=born_on)


def add_member(
    work: Work,
    *,
    email: str,
    name: str,
    born_on: date,
    password_hash: str | None = None,
    joined_at: datetime | None = None,
    household: str | None = None,
    employer: str | None = None,
    inviter_id: str | None = None,
) -> Account:
    """Add a member whom an operator or an import brings; without a password none can sign in."""
    email = email.strip().lower()
    if account_by_email(work.session, email) is not None:
        raise Conflict(KNOWN)
    added = Account(
        ref=new_ref(),
        email=email,
        name=name,
        born_on=born_on,
        joined_at=joined_at or work.now,
        household=household,
        employer=employer,
        inviter_id=inviter_id,
        password_hash=password_hash,
    )
    try:
        with work.session.begin_nested():
            work.session.add(added)
    except IntegrityError:  # somebody joined with it at the same moment
        raise Conflict(KNOWN) from None
    record(work, MemberJoined(account=added.ref))
    return added


def grant_role(work: Work, account_id: str, role: Role) -> None:
    """Entrust an account with a role; nobody can give one to themself."""
    one = account(work.session, account_id)
    if one.id == work.actor.account_id:
        raise Conflict(N_("Nobody changes their own roles. Ask another admin."))
    if work.session.get(RoleGrant, (account_id, role)) is not None:
        return
    work.session.add(
        RoleGrant(account_id=account_id, role=role, granted_by=work.actor.ref, granted_at=work.now)
    )
    record(work, RoleGranted(account=one.ref, role=role))


def withdraw_role(work: Work, account_id: str, role: Role) -> None:
    """Take a role from an account; nobody can do it to themself."""
    one = account(work.session, account_id)
    if one.id == work.actor.account_id:
        raise Conflict(N_("Nobody changes their own roles. Ask another admin."))
    grant = work.session.get(RoleGrant, (account_id, role))
    if grant is None:
        return
    work.session.delete(grant)
    record(work, RoleWithdrawn(account=one.ref, role=role))


def grant_qualification(
    work: Work, account_id: str, certificate: str, clause_versions: dict[str, int]
) -> None:
    """Certify an account for `clause_versions` (clause id to version); a newer one replaces it."""
    one = account(work.session, account_id)
    held = work.session.get(Qualification, account_id)
    if held is None:
        held = Qualification(account_id=account_id)
        work.session.add(held)
    held.certificate = certificate
    held.clause_versions = dict(clause_versions)
    held.granted_at = work.now
    record(work, QualificationGranted(account=one.ref, certificate=certificate))


def extend_qualification(
    work: Work, account_id: str, certificate: str, clause_versions: dict[str, int]
) -> None:
    """Add clauses that a certified account knows by now, in these versions; the rest stays.

    A version that is known already, or a later one, is left. Raises Missing without a certificate.
    """
    one = account(work.session, account_id)
    held = work.session.get(Qualification, account_id, with_for_update=True)
    if held is None:
        raise Missing()
    newer = {
        name: number
        for name, number in clause_versions.items()
        if held.clause_versions.get(name, 0) < number
    }
    held.clause_versions = {**held.clause_versions, **newer}
    record(
        work,
        QualificationExtended(account=one.ref, certificate=certificate, clauses=sorted(newer)),
    )


def token_hash(token: str) -> str:
    """Return what is kept of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def count_try(work: Work, door: str, email: str, address: str) -> None:
    """Count a try at a door before it is made; raises TooMany when there were too many lately.

    door: `sign-in`, `join` or `adviser`: whoever looks another member up, by reference to be their
    adviser or by e-mail to enter a claim; there the e-mail is that of who looks. Counted
    first, so that tries side by side are all counted, and alike for e-mails without an account; a
    sign-in that succeeds is forgiven.
    """
    email, address = plain_email(email), address[:64]
    found = tries(work.session, door, email, address, work.now - WINDOW)
    if door == "join":
        full = found.address >= JOINS_BY_ADDRESS
    elif door == "adviser":
        full = found.email >= TRIES
    else:
        full = (
            found.both >= TRIES
            or found.email >= TRIES_BY_EMAIL
            or found.address >= TRIES_BY_ADDRESS
        )
    if full:
        raise TooMany(N_("Too many tries in a short time. Wait a quarter of an hour, then go on."))
    work.session.add(DoorTry(door=door, email=email, address=address, at=work.now))


def plain_email(email: str) -> str:
    """Return an e-mail as it is kept: trimmed, in small letters, no longer than its column."""
    return email.strip().lower()[:254]


def begin_session(work: Work, account_id: str) -> str:
    """Open a session and return its token, which only the browser keeps. Tries are forgiven."""
    one = account(work.session, account_id)
    work.session.execute(
        sa.delete(DoorTry).where(DoorTry.door == "sign-in", DoorTry.email == one.email)
    )
    token = secrets.token_urlsafe(32)
    work.session.execute(sa.delete(SignIn).where(SignIn.ends_at <= work.now))
    work.session.add(
        SignIn(
            token_hash=token_hash(token),
            account_id=account_id,
            begun_at=work.now,
            ends_at=work.now + SESSION,
        )
    )
    return token


def end_session(work: Work, token: str) -> None:
    """End a session: the token is worth nothing from now on, wherever it lies."""
    work.session.execute(sa.delete(SignIn).where(SignIn.token_hash == token_hash(token)))
