"""A member leaves, and is erased: only the reference stays, a word that leads to nobody."""

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from audit.actions import forget_tokens, record
from kernel.actor import Role
from kernel.db import held, hold_name, leave_no_trace
from kernel.errors import N_, Conflict, Missing
from kernel.mail import forget_letters
from kernel.work import Work
from members.events import MemberErased
from members.leaving import UNBORN, Ports
from members.models import Account, Digest, DoorTry, Qualification, RoleGrant, SignIn

LAST_ADMIN = "members.last-admin"  # held by whoever might take away the last one


def is_last_admin(session: Session, account_id: str) -> bool:
    """Whether nobody else is an admin. Asked while `LAST_ADMIN` is held."""
    admins = sa.select(RoleGrant.account_id).where(RoleGrant.role == Role.ADMIN.value)
    return set(session.scalars(admins)) == {account_id}


def living(work: Work, account_id: str) -> Account:
    """Return an account, held; raises Missing, also for one that is erased: nothing opens it."""
    one = work.session.scalar(held(sa.select(Account).where(Account.id == account_id)))
    if one is None or one.erased_at is not None:
        raise Missing()
    return one


def erase_member(work: Work, account_id: str) -> str:
    """Erase what is kept of a member: name, e-mail, password, birth, ties, roles, certificate,
    sessions, mail; return the reference, which stays, so that logs and decisions still read.

    Raises Missing, also for one who was erased; Conflict for oneself, for the last admin, and while
    a room has a reason why the member must stay.
    """
    hold_name(work.session, LAST_ADMIN)  # else two admins erase each other
    one = living(work, account_id)
    if one.id == work.actor.account_id:
        raise Conflict(N_("Nobody erases themselves here. Ask another admin."))
    if is_last_admin(work.session, one.id):
        raise Conflict(N_("This is the last admin. Make somebody else one first."))
    ports: Ports = current_app.extensions["venire-leaving"]
    for stays in ports.stays:
        if why := stays(work.session, one.id, work.now):
            raise Conflict(why.message, **dict(why.values))
    for forget in ports.forgets:
        forget(work, one.id)
    _blank(work, one)
    record(work, MemberErased())
    leave_no_trace(work.session)
    return one.ref


def _blank(work: Work, one: Account) -> None:
    work.session.execute(sa.delete(DoorTry).where(DoorTry.email == one.email))
    forget_letters(work, one.id, one.email)
    forget_tokens(work, one.ref)
    for rows in (RoleGrant, Qualification, SignIn, Digest):
        work.session.execute(sa.delete(rows).where(rows.account_id == one.id))
    invited = sa.update(Account).where(Account.inviter_id == one.id)
    work.session.execute(invited.values(inviter_id=None))
    one.name, one.email, one.password_hash = one.ref, one.ref.lower(), None
    one.born_on, one.good_standing, one.erased_at = UNBORN, False, work.now
    one.household = one.employer = one.hospital = one.inviter_id = None
    work.session.flush()
