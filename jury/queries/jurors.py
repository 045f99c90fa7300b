"""Questions from jurors: what was drawn for them, and what they did there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from audit.entry import parse
from jury.ballot import TIED
from jury.casefile import CaseFile
from jury.keyfiles import KeyGone
from jury.keys import ballot_key
from jury.load import YEAR, Load
from jury.models import SITTING, Ballot, CaseQuizPass, JuryCase, Seat, Verdict, Voted
from jury.queries.cases import file_of, halt_of, standard_of
from jury.queries.challenges import is_challenged
from jury.queries.roll import place_of, usable_roll
from jury.seal import pid_of
from jury.standard import Standard
from kernel.errors import Missing
from kernel.work import ground


@dataclass(frozen=True)
class JurorCase:
    """A case as the holder of a seat (or of a place as alternate) may see it.

    seat_state: alternate, summoned, accepted, declined, silent or stepped_down.
    final: whether they said their last word, on the file as it is now. Only they are told.
    """

    ref: str
    title: str
    stage: str
    file: CaseFile
    file_digest: str
    standard: Standard
    seat_number: int | None
    seat_state: str
    answer_by: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    halted: bool
    quiz_passed: bool
    voted: bool
    final: bool
    challenged: bool


def my_cases(session: Session, account_id: str) -> list[JurorCase]:
    """Return the cases for which `account_id` was drawn, the latest first."""
    rows = session.execute(_mine(account_id).order_by(JuryCase.frozen_at.desc(), JuryCase.ref))
    return [_juror_case(session, account_id, *row) for row in rows]


def case_for_juror(session: Session, account_id: str, ref: str) -> JurorCase:
    """Return the case `ref` for one who was drawn for it.

    Raises Missing, alike for an unknown case and for one that is not theirs.
    """
    row = session.execute(_mine(account_id).where(JuryCase.ref == ref)).one_or_none()
    if row is None:
        raise Missing()
    return _juror_case(session, account_id, *row)


def seat_of(session: Session, ref: str, account_id: str) -> Seat:
    """Return the place of `account_id` in a case, in whatever state; raises Missing."""
    found = session.scalar(
        sa.select(Seat).where(Seat.case_ref == ref, Seat.account_id == account_id)
    )
    if found is None:
        raise Missing()
    return found


def load_of(session: Session, account_id: str, most: int, now: datetime) -> Load:
    """Return what service asks of a juror at `now`. most: open cases that one may sit in."""
    mine = (
        sa.select(sa.func.count())
        .select_from(Seat)
        .join(JuryCase, JuryCase.ref == Seat.case_ref)
        .where(Seat.account_id == account_id)
    )
    sitting = mine.where(Seat.state.in_(SITTING), JuryCase.stage.in_(("drawn", "open")))
    since = Verdict.decided_at > now - YEAR
    served = mine.join(Verdict, Verdict.case_ref == Seat.case_ref).where(
        Seat.state == "accepted", since
    )
    roll = usable_roll(session, now)
    leaf = place_of(session, roll.epoch, account_id) if roll else None
    return Load(
        open=session.scalar(sitting) or 0,
        most=most,
        served=session.scalar(served) or 0,
        rests=leaf is not None and leaf.rests,
    )


def has_voted(session: Session, account_id: str, ref: str) -> bool:
    """Whether `account_id` has a ballot in the box. Only they are told."""
    return bool(_ballots(session, account_id, ref))


def receipts(session: Session, account_id: str, ref: str) -> list[str]:
    """Return the receipts of the ballots that `account_id` cast in a case, in order; none once
    nobody can tell any more which they are."""
    return [row.receipt for row in _ballots(session, account_id, ref)]


def tied_until(session: Session, ref: str) -> datetime | None:
    """Return until when jurors are led to their ballots in a case; None while it is undecided."""
    decided = session.scalar(sa.select(Verdict.decided_at).where(Verdict.case_ref == ref))
    return decided and decided + TIED


def _mine(account_id: str) -> sa.Select[JuryCase, Seat, bool]:
    passed = (
        sa.exists()
        .where(CaseQuizPass.case_ref == JuryCase.ref, CaseQuizPass.account_id == account_id)
        .label("passed")
    )
    return (
        sa.select(JuryCase, Seat, passed)
        .join(Seat, Seat.case_ref == JuryCase.ref)
        .where(Seat.account_id == account_id)
    )


def _juror_case(
    session: Session, account_id: str, case: JuryCase, seat: Seat, passed: bool
) -> JurorCase:
    file = file_of(case)
    return JurorCase(
        ref=case.ref,
        title=case.title,
        stage=case.stage,
        file=file,
        file_digest=case.file_digest,
        standard=standard_of(case),
        seat_number=seat.number,
        seat_state=seat.state,
        answer_by=seat.answer_by,
        opens_at=case.opens_at,
        closes_at=case.closes_at,
        halted=halt_of(session, case.ref) is not None,
        quiz_passed=passed or not file.quiz,
        voted=case.opens_at is not None and _counts(session, account_id, case),
        final=case.opens_at is not None and _is_final(session, account_id, case),
        challenged=is_challenged(session, case.ref, account_id),
    )


def _counts(session: Session, account_id: str, case: JuryCase) -> bool:
    """Whether a ballot of the account counts: the last was cast on the file as it is now. Once
    nobody can tell any more which it is: whether it was noted at closing that there was one."""
    cast = _ballots(session, account_id, case.ref)
    if case.stage == "decided" and not cast:
        return session.get(Voted, (case.ref, account_id)) is not None
    return bool(cast) and parse(cast[-1].entry)["file"] == case.file_digest


def last_words(session: Session, case: JuryCase) -> set[str]:
    """Return the pids that have said their last word in a case, on the file as it is now."""
    rows = session.execute(_said_at_last(case.ref))
    return {row.pid for row in rows if parse(row.entry)["file"] == case.file_digest}


def last_word(session: Session, ref: str, file_digest: str, pid: str) -> bool:
    """Whether `pid` has said the last word in a case, on the file that it has now."""
    rows = session.execute(_said_at_last(ref).where(Ballot.pid == pid))
    return any(parse(row.entry)["file"] == file_digest for row in rows)


def _said_at_last(ref: str) -> sa.Select[str, bytes]:
    """Select the last ballots of a case that were said to be last words. A word that was said
    before another ballot, on a file that has come back since, is none."""
    later = aliased(Ballot)
    followed = sa.exists().where(
        later.case_ref == Ballot.case_ref, later.pid == Ballot.pid, later.rev > Ballot.rev
    )
    return sa.select(Ballot.pid, Ballot.entry).where(
        Ballot.case_ref == ref, Ballot.final, sa.not_(followed)
    )


def _is_final(session: Session, account_id: str, case: JuryCase) -> bool:
    try:
        pid = pid_of(ballot_key(ground().settings, case.ref), account_id)
    except KeyGone:
        return False
    return last_word(session, case.ref, case.file_digest, pid)


def _ballots(session: Session, account_id: str, ref: str) -> list[Any]:
    """The link from an account to its ballots is made here, with the key file, and kept nowhere."""
    try:
        pid = pid_of(ballot_key(ground().settings, ref), account_id)
    except KeyGone:
        return []  # it ended without a count, or long ago: nobody can tell any more
    rows = session.execute(
        sa.select(Ballot.rev, Ballot.receipt, Ballot.entry)
        .where(Ballot.case_ref == ref, Ballot.pid == pid)
        .order_by(Ballot.rev)
    )
    return list(rows)
