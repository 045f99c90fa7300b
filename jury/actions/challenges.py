"""A side names a member who must not judge its case; an officer who has no part in it decides.

No side knows who sits, and no answer tells: neither the page, nor the log, nor when it grows (see
docs/adr/0027-a-challenge-tells-nobody-who-sits.md). So whoever was challenged keeps what they have
for a while, and cannot use it: a seat that they were asked to take falls silent when its time is
over, like that of others who do not answer, and one that they have taken is given up at a moment by
lot, like that of others who step down.
"""

import secrets
from datetime import timedelta

import sqlalchemy as sa

from audit.actions import record
from audit.reasons import CHALLENGED
from jury.actions.seats import hand_on
from jury.challenge_events import ChallengeDecided, MemberChallenged, MemberChallengedByPlan
from jury.hopeless import BEFORE_THE_POLL
from jury.models import Challenge, Exclusion, Seat
from jury.models.challenges import DISMISSED, ENDED, OPEN, UPHELD
from jury.queries import (
    challenge_for_officer,
    challenged_seats,
    challenges_of,
    locked_case,
    poll_of,
    standard_of,
    the_case,
)
from kernel.db import new_id
from kernel.errors import N_, Conflict
from kernel.remark import remark
from kernel.work import Work

MOST = 5  # a side in a case: who may name more chooses their judges by leaving others out
TOO_LATE = N_("The poll has been opened, or the case is over: nobody can be challenged any more.")


def challenge(work: Work, ref: str, side: str, told: str) -> None:
    """Say for a side that a member must not judge a case. The same words again change nothing.

    side: `claimant` or `respondent`; the room above knows who speaks for which. told: who is meant,
    as people know them, and why. Raises Missing; Malformed for no words or too many; Conflict once
    the poll was opened, and for more challenges of a side than `MOST`.
    """
    case = locked_case(work.session, ref)
    if case.stage not in BEFORE_THE_POLL:
        raise Conflict(TOO_LATE)
    said = remark(told, N_("Name the member, and say why they must not judge this case."))
    before = challenges_of(work.session, ref, side)
    if any(row.told == said for row in before):
        return
    if len(before) >= MOST:
        raise Conflict(N_("Each side can challenge %(count)s members of a case."), count=MOST)
    work.session.add(
        Challenge(
            id=new_id(),
            case_ref=ref,
            side=side,
            told=said,
            by=work.actor.account,
            at=work.now,
            state=OPEN,
        )
    )
    work.session.flush()
    event = MemberChallenged if side == "claimant" else MemberChallengedByPlan
    record(work, event(case=ref))


def decide_challenge(
    work: Work, challenge_id: str, answer: str, against: str | None = None
) -> Challenge:
    """Decide on a challenge, as an officer. against: the account that is meant, where it is upheld;
    None dismisses it. answer: the reason, which the side reads.

    Raises Missing, alike for who may not decide on it; Malformed without an answer; Conflict when
    it was decided, when the poll has been opened, and for an officer who is meant themselves.
    """
    row = challenge_for_officer(work.session, challenge_id, work.actor.account)
    case = the_case(work.session, row.case_ref)
    if row.state != OPEN:
        raise Conflict(N_("This challenge was decided before, or its case is over."))
    if case.stage not in BEFORE_THE_POLL:
        raise Conflict(TOO_LATE)
    if against == work.actor.account:
        raise Conflict(N_("You are meant yourself: another officer decides."))
    row.answer = remark(answer, N_("Say why: the side that made it reads your answer."))
    row.decided_by, row.decided_at = work.actor.account, work.now
    row.state = DISMISSED
    if against is not None:
        seconds = max(1, standard_of(case).answer_hours * 3_600)
        row.state, row.account_id = UPHELD, against
        row.leaves_at = work.now + timedelta(seconds=1 + secrets.randbelow(seconds))
        if work.session.get(Exclusion, (row.case_ref, against)) is None:
            out = Exclusion(case_ref=row.case_ref, account_id=against, reason=CHALLENGED)
            work.session.add(out)
    record(work, ChallengeDecided(case=row.case_ref, upheld=against is not None))
    work.session.flush()
    return row


def release_challenged(work: Work, ref: str) -> int:
    """Hand on every seat that was taken by one whose challenge was upheld since, once its moment
    has come; return how many. Raises Missing."""
    case = locked_case(work.session, ref)
    if case.stage != "drawn" and not poll_of(case).is_open(work.now):
        return 0
    due = challenged_seats(work.now).where(Seat.case_ref == ref).order_by(Seat.number)
    leaving = work.session.scalars(due).all()
    for seat in leaving:
        hand_on(work, case, seat, "stepped_down")
    return len(leaving)


def end_challenges(work: Work, ref: str) -> None:
    """End what nobody has decided in a case that is over."""
    work.session.execute(
        sa.update(Challenge)
        .where(Challenge.case_ref == ref, Challenge.state == OPEN)
        .values(state=ENDED)
    )
