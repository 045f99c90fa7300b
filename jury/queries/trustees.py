"""Questions about trustees: who is one, who holds which part of a case's key, how far they are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import CaseTrustee, JuryCase, Seat, SharedKey, Trustee
from jury.queries.cases import STAKES
from jury.queries.exclusions import holders
from kernel.actor import Role
from kernel.errors import Missing
from members.models import Account

_SERVES = (Trustee.ended_at.is_(None), Trustee.accepted_at.is_not(None))


@dataclass(frozen=True)
class Appointed:
    """A trustee of now, as admins see them."""

    id: str
    ref: str
    name: str
    since: datetime


@dataclass(frozen=True)
class Holder:
    """One who holds a part of a key, by the reference of their account."""

    ref: str
    shown: bool
    kept: bool
    entered: bool


@dataclass(frozen=True)
class HeldKey:
    """The key of a case that trustees hold, as officers see it."""

    threshold: int
    write_by: datetime
    enter_by: datetime | None
    holders: tuple[Holder, ...]

    @property
    def kept(self) -> int:
        """How many have said that they have their words on paper."""
        return sum(one.kept for one in self.holders)

    @property
    def entered(self) -> int:
        """How many have brought their words after closing."""
        return sum(one.entered for one in self.holders)


def appointed(session: Session) -> list[Appointed]:
    """Return the trustees of now, the longest serving first."""
    return _present(session, Trustee.accepted_at, Trustee.accepted_at.is_not(None))


def asked(session: Session) -> list[Appointed]:
    """Return those who were asked to be trustees and have not answered, and since when."""
    return _present(session, Trustee.appointed_at, Trustee.accepted_at.is_(None))


def _present(
    session: Session, since: sa.SQLColumnExpression[Any], which: sa.ColumnElement[bool]
) -> list[Appointed]:
    rows = session.execute(
        sa.select(Trustee.id, Account.ref, Account.name, since)
        .join(Account, Account.id == Trustee.account_id)
        .where(Trustee.ended_at.is_(None), which)
        .order_by(since, Account.ref)
    )
    return [Appointed(*row) for row in rows]


def is_asked(session: Session, account_id: str) -> bool:
    """Whether an account was asked to be a trustee, and has not answered."""
    query = sa.select(Trustee.id).where(
        Trustee.account_id == account_id,
        Trustee.ended_at.is_(None),
        Trustee.accepted_at.is_(None),
    )
    return session.scalar(query) is not None


def count_appointed(session: Session) -> int:
    """Return how many trustees there are now."""
    query = sa.select(sa.func.count()).select_from(Trustee).where(*_SERVES)
    return session.scalar(query) or 0


def free_trustees(session: Session, barred: Mapping[str, str]) -> list[str]:
    """Return the accounts of the trustees who may hold a part of a new case's key, the longest
    serving first. barred: account id to reason code, as the case is handed down.

    None has a stake in it, and none is an officer: officers say when a case is void.
    """
    found = session.scalars(
        sa.select(Trustee.account_id)
        .join(Account, Account.id == Trustee.account_id)
        .where(*_SERVES, Trustee.account_id.not_in(holders(Role.OFFICER)))
        .order_by(Trustee.accepted_at, Account.ref)
    )
    return [one for one in found if barred.get(one) not in STAKES]


def sat_in(session: Session, refs: Sequence[str], others: Collection[str]) -> list[str]:
    """Return who has or had a place in one of these cases, of all trustees and of `others`."""
    trustees = Seat.account_id.in_(sa.select(Trustee.account_id))
    asked = sa.or_(trustees, Seat.account_id.in_(others))
    return list(session.scalars(sa.select(Seat.account_id).where(Seat.case_ref.in_(refs), asked)))


def trustees_of(session: Session, ref: str) -> list[CaseTrustee]:
    """Return who holds the parts of a case's key, by place; nobody where the house holds it."""
    query = sa.select(CaseTrustee).where(CaseTrustee.case_ref == ref)
    return list(session.scalars(query.order_by(CaseTrustee.place)))


def part_of(session: Session, ref: str, account_id: str) -> CaseTrustee:
    """Return the part of a case's key that an account holds; raises Missing."""
    found = session.scalar(
        sa.select(CaseTrustee).where(
            CaseTrustee.case_ref == ref, CaseTrustee.account_id == account_id
        )
    )
    if found is None:
        raise Missing()
    return found


def parts_held(
    session: Session, account_id: str, ref: str | None = None
) -> list[tuple[CaseTrustee, SharedKey, str]]:
    """Return the parts of keys that an account holds, each with its key and the stage of its case,
    the latest first. ref: only that of this case."""
    query = (
        sa.select(CaseTrustee, SharedKey, JuryCase.stage)
        .join(SharedKey, SharedKey.case_ref == CaseTrustee.case_ref)
        .join(JuryCase, JuryCase.ref == CaseTrustee.case_ref)
        .where(CaseTrustee.account_id == account_id)
        .order_by(JuryCase.frozen_at.desc(), JuryCase.ref.desc())
    )
    rows = session.execute(query.where(JuryCase.ref == ref) if ref else query)
    return [(row[0], row[1], row[2]) for row in rows]


def held_keys(session: Session, refs: Sequence[str]) -> dict[str, HeldKey]:
    """Return the keys of some cases that trustees hold, by reference."""
    holders: dict[str, list[Holder]] = {ref: [] for ref in refs}
    rows = session.execute(
        sa.select(CaseTrustee, Account.ref)
        .join(Account, Account.id == CaseTrustee.account_id)
        .where(CaseTrustee.case_ref.in_(refs))
        .order_by(CaseTrustee.case_ref, CaseTrustee.place)
    )
    for part, account in rows:
        far = (part.shown_at, part.kept_at, part.entered_at)
        holders[part.case_ref].append(Holder(account, *(at is not None for at in far)))
    keys = session.scalars(sa.select(SharedKey).where(SharedKey.case_ref.in_(refs)))
    return {
        key.case_ref: HeldKey(
            key.threshold, key.write_by, key.enter_by, tuple(holders[key.case_ref])
        )
        for key in keys
    }


def sharing(session: Session, ref: str) -> tuple[int, int] | None:
    """Return how many of how many trustees open the box of a case; None where the house holds its
    key."""
    row = session.execute(
        sa.select(SharedKey.threshold, SharedKey.count).where(SharedKey.case_ref == ref)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def key_by(session: Session, ref: str) -> datetime | None:
    """Return until when trustees can bring the key of a case; None before closing, and where the
    house holds it."""
    key = session.get(SharedKey, ref)
    return None if key is None else key.enter_by


def all_kept() -> sa.ColumnElement[bool]:
    """Return the condition on shared keys that every trustee has their words on paper."""
    return sa.not_(
        sa.exists().where(CaseTrustee.case_ref == SharedKey.case_ref, CaseTrustee.kept_at.is_(None))
    )


def unkept(session: Session, ref: str, now: datetime) -> bool:
    """Whether the time is over in which the trustees of a case should have written their words
    down, and one of them has not."""
    query = sa.select(SharedKey.case_ref).where(
        SharedKey.case_ref == ref, SharedKey.write_by <= now, sa.not_(all_kept())
    )
    return session.scalar(query) is not None
