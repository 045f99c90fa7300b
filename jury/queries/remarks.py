"""Questions about what members say of a roll."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import Roll, RollRemark


def remarks_of(session: Session, account_id: str, epochs: Collection[int]) -> dict[int, RollRemark]:
    """Return what a member said of rolls, by epoch."""
    rows = session.scalars(
        sa.select(RollRemark).where(
            RollRemark.account_id == account_id, RollRemark.epoch.in_(epochs)
        )
    )
    return {row.epoch: row for row in rows}


def found_wrong(session: Session, epochs: Collection[int]) -> set[int]:
    """Return those of these epochs on which a remark was upheld."""
    query = sa.select(RollRemark.epoch).where(
        RollRemark.epoch.in_(epochs), RollRemark.upheld.is_(True)
    )
    return set(session.scalars(query))


def not_wrong() -> sa.ColumnElement[bool]:
    """Return the condition on rolls that no remark on them was upheld."""
    return ~sa.exists().where(RollRemark.epoch == Roll.epoch, RollRemark.upheld.is_(True))


def contested() -> sa.ColumnElement[bool]:
    """Return the condition on rolls that a remark on them waits, or was upheld."""
    return sa.exists().where(RollRemark.epoch == Roll.epoch, RollRemark.upheld.is_not(False))
