"""Questions about the bank and about sittings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import Missing
from members.queries import holds_certificate
from quiz.grading import Result, grade
from quiz.item import ItemVersion, is_stale
from quiz.models import ItemRow, LiveItem, Sitting
from quiz.paper import Paper
from quiz.retake import next_sitting
from quiz.specification import SPECIFICATIONS
from quiz.topic import Topic
from rules.queries import clauses_at

SITTING_ID = re.compile(r"[A-Za-z0-9_-]{22}")


def live_items(session: Session) -> list[ItemVersion]:
    """Return the live version of every item, by id."""
    rows = session.scalars(
        sa.select(ItemRow)
        .join(LiveItem, sa.and_(LiveItem.item == ItemRow.item, LiveItem.version == ItemRow.version))
        .order_by(ItemRow.item)
    )
    return [row.value for row in rows]


def shelf(session: Session) -> dict[str, tuple[int, ItemVersion | None]]:
    """Return item id to its latest version number and the version that is live, if one is."""
    latest = session.execute(
        sa.select(ItemRow.item, sa.func.max(ItemRow.version)).group_by(ItemRow.item)
    )
    live = {item.item: item for item in live_items(session)}
    return {item: (version, live.get(item)) for item, version in latest}


def items_by_ref(session: Session, refs: Iterable[str]) -> dict[str, ItemVersion]:
    """Return the item versions named by `refs` (`word/2`), live or not."""
    wanted = set(refs)
    names = {ref.rpartition("/")[0] for ref in wanted}
    rows = session.scalars(sa.select(ItemRow).where(ItemRow.item.in_(names)))
    return {row.value.ref: row.value for row in rows if row.value.ref in wanted}


def versions_in_force(session: Session, day: date) -> dict[str, int]:
    """Return clause id to the version in force on `day`."""
    return {clause.clause_id: clause.version for clause in clauses_at(session, day)}


def bank_on(session: Session, day: date) -> list[ItemVersion]:
    """Return the items that may be asked on `day`: live, and not about words since replaced."""
    in_force = versions_in_force(session, day)
    return [item for item in live_items(session) if not is_stale(item, in_force)]


def stale_on(session: Session, day: date) -> list[ItemVersion]:
    """Return the live items whose clause has another version in force on `day`."""
    in_force = versions_in_force(session, day)
    return [item for item in live_items(session) if is_stale(item, in_force)]


def uncovered_on(session: Session, day: date) -> list[Topic]:
    """Return the topics on which no question can be asked on `day`."""
    covered = {item.topic for item in bank_on(session, day)}
    return [topic for topic in Topic if topic not in covered]


def held(query: sa.Select[Sitting]) -> sa.Select[Sitting]:
    """Hold the rows of `query` to the end of the transaction, and read them as they are by then.

    A row that this session has read before would else stay as it was then, lock or no lock.
    """
    return query.with_for_update().execution_options(populate_existing=True)


def open_sitting(session: Session, account_id: str, *, lock: bool = False) -> Sitting | None:
    """Return the sitting that an account has not handed in, if there is one; lock: hold it."""
    query = sa.select(Sitting).where(
        Sitting.account_id == account_id, Sitting.handed_in_at.is_(None)
    )
    return session.scalar(held(query) if lock else query)


def sitting(session: Session, sitting_id: str, account_id: str, *, lock: bool = False) -> Sitting:
    """Return a sitting of this account; raises Missing, for another's just as for none.

    lock: hold the row until the end of the transaction.
    """
    found = None
    if SITTING_ID.fullmatch(sitting_id):
        query = sa.select(Sitting).where(Sitting.id == sitting_id, Sitting.account_id == account_id)
        found = session.scalar(held(query) if lock else query)
    if found is None:
        raise Missing()
    return found


def sittings_of(session: Session, account_id: str) -> list[Sitting]:
    """Return the sittings of an account, the latest first."""
    return list(
        session.scalars(
            sa.select(Sitting)
            .where(Sitting.account_id == account_id)
            .order_by(Sitting.started_at.desc(), Sitting.id)
        )
    )


def expired(session: Session, now: datetime) -> list[str]:
    """Return the ids of the open sittings whose time has ended."""
    return list(
        session.scalars(
            sa.select(Sitting.id)
            .where(Sitting.handed_in_at.is_(None), Sitting.expires_at <= now)
            .order_by(Sitting.expires_at)
        )
    )


def result_of(session: Session, one: Sitting) -> Result:
    """Grade what stands in a sitting. The same rows always give the same result."""
    paper = Paper.from_json(one.paper)
    items = items_by_ref(session, (question.ref for question in paper.questions))
    return grade(SPECIFICATIONS[one.specification], paper, items, one.answers)


@dataclass(frozen=True)
class Standing:
    """Where a member stands with the exam.

    next_at: from when another sitting may start; None while one is open or none is needed.
    """

    certified: bool
    open: Sitting | None
    ended: list[Sitting]
    next_at: datetime | None


def standing(session: Session, account_id: str, now: datetime) -> Standing:
    """Return where a member stands with the exam at `now`."""
    certified = holds_certificate(session, account_id)
    mine = sittings_of(session, account_id)
    current = next((one for one in mine if one.handed_in_at is None), None)
    ended = [one for one in mine if one is not current]
    if certified or current is not None:
        return Standing(certified, current, ended, None)
    failed = [one.handed_in_at for one in ended if one.handed_in_at and not one.passed]
    begun = [one.started_at for one in ended]
    return Standing(certified, None, ended, next_sitting(failed, begun, now))
