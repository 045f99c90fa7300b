"""What retiring an item would leave behind: told before it is done, since it is for good."""

from datetime import date

from sqlalchemy.orm import Session

from kernel.errors import N_, Sentence
from quiz.drawing import shortage
from quiz.offered import Offered
from quiz.queries.bank import bank_on, enemies
from quiz.queries.drafts import open_draft
from quiz.specification import ENTRY
from rules.queries import clauses_at


def issues_before_retiring(session: Session, item: str, day: date) -> list[Sentence]:
    """Return what nobody can do any more once an item is retired on `day`, the weightiest first.

    What is so already, as where the item was taken out of papers before, is no consequence.
    """
    bank = bank_on(session, day)
    left = [one for one in bank if one.item != item]
    found = []
    if len(left) < len(bank):
        pairs = enemies(session)
        before, after = Offered(tuple(bank), pairs), Offered(tuple(left), pairs)
        if shortage(ENTRY, after) and not shortage(ENTRY, before):
            message = N_("No paper could be filled without it: nobody could sit the exam any more.")
            found.append(Sentence(message))
        gone = frozenset(clause for one in bank if one.item == item for clause in one.clauses)
        gone -= {clause for one in left for clause in one.clauses}
        message = N_("No other question asks about clause %(number)s, %(title)s.")
        found += [
            Sentence(message, {"number": one.number, "title": one.title})
            for one in clauses_at(session, day)
            if one.clause_id in gone
        ]
    if open_draft(session, item) is not None:
        message = N_("A new wording of it is being written; it could not be approved any more.")
        found.append(Sentence(message))
    return found
