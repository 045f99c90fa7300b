"""Questions about sittings: whose they are, what they came to, when the next may begin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.db import held, hold_name, is_id
from kernel.errors import Missing
from members.queries import holds_certificate
from quiz.grading import Result, grade
from quiz.item import ItemVersion
from quiz.itemaction import Actions, ItemAction, Key, What, by_key
from quiz.models import Allowance, ClauseOpened, ItemActionRow, Sitting
from quiz.paper import Paper
from quiz.queries.bank import items_by_ref
from quiz.regrade import Flip
from quiz.retake import Failed, Stakes, next_sitting, stakes
from quiz.specification import SPECIFICATIONS


def hold_grading(session: Session, *, alone: bool = False) -> None:
    """Hold the grading of papers to the end of the transaction: one is graded before an item
    action is applied or after, never meanwhile. alone: as who applies one; graders share it.

    Whoever grades holds the paper first, so who applies an action holds no open paper: a name is
    held in their place, and with it those too that are begun while it is applied.
    """
    hold_name(session, "quiz.grading", shared=not alone)


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
    if is_id(sitting_id):
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


def expired_sitting(session: Session, sitting_id: str, now: datetime) -> Sitting | None:
    """Return a sitting, held, if it is open still and its time has ended."""
    due = sa.select(Sitting).where(
        Sitting.id == sitting_id, Sitting.handed_in_at.is_(None), Sitting.expires_at <= now
    )
    return session.scalar(held(due))


def extra_time(session: Session, account_id: str) -> int:
    """Return how many per cent more time an account has where papers have a limit."""
    found = session.get(Allowance, account_id)
    return found.percent if found else 0


def item_actions(session: Session, items: Iterable[str]) -> dict[Key, ItemAction]:
    """Return what was decided about questions of these items."""
    rows = session.scalars(
        sa.select(ItemActionRow).where(
            ItemActionRow.state == "applied", ItemActionRow.item.in_(set(items))
        )
    )
    return by_key(action_of(row) for row in rows)


def action_of(row: ItemActionRow) -> ItemAction:
    """Return an action as the nouns know it."""
    accepted = tuple(tuple(answer) for answer in row.accepted)
    return ItemAction(row.item, row.version, row.part, What(row.what), accepted)


def result_of(session: Session, one: Sitting) -> Result:
    """Grade what stands in a sitting. The same rows always give the same result."""
    paper = Paper.from_json(one.paper)
    items = items_by_ref(session, paper.refs)
    actions = item_actions(session, paper.items)
    return grade(SPECIFICATIONS[one.specification], paper, items, one.answers, actions)


def flip_of(
    one: Sitting, action: ItemAction, items: Mapping[str, ItemVersion], actions: Actions
) -> Flip:
    """Return what an action does to a graded sitting, on top of all that was decided before.

    items: item versions by ref, those of its paper among them. actions: what was decided.
    """
    paper = Paper.from_json(one.paper)
    decided = {**actions, action.key: action}
    after = grade(SPECIFICATIONS[one.specification], paper, items, one.answers, decided)
    return Flip(one.score or 0, after.score, bool(one.passed), after.passed)


def clauses_opened(session: Session, sitting_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return sitting id to the clauses that its member opened from the result."""
    rows = session.execute(
        sa.select(ClauseOpened.sitting_id, ClauseOpened.clause).where(
            ClauseOpened.sitting_id.in_(list(sitting_ids))
        )
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.sitting_id, set()).add(row.clause)
    return {name: frozenset(clauses) for name, clauses in found.items()}


@dataclass(frozen=True)
class ExamStanding:
    """Where a member stands with the exam.

    ended: the graded sittings, the latest first. next_at: from when another sitting may start;
    None while one is open or none is needed. Of a member who may only sit again: last: what came
    of the last sitting; unread: the clauses behind its wrong answers that were not opened yet;
    read_at: from when another may start once they have been; stakes: what another costs.
    """

    certified: bool
    open: Sitting | None
    ended: list[Sitting]
    next_at: datetime | None
    last: Result | None = None
    unread: frozenset[str] = frozenset()
    read_at: datetime | None = None
    stakes: Stakes | None = None

    @property
    def failures(self) -> int:
        return sum(not one.passed for one in self.ended)


def standing(session: Session, account_id: str, now: datetime) -> ExamStanding:
    """Return where a member stands with the exam at `now`."""
    certified = holds_certificate(session, account_id)
    mine = sittings_of(session, account_id)
    current = next((one for one in mine if one.handed_in_at is None), None)
    ended = [one for one in mine if one is not current]
    if certified or current is not None:
        return ExamStanding(certified, current, ended, None)
    failed = [one for one in ended if not one.passed]
    if not failed:
        return ExamStanding(certified, None, ended, now)
    last = result_of(session, failed[0])
    opened = clauses_opened(session, [failed[0].id]).get(failed[0].id, frozenset())
    unread = frozenset(each.part.basis.clause for each in last.wrong) - opened
    latest, *before = [Failed(one.handed_in_at) for one in failed if one.handed_in_at]
    read = [replace(latest, reread=True), *before]
    moments = [latest, *before] if unread else read
    begun = [one.started_at for one in ended]
    return ExamStanding(
        certified,
        None,
        ended,
        next_at=next_sitting(moments, begun, now),
        last=last,
        unread=unread,
        read_at=next_sitting(read, begun, now),
        stakes=stakes(moments, begun, now),
    )
