"""A revision tried on past cases and on edge values: what would come out otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rules.computed.criterion import Criterion
from rules.computed.replay import PastCases, Replay, paired, replay
from rules.consolidation import Change
from rules.models import Revision
from rules.queries.revisions import changes_of


@dataclass(frozen=True)
class Tried:
    """One computable test of a clause, before and after, and what the change of it does."""

    change: Change
    before: Criterion | None
    after: Criterion | None
    replay: Replay


def tried(session: Session, revision: Revision, past: Sequence[PastCases]) -> list[Tried]:
    """Return each computable test that a revision changes, tried on everything that is known.

    past: the providers of past cases, plugged in from above.
    """
    found = []
    for change in changes_of(session, revision):
        old = change.before.criteria if change.before else ()
        new = change.after.criteria if change.after else ()
        if old == new:
            continue
        cases = [one for ask in past for one in ask(session, change.clause_id)]
        for before, after in paired(old, new):
            if before != after:
                found.append(Tried(change, before, after, replay(before, after, cases)))
    return found


def untested(session: Session, revision: Revision) -> list[Change]:
    """Return the changes of words that change nothing computed: no replay tells what they do."""
    return [
        one
        for one in changes_of(session, revision)
        if one.words_changed
        and (one.before.criteria if one.before else ()) == (one.after.criteria if one.after else ())
    ]
