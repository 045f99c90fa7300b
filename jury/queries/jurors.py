"""Questions from jurors: what was drawn for them, and what they did there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.entry import parse
from jury.casefile import CaseFile
from jury.keyfiles import KeyGone
from jury.keys import ballot_key
from jury.models import Ballot, CaseQuizPass, JuryCase, Seat
from jury.queries.cases import file_of, halt_of, standard_of
from jury.seal import pid_of
from jury.standard import Standard
from kernel.errors import Missing
from kernel.work import ground


@dataclass(frozen=True)
class JurorCase:
    """A case as the holder of a seat (or of a place as alternate) may see it.

    seat_state: alternate, summoned, accepted, declined, silent or stepped_down.
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


def has_voted(session: Session, account_id: str, ref: str) -> bool:
    """Whether `account_id` has a ballot in the box. Only they are told."""
    return bool(_ballots(session, account_id, ref))


def receipts(session: Session, account_id: str, ref: str) -> list[str]:
    """Return the receipts of the ballots that `account_id` cast in a case, in order."""
    return [row.receipt for row in _ballots(session, account_id, ref)]


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
    )


def _counts(session: Session, account_id: str, case: JuryCase) -> bool:
    """Whether a ballot of the account counts: the last was cast on the file as it is now."""
    cast = _ballots(session, account_id, case.ref)
    return bool(cast) and parse(cast[-1].entry)["file"] == case.file_digest


def _ballots(session: Session, account_id: str, ref: str) -> list[Any]:
    """The link from an account to its ballots is made here, with the key file, and kept nowhere."""
    try:
        pid = pid_of(ballot_key(ground().settings, ref), account_id)
    except KeyGone:
        return []  # the case was withdrawn: nobody can tell any more
    rows = session.execute(
        sa.select(Ballot.rev, Ballot.receipt, Ballot.entry)
        .where(Ballot.case_ref == ref, Ballot.pid == pid)
        .order_by(Ballot.rev)
    )
    return list(rows)
