"""What stands between a revision and its next step, each with where it is mended."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import N_
from rules.computed.plain import unsaid
from rules.consultation import QUESTIONS
from rules.models import AmendmentRow, ConsultationQuestion, Revision
from rules.queries.revisions import amendments, behind, changes_of, faults_of, signed_off_by
from rules.queries.weighing import doubts, owner, procedure_of, weighed
from rules.revision import SIGN_OFFS, Issue
from rules.text.weight import Procedure


def issues_before_review(session: Session, revision: Revision) -> list[Issue]:
    """Return what a draft needs before the language group weighs it, and where it is mended."""
    found = []
    if not amendments(session, revision):
        found.append(Issue(N_("The revision amends no clause yet.")))
    if not revision.summary.strip():
        found.append(Issue(N_("Say in plain words what changes for members."), "summary"))
    found += _stale_or_faulty(session, revision)
    found += [
        Issue(
            N_("A changed group of words has no reason yet: “%(words)s”."),
            f"amendments/{one.amendment_id}",
            (("words", (one.unit.new or one.unit.old).strip()[:60]),),
        )
        for one in weighed(session, revision)
        if not one.reason
    ]
    found += [
        Issue(
            N_("“%(quote)s”: mend what the rules of wording ask about, or say why it may stand."),
            f"amendments/{one.amendment_id}",
            (("quote", one.finding.quote[:60]),),
        )
        for one in doubts(session, revision)
        if not one.waived
    ]
    if procedure_of(session, revision) is Procedure.CONSULTATION:
        found += _unasked(session, revision)
    return [*found, *_uncounted(session, revision)]


def _unasked(session: Session, revision: Revision) -> list[Issue]:
    """The cases for the members, where they are not written yet."""
    asked = sa.select(sa.func.count()).select_from(ConsultationQuestion)
    count = session.scalar(asked.where(ConsultationQuestion.revision_id == revision.id)) or 0
    message = N_("Write the three cases that members are asked about.")
    return [Issue(message, "questions")] if count != QUESTIONS else []


def _uncounted(session: Session, revision: Revision) -> list[Issue]:
    """Numbers that are computed and that the proposed words do not hold: one of them is wrong."""
    made = amendments(session, revision)
    return [
        Issue(
            N_("What is computed says %(number)s, and the words do not. Change one of them."),
            f"amendments/{owner(made, change)}",
            (("number", number),),
        )
        for change in changes_of(session, revision)
        if change.after and change.before and change.words_changed
        for number in unsaid(change.after.criteria, change.after.text)
    ]


def _stale_or_faulty(session: Session, revision: Revision) -> list[Issue]:
    late: list[AmendmentRow] = behind(session, revision)
    found = [
        Issue(
            N_("The clause %(clause)s was changed meanwhile. Bring your words up to date."),
            f"amendments/{row.id}/conflict",
            (("clause", row.clause_id),),
        )
        for row in late
    ]
    return found or [
        Issue(one.message, f"amendments/{one.amendment_id}" if one.amendment_id else "", one.params)
        for one in faults_of(session, revision)
    ]


def sign_offs_missing(session: Session, revision: Revision) -> int:
    """Return how many more editors have to sign the present edition off."""
    wanted = SIGN_OFFS[procedure_of(session, revision)]
    return max(0, wanted - len(signed_off_by(session, revision)))


def issues_before_consultation(session: Session, revision: Revision) -> list[Issue]:
    """Return what a reviewed revision needs before members are asked."""
    found = []
    if procedure_of(session, revision) is not Procedure.CONSULTATION:
        found.append(Issue(N_("This revision is too light for a consultation.")))
    if missing := sign_offs_missing(session, revision):
        message = N_("%(count)s more of the language group have to sign it off.")
        found.append(Issue(message, "", (("count", missing),)))
    found += _unasked(session, revision)
    return [*found, *_stale_or_faulty(session, revision)]


def issues_before_scheduling(session: Session, revision: Revision) -> list[Issue]:
    """Return what stands between an approved revision and the book."""
    return _stale_or_faulty(session, revision)
