"""Tokens of auditors: by which their programs read what they may read themselves."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.models import AuditToken
from kernel.actor import Actor, Role

MOST = 10  # of one auditor at a time
LIFE = timedelta(days=365)
BEGINS = "venire_"  # so that a token that got out is known for one

# Who holds a role, by the reference of the account, from a moment on: plugged in by app.py, since
# this room knows no accounts.
Holder = Callable[[Session, str, Role, datetime], Actor | None]


def new_token() -> str:
    return BEGINS + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is kept of a token: it is as long as a key, so nobody finds it by trying."""
    return sha256(token.encode(errors="replace")).hexdigest()


def living(session: Session, account_ref: str, now: datetime) -> Sequence[AuditToken]:
    """Return the tokens of an account that have not ended, the latest first."""
    query = sa.select(AuditToken).where(AuditToken.account_ref == account_ref, *_lives(now))
    return session.scalars(query.order_by(AuditToken.made_at.desc(), AuditToken.id)).all()


def who_brings(
    session: Session, token: str, now: datetime, holder: Holder
) -> tuple[Actor, AuditToken] | None:
    """Return whose a token is that counts: it has not ended, and neither has the role since."""
    query = sa.select(AuditToken).where(AuditToken.token_hash == hash_of(token), *_lives(now))
    found = session.scalar(query)
    if found is None:
        return None
    actor = holder(session, found.account_ref, Role.AUDITOR, found.made_at)
    return (actor, found) if actor else None


def _lives(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return AuditToken.ended_at.is_(None), AuditToken.made_at > now - LIFE
