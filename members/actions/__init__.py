"""What is done with accounts: join, sign in and out, be given a role or a certificate."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from audit.actions import record
from kernel.actor import Role
from kernel.clock import lies_ahead
from kernel.db import held, hold_name, insert_once, new_id
from kernel.errors import N_, Conflict, Malformed, Missing, TooMany
from kernel.remark import check_length
from kernel.work import Work
from members.actions.leaving import LAST_ADMIN, is_last_admin, living
from members.events import (
    BirthCorrected,
    MailSwitched,
    MemberJoined,
    PasswordRenewed,
    QualificationExtended,
    QualificationGranted,
    RoleGranted,
    RoleWithdrawn,
    TiesStated,
)
from members.member import LETTERS, LONGEST_NAME, net_of
from members.models import Account, Digest, DoorTry, Qualification, RoleGrant, SignIn
from members.passwords import mark_of
from members.queries import account, tries

SESSION = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
TRIES = 8  # wrong passwords for an e-mail from one address; members looked up by one
TRIES_BY_EMAIL = 40  # from everywhere: more, so that a stranger does not lock a member out
TRIES_BY_ADDRESS = 60
JOINS_BY_ADDRESS = 20
MAILS_BY_EMAIL = 3  # to join or for a password: who types another's e-mail fills their mailbox

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
    """Add a member whom an operator or an import brings; without a password none can sign in.

    Raises Conflict for a known e-mail.
    """
    added = Account(
        id=new_id(),
        ref=new_ref(),
        email=email.strip().lower(),
        name=name,
        born_on=born_on,
        joined_at=joined_at or work.now,
        household=household,
        employer=employer,
        inviter_id=inviter_id,
        password_hash=password_hash,
    )
    if not insert_once(work.session, added):
        raise Conflict(KNOWN)
    work.session.add(Digest(account_id=added.id, looked_on=work.now.date(), told={}))
    record(work, MemberJoined())
    return added


def switch_mail(work: Work, account_id: str, on: bool) -> None:
    """Let a member take mail from now on, or none any more; the same again changes nothing.

    Done by whoever is signed in to the account, or holds the link of one of its mails.
    """
    account(work.session, account_id)
    if on:
        living(work, account_id)
        row = Digest(account_id=account_id, looked_on=work.now.date(), told={})
        changed = insert_once(work.session, row)
    else:
        gone: Any = work.session.execute(sa.delete(Digest).where(Digest.account_id == account_id))
        changed = bool(gone.rowcount)
    if changed:
        record(work, MailSwitched(on=on))


def correct_birth(work: Work, account_id: str, born_on: date) -> None:
    """Correct a member's date of birth; the same again changes nothing. Claims keep the day that
    they were filed with. Raises Missing, and Malformed for a day that lies ahead."""
    if lies_ahead(born_on, work.now):
        raise Malformed(N_("The date of birth lies in the future."))
    one = living(work, account_id)
    if one.born_on != born_on:
        one.born_on = born_on
        record(work, BirthCorrected())


def renew_password(work: Work, account_id: str, mark: str, password_hash: str) -> Account:
    """Set a new password, by a link or in place of the one before; it is signed out everywhere.

    mark: of the password that the link was made for, or that was typed: it is good once. The new
    one was checked and hashed before, as in `join`. Raises Missing, Conflict.
    """
    one = living(work, account_id)
    check_unspent(one, mark)
    one.password_hash = password_hash
    work.session.execute(sa.delete(SignIn).where(SignIn.account_id == account_id))
    record(work, PasswordRenewed())
    return one


def check_unspent(one: Account, mark: str) -> None:
    """Raise Conflict unless the password is still the one that a link was made for."""
    if mark_of(one.password_hash) != mark:
        raise Conflict(N_("This link has been used. Sign in, or ask for another one."))


def state_ties(work: Work, employer: str, hospital: str) -> None:
    """Keep which employer and which hospital the actor is tied to; nothing where one has none.

    Whoever has the same employer as a claimant, or is tied to a hospital of the claim, judges it
    never. Raises Malformed for a name that is too long.
    """
    one = living(work, work.actor.account)
    stated = [name.strip() or None for name in (employer, hospital)]
    for name in stated:
        check_length(name or "", LONGEST_NAME)
    if stated != [one.employer, one.hospital]:
        one.employer, one.hospital = stated
        record(work, TiesStated())


def grant_role(work: Work, account_id: str, role: Role) -> None:
    """Entrust an account with a role; nobody can give one to themself. One that it has stays."""
    one = _another(work, account_id)
    grant = RoleGrant(
        account_id=account_id, role=role, granted_by=work.actor.ref, granted_at=work.now
    )
    if insert_once(work.session, grant):
        record(work, RoleGranted(account=one.ref, role=role))


def withdraw_role(work: Work, account_id: str, role: Role) -> None:
    """Take a role from an account; nobody can do it to themself."""
    hold_name(work.session, LAST_ADMIN)  # else the last admin goes while another is erased
    one = _another(work, account_id)
    if role is Role.ADMIN and is_last_admin(work.session, account_id):
        raise Conflict(N_("This is the last admin. Make somebody else one first."))
    this = (RoleGrant.account_id == account_id, RoleGrant.role == role)
    gone: Any = work.session.execute(sa.delete(RoleGrant).where(*this))
    if gone.rowcount:
        record(work, RoleWithdrawn(account=one.ref, role=role))


def _another(work: Work, account_id: str) -> Account:
    """Return an account whose roles the actor changes; raises Missing, Conflict for their own."""
    one = living(work, account_id)
    if one.id == work.actor.account_id:
        raise Conflict(N_("Nobody changes their own roles. Ask another admin."))
    return one


def grant_qualification(
    work: Work, account_id: str, certificate: str, clause_versions: dict[str, int]
) -> None:
    """Certify an account for `clause_versions` (clause id to version); a newer one replaces it."""
    one = living(work, account_id)
    granted = {
        "certificate": certificate,
        "clause_versions": dict(clause_versions),
        "granted_at": work.now,
    }
    if not insert_once(work.session, Qualification(account_id=account_id, **granted)):
        known = _held_qualification(work, account_id)
        for name, value in granted.items():
            setattr(known, name, value)
    record(work, QualificationGranted(account=one.ref, certificate=certificate))


def extend_qualification(
    work: Work, account_id: str, certificate: str, clause_versions: dict[str, int]
) -> None:
    """Add clauses that a certified account knows by now, in these versions; the rest stays.

    A version that is known already, or a later one, is left. Raises Missing without a certificate.
    """
    one = account(work.session, account_id)
    known = _held_qualification(work, account_id)
    newer = {
        name: number
        for name, number in clause_versions.items()
        if known.clause_versions.get(name, 0) < number
    }
    known.clause_versions = {**known.clause_versions, **newer}
    record(
        work,
        QualificationExtended(account=one.ref, certificate=certificate, clauses=sorted(newer)),
    )


def _held_qualification(work: Work, account_id: str) -> Qualification:
    """Return the certificate of an account, held; raises Missing."""
    query = sa.select(Qualification).where(Qualification.account_id == account_id)
    if (known := work.session.scalar(held(query))) is None:
        raise Missing()
    return known


def token_hash(token: str) -> str:
    """Return what is kept of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def count_try(work: Work, door: str, email: str, address: str) -> None:
    """Count a try at a door before it is made; raises TooMany when there were too many lately.

    door: `sign-in`, `join`, `mail` (whoever has a link sent to an e-mail) or `adviser`: whoever
    looks another member up, by reference to be their adviser or by e-mail to enter a claim; there
    the e-mail is that of who looks. Counted first and one after another, so that tries side by side
    are all counted, and alike for e-mails without an account; a sign-in that succeeds is forgiven.
    """
    email, address = plain_email(email), net_of(address)[:64]
    for name in (f"tries of {email}", f"tries from {address}"):  # in this order: nobody waits twice
        hold_name(work.session, name)
    found = tries(work.session, door, email, address, work.now - WINDOW)
    if door == "join":
        full = found.address >= JOINS_BY_ADDRESS
    elif door == "mail":
        full = found.address >= JOINS_BY_ADDRESS or found.email >= MAILS_BY_EMAIL
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
    one = living(work, account_id)  # held: whoever is erased meanwhile does not come in
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
