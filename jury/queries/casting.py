"""What the decision on a ballot hangs on, in few statements: most vote shortly before the end.

On PostgreSQL all that a statement reads is as it was when it began, but for a row that it waited
to hold. So the case is held by one statement and the rest is read by the next: what was settled
while we waited for it counts.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.entry import parse
from audit.reasons import CHALLENGED
from jury.ballot import Poll
from jury.casefile import CaseFile
from jury.models import Ballot, CaseQuizPass, Exclusion, Halt, JuryCase, Seat
from jury.queries.cases import CLAIMANT
from jury.standard import Standard
from kernel.errors import Missing
from members.models import Account
from members.queries import are_close

MOST_FILES = 100  # kept, of about 20 KB each
_files: dict[str, CaseFile] = {}


@dataclass(frozen=True)
class HeldCase:
    """A case as it stays to the end of the transaction: what a ballot in it is sealed to.

    early: whether its standard lets a poll end early, and so takes last words.
    """

    ref: str
    stage: str
    opens_at: datetime | None
    closes_at: datetime | None
    ends_at: datetime | None
    early: bool
    file_digest: str
    public_key: bytes

    @property
    def poll(self) -> Poll:
        return Poll(self.stage, self.opens_at, self.ends_at)


@dataclass(frozen=True)
class Voter:
    """What stands between one who was drawn and their ballot.

    seat: as `jury.models.SEATS`. excluded: why they may not sit, since the case was frozen or by
    now; None for most. close: to the claimant, as things stand now. revs: ballots that they cast
    before. said, receipt, entry: of the ballot that the same form was, if it was sent before.
    """

    seat: str
    quiz_passed: bool
    halted: bool
    good_standing: bool
    excluded: str | None
    close: bool
    revs: int
    said: str | None
    receipt: str | None
    entry: bytes | None

    @property
    def sent_on(self) -> str | None:
        """The digest of the file that the same form was cast on, if it was sent before."""
        return None if self.entry is None else str(parse(self.entry)["file"])

    @property
    def challenged(self) -> bool:
        """Whether a challenge of them was upheld."""
        return self.excluded == CHALLENGED


def paper_of(session: Session, ref: str, account_id: str) -> tuple[CaseFile, bool]:
    """Return the file of a case to one who was drawn for it, and whether last words are taken in
    it; raises Missing for everybody else."""
    asked = {"ref": ref, "account": account_id}
    row = session.connection().execute(_PAPER, asked).one_or_none()
    if row is None:
        raise Missing()
    return file_by(session, ref, row.file_digest), Standard.from_json(row.standard).early


def held_to_cast(session: Session, ref: str, account_id: str) -> HeldCase:
    """Return the case `ref` to one who was drawn for it, locked as `locked_case` does. Raises
    Missing, alike for an unknown case and for another's.

    Ballots wait for each other by it. Were the row shared among them, whoever comes to halt or to
    close the case would wait for as long as ballots keep coming: PostgreSQL lets sharers pass.
    """
    asked = {"ref": ref, "account": account_id}
    row = session.connection().execute(_HELD, asked).one_or_none()
    if row is None:
        raise Missing()
    return HeldCase(
        ref=row.ref,
        stage=row.stage,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        ends_at=row.early_at or row.closes_at,
        early=Standard.from_json(row.standard).early,
        file_digest=row.file_digest,
        public_key=row.public_key,
    )


def voter_of(session: Session, ref: str, account_id: str, pid: str, sent: str) -> Voter:
    """Return one who was drawn for a case as they stand now. pid: their pseudonym in it; sent: what
    is kept of the form that they send. Raises Missing."""
    asked = {"ref": ref, "account": account_id, "pid": pid, "sent": sent}
    row = session.connection().execute(_VOTER, asked).one_or_none()
    if row is None:
        raise Missing()
    return Voter(*row)


def file_by(session: Session, ref: str, digest: str) -> CaseFile:
    """Return the file of a case that has this digest. It is read once, for what the digest is made
    over: the keys of the quiz are not. Where the case has another file by now, it is that one."""
    found = _files.get(digest)
    if found is None:
        found = CaseFile.from_json(session.connection().execute(_FILE, {"ref": ref}).scalar_one())
        if len(_files) >= MOST_FILES:
            _files.clear()
        _files[found.digest()] = found
    return found


# Made once: to build a statement costs more than to run it.
_REF, _ACCOUNT = sa.bindparam("ref", type_=sa.String), sa.bindparam("account", type_=sa.String)
_PID, _SENT = sa.bindparam("pid", type_=sa.String), sa.bindparam("sent", type_=sa.String)
_CASE, _SEAT, _BALLOT = (one.__table__ for one in (JuryCase, Seat, Ballot))
_QUIZ, _HALT, _EXCLUSION = (one.__table__.c for one in (CaseQuizPass, Halt, Exclusion))
_ME, _CLAIMANT = Account.__table__.alias("me"), Account.__table__.alias("claimant")

_DRAWN = sa.and_(_SEAT.c.case_ref == _REF, _SEAT.c.account_id == _ACCOUNT)
_IN_IT = _CASE.join(_SEAT, _SEAT.c.case_ref == _CASE.c.ref)
_FILE = sa.select(_CASE.c.file).where(_CASE.c.ref == _REF)
_PAPER = sa.select(_CASE.c.file_digest, _CASE.c.standard).select_from(_IN_IT).where(_DRAWN)
_HELD = (
    sa.select(
        _CASE.c.ref,
        _CASE.c.stage,
        _CASE.c.opens_at,
        _CASE.c.closes_at,
        _CASE.c.early_at,
        _CASE.c.standard,
        _CASE.c.file_digest,
        _CASE.c.public_key,
    )
    .select_from(_IN_IT)
    .where(_DRAWN)
    .with_for_update(of=_CASE)
)
_VOTER = (
    sa.select(
        _SEAT.c.state,
        sa.exists().where(_QUIZ.case_ref == _REF, _QUIZ.account_id == _ACCOUNT),
        sa.exists().where(_HALT.case_ref == _REF, _HALT.lifted_at.is_(None)),
        _ME.c.good_standing,
        sa.select(_EXCLUSION.reason)
        .where(_EXCLUSION.case_ref == _REF, _EXCLUSION.account_id == _ACCOUNT)
        .scalar_subquery(),
        sa.exists().where(
            _EXCLUSION.case_ref == _REF,
            _EXCLUSION.reason == CLAIMANT,
            _EXCLUSION.account_id == _CLAIMANT.c.id,
            are_close(_CLAIMANT.c, _ME.c),
        ),
        sa.select(sa.func.coalesce(sa.func.max(_BALLOT.c.rev), 0))
        .where(_BALLOT.c.case_ref == _REF, _BALLOT.c.pid == _PID)
        .scalar_subquery(),
        (_MINE := _BALLOT.alias("mine")).c.said,
        _MINE.c.receipt,
        _MINE.c.entry,
    )
    .select_from(
        _SEAT.join(_ME, _ME.c.id == _SEAT.c.account_id).outerjoin(
            _MINE,
            sa.and_(_MINE.c.case_ref == _REF, _MINE.c.pid == _PID, _MINE.c.sent == _SENT),
        )
    )
    .where(_DRAWN)
)
