"""What puts a revision into force: the day is set, members may object, the day comes.

Setting the day writes the versions into the book, for that day. Nothing is left to be done when it
comes but to say so: a worker that comes late changes no text.
"""

from dataclasses import replace
from datetime import date

from audit.actions import record
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work
from rules.actions.book import end_clause, place_clause, publish_version
from rules.actions.steps import back_to_draft, changed, draft, hold_the_book, step
from rules.amendment import Kind
from rules.clause import ClauseVersion
from rules.consolidation import Change, changes
from rules.events import (
    RevisionChanged,
    RevisionInForce,
    RevisionObjected,
    RevisionScheduled,
)
from rules.models import AmendmentRow, Revision
from rules.queries.book import clauses_at, last_number, version
from rules.queries.issues import issues_before_scheduling
from rules.queries.revisions import (
    amendment_row,
    amendments,
    authors,
    latest_book,
    open_amendments,
    revision_by_ref,
    scheduled_at,
)
from rules.queries.weighing import procedure_of
from rules.revision import State, check_objection, check_schedule, contested
from rules.text.merge import Kind as Merged
from rules.text.merge import rebase
from rules.text.weight import Weight


def schedule(work: Work, ref: str, effective_on: date) -> None:
    """Set the day on which an approved revision comes into force, and write it into the book.

    Raises Conflict for an author, a day too soon, and words that have changed meanwhile.
    """
    hold_the_book(work)
    revision = revision_by_ref(work.session, ref, lock=True)
    check_schedule(
        State(revision.state),
        work.actor.account,
        authors(work.session, revision),
        issues_before_scheduling(work.session, revision),
        effective_on,
        work.now.date(),
        procedure_of(work.session, revision),
        contested(revision.floor),
    )
    book = clauses_at(work.session, effective_on)
    made = changes(book, amendments(work.session, revision), effective_on)
    for change in made:
        _carry_out(work, change, effective_on)
    revision.state = State.SCHEDULED
    revision.effective_on = effective_on
    step(work, revision, "scheduled")
    record(work, RevisionScheduled(revision=ref, effective_on=effective_on))
    for change in made:
        if change.after and change.words_changed and change.before:
            rebase_open(work, revision, change.clause_id)


def _carry_out(work: Work, change: Change, day: date) -> None:
    if change.after is None:
        end_clause(work, change.clause_id, day)
    elif change.words_changed:
        number = last_number(work.session, change.clause_id) + 1
        publish_version(work, replace(change.after, version=number))
    elif change.place_changed:
        after = change.after
        place_clause(work, after.clause_id, after.section, after.number, day)


def object_to(work: Work, ref: str, why: str) -> None:
    """Object, as a member, to a revision's being editorial: it goes back and is weighed as more."""
    hold_the_book(work)
    revision = revision_by_ref(work.session, ref, lock=True)
    check_objection(
        State(revision.state),
        procedure_of(work.session, revision),
        scheduled_at(work.session, revision),
        work.now,
    )
    if not why.strip():
        raise Malformed(N_("Say what the change means to you beyond its spelling."))
    back_to_draft(work, revision, "objected", why.strip())
    revision.floor = max(revision.floor, int(Weight.WORDING))
    record(work, RevisionObjected(revision=ref))


def come_into_force(work: Work, ref: str) -> bool:
    """Say that a scheduled revision is in force, once its day has come; whether it has."""
    revision = revision_by_ref(work.session, ref, lock=True)
    day = revision.effective_on
    if revision.state != State.SCHEDULED or day is None or work.now.date() < day:
        return False
    revision.state = State.IN_FORCE
    step(work, revision, "in_force")
    record(work, RevisionInForce(revision=ref, effective_on=day))
    return True


def rebase_open(work: Work, published: Revision, clause_id: str) -> None:
    """Bring the open amendments of a clause up to its new words, where that asks nothing.

    Where it asks something they stay on the old words, and their authors are asked. Whatever was
    past the draft goes back to it: what was signed off was another text.
    """
    for row in open_amendments(work.session, clause_id, published):
        revision = work.session.get_one(
            Revision, row.revision_id, with_for_update=True, populate_existing=True
        )
        work.session.refresh(row)  # as it is now that nobody else can change it
        if revision.state != State.DRAFT:
            why = f"{published.ref} changed {clause_id}"
            back_to_draft(work, revision, "rebased", why)
        latest = _latest(work, clause_id)
        if latest is None or row.base is None:
            continue
        base = version(work.session, clause_id, row.base)
        text = rebase(base.text, latest.text, row.text)
        title = rebase(base.title, latest.title, row.title)
        if {text.kind, title.kind} == {Merged.CLEAN} and row.kind == Kind.REPLACE:
            row.text, row.title = text.text or "", title.text or ""
            _bring_up(work, revision, row, latest)
        elif row.kind in {Kind.MOVE, Kind.RENUMBER}:
            _bring_up(work, revision, row, latest)


def settle(work: Work, ref: str, amendment_id: str, title: str, text: str) -> AmendmentRow:
    """Take words that were settled against the clause's new ones as those of the amendment."""
    revision = draft(work, ref)
    row = amendment_row(work.session, revision, amendment_id)
    latest = _latest(work, row.clause_id)
    if latest is None:
        raise Conflict(N_("The clause is not in force any more. Remove the amendment."))
    if not title.strip() or not text.strip():
        raise Malformed(N_("The clause needs a title and a text."))
    row.title, row.text, row.base = title.strip(), text.strip(), latest.version
    changed(work, revision, "rebase")
    row.edition = revision.edition
    work.session.flush()
    return row


def _latest(work: Work, clause_id: str) -> ClauseVersion | None:
    return next((one for one in latest_book(work.session) if one.clause_id == clause_id), None)


def _bring_up(work: Work, revision: Revision, row: AmendmentRow, latest: ClauseVersion) -> None:
    """Let an amendment stand on the latest words; its own are already set.

    It makes nobody an author: the house did it.
    """
    row.base = latest.version
    revision.edition += 1
    row.edition = revision.edition
    work.session.flush()
    record(work, RevisionChanged(revision=revision.ref, edition=revision.edition, what="rebase"))
