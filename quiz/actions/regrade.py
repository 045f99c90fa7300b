"""What is done about a flawed question: proposed by one editor, decided by another, regraded."""

from audit.actions import record
from kernel.db import insert_once, new_id
from kernel.errors import N_, Conflict, Malformed
from kernel.remark import remark
from kernel.work import Work
from members.queries import holds_certificate
from quiz.actions.sittings import certify
from quiz.events import ItemActionApplied, ItemActionProposed, ItemActionRefused
from quiz.itemaction import ItemAction, What, check_action
from quiz.models import ItemActionRow, Rescore, Sitting
from quiz.queries.bank import item_version
from quiz.queries.regrade import (
    action_row,
    all_that_grades,
    papers_that_asked,
    standing_action,
)
from quiz.queries.sittings import action_of, flip_of, hold_grading
from quiz.regrade import Flip

OWN = N_("You proposed it. Another editor decides.")
PROPOSED = {
    What.DROP: N_(
        "%(by)s proposed to drop this question on %(day)s, %(time)s UTC. Decide on that first."
    ),
    What.ACCEPT: N_(
        "%(by)s proposed to accept further answers to this question on %(day)s, %(time)s UTC. "
        "Decide on that first."
    ),
    What.CREDIT: N_(
        "%(by)s proposed to credit everybody with this question on %(day)s, %(time)s UTC. Decide "
        "on that first."
    ),
}
APPLIED = {
    What.DROP: N_(
        "This question was dropped on %(day)s, %(time)s UTC, as %(by)s had proposed. Write the "
        "item anew instead."
    ),
    What.ACCEPT: N_(
        "Further answers to this question were accepted on %(day)s, %(time)s UTC, as %(by)s had "
        "proposed. Write the item anew instead."
    ),
    What.CREDIT: N_(
        "Everybody was credited with this question on %(day)s, %(time)s UTC, as %(by)s had "
        "proposed. Write the item anew instead."
    ),
}


GAINS = N_("Your own paper would pass by it. Another editor has to decide.")


def propose_action(work: Work, action: ItemAction, why: str) -> ItemActionRow:
    """Propose what to do about a question that was asked. why: members whose paper it changes read
    it. Raises Missing, Malformed, and Conflict where something stands about it already."""
    item = item_version(work.session, action.item, action.version)
    if not 0 <= action.part < len(item.parts):
        raise Malformed(N_("There is no such question."))
    check_action(item.parts[action.part], action)
    reason = remark(why, N_("Say why: members whose paper it changes read it."))
    row = ItemActionRow(
        id=new_id(),
        item=action.item,
        version=action.version,
        part=action.part,
        what=action.what,
        accepted=[list(answer) for answer in action.accepted],
        why=reason,
        state="proposed",
        proposed_by=work.actor.ref,
        proposed_at=work.now,
    )
    stands = standing_action(work.session, action.key)
    if stands is None and not insert_once(work.session, row):
        stands = standing_action(work.session, action.key)
        if stands is None:  # the one that was quicker was refused in this very moment
            raise Conflict(N_("Somebody decided about this question just now. Look at it again."))
    if stands is not None:
        raise _conflict_with(stands)
    record(
        work,
        ItemActionProposed(
            item=row.item, version=row.version, part=row.part, what=row.what, action=row.id
        ),
    )
    return row


def _conflict_with(row: ItemActionRow) -> Conflict:
    """Return the refusal that says which proposal stands about a question, whose, and since when.
    A question has one message an action: a word of it alone could not be translated."""
    said = PROPOSED if row.state == "proposed" else APPLIED
    at = row.decided_at or row.proposed_at
    return Conflict(
        said[What(row.what)],
        by=row.proposed_by,
        day=at.date().isoformat(),
        time=f"{at:%H:%M}",
    )


def refuse_action(work: Work, action_id: str) -> None:
    """Refuse a proposal, as another editor; the question may be proposed on anew.

    Raises Missing, and Conflict where it was decided already, or for who proposed it.
    """
    row = _decide(work, action_id, "refused")
    record(work, ItemActionRefused(action=row.id))


def apply_action(work: Work, action_id: str) -> int:
    """Apply a proposal, as another editor, and grade every paper anew that asked the question;
    return how many changed. A pass is never taken away; who passes now is certified. A paper that
    is open by then is graded by the action when it is handed in.

    Raises Missing, and Conflict where it was decided already, for who proposed it, and for who
    would pass by it.
    """
    row = _decide(work, action_id, "applied")
    action = action_of(row)
    hold_grading(work.session, alone=True)
    items, actions = all_that_grades(work.session)
    papers = changed = 0
    for one in papers_that_asked(work.session, action.key, lock=True):
        papers += 1
        changed += _regrade(work, row, one, flip_of(one, action, items, actions))
    record(work, ItemActionApplied(action=row.id, papers=papers, changed=changed))
    return changed


def _decide(work: Work, action_id: str, state: str) -> ItemActionRow:
    row = action_row(work.session, action_id, lock=True)
    if row.state != "proposed":
        raise Conflict(N_("This was decided already."))
    if row.proposed_by == work.actor.ref:
        raise Conflict(OWN)
    row.state = state
    row.decided_by, row.decided_at = work.actor.ref, work.now
    work.session.flush()
    return row


def _regrade(work: Work, row: ItemActionRow, one: Sitting, flip: Flip) -> bool:
    if not flip.changes:
        return False
    if one.account_id == work.actor.account_id and flip.passed_after > flip.passed_before:
        raise Conflict(GAINS)
    work.session.add(
        Rescore(
            action_id=row.id,
            sitting_id=one.id,
            score_before=flip.score_before,
            score_after=flip.score_after,
            passed_before=flip.passed_before,
            passed_after=flip.passed_after,
            passes_by_count=flip.passes_by_count,
            at=work.now,
        )
    )
    one.score, one.passed = flip.score_after, flip.passed_after
    newly = flip.passed_after and not flip.passed_before
    if newly and not holds_certificate(work.session, one.account_id):
        certify(work, one)
    work.session.flush()
    return True
