"""What members say against a roll or a known answer, for those who answer it: whoever does is
neither the member nor close to them."""

from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import MockContest, RollRemark
from kernel.db import held
from kernel.errors import Missing
from members.queries import is_close, those_near

Said = TypeVar("Said", RollRemark, MockContest)


def waiting_for(session: Session, kind: type[Said], account_id: str) -> list[Said]:
    """Return what was said and waits for an answer that `account_id` may give, the oldest first."""
    return list(
        session.scalars(
            sa.select(kind)
            .where(kind.upheld.is_(None))
            .where(kind.account_id.not_in(those_near(account_id)))
            .order_by(kind.at, kind.id)
        )
    )


def to_answer(session: Session, kind: type[Said], said_id: str, account_id: str) -> Said:
    """Return what was said to one who answers it, and keep others from it until we are done.

    Raises Missing, alike for an unknown one, one's own, and that of somebody close.
    """
    row = session.scalar(held(sa.select(kind).where(kind.id == said_id)))
    if row is None or row.account_id == account_id or is_close(session, row.account_id, account_id):
        raise Missing()
    return row
