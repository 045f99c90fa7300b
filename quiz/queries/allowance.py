"""Questions about the extra time that members were given for their papers."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from members.models import Account
from quiz.models import Allowance


@dataclass(frozen=True)
class Given:
    """Who has how much more time, in per cent, why, by whom and since when."""

    ref: str
    name: str
    percent: int
    why: str
    by: str
    at: datetime


def allowances(session: Session) -> list[Given]:
    """Return all extra time that stands, by the names of those who have it."""
    rows = session.execute(
        sa.select(Allowance, Account.ref, Account.name)
        .join(Account, Account.id == Allowance.account_id)
        .order_by(Account.name, Account.ref)
    )
    return [
        Given(ref, name, one.percent, one.why, one.given_by, one.given_at)
        for one, ref, name in rows
    ]


def hold_account(session: Session, account_id: str) -> None:
    """Hold an account to the end of the transaction: a paper is begun before or after more time
    is given to its member, never meanwhile."""
    query = sa.select(Account.id).where(Account.id == account_id)
    session.execute(query.with_for_update(key_share=True))
