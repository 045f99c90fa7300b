"""What is done with items on the shelf: taken out of papers and put back, retired, set apart."""

import sqlalchemy as sa

from audit.actions import record
from kernel.db import insert_once, new_id
from kernel.errors import N_, Conflict
from kernel.remark import remark
from kernel.work import Work
from quiz.actions.steps import lift_pull, make_enemies
from quiz.events import EnemiesChanged, ItemPulled, ItemPutBack, ItemRetired
from quiz.models import EnemyRow, LiveItem, Pull, Retirement
from quiz.queries.bank import enemies, hold_bank, live_item, pulls

WHY = N_("Say why, so that others can follow.")


def pull_item(work: Work, item: str, why: str) -> None:
    """Take an item out of papers, for a reason. Raises Missing, Malformed, Conflict."""
    hold_bank(work.session)
    live = live_item(work.session, item)
    if item in pulls(work.session):
        raise Conflict(N_("The item is in no paper already."))
    row = Pull(
        id=new_id(),
        item=item,
        version=live.version,
        why=remark(why, WHY),
        by=work.actor.ref,
        at=work.now,
    )
    if not insert_once(work.session, row):
        raise Conflict(N_("The item is in no paper already."))
    record(work, ItemPulled(item=item, version=live.version))


def put_back(work: Work, item: str) -> None:
    """Let an item be asked again that an editor had taken out. Raises Missing, Conflict."""
    hold_bank(work.session)
    live = live_item(work.session, item)
    if item not in pulls(work.session):
        raise Conflict(N_("Nobody has taken the item out of papers."))
    lift_pull(work, item)
    record(work, ItemPutBack(item=item, version=live.version))


def retire_item(work: Work, item: str, why: str) -> None:
    """Let an item be asked no more, for good; its versions stay. What follows from it is told
    before (`issues_before_retiring`) and hinders nothing. Raises Missing, Malformed, Conflict."""
    hold_bank(work.session)
    live_item(work.session, item)
    reason = remark(why, WHY)
    row = Retirement(item=item, why=reason, by=work.actor.ref, at=work.now)
    if not insert_once(work.session, row):
        raise Conflict(N_("The item is retired already."))
    lift_pull(work, item)
    work.session.execute(sa.delete(LiveItem).where(LiveItem.item == item))
    record(work, ItemRetired(item=item))


def set_enemies(work: Work, item: str, other: str) -> None:
    """Let two items never meet in a paper. Raises Missing, Conflict."""
    if item == other:
        raise Conflict(N_("An item is no enemy of itself."))
    hold_bank(work.session)
    live_item(work.session, item)
    live_item(work.session, other)
    if not make_enemies(work, item, other):
        raise Conflict(N_("The two items are enemies already."))
    record(work, EnemiesChanged(item=min(item, other), other=max(item, other), set=True))


def unset_enemies(work: Work, item: str, other: str) -> None:
    """Let two items meet in a paper again."""
    first, second = min(item, other), max(item, other)
    hold_bank(work.session)
    if (first, second) not in enemies(work.session):
        raise Conflict(N_("The two items are no enemies."))
    gone = sa.delete(EnemyRow).where(EnemyRow.item == first, EnemyRow.other == second)
    work.session.execute(gone)
    record(work, EnemiesChanged(item=first, other=second, set=False))
