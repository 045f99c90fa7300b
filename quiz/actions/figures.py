"""The figures of the bank are counted: paper by paper as they come, and all again now and then."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from kernel.db import held, hold_name, insert_once
from kernel.work import Work
from quiz.analysis.sums import Sheet, Sums, add, sheet_of
from quiz.grading import grade_each
from quiz.item import ItemVersion
from quiz.itemaction import Actions, Key
from quiz.models import Recount, SumsRow
from quiz.paper import Paper
from quiz.queries import figures as queries
from quiz.queries.regrade import all_that_grades

AT_ONCE = 500  # papers
CHECK_EVERY = timedelta(days=1)
HELD = "quiz.figures"  # shared by those who count papers as they come; who recounts wants it alone


def count_sittings(work: Work, most: int = AT_ONCE) -> int:
    """Count graded papers that were not counted yet; return how many were looked at.

    Only the first entry paper of a member goes into the figures: later ones follow on what the
    member was told of the earlier.
    """
    hold_name(work.session, HELD, shared=True)
    due = queries.uncounted(work.session, most)
    if not due:
        return 0
    firsts = queries.firsts_among(work.session, (one.id for one in due))
    bank, actions = all_that_grades(work.session)
    sheets = [_sheet(one.paper, one.answers, bank, actions) for one in due if one.id in firsts]
    keys = {mark.key for sheet in sheets for mark in sheet.marks}
    held = _hold(work, keys)
    for sheet in sheets:
        add(held, sheet)
    _keep(work, held)
    for one in due:
        one.counted_at = work.now
    return len(due)


def recount(work: Work) -> Recount:
    """Count all papers anew and keep what comes of it; say whether the sums that stood were equal.

    They are, unless an item action has changed since what the papers come to.
    """
    hold_name(work.session, HELD)
    stood = _hold(work, None)
    bank, actions = all_that_grades(work.session)
    fresh: dict[Key, Sums] = {}
    papers = 0
    for row in queries.counted_papers(work.session):
        add(fresh, _sheet(row.paper, row.answers, bank, actions))
        papers += 1
    for key in stood.keys() - fresh.keys():
        work.session.delete(work.session.get_one(SumsRow, key))
    _keep(work, fresh)
    done = Recount(at=work.now, sittings=papers, equal=stood == fresh, actions=len(actions))
    work.session.merge(done)
    return done


def recount_if_due(work: Work) -> bool:
    """Count all anew where an item action was applied that was not counted by yet, and once a day
    besides: that the sums which are kept come to the same is found, not believed.

    Actions by their number, not by the time: one may have begun before a recount, and ended after.
    """
    last = queries.last_recount(work.session)
    is_acted = queries.applied_actions(work.session) != (last.actions if last else 0)
    is_checked = last is not None and work.now - last.at < CHECK_EVERY
    if not is_acted and (is_checked or not queries.is_anything_counted(work.session)):
        return False
    recount(work)
    return True


def _sheet(
    paper: dict[str, Any],
    answers: dict[str, Any],
    bank: Mapping[str, ItemVersion],
    actions: Actions,
) -> Sheet:
    return sheet_of(grade_each(Paper.from_json(paper), bank, answers, actions))


def _hold(work: Work, keys: Collection[Key] | None) -> dict[Key, Sums]:
    """Return the sums of some questions, or of all, and hold their rows; always in one order.

    A question that was never counted gets its row first, so that there is something to hold.
    """
    query = sa.select(SumsRow).order_by(SumsRow.item, SumsRow.version, SumsRow.part)
    if keys is not None:
        known = queries.sums(work.session, {key[0] for key in keys})
        for item, version, part in sorted(set(keys) - known.keys()):
            empty = Sums().to_json()
            row = SumsRow(item=item, version=version, part=part, answers=0, sums=empty)
            insert_once(work.session, row)
        query = query.where(SumsRow.item.in_({key[0] for key in keys}))
    rows = work.session.scalars(held(query))
    return {(row.item, row.version, row.part): Sums.from_json(row.sums) for row in rows}


def _keep(work: Work, sums: Mapping[Key, Sums]) -> None:
    for (item, version, part), one in sums.items():
        row = SumsRow(item=item, version=version, part=part, answers=one.n, sums=one.to_json())
        work.session.merge(row)
    work.session.flush()
