"""Practice: a first answer to a mock case, and what is said against a known answer.

What somebody answers in practice is in no log: it is nobody's business but theirs.
"""

from collections.abc import Mapping

from audit.actions import record
from jury.ballot import read_ballot
from jury.events import MockContestAnswered, MockContested
from jury.models import MockAnswer, MockContest
from jury.queries import (
    found_wrong_mocks,
    mock_answered,
    mock_answers,
    mock_offered,
    to_answer,
)
from kernel.db import insert_once, new_id
from kernel.errors import N_, Conflict
from kernel.remark import remark
from kernel.work import Work


def answer_mock(work: Work, name: str, values: Mapping[str, str | None]) -> bool:
    """Answer a mock case by the fields of a ballot; whether it was a first answer.

    Of a first answer it is kept whether it was right; of a later one nothing. Raises Missing,
    Malformed.
    """
    case = mock_offered(work.session, name, work.now.date())
    right = case.is_right(read_ballot(case.file, values))
    account_id = work.actor.account
    if name in mock_answers(work.session, account_id):
        return False
    row = MockAnswer(account_id=account_id, name=name, digest=case.digest, right=right)
    return insert_once(work.session, row)


def contest_mock(work: Work, name: str, told: str) -> None:
    """Say that the known answer of a mock case is wrong, once one has answered it.

    Raises Missing for a case that one has not answered, Malformed for no words or too many,
    Conflict for a second contest of a member, or when the answer was found wrong before.
    """
    case = mock_answered(work.session, work.actor.account, name, work.now.date())
    said = remark(told, N_("Say what is wrong with the known answer."))
    if case.digest in found_wrong_mocks(work.session):
        raise Conflict(N_("This known answer was found wrong before. It counts for nobody."))
    row = MockContest(
        id=new_id(),
        account_id=work.actor.account,
        name=name,
        digest=case.digest,
        told=said,
        at=work.now,
    )
    if not insert_once(work.session, row):
        raise Conflict(
            N_("You said before that this known answer is wrong. An editor answers you here.")
        )
    record(work, MockContested(name=name))


def answer_contest(work: Work, contest_id: str, upheld: bool, answer: str) -> MockContest:
    """Answer, as an editor, who says that a known answer is wrong; upheld, the case counts for
    nobody and is offered to nobody until it is rewritten.

    Raises Missing, also for one's own contest and that of somebody close; Malformed without an
    answer; Conflict when it was answered.
    """
    row = to_answer(work.session, MockContest, contest_id, work.actor.account)
    if row.upheld is not None:
        raise Conflict(N_("This was answered before."))
    row.answer = remark(answer, N_("Say what you found: the member reads it."))
    row.upheld, row.answered_by, row.answered_at = upheld, work.actor.account, work.now
    record(work, MockContestAnswered(name=row.name, upheld=upheld))
    work.session.flush()
    return row
