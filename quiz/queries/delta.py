"""Questions about what jurors owe after the rules changed."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import Missing
from members.queries import qualification
from quiz.delta import Offer, Step, owed
from quiz.models import DeltaSitting
from quiz.queries.bank import bank_standing, reaffirmations
from quiz.queries.sittings import SITTING_ID
from quiz.staleness import trace
from rules.history import History
from rules.queries import history


@dataclass(frozen=True)
class Debt:
    """What a juror owes on a day.

    clauses: id to the version in force. askable: those that the bank has a question on by now;
    the others wait for the editors, and the juror for them.
    """

    clauses: dict[str, int]
    askable: frozenset[str]

    @property
    def to_ask(self) -> dict[str, int]:
        return {name: number for name, number in self.clauses.items() if name in self.askable}


def debt(session: Session, account_id: str, day: date) -> Debt:
    """Return what an account owes on `day`; nothing for one without a certificate."""
    held = qualification(session, account_id)
    if held is None:
        return Debt({}, frozenset())
    book = history(session)
    clauses = owed(held.clause_versions, book, day)
    if not clauses:
        return Debt({}, frozenset())
    there = {offer.clause for offer in offers(session, clauses, book, day)}
    return Debt(clauses, frozenset(there))


def offers(session: Session, clauses: dict[str, int], book: History, day: date) -> list[Offer]:
    """Return the questions that may be asked on `day` about the clauses as they read now.

    One whose words moved along with an editorial change is about the present version too.
    """
    said = reaffirmations(session)
    found = []
    for standing in bank_standing(session, day, book):
        if not standing.is_asked:
            continue
        item = standing.item
        for number, part in enumerate(item.parts):
            clause = part.basis.clause
            if clause not in clauses:
                continue
            now = trace(item, number, 0, said.get(item.ref, ()), book, day).anchor
            same = book.substance(clause, now.version) == book.substance(clause, clauses[clause])
            if same:
                found.append(Offer(item, number))
    return found


def open_delta(session: Session, account_id: str, *, lock: bool = False) -> DeltaSitting | None:
    """Return the delta paper that an account has not finished, if there is one."""
    query = sa.select(DeltaSitting).where(
        DeltaSitting.account_id == account_id, DeltaSitting.ended_at.is_(None)
    )
    return session.scalar(_held(query) if lock else query)


def delta_sitting(
    session: Session, sitting_id: str, account_id: str, *, lock: bool = False
) -> DeltaSitting:
    """Return a delta paper of this account; raises Missing, for another's just as for none."""
    found = None
    if SITTING_ID.fullmatch(sitting_id):
        query = sa.select(DeltaSitting).where(
            DeltaSitting.id == sitting_id, DeltaSitting.account_id == account_id
        )
        found = session.scalar(_held(query) if lock else query)
    if found is None:
        raise Missing()
    return found


def _held(query: sa.Select[DeltaSitting]) -> sa.Select[DeltaSitting]:
    return query.with_for_update().execution_options(populate_existing=True)


def steps_of(one: DeltaSitting) -> list[Step]:
    """Return the questions of a delta paper so far, with their answers."""
    return [Step.from_json(kept) for kept in one.steps]
