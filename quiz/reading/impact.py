"""What a change of the rules does to the bank, before anybody has approved it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from quiz.queries.bank import bank_standing
from quiz.staleness import Effect, Why, clause_of
from rules.consolidation import Change
from rules.impact import Hit, Impact, Touched
from rules.queries import history, terms
from rules.queries.history import forms_of, said_of
from rules.queries.revisions import THE_LATEST
from rules.text.reference import Term, uses

THAT_DAY = THE_LATEST
"""Stands for the day on which a change comes into force that has no day yet."""


def items_hit(session: Session, touched: Sequence[Touched]) -> list[Impact]:
    """Return the live items that a change would pull, and those that it would ask to look at.

    The book is read as it would be on the day when the changes come into force, with what was said
    of their weight so far, and every item is held against it just as on that day. The names are
    ids of items.
    """
    changes = [one.change for one in touched if one.change.words_changed]
    defined = terms(session)
    lent = [_with_terms(one, defined) for one in changes]
    said = said_of(session, changes)
    then = history(session).with_changes(lent, THAT_DAY, forms_of(session), said)
    hit: dict[tuple[str, str], Effect] = {}
    for one in bank_standing(session, THAT_DAY, then):
        for concern in one.concerns:
            if concern.since == THAT_DAY and concern.why is not Why.NOT_IN_FORCE:
                key = clause_of(concern), one.item.item
                hit[key] = max(hit.get(key, Effect.CARRIED), concern.effect)
    found = []
    for change in changes:
        for kind, what in ((Hit.ITEMS_PULLED, Effect.PULLED), (Hit.ITEMS_TO_REVIEW, Effect.REVIEW)):
            names = sorted(
                item
                for (clause_id, item), effect in hit.items()
                if clause_id == change.clause_id and effect is what
            )
            found.append(Impact(change.clause_id, kind, len(names), tuple(names)))
    return found


def _with_terms(change: Change, defined: tuple[Term, ...]) -> Change:
    """Return a change whose words to come are lent the terms that they use."""
    if change.after is None:
        return change
    used = {term: None for _start, _end, term in uses(change.after.text, defined)}
    return Change(change.before, replace(change.after, terms=tuple(used)))
