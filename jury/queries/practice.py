"""Questions about practice: which mock cases the book supports, who answered, who contests."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.mock import MockCase, mock_cases
from jury.models import MockAnswer, MockContest
from kernel.errors import Missing
from rules import queries as rules


def mocks_by_book(session: Session, day: date) -> dict[str, MockCase]:
    """Return, by name, the mock cases whose clauses the book of `day` has in the words that settle
    them: versions that were in force by then, of clauses that still are."""
    words = {one.ref: one.text for one in rules.all_versions(session) if one.in_force_from <= day}
    in_force = {one.clause_id for one in rules.clauses_at(session, day)}
    return {name: case for name, case in mock_cases().items() if case.stands_on(words, in_force)}


def found_wrong_mocks(session: Session) -> set[str]:
    """Return the digests of mock cases whose known answer was found wrong."""
    query = sa.select(MockContest.digest).where(MockContest.upheld.is_(True))
    return set(session.scalars(query))


def mocks_offered(session: Session, day: date) -> dict[str, MockCase]:
    """Return by name the mock cases to practise on: not one whose known answer was found wrong."""
    wrong = found_wrong_mocks(session)
    cases = mocks_by_book(session, day)
    return {name: case for name, case in cases.items() if case.digest not in wrong}


def mock_offered(session: Session, name: str, day: date) -> MockCase:
    """Return a mock case to practise on; raises Missing."""
    if (found := mocks_offered(session, day).get(name)) is None:
        raise Missing()
    return found


def mock_answers(session: Session, account_id: str) -> dict[str, bool | None]:
    """Return name to whether the first answer was right, of the mock cases that an account answered
    and whose known answer was not found wrong."""
    wrong = sa.exists().where(MockContest.digest == MockAnswer.digest, MockContest.upheld.is_(True))
    rows = session.scalars(sa.select(MockAnswer).where(MockAnswer.account_id == account_id, ~wrong))
    return {row.name: row.right for row in rows}


def mock_answered(session: Session, account_id: str, name: str, day: date) -> MockCase:
    """Return a mock case that an account has answered, even if it was found wrong since; raises
    Missing for all others, whose answer is nobody's to see yet."""
    found = mocks_by_book(session, day).get(name)
    if found is None:
        raise Missing()
    this = sa.exists().where(
        MockAnswer.account_id == account_id,
        MockAnswer.name == name,
        MockAnswer.digest == found.digest,
    )
    # Rewritten because it was wrong, it is answered anew; only reworded, it is not.
    if name not in mock_answers(session, account_id) and not session.scalar(sa.select(this)):
        raise Missing()
    return found


def contests_of(session: Session, account_id: str) -> list[MockContest]:
    """Return what an account said against known answers, the latest first."""
    query = sa.select(MockContest).where(MockContest.account_id == account_id)
    return list(session.scalars(query.order_by(MockContest.at.desc(), MockContest.id)))
