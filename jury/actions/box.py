"""Putting the held ballots into the log: at closing and at a withdrawal, and only then."""

import secrets

import sqlalchemy as sa

from audit.actions import queue
from jury.keys import ballot_key
from jury.models import Ballot, JuryCase, Seat, Voted
from jury.seal import pid_of
from kernel.work import Work


def log_held_ballots(work: Work, case: JuryCase) -> int:
    """Queue all ballots of `case` for its log, in random order; return how many there are.

    What recognised a form sent twice is emptied: no form is taken any more.
    """
    held = list(work.session.scalars(sa.select(Ballot.entry).where(Ballot.case_ref == case.ref)))
    secrets.SystemRandom().shuffle(held)
    queue(work, case.ref, *held)
    work.session.execute(
        sa.update(Ballot).where(Ballot.case_ref == case.ref).values(sent=None, said=None)
    )
    return len(held)


def close_box(work: Work, case: JuryCase) -> int:
    """Queue the ballots of a poll that is over, and note who voted; return how many there are.

    Who voted is written for all at once, in the order of their accounts: no row of a juror is
    made in the same moment as a ballot.
    """
    count = log_held_ballots(work, case)
    key = ballot_key(work.settings, case.ref)
    pids = set(work.session.scalars(sa.select(Ballot.pid).where(Ballot.case_ref == case.ref)))
    seated = work.session.scalars(
        sa.select(Seat.account_id).where(Seat.case_ref == case.ref).order_by(Seat.account_id)
    )
    voted = [account for account in seated if pid_of(key, account) in pids]
    if voted:
        work.session.execute(
            sa.insert(Voted),
            [{"case_ref": case.ref, "account_id": account} for account in voted],
        )
    return count
