"""Whom a draw, or an assembly, leaves out, found by the database: the roll is never loaded."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.reasons import AUDITOR, CAP, TOOK_PART
from jury.casefile import CaseFile
from jury.models import SITTING, Draw, Exclusion, JuryCase, RollLeaf, Seat
from jury.randomness import Kind
from kernel.actor import Role
from members.models import Account, Qualification, RoleGrant
from members.queries import may_be_drawn
from rules.queries import history

NOT_ELIGIBLE = "not-eligible"  # no longer qualified, a member, or in good standing
OTHER_VERSION = "other-version"  # does not know a cited clause as it governs the case


def to_know(session: Session, file: CaseFile) -> dict[str, int]:
    """Return clause id to the version from which on a juror may judge: the first that says the
    same in substance as the governing one."""
    book = history(session)
    needed: dict[str, int] = {}
    for one in file.clauses:
        needed[one.id] = max(needed.get(one.id, 0), book.substance(one.id, one.version))
    return needed


def left_out(order: Draw, needed: Mapping[str, int], cap: int, now: datetime) -> sa.Subquery:
    """Select (pseudonym, reason) of those on its roll who may not be drawn.

    needed: clause id to the version from which on a juror may judge, as `jury.casefile.knows` has
    it. One reason each: what the case was handed down with comes first, the cap last.
    """
    last = ((RollLeaf.account_id.in_(at_the_cap(cap)), CAP),)
    reason = _first_reason(order.case_ref, _had_a_hand_in(order), needed, now, last)
    rows = (
        sa.select(RollLeaf.pseudonym, reason.label("reason"))
        .where(RollLeaf.epoch == order.epoch)
        .subquery()
    )
    return sa.select(rows).where(rows.c.reason.is_not(None)).subquery()


def sifted(
    case: JuryCase, epoch: int, opener: str, needed: Mapping[str, int], now: datetime
) -> sa.Select[str, str, str | None]:
    """Select (account, pseudonym, reason) of everybody on a roll, in the order of their pseudonyms:
    why each may not sit in the assembly of a case, NULL where they may.

    needed: as for a draw. Nobody rests, and who sits on too many cases is asked when they come.
    """
    reason = _first_reason(case.ref, RollLeaf.account_id == opener, needed, now)
    return (
        sa.select(RollLeaf.account_id, RollLeaf.pseudonym, reason.label("reason"))
        .where(RollLeaf.epoch == epoch)
        .order_by(RollLeaf.pseudonym)
    )


def _first_reason(
    ref: str,
    had_a_hand_in: sa.ColumnElement[bool],
    needed: Mapping[str, int],
    now: datetime,
    last: Iterable[tuple[sa.ColumnElement[bool], str]] = (),
) -> sa.ColumnElement[Any]:
    """Return the reason of a leaf, NULL where there is none. last: further ones, after all."""
    given = (
        sa.select(Exclusion.reason)
        .where(Exclusion.case_ref == ref, Exclusion.account_id == RollLeaf.account_id)
        .scalar_subquery()
    )
    of_account = Qualification.account_id == RollLeaf.account_id
    qualified = sa.exists().where(of_account, Account.id == RollLeaf.account_id, may_be_drawn(now))
    known = (
        sa.func.coalesce(Qualification.clause_versions[name].as_integer(), 0) >= version
        for name, version in needed.items()
    )
    knows = sa.exists().where(of_account, *known)
    return sa.case(
        (given.is_not(None), given),
        (had_a_hand_in, TOOK_PART),
        (RollLeaf.account_id.in_(holders(Role.AUDITOR)), AUDITOR),
        (sa.not_(qualified), NOT_ELIGIBLE),
        (sa.not_(knows), OTHER_VERSION),
        *last,
    )


def _had_a_hand_in(order: Draw) -> sa.ColumnElement[bool]:
    """Return the condition on leaves that whoever stands there orders the draw, or may be the one
    who enters the digits of its ceremony."""
    ordered = RollLeaf.account_id == order.ordered_by
    if order.kind != Kind.CEREMONY:
        return ordered
    return sa.or_(ordered, RollLeaf.account_id.in_(holders(Role.OFFICER)))


def holders(role: Role) -> sa.Select[str]:
    """Select the accounts that hold a role."""
    return sa.select(RoleGrant.account_id).where(RoleGrant.role == role.value)


def at_the_cap(cap: int) -> sa.Select[str]:
    """Select the accounts that hold a seat in `cap` or more cases that are not over."""
    return (
        sa.select(Seat.account_id)
        .join(JuryCase, JuryCase.ref == Seat.case_ref)
        .where(Seat.state.in_(SITTING), JuryCase.stage.in_(("drawn", "open")))
        .group_by(Seat.account_id)
        .having(sa.func.count() >= cap)
    )
