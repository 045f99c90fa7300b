"""A member leaves, and is erased: only the reference stays, a word that leads to nobody."""

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from audit.actions import forget_tokens, record
from kernel.actor import Role
from kernel.db import held, hold_name, leave_no_trace, new_id
from kernel.errors import N_, Conflict, Missing, Sentence
from kernel.mail import forget_letters
from kernel.work import Work
from members.events import MemberErased
from members.leaving import UNBORN, Ports, Stay
from members.models import Account, Digest, DoorTry, Qualification, RoleGrant, SignIn
from members.passwords import mark_of
from members.queries import roles_of

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
        raise Conflict(N_("Nobody erases themselves here: you leave on the page of your account."))
    if is_last_admin(work.session, one.id):
        raise Conflict(N_("This is the last admin. Make somebody else one first."))
    for why in _kept_by_rooms(work, one.id):
        raise Conflict(why.theirs.message, **dict(why.theirs.values))
    _erase(work, one)
    record(work, MemberErased())
    return one.ref


def leave(work: Work, mark: str) -> None:
    """Leave, and erase what is kept of the actor; seats that may be given back are.

    mark: of the password that was typed, as in `renew_password`. Nothing in the log says so: what
    they did last, such as giving a seat back, would stand beside it. Raises Missing; Conflict where
    the password was changed meanwhile, and with the first of `stays_of` that is not given back.
    """
    hold_name(work.session, LAST_ADMIN)
    one = living(work, work.actor.account)
    if mark_of(one.password_hash) != mark:
        raise Conflict(N_("Your password was changed meanwhile. Sign in with it, and leave then."))
    ports: Ports = current_app.extensions["venire-leaving"]
    for give_back in ports.gives_back:
        give_back(work)
    for why in stays_of(work):
        raise Conflict(why.mine.message, **dict(why.mine.values))
    _erase(work, one)


def stays_of(work: Work) -> list[Stay]:
    """Return all that keeps the actor from leaving for now, what they hold for others first."""
    account_id = work.actor.account
    found = []
    if is_last_admin(work.session, account_id):
        said = N_("You are the last admin. Make somebody else one first.")
        found.append(Stay(Sentence(said), Sentence(said), "/people/"))
    if Role.OFFICER in roles_of(work.session, account_id):
        said = N_("You are an officer. Hand over what you work on; then an admin takes the role.")
        found.append(Stay(Sentence(said), Sentence(said), "/desk/"))
    return [*found, *_kept_by_rooms(work, account_id)]


def _kept_by_rooms(work: Work, account_id: str) -> list[Stay]:
    ports: Ports = current_app.extensions["venire-leaving"]
    return [why for stays in ports.stays for why in stays(work.session, account_id, work.now)]


def _erase(work: Work, one: Account) -> None:
    ports: Ports = current_app.extensions["venire-leaving"]
    for forget in ports.forgets:
        forget(work, one.id)
    _blank(work, one)
    leave_no_trace(work.session)


def _blank(work: Work, one: Account) -> None:
    # Tries count for the address they came from, too: who leaves does not get new ones.
    tries = sa.update(DoorTry).where(DoorTry.email == one.email)
    work.session.execute(tries.values(email=new_id()))
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
