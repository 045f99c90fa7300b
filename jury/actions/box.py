"""Putting the held ballots into the log: at closing and at a withdrawal, and only then.

However many there are, they are moved by the database, and never read.
"""

import sqlalchemy as sa

from audit.actions import queue_all
from jury.keys import ballot_key
from jury.models import Ballot, JuryCase, Seat, Voted
from jury.seal import pid_of
from kernel.work import Work

CHUNK = 500  # seats that are looked at together


def log_held_ballots(work: Work, case: JuryCase) -> int:
    """Queue all ballots of `case` for its log, in random order; return how many there are.

    Their order is that of their ids, which are random. What recognised a form sent twice is
    emptied: no form is taken any more.
    """
    held = Ballot.case_ref == case.ref
    count = work.session.scalar(sa.select(sa.func.count()).select_from(Ballot).where(held)) or 0
    queue_all(work, case.ref, sa.select(Ballot.entry).where(held).order_by(Ballot.id))
    work.session.execute(sa.update(Ballot).where(held).values(sent=None, said=None))
    return count


def close_box(work: Work, case: JuryCase) -> int:
    """Queue the ballots of a poll that is over, and note who voted; return how many there are.

    Who voted is written for all at once, in the order of their accounts: no row of a juror is
    made in the same moment as a ballot.
    """
    count = log_held_ballots(work, case)
    key = ballot_key(work.settings, case.ref)
    seated = work.session.scalars(
        sa.select(Seat.account_id).where(Seat.case_ref == case.ref).order_by(Seat.account_id),
        execution_options={"yield_per": CHUNK},
    )
    for accounts in seated.partitions():
        pids = {pid_of(key, account): account for account in accounts}
        cast = work.session.scalars(
            sa.select(Ballot.pid).where(Ballot.case_ref == case.ref, Ballot.pid.in_(pids))
        )
        voted = sorted({pids[pid] for pid in cast})
        if voted:
            work.session.execute(
                sa.insert(Voted),
                [{"case_ref": case.ref, "account_id": account} for account in voted],
            )
    return count
