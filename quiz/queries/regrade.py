"""Questions about item actions, and about the papers that a flawed question was in."""

import json
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.db import held, is_id
from kernel.errors import Missing
from quiz.grading import Graded, grade_one
from quiz.item import ItemVersion
from quiz.itemaction import Actions, Key, by_key
from quiz.models import ItemActionRow, ItemRow, Rescore, Sitting
from quiz.paper import Paper
from quiz.queries.bank import items_by_ref
from quiz.queries.sittings import action_of, item_actions


def action_row(session: Session, action_id: str, *, lock: bool = False) -> ItemActionRow:
    """Return an item action; raises Missing."""
    row = None
    if is_id(action_id):
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


def all_that_grades(session: Session) -> tuple[dict[str, ItemVersion], Actions]:
    """Return every item version by its ref, and every action that was applied: what grades papers
    by the thousand, read once."""
    items = {item.ref: item for item in (row.value for row in session.scalars(sa.select(ItemRow)))}
    applied = sa.select(ItemActionRow).where(ItemActionRow.state == "applied")
    return items, by_key(action_of(row) for row in session.scalars(applied))


def graded_in(session: Session, asked: Sequence[tuple[str, Key]]) -> list[Graded]:
    """Return what became of questions in graded papers that asked them, in their order.

    asked: the id of a sitting and a question of its paper, each.
    """
    ids = {sitting_id for sitting_id, _ in asked}
    sittings = {
        one.id: one for one in session.scalars(sa.select(Sitting).where(Sitting.id.in_(ids)))
    }
    items = items_by_ref(session, {f"{item}/{version}" for _, (item, version, _part) in asked})
    actions = item_actions(session, {key[0] for _, key in asked})
    found = []
    for sitting_id, key in asked:
        one, item = sittings[sitting_id], items[f"{key[0]}/{key[1]}"]
        found.append(grade_one(Paper.from_json(one.paper), key, item, one.answers, actions))
    return found


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
        query = held(query)
    for one in session.scalars(query.execution_options(yield_per=500)):
        if any(question.key == key for question in Paper.from_json(one.paper).questions):
            yield one


def rescores(session: Session, sitting_id: str) -> list[tuple[str, Rescore]]:
    """Return what item actions did to a paper, each with why it was decided, the earliest first."""
    rows = session.execute(
        sa.select(ItemActionRow.why, Rescore)
        .join(Rescore, Rescore.action_id == ItemActionRow.id)
        .where(Rescore.sitting_id == sitting_id)
        .order_by(Rescore.at, Rescore.action_id)
    )
    return [(row.why, row.Rescore) for row in rows]
