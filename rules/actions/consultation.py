"""What is done with consultations: cases written, members asked, replies counted."""

from collections.abc import Sequence

from audit.actions import record
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work
from rules.actions.review import approve
from rules.actions.steps import changed, step
from rules.consultation import (
    LONGEST_REMARK,
    OPEN_FOR,
    QUESTIONS,
    Question,
    Reply,
    check_question,
    check_reply,
)
from rules.events import ConsultationClosed, ConsultationOpened
from rules.models import Consultation, ConsultationQuestion, ConsultationReply
from rules.queries.consultation import consultation_of, my_reply, questions_of, result_of
from rules.queries.issues import issues_before_consultation
from rules.queries.revisions import authors, revision_by_ref
from rules.revision import State, check_consultation, check_not_own


def write_questions(work: Work, ref: str, questions: Sequence[Question]) -> None:
    """Set the three cases that members are asked about, before the members have them.

    In review it makes another edition, which is signed off anew: they are a part of it.
    """
    revision = revision_by_ref(work.session, ref, lock=True)
    if revision.state not in {State.DRAFT, State.IN_REVIEW}:
        raise Conflict(N_("The members have the revision already, or never will."))
    if len(questions) != QUESTIONS:
        raise Malformed(N_("A consultation asks about three cases."))
    for question in questions:
        check_question(question)
    if list(questions) == questions_of(work.session, revision):
        return
    for place, question in enumerate(questions, start=1):
        work.session.merge(
            ConsultationQuestion(
                revision_id=revision.id,
                place=place,
                facts=question.facts.strip(),
                options=[one.strip() for one in question.options],
                key=question.key,
            )
        )
    changed(work, revision, "questions")


def open_consultation(work: Work, ref: str) -> None:
    """Put a reviewed revision before the members; raises Conflict with what it still lacks."""
    revision = revision_by_ref(work.session, ref, lock=True)
    check_not_own(work.actor.account, authors(work.session, revision))
    issues = issues_before_consultation(work.session, revision)
    check_consultation(State(revision.state), issues)
    opened = Consultation(
        revision_id=revision.id,
        edition=revision.edition,
        opens_at=work.now,
        closes_at=work.now + OPEN_FOR,
    )
    work.session.add(opened)
    revision.state = State.CONSULTATION
    step(work, revision, "consulted")
    record(
        work,
        ConsultationOpened(revision=ref, edition=revision.edition, closes_at=opened.closes_at),
    )


def answer_consultation(work: Work, ref: str, given: Reply, remark: str = "") -> None:
    """Answer the three cases and vote, once, while the consultation is open.

    It leaves no entry in the log: told live, it would count who takes part. Raises Missing,
    Conflict, Malformed.
    """
    revision = revision_by_ref(work.session, ref, lock=True)
    held = consultation_of(work.session, revision)
    if held is None or revision.state != State.CONSULTATION:
        raise Conflict(N_("The consultation is not open."))
    check_reply(held.opens_at, held.closes_at, work.now, given)
    if my_reply(work.session, held, work.actor.account) is not None:
        raise Conflict(N_("You have answered this consultation already. It is counted once."))
    if len(remark) > LONGEST_REMARK:
        raise Malformed(N_("Say it in at most %(most)s letters."), most=LONGEST_REMARK)
    work.session.add(
        ConsultationReply(
            revision_id=held.revision_id,
            edition=held.edition,
            account_id=work.actor.account,
            answers=list(given.answers),
            vote=given.vote.value,
            remark=remark.strip(),
        )
    )
    work.session.flush()


def close_consultation(work: Work, ref: str) -> bool:
    """Count a consultation whose time is over; say whether there was one to count."""
    revision = revision_by_ref(work.session, ref, lock=True)
    held = consultation_of(work.session, revision)
    if revision.state != State.CONSULTATION or held is None or work.now < held.closes_at:
        return False
    result = result_of(work.session, revision)
    held.closed_at = work.now
    held.votes_for, held.votes_against = result.votes_for, result.votes_against
    held.abstained, held.comprehension = result.abstained, result.comprehension
    passed = result.passes(work.settings.rule_majority)
    record(
        work,
        ConsultationClosed(
            revision=ref,
            votes_for=result.votes_for,
            votes_against=result.votes_against,
            abstained=result.abstained,
            comprehension=-1 if result.comprehension is None else result.comprehension,
            passed=passed,
        ),
    )
    if passed:
        approve(work, revision)
    else:
        revision.state = State.REJECTED
        step(work, revision, "rejected")
    return True
