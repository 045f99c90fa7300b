"""Questions about drafts of items: who wrote them, what waits for a review, what is missing."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from kernel.db import is_id
from kernel.errors import Missing
from quiz.draft import Draft, Issue, Texts, from_json, issues
from quiz.models import DraftState, DraftStep, ItemDraft, ItemRow
from rules.clause import ClauseVersion
from rules.queries import all_versions

WRITING = ("begun", "written")
OPEN = (DraftState.DRAFT, DraftState.IN_REVIEW)  # it waits for somebody; else it is gone


def draft_row(session: Session, draft_id: str, *, lock: bool = False) -> ItemDraft:
    """Return a draft; raises Missing. lock: hold it, and read it as it is by then."""
    row = None
    if is_id(draft_id):
        row = session.get(ItemDraft, draft_id, with_for_update=lock, populate_existing=lock)
    if row is None:
        raise Missing()
    return row


def value_of(row: ItemDraft) -> Draft:
    """Return a draft as the nouns know it."""
    return from_json(row.item, row.body)


def authors_of(session: Session, draft_id: str) -> set[str]:
    """Return who wrote on a draft, by reference."""
    wrote = sa.select(DraftStep.by).where(
        DraftStep.draft_id == draft_id, DraftStep.what.in_(WRITING)
    )
    return set(session.scalars(wrote))


def steps_of(session: Session, draft_id: str) -> list[DraftStep]:
    """Return the steps of a draft, the latest first."""
    query = sa.select(DraftStep).where(DraftStep.draft_id == draft_id)
    return list(session.scalars(query.order_by(DraftStep.number.desc())))


def drafts(
    session: Session, *states: str, where: sa.ColumnElement[bool] | None = None
) -> list[ItemDraft]:
    """Return the drafts in these states, the latest change first. where: which of them only."""
    query = sa.select(ItemDraft).where(ItemDraft.state.in_(states))
    if where is not None:
        query = query.where(where)
    return list(session.scalars(query.order_by(ItemDraft.changed_at.desc(), ItemDraft.id)))


def waiting_for(session: Session, reviewer: str) -> list[ItemDraft]:
    """Return the drafts in review that `reviewer`, an account's reference, did not write."""
    wrote = sa.exists().where(
        DraftStep.draft_id == ItemDraft.id, DraftStep.by == reviewer, DraftStep.what.in_(WRITING)
    )
    return drafts(session, DraftState.IN_REVIEW, where=~wrote)


def returned_to(session: Session, author: str) -> list[ItemDraft]:
    """Return the drafts that another sent back and whose last writer was `author`, a reference."""
    last, last_written = _last_step(), _last_step(*WRITING)
    came_back = sa.exists().where(last, DraftStep.what == "returned")
    is_theirs = sa.exists().where(last_written, DraftStep.by == author)
    return drafts(session, DraftState.DRAFT, where=came_back & is_theirs)


def _last_step(*what: str) -> sa.ColumnElement[bool]:
    """Return the condition on the last step of a draft; what: the last of these kinds."""
    step = aliased(DraftStep)
    number = sa.select(sa.func.max(step.number)).where(step.draft_id == ItemDraft.id)
    if what:
        number = number.where(step.what.in_(what))
    here = number.correlate(ItemDraft).scalar_subquery()
    return (DraftStep.draft_id == ItemDraft.id) & (DraftStep.number == here)


def open_draft(session: Session, item: str) -> ItemDraft | None:
    """Return the draft of an item that is being written or in review, if there is one."""
    query = sa.select(ItemDraft).where(ItemDraft.item == item, ItemDraft.state.in_(OPEN))
    return session.scalar(query.order_by(ItemDraft.begun_at, ItemDraft.id).limit(1))


def item_ids(session: Session) -> set[str]:
    """Return every id that an item or an open draft has."""
    taken = sa.select(ItemDraft.item).where(ItemDraft.state.in_(OPEN))
    return set(session.scalars(sa.select(ItemRow.item))) | set(session.scalars(taken))


def texts_of(versions: Iterable[ClauseVersion]) -> Texts:
    """Return the words of clause versions."""
    return {(one.clause_id, one.version): one.text for one in versions}


def issues_of(session: Session, row: ItemDraft, draft: Draft | None = None) -> list[Issue]:
    """Return what stands in the way of sending a draft in: as it is kept, or as given.

    A new item may rest on words that come into force later, and waits for their day. A new wording
    may not: it would take the place of one that is right until then.
    """
    day = row.changed_at.date()
    taken: set[str] = set()
    if row.base is None:
        taken = set(session.scalars(sa.select(ItemRow.item).distinct()))
    versions = all_versions(session)
    usable: dict[str, set[int]] = {}
    for one in versions:
        ended = one.in_force_until is not None and one.in_force_until <= day
        if not ended and (row.base is None or one.in_force_from <= day):
            usable.setdefault(one.clause_id, set()).add(one.version)
    return issues(draft or value_of(row), texts_of(versions), usable, taken)
