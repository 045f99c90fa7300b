"""What is done with drafts of items: written, sent in, returned, approved by another."""

from collections.abc import Iterable

from audit.actions import record
from kernel.db import new_id
from kernel.errors import N_, Conflict
from kernel.remark import remark
from kernel.work import Work
from quiz.actions.steps import check_anchors, publish
from quiz.draft import Draft, anchored, to_item, to_json
from quiz.events import ItemApproved, ItemDraftReturned, ItemDraftSent
from quiz.models import DraftState, DraftStep, ItemDraft
from quiz.queries.bank import hold_bank, retirements, shelf
from quiz.queries.drafts import (
    authors_of,
    draft_row,
    issues_of,
    item_ids,
    open_draft,
    steps_of,
    texts_of,
    value_of,
)
from quiz.review import check_edit, check_fresh, check_review, check_send
from rules.queries import versions_by_number

OF_ITEM = N_("The id belongs to the item: write a new one to have another.")

STANDS = N_(
    "A draft of %(item)s stands already, begun by %(by)s on %(day)s. Go on with that one: %(where)s"
)


def begin_draft(
    work: Work, draft: Draft, base: int | None = None, origin: str = "written"
) -> ItemDraft:
    """Begin to write an item, or a new wording of one.

    base: the version it starts from; None of a new item. Raises Conflict for a retired item, where
    the id is taken by another, and where a draft of it stands: it says which, and where.
    """
    _check_free(work, draft.item, base)
    if draft.item in retirements(work.session):
        raise Conflict(N_("The item was retired. Write a new one instead."))
    row = _row(work, draft, base, origin)
    work.session.add(row)
    work.session.flush()
    _step(work, row, "begun")
    return row


def begin_drafts(work: Work, drafts: Iterable[Draft], origin: str) -> int:
    """Begin many new items at once, under ids that the caller knows to be free; return how many."""
    rows = [_row(work, draft, None, origin) for draft in drafts]
    work.session.add_all(rows)
    work.session.flush()
    by, at = work.actor.ref, work.now
    work.session.add_all(
        DraftStep(draft_id=row.id, number=1, what="begun", why="", by=by, at=at) for row in rows
    )
    work.session.flush()
    return len(rows)


def _check_free(work: Work, item: str, base: int | None) -> None:
    """Raise Conflict where a draft of this id stands, or a new item asks for one that is taken."""
    hold_bank(work.session)
    if (row := open_draft(work.session, item)) is not None:
        raise Conflict(
            STANDS,
            item=item,
            by=row.begun_by,
            day=row.begun_at.date().isoformat(),
            where=f"/quiz/drafts/{row.id}",
        )
    if base is None and item in item_ids(work.session):
        raise Conflict(N_("Another item has this id already."))


def _row(work: Work, draft: Draft, base: int | None, origin: str) -> ItemDraft:
    return ItemDraft(
        id=new_id(),
        item=draft.item,
        base=base,
        body=to_json(draft),
        state=DraftState.DRAFT,
        origin=origin,
        edition=1,
        begun_by=work.actor.ref,
        begun_at=work.now,
        changed_by=work.actor.ref,
        changed_at=work.now,
    )


def save_draft(work: Work, draft_id: str, draft: Draft, seen: int) -> ItemDraft:
    """Keep a draft as it is written by now, whole or not. seen: the edition it was written on.

    Quotes that differ from their clause in white space alone are set right. Raises Missing;
    Conflict once it was sent in, and for an id that is taken or not the item's; Stale when somebody
    else has changed it meanwhile.
    """
    row = draft_row(work.session, draft_id, lock=True)
    check_edit(row.state)
    check_fresh(row.edition, seen)
    if row.base is not None and draft.item != row.item:
        raise Conflict(OF_ITEM)
    if draft.item != row.item:
        _check_free(work, draft.item, row.base)
    kept = anchored(draft, texts_of(versions_by_number(work.session).values()))
    if to_json(kept) == row.body and kept.item == row.item:
        return row
    row.item, row.body = kept.item, to_json(kept)
    row.edition += 1
    row.changed_by, row.changed_at = work.actor.ref, work.now
    _step(work, row, "written")
    return row


