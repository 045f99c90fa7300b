"""What editors do with a draft: open it, write on it, send it to the language group, end it."""

import hashlib
from dataclasses import replace

import sqlalchemy as sa

from audit.actions import record
from audit.entry import canonical
from kernel.db import new_id
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work
from rules.actions.steps import (
    back_to_draft,
    changed,
    draft,
    hold_the_book,
    step,
    unschedule,
)
from rules.amendment import LONGEST_TEXT, LONGEST_TITLE, Amendment, Kind
from rules.computed.criterion import to_json
from rules.events import (
    RevisionOpened,
    RevisionReturned,
    RevisionSent,
    RevisionWithdrawn,
)
from rules.models import (
    AmendmentRow,
    Revision,
    RevisionNumber,
    UnitReason,
    UnitStance,
    UnitWeight,
)
from rules.queries.issues import issues_before_review
from rules.queries.revisions import (
    amendment_row,
    amendments,
    authors,
    latest_book,
    revision_by_ref,
)
from rules.revision import (
    LONGEST_SUMMARY,
    State,
    check_fresh,
    check_return,
    check_send,
    check_withdraw,
)


def open_revision(work: Work, title: str) -> Revision:
    """Open a revision with a ref of its own; raises Malformed without a title."""
    title = title.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise Malformed(N_("Give the revision a title of at most %(most)s letters."), most=120)
    opened = Revision(ref=_next_ref(work), title=title)
    work.session.add(opened)
    work.session.flush()
    step(work, opened, "opened")
    record(work, RevisionOpened(revision=opened.ref))
    return opened


def describe(work: Work, ref: str, title: str, summary: str, edition: int | None = None) -> None:
    """Set what a revision is called and what it changes for members, in plain words."""
    revision = draft(work, ref)
    check_fresh(revision.edition, revision.edition if edition is None else edition)
    if not title.strip() or len(title) > LONGEST_TITLE or len(summary) > LONGEST_SUMMARY:
        raise Malformed(N_("Give the revision a title of at most %(most)s letters."), most=120)
    if (title, summary) != (revision.title, revision.summary):
        revision.title, revision.summary = title, summary
        changed(work, revision, "summary")


def amend(work: Work, ref: str, proposal: Amendment, edition: int | None = None) -> AmendmentRow:
    """Put an amendment into a draft, or give one that is there (by its id) other words.

    edition: the one that the change was made on, for an amendment that is there. Whether it fits
    the book is asked before the review, not while somebody is still writing. Raises Missing,
    Conflict, Stale, and Malformed for what no clause can hold.
    """
    revision = draft(work, ref)
    if len(proposal.text) > LONGEST_TEXT or len(proposal.title) > LONGEST_TITLE:
        raise Malformed(
            N_("A clause holds at most %(most)s letters. Split it in two."), most=LONGEST_TEXT
        )
    if proposal.id:
        row = amendment_row(work.session, revision, proposal.id)
        check_fresh(row.edition, row.edition if edition is None else edition)
        if row.value == proposal:
            return row
    else:
        row = AmendmentRow(id=new_id(), revision_id=revision.id, edition=0)
        work.session.add(row)
    row.take(proposal)
    changed(work, revision, "amendment")
    row.edition = revision.edition
    work.session.flush()
    return row


def begin_amendment(work: Work, ref: str, kind: Kind, clause_id: str) -> AmendmentRow:
    """Put an amendment into a draft that says what the clause says now, for an editor to change."""
    there = {one.clause_id: one for one in latest_book(work.session)}
    current = there.get(clause_id)
    if kind is not Kind.INSERT and current is None:
        raise Conflict(N_("There is no such clause in the book of today or of a day ahead."))
    proposal = Amendment("", kind, clause_id, None)
    if current is not None and kind is not Kind.INSERT:
        proposal = Amendment(
            id="",
            kind=kind,
            clause_id=clause_id,
            base=current.version,
            title=current.title,
            text=current.text,
            section=current.section,
            number=current.number,
            governs_by=current.governs_by,
            criteria=current.criteria,
        )
    return amend(work, ref, proposal)


def remove_amendment(work: Work, ref: str, amendment_id: str) -> None:
    """Take an amendment out of a draft, with all that was said of it."""
    revision = draft(work, ref)
    row = amendment_row(work.session, revision, amendment_id)
    for table in (UnitReason, UnitStance, UnitWeight):
        work.session.execute(sa.delete(table).where(table.amendment_id == row.id))
    work.session.delete(row)
    changed(work, revision, "removal")


def send_to_review(work: Work, ref: str) -> None:
    """Give a draft to the language group; raises Conflict with the first thing that it lacks."""
    revision = revision_by_ref(work.session, ref, lock=True)
    check_send(State(revision.state), issues_before_review(work.session, revision))
    revision.state = State.IN_REVIEW
    step(work, revision, "sent")
    sent = RevisionSent(revision=ref, edition=revision.edition, words=_words(work, revision))
    record(work, sent)


def return_revision(work: Work, ref: str, why: str) -> None:
    """Take a revision back (an author), or give it back (another editor), with a reason."""
    revision = revision_by_ref(work.session, ref, lock=True)
    check_return(State(revision.state), work.actor.account, authors(work.session, revision))
    if not why.strip():
        raise Malformed(N_("Say what has to change."))
    back_to_draft(work, revision, "returned", why.strip())
    record(work, RevisionReturned(revision=ref, edition=revision.edition))


def withdraw_revision(work: Work, ref: str, why: str) -> None:
    """End a revision that is not in force yet; what it had scheduled is taken back."""
    hold_the_book(work)
    revision = revision_by_ref(work.session, ref, lock=True)
    check_withdraw(
        State(revision.state),
        work.actor.account,
        authors(work.session, revision),
        revision.effective_on,
        work.now.date(),
    )
    if not why.strip():
        raise Malformed(N_("Say why the revision is withdrawn."))
    unschedule(work, revision)
    revision.state = State.WITHDRAWN
    step(work, revision, "withdrawn", why.strip())
    record(work, RevisionWithdrawn(revision=ref))


def _words(work: Work, revision: Revision) -> str:
    """The digest of what a revision's amendments say, in an order that does not matter."""
    said = [
        {
            **{name: getattr(one, name) for name in ("clause_id", "title", "text", "number")},
            "kind": one.kind.value,
            "section": one.section,
            "criteria": [to_json(criterion) for criterion in one.criteria],
            "other": vars(one.other) if one.other else {},
        }
        for one in (replace(one, id="") for one in amendments(work.session, revision))
    ]
    ordered = sorted(canonical(one) for one in said)
    return hashlib.sha256(b"\n".join(ordered)).hexdigest()


def _next_ref(work: Work) -> str:
    """Return a ref that nobody has, such as R-2026-0001: numbers of one year, without gaps."""
    year = work.now.year
    work.session.execute(
        sa.text(
            "INSERT INTO revision_number (year, last) VALUES (:year, 0) "
            "ON CONFLICT (year) DO NOTHING"
        ),
        {"year": year},
    )
    work.session.execute(
        sa.update(RevisionNumber)
        .where(RevisionNumber.year == year)
        .values(last=RevisionNumber.last + 1)
    )
    last = work.session.scalar(sa.select(RevisionNumber.last).where(RevisionNumber.year == year))
    return f"R-{year}-{last:04}"
