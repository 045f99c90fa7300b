"""Questions about worked cases: which there are, who answered what, where readings differ."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import Missing
from rules.models import Revision, WorkedAnswer, WorkedCase
from rules.queries.revisions import amendments
from rules.worked import Agreement, Reading, Says, agreement


@dataclass(frozen=True)
class Worked:
    """A worked case as one editor may see it.

    mine: what they answered. agreement: how all read it, and None until they have answered: whoever
    has seen the others' answers does not answer blind.
    """

    id: str
    clause_id: str
    facts: str
    mine: Reading | None
    agreement: Agreement | None
    author: bool


def worked_case(session: Session, case_id: str) -> WorkedCase:
    """Return a worked case; raises Missing."""
    found = session.get(WorkedCase, case_id) if len(case_id) <= 22 else None
    if found is None:
        raise Missing()
    return found


def worked_cases(session: Session, revision: Revision, account_id: str) -> list[Worked]:
    """Return the worked cases on the clauses that a revision changes, as `account_id` may see them.

    Cases outlive the revision that they were written for: they are tried on the next one too.
    """
    touched = {name for one in amendments(session, revision) for name in one.touches}
    rows = session.scalars(
        sa.select(WorkedCase)
        .where(WorkedCase.clause_id.in_(touched))
        .order_by(WorkedCase.clause_id, WorkedCase.at, WorkedCase.id)
    )
    return [_seen(session, row, revision, account_id) for row in rows]


def answers_to(session: Session, case: WorkedCase, edition: int) -> list[WorkedAnswer]:
    """Return the answers to a case on one edition of the words."""
    query = sa.select(WorkedAnswer).where(
        WorkedAnswer.case_id == case.id, WorkedAnswer.edition == edition
    )
    return list(session.scalars(query.order_by(WorkedAnswer.at, WorkedAnswer.by)))


def _seen(session: Session, case: WorkedCase, revision: Revision, account_id: str) -> Worked:
    answers = answers_to(session, case, revision.edition)
    mine = next((one for one in answers if one.by == account_id), None)
    wrote = case.by == account_id
    shown = None
    if mine or wrote:
        author = Reading(Says(case.before), Says(case.after))
        shown = agreement(author, [Reading(Says(one.before), Says(one.after)) for one in answers])
    return Worked(
        id=case.id,
        clause_id=case.clause_id,
        facts=case.facts,
        mine=Reading(Says(mine.before), Says(mine.after)) if mine else None,
        agreement=shown,
        author=wrote,
    )
