"""Questions about item actions, and about the papers that a flawed question was in."""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import Missing
from quiz.itemaction import Key
from quiz.models import ItemActionRow, Sitting
from quiz.paper import Paper
from quiz.queries.sittings import SITTING_ID


def action_row(session: Session, action_id: str, *, lock: bool = False) -> ItemActionRow:
    """Return an item action; raises Missing."""
    row = None
    if SITTING_ID.fullmatch(action_id):
        row = session.get(ItemActionRow, action_id, with_for_update=lock, populate_existing=lock)
    if row is None:
        raise Missing()
    return row


def standing_action(session: Session, key: Key) -> ItemActionRow | None:
    """Return what is proposed or decided about a question, unless it was refused."""
    item, version, part = key
    return session.scalar(
        sa.select(ItemActionRow).where(
            ItemActionRow.item == item,
            ItemActionRow.version == version,
            ItemActionRow.part == part,
            ItemActionRow.state != "refused",
        )
    )


def actions_on(session: Session, item: str, version: int) -> list[ItemActionRow]:
    """Return all that was ever proposed about an item version, the latest first."""
    query = sa.select(ItemActionRow).where(
        ItemActionRow.item == item, ItemActionRow.version == version
    )
    return list(session.scalars(query.order_by(ItemActionRow.proposed_at.desc(), ItemActionRow.id)))


def proposed_actions(session: Session) -> list[ItemActionRow]:
    """Return the actions that wait for a second editor, the oldest first."""
    query = sa.select(ItemActionRow).where(ItemActionRow.state == "proposed")
    return list(session.scalars(query.order_by(ItemActionRow.proposed_at, ItemActionRow.id)))


def papers_that_asked(session: Session, key: Key, *, lock: bool = False) -> Iterator[Sitting]:
    """Yield the graded sittings whose paper asked a question, some hundred at a time.

    The paper is found by its text, as either database keeps JSON, and then read to be sure.
    """
    item, version, _part = key
    text = sa.cast(Sitting.paper, sa.Text)
    written = [
        "%" + json.dumps([item, version], separators=marks)[:-1] + "%"
        for marks in ((", ", ": "), (",", ":"))
    ]
    query = (
        sa.select(Sitting)
        .where(Sitting.handed_in_at.is_not(None), sa.or_(*(text.like(one) for one in written)))
        .order_by(Sitting.id)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    for one in session.scalars(query.execution_options(yield_per=500)):
        if any(question.key == key for question in Paper.from_json(one.paper).questions):
            yield one
