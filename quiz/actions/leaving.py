"""What the exam's room gives up of a member who is erased."""

import sqlalchemy as sa

from kernel.work import Work
from quiz.models import Allowance, HelpRequest, Report, Sitting


def forget_member(work: Work, account_id: str) -> None:
    """Give up why a member was given more time, that they asked for help, and what they reported in
    words of their own. How questions were answered stays: figures rest on it."""
    for rows in (Allowance, HelpRequest):
        work.session.execute(sa.delete(rows).where(rows.account_id == account_id))
    theirs = sa.select(Sitting.id).where(Sitting.account_id == account_id)
    work.session.execute(sa.update(Report).where(Report.sitting_id.in_(theirs)).values(text=""))
    work.session.flush()
