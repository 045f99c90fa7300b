"""Questions about the bank: which items there are, which are asked on a day, and which are not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.db import hold_name
from kernel.errors import Missing
from quiz.item import Anchor, ItemVersion
from quiz.itemaction import What
from quiz.models import (
    EnemyRow,
    ItemActionRow,
    ItemRow,
    LiveItem,
    Pull,
    Reaffirmation,
    Retirement,
)
from quiz.specification import ENTRY
from quiz.staleness import Concern, Effect, Reaffirmed, concerns, effect
from quiz.topic import Topic
from rules.history import History
from rules.queries import history

is_live = sa.and_(LiveItem.item == ItemRow.item, LiveItem.version == ItemRow.version)


def hold_bank(session: Session) -> None:
    """Hold the bank to the end of the transaction: what editors do with items, and with the ids of
    drafts, they do one after the other. Who holds a draft as well, holds the draft first."""
    hold_name(session, "quiz.bank")


def live_rows(session: Session) -> list[ItemRow]:
    """Return the rows of the live versions, by id."""
    query = sa.select(ItemRow).join(LiveItem, is_live).order_by(ItemRow.item)
    return list(session.scalars(query))


def live_items(session: Session) -> list[ItemVersion]:
    """Return the live version of every item, by id."""
    return [row.value for row in live_rows(session)]


def live_item(session: Session, item: str) -> ItemVersion:
    """Return the live version of an item; raises Missing."""
    row = session.scalar(sa.select(ItemRow).join(LiveItem, is_live).where(ItemRow.item == item))
    if row is None:
        raise Missing()
    return row.value


def versions_of_item(session: Session, item: str) -> list[ItemRow]:
    """Return the rows of all versions of an item, the latest first; raises Missing for none."""
    query = sa.select(ItemRow).where(ItemRow.item == item).order_by(ItemRow.version.desc())
    if not (rows := list(session.scalars(query))):
        raise Missing()
    return rows


def item_version(session: Session, item: str, version: int) -> ItemVersion:
    """Return an item version, live or not; raises Missing."""
    row = session.get(ItemRow, (item, version))
    if row is None:
        raise Missing()
    return row.value


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
    return {row.value.ref: row.value for row in rows if f"{row.item}/{row.version}" in wanted}


def enemies(session: Session) -> frozenset[tuple[str, str]]:
    """Return the pairs of items that never meet in a paper."""
    rows = session.execute(sa.select(EnemyRow.item, EnemyRow.other))
    return frozenset((row.item, row.other) for row in rows)


def enemies_of(session: Session, item: str) -> list[str]:
    """Return the enemies of an item."""
    return sorted({one for pair in enemies(session) if item in pair for one in pair} - {item})


def reaffirmations(session: Session) -> dict[str, list[Reaffirmed]]:
    """Return what was reaffirmed, by item version."""
    found: dict[str, list[Reaffirmed]] = {}
    for row in session.scalars(sa.select(Reaffirmation).order_by(Reaffirmation.at)):
        anchor = Anchor(row.clause, row.clause_version, row.quote)
        said = Reaffirmed(row.part, row.place, anchor)
        found.setdefault(f"{row.item}/{row.version}", []).append(said)
    return found


def pulls(session: Session) -> dict[str, Pull]:
    """Return the items that an editor took out of papers."""
    rows = session.scalars(sa.select(Pull).where(Pull.lifted_at.is_(None)))
    return {row.item: row for row in rows}


def retirements(session: Session) -> dict[str, Retirement]:
    """Return the items that are asked no more."""
    return {row.item: row for row in session.scalars(sa.select(Retirement))}


def flawed(session: Session) -> frozenset[tuple[str, int]]:
    """Return the item versions with a question that was dropped, or credited to everybody: they
    are asked no more, until the item is written anew."""
    query = sa.select(ItemActionRow.item, ItemActionRow.version).where(
        ItemActionRow.state == "applied", ItemActionRow.what != What.ACCEPT
    )
    return frozenset((row.item, row.version) for row in session.execute(query))


@dataclass(frozen=True)
class Standing:
    """A live item on a day. pulled: the editor's reason, where one took it out of papers.
    flawed: whether a question of it was dropped or credited."""

    item: ItemVersion
    published_on: date
    concerns: tuple[Concern, ...]
    pulled: str = ""
    flawed: bool = False

    @property
    def effect(self) -> Effect:
        return Effect.PULLED if self.pulled or self.flawed else effect(self.concerns)

    @property
    def is_asked(self) -> bool:
        return self.effect < Effect.PULLED


def bank_standing(session: Session, day: date, book: History | None = None) -> list[Standing]:
    """Return where every live item stands on `day`, by id."""
    book = book or history(session)
    said, taken_out, wrong = reaffirmations(session), pulls(session), flawed(session)
    found = []
    for row in live_rows(session):
        item = row.value
        published_on = row.published_at.date()
        open_ones = concerns(item, published_on, said.get(item.ref, ()), book, day)
        pull = taken_out.get(item.item)
        why = pull.why if pull else ""
        is_flawed = (item.item, item.version) in wrong
        found.append(Standing(item, published_on, open_ones, why, is_flawed))
    return found


def standing_of(session: Session, item: str, day: date) -> Standing:
    """Return where a live item stands on `day`; raises Missing."""
    for one in bank_standing(session, day):
        if one.item.item == item:
            return one
    raise Missing()


def bank_on(session: Session, day: date) -> list[ItemVersion]:
    """Return the items that may be asked on `day`."""
    return [one.item for one in bank_standing(session, day) if one.is_asked]


def uncovered_on(session: Session, day: date) -> list[Topic]:
    """Return the topics on which the entry paper can ask no question on `day`."""
    offered = [item for item in bank_on(session, day) if not _is_for_practice(item)]
    covered = {part.topic for item in offered for part in item.parts}
    return [topic for topic in Topic if topic not in covered]


def practice_cases(session: Session, day: date) -> list[ItemVersion]:
    """Return the cases to practise on: those that no entry paper asks, by their number of
    questions, so that nobody practises on what they will be asked."""
    return [one for one in bank_on(session, day) if _is_for_practice(one)]


def _is_for_practice(item: ItemVersion) -> bool:
    return item.is_case and len(item.parts) != ENTRY.case_questions
