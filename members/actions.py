"""What is done with accounts: join, sign in and out, be given a role or a certificate."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from audit.actions import record
from kernel.actor import Role
from kernel.errors import N_, Conflict, Malformed, TooMany
from kernel.work import Work
from members.events import MemberJoined, QualificationGranted, RoleGranted, RoleWithdrawn
from members.member import check_password
from members.models import Account, FailedSignIn, Qualification, RoleGrant, SignIn
from members.passwords import fits, hash_password
from members.queries import account, account_by_email, failures

SESSION = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
TRIES_BY_EMAIL = 8
TRIES_BY_ADDRESS = 60
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read for another


def new_ref() -> str:
    """Return a public reference such as `A-7K2M9QXD`: random, so that it tells no order."""
    return "A-" + "".join(secrets.choice(LETTERS) for _ in range(8))


def join(work: Work, *, email: str, name: str, password: str, born_on: date) -> Account:
    """Make an account for somebody who joins; raises Malformed, or Conflict for a known e-mail."""
    check_password(password, email, name)
    if born_on > work.now.date():
        raise Malformed(N_("The date of birth lies in the future."))
    return add_member(work, email=email, name=name, password=password, born_on=born_on)


def add_member(
    work: Work,
    *,
    email: str,
    name: str,
    born_on: date,
    password: str | None = None,
    joined_at: datetime | None = None,
    household: str | None = None,
    employer: str | None = None,
    inviter_id: str | None = None,
) -> Account:
    """Add a member whom an operator or an import brings; without a password none can sign in."""
    email = email.strip().lower()
    if account_by_email(work.session, email) is not None:
        raise Conflict(N_("There is an account for this e-mail already. Sign in instead."))
    added = Account(
        ref=new_ref(),
        email=email,
        name=name,
        born_on=born_on,
        joined_at=joined_at or work.now,
        household=household,
        employer=employer,
        inviter_id=inviter_id,
        password_hash=hash_password(password, quick=work.settings.testing) if password else None,
    )
    work.session.add(added)
    work.session.flush()
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


def token_hash(token: str) -> str:
    """Return what is kept of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_sign_in(work: Work, email: str, password: str, address: str) -> Account | None:
    """Return the account if the password fits, else None, having counted the failure.

    Raises TooMany after too many failures. It answers alike for e-mails without an account.
    """
    email = email.strip().lower()[:254]
    by_email, by_address = failures(work.session, email, address, work.now, WINDOW)
    if by_email >= TRIES_BY_EMAIL or by_address >= TRIES_BY_ADDRESS:
        raise TooMany(N_("Too many wrong passwords. Wait a quarter of an hour, then try again."))
    found = account_by_email(work.session, email)
    right = fits(found.password_hash if found else None, password, quick=work.settings.testing)
    if found is None or not right:
        work.session.add(FailedSignIn(email=email, address=address[:64], at=work.now))
        return None
    work.session.execute(sa.delete(FailedSignIn).where(FailedSignIn.email == email))
    return found


def begin_session(work: Work, account_id: str) -> str:
    """Open a session and return its token, which only the browser keeps."""
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
