"""Parts that the actions on revisions share: a step, a draft again, a day taken back."""

import sqlalchemy as sa

from audit.actions import record
from kernel.work import Work
from rules.actions.book import take_back
from rules.events import RevisionChanged
from rules.models import Revision, RevisionStep, SectionRow
from rules.queries.revisions import changes_of, revision_by_ref, steps
from rules.revision import State, check_edit


def hold_the_book(work: Work) -> None:
    """Keep the book from whoever else would set or take back a day, before any revision is kept.

    Setting one revision's day may send others back to draft. Two that waited for each other's
    rows would never end; in this order one waits for the other.
    """
    parts = sa.select(SectionRow.id).order_by(SectionRow.id)
    work.session.execute(parts.with_for_update(key_share=True))


def draft(work: Work, ref: str) -> Revision:
    """Return a revision that may be written on, kept from others; raises Missing, Conflict."""
    revision = revision_by_ref(work.session, ref, lock=True)
    check_edit(State(revision.state))
    return revision


def changed(work: Work, revision: Revision, what: str) -> None:
    """Note that the words of a revision are others now: a new edition, by this author."""
    revision.edition += 1
    step(work, revision, "changed")
    record(work, RevisionChanged(revision=revision.ref, edition=revision.edition, what=what))


def back_to_draft(work: Work, revision: Revision, what: str, why: str) -> None:
    """Make a draft of a revision again: whoever signed it off has to look anew."""
    unschedule(work, revision)
    revision.state = State.DRAFT
    revision.effective_on = None
    step(work, revision, what, why)
    revision.edition += 1


def unschedule(work: Work, revision: Revision) -> None:
    """Take back what a scheduled revision was to do; nothing for one that is not scheduled."""
    if revision.state != State.SCHEDULED or revision.effective_on is None:
        return
    for change in reversed(changes_of(work.session, revision)):
        take_back(work, change.clause_id, revision.effective_on)


def step(work: Work, revision: Revision, what: str, why: str = "") -> None:
    """Write down a step of a revision; by nobody where the house took it."""
    work.session.flush()
    work.session.add(
        RevisionStep(
            revision_id=revision.id,
            number=len(steps(work.session, revision)) + 1,
            what=what,
            by=work.actor.account_id,
            at=work.now,
            edition=revision.edition,
            why=why,
        )
    )
    work.session.flush()
