"""What papers are drawn from on a day: computed once, and kept until something of it changes.

Thousands may begin within a minute; the bank and the book change once in days. Each asks in one
statement whether anything was written since, and computes the pool anew only then.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from kernel.db import Id, in_one
from members.queries import certified
from quiz.models import (
    EnemyRow,
    ItemActionRow,
    ItemRow,
    LiveItem,
    Pool,
    Pull,
    Reaffirmation,
    Sitting,
)
from quiz.offered import Offered
from quiz.queries.bank import bank_on, enemies
from rules.queries.history import WRITTEN

Stamp = list[Any]


@dataclass(frozen=True)
class _Kept:
    stamp: Stamp
    day: date
    offered: Offered
    digest: str


_KEPT: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
_STORED: WeakKeyDictionary[Engine, set[str]] = WeakKeyDictionary()
"""Both by database: a process may serve more than one, as tests do."""


def _count(column: Any) -> Any:
    return sa.select(sa.func.count(column)).scalar_subquery()


_ACCOUNT = sa.bindparam("account_id", type_=Id)
_COMMA: Any = sa.literal_column("','")  # a value would be written into the statement each time
_PAIR = EnemyRow.item + _COMMA + EnemyRow.other
_STAMP = sa.select(
    *WRITTEN,
    in_one(sa.func.max(ItemRow.published_at), sa.func.count(ItemRow.item)),
    _count(LiveItem.item),
    _count(Reaffirmation.id),
    in_one(sa.func.count(Pull.id), sa.func.count(Pull.lifted_at)),
    sa.select(sa.func.count()).where(ItemActionRow.state == "applied").scalar_subquery(),
    sa.select(sa.func.aggregate_strings(_PAIR, _COMMA)).scalar_subquery(),
    sa.or_(sa.exists().where(Sitting.account_id == _ACCOUNT), certified(_ACCOUNT)),
)


@dataclass(frozen=True)
class Start:
    """What a paper is drawn from, its digest, and whether its member is new: has never sat the
    exam, and holds no certificate either."""

    offered: Offered
    digest: str
    is_new: bool


def offered_to(session: Session, account_id: str, day: date) -> Start:
    """Return what a paper of `day` is drawn from, and whether the account is new to the exam.

    Asked within the transaction that draws: what was committed before it is in it.
    """
    # Past the ORM, which would look for its classes in the row each time.
    *stamp, known = session.connection().execute(_STAMP, {"account_id": account_id}).one()
    engine = _engine(session)
    kept = _KEPT.get(engine)
    if kept is None or (kept.stamp, kept.day) != (stamp, day):
        offered = Offered(tuple(bank_on(session, day)), enemies(session))
        kept = _KEPT[engine] = _Kept(stamp, day, offered, offered.digest)
    return Start(kept.offered, kept.digest, not known)


def is_stored(session: Session, digest: str) -> bool:
    """Whether a pool is kept in the database; none that once was is ever taken away."""
    stored = _STORED.setdefault(_engine(session), set())
    if digest not in stored and session.get(Pool, digest) is not None:
        stored.add(digest)
    return digest in stored


def _engine(session: Session) -> Engine:
    engine = session.get_bind()
    if not isinstance(engine, Engine):
        raise TypeError("a session of a unit of work stands on an engine")
    return engine