def send_draft(work: Work, draft_id: str) -> None:
    """Send a draft in for a review; raises Missing, and Conflict while something is in the way."""
    row = draft_row(work.session, draft_id, lock=True)
    check_send(row.state, issues_of(work.session, row))
    row.state = DraftState.IN_REVIEW
    _step(work, row, "sent")
    record(work, ItemDraftSent(draft=row.id, item=row.item))


def take_back_draft(work: Work, draft_id: str) -> None:
    """Take a draft back from its review, to go on writing.

    Raises Missing, and Conflict where it is not in review, or for who did not write it.
    """
    row = draft_row(work.session, draft_id, lock=True)
    if row.state != DraftState.IN_REVIEW:
        raise Conflict(N_("The draft is not in review."))
    if work.actor.ref not in authors_of(work.session, row.id):
        raise Conflict(N_("Only who wrote a draft takes it back. Return it with your reasons."))
    row.state = DraftState.DRAFT
    _step(work, row, "taken_back")
    record(work, ItemDraftReturned(draft=row.id, item=row.item))


def discard_draft(work: Work, draft_id: str) -> None:
    """Give a draft up; raises Missing, and Conflict unless it is being written."""
    row = draft_row(work.session, draft_id, lock=True)
    check_edit(row.state)
    row.state = DraftState.DISCARDED
    _step(work, row, "discarded")


def return_draft(work: Work, draft_id: str, why: str) -> None:
    """Return a draft to those who wrote it, with a reason, as an editor who did not.

    Raises Missing; Conflict where it is not in review, and for its authors; Malformed without a
    reason, or with one that is too long.
    """
    row = draft_row(work.session, draft_id, lock=True)
    check_review(row.state, work.actor.ref, authors_of(work.session, row.id))
    reason = remark(why, N_("Say why, so that its author knows what to mend."))
    row.state = DraftState.DRAFT
    _step(work, row, "returned", reason)
    record(work, ItemDraftReturned(draft=row.id, item=row.item))


def approve_draft(work: Work, draft_id: str, seen: int) -> int:
    """Put a draft into papers, as an editor who did not write it; return the version it becomes.

    seen: the edition that was reviewed. Raises Missing; Conflict for its authors, and where it is
    not in review or the item or the rules changed meanwhile; Stale when the draft did.
    """
    row = draft_row(work.session, draft_id, lock=True)
    authors = authors_of(work.session, row.id)
    check_review(row.state, work.actor.ref, authors)
    check_fresh(row.edition, seen)
    hold_bank(work.session)
    if row.item in retirements(work.session):
        raise Conflict(N_("The item was retired meanwhile. Return the draft to its author."))
    _check_still(work, row)
    version = shelf(work.session).get(row.item, (0, None))[0] + 1
    if row.base is not None and row.base != version - 1:
        raise Conflict(N_("The item was written anew meanwhile. Return the draft to its author."))
    item = to_item(value_of(row), version)
    clauses = versions_by_number(work.session)
    check_anchors(item, clauses)
    publish(work, item, clauses, written_by=row.changed_by, approved_by=work.actor.ref)
    row.state = DraftState.APPROVED
    _step(work, row, "approved")
    record(work, ItemApproved(item=row.item, version=version))
    return version


def _check_still(work: Work, row: ItemDraft) -> None:
    """Raise Conflict where something stands in the way by now: the rules may have changed."""
    found = issues_of(work.session, row)
    if found:
        raise Conflict(N_("The rules have changed since it was sent in. Return it to its author."))


def _step(work: Work, row: ItemDraft, what: str, why: str = "") -> None:
    number = len(steps_of(work.session, row.id)) + 1
    step = DraftStep(
        draft_id=row.id, number=number, what=what, why=why, by=work.actor.ref, at=work.now
    )
    work.session.add(step)
    work.session.flush()
