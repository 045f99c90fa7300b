"""Questions about what jurors owe after the rules changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.db import held, is_id
from kernel.errors import Missing
from members.queries import qualification
from quiz.delta import Offer, Progress, Step, owed, progress
from quiz.item import Anchor, ItemVersion
from quiz.models import DeltaSitting
from quiz.queries.bank import bank_standing, items_by_ref, reaffirmations
from quiz.queries.sittings import item_actions
from quiz.staleness import clause_of, trace
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


def debt(session: Session, account_id: str, day: date, book: History | None = None) -> Debt:
    """Return what an account owes on `day`; nothing for one without a certificate."""
    held = qualification(session, account_id)
    if held is None:
        return Debt({}, frozenset())
    book = book or history(session)
    clauses = owed(held.clause_versions, book, day)
    if not clauses:
        return Debt({}, frozenset())
    there = {offer.clause for offer in offers(session, clauses, book, day)}
    return Debt(clauses, frozenset(there))


def offers(session: Session, clauses: dict[str, int], book: History, day: date) -> list[Offer]:
    """Return the questions that may be asked on `day` about the clauses as they read now.

    Such a question was written on the present words or, where nothing of substance has changed
    since, on earlier ones; or an editor found it right by the present words. Cases are left out:
    they are for the entry paper and for practice.
    """
    said = reaffirmations(session)
    found = []
    for standing in bank_standing(session, day, book):
        item = standing.item
        clause = item.clause
        if item.is_case or not standing.is_asked or clause not in clauses:
            continue
        if any(clause_of(concern) == clause for concern in standing.concerns):
            continue
        anchor = trace(item, 0, 0, said.get(item.ref, ()), book, day).anchor
        now = book.substance(clause, clauses[clause])
        if book.substance(clause, anchor.version) == now:
            found.append(Offer(item, anchor, item.parts[0].basis.version >= now))
    return found


def words_of(session: Session, item: ItemVersion, book: History, day: date) -> Anchor:
    """Return the words that the key of an item rests on as they read on `day`; where they are lost,
    those that it was written on."""
    now = trace(item, 0, 0, reaffirmations(session).get(item.ref, ()), book, day)
    return item.parts[0].basis if now.start is None else now.anchor


def progress_of(session: Session, one: DeltaSitting, offered: Sequence[Offer]) -> Progress:
    """Return how far a delta paper has come. offered: what may be asked now."""
    steps = steps_of(one)
    items = items_by_ref(session, {step.question.ref for step in steps})
    actions = item_actions(session, {step.question.item for step in steps})
    return progress(one.owed, steps, items, actions, offered)


def open_delta(session: Session, account_id: str, *, lock: bool = False) -> DeltaSitting | None:
    """Return the delta paper that an account has not finished, if there is one."""
    query = sa.select(DeltaSitting).where(
        DeltaSitting.account_id == account_id, DeltaSitting.ended_at.is_(None)
    )
    return session.scalar(held(query) if lock else query)


def delta_sitting(
    session: Session, sitting_id: str, account_id: str, *, lock: bool = False
) -> DeltaSitting:
    """Return a delta paper of this account; raises Missing, for another's just as for none."""
    found = None
    if is_id(sitting_id):
        query = sa.select(DeltaSitting).where(
            DeltaSitting.id == sitting_id, DeltaSitting.account_id == account_id
        )
        found = session.scalar(held(query) if lock else query)
    if found is None:
        raise Missing()
    return found


def steps_of(one: DeltaSitting) -> list[Step]:
    """Return the questions of a delta paper so far, with their answers."""
    return [Step.from_json(kept) for kept in one.steps]
