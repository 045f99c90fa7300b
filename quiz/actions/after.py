"""What a member may do once a paper is graded: open its clauses, report a question, get help."""

from audit.actions import record
from kernel.db import insert_once, new_id
from kernel.errors import N_, Conflict, Missing
from kernel.remark import remark
from kernel.work import Work
from quiz.events import HelpAsked, HelpTaken, ReportAnswered, ReportMade
from quiz.grading import Graded
from quiz.models import ClauseOpened, HelpRequest, Report, Sitting
from quiz.queries import sittings as queries
from quiz.queries.reports import report, report_of
from quiz.retake import OFFER_HELP_AFTER, offers_help

ABOUT = ("item", "clause")


def open_clause(work: Work, sitting_id: str, position: int) -> Graded:
    """Note that the actor opens the clause behind a question of a graded paper; return it.

    Who has opened all that stand behind wrong answers waits half as long. Raises Missing.
    """
    mine = _graded(work, sitting_id)
    one = _question(work, mine, position)
    row = ClauseOpened(sitting_id=mine.id, clause=one.part.basis.clause, at=work.now)
    insert_once(work.session, row)  # opened twice, in two tabs, is opened once
    return one


def report_question(work: Work, sitting_id: str, position: int, about: str, text: str) -> None:
    """Say of a question of the actor's graded paper that it is wrong, or its clause unclear.

    about: `item` or `clause`. Said again, it replaces what was said. Raises Missing;
    Malformed where nothing is said, or too much; Conflict once it was answered.
    """
    mine = _graded(work, sitting_id)
    one = _question(work, mine, position)
    if about not in ABOUT:
        raise Missing()
    said = remark(text, N_("Say what is wrong, in a sentence."))
    question = one.question
    row = Report(
        id=new_id(),
        sitting_id=mine.id,
        item=question.item,
        version=question.version,
        part=question.part,
        about=about,
        clause=one.part.basis.clause,
        text=said,
        answer="",
        at=work.now,
    )
    held = row
    if not insert_once(work.session, row):
        there = report_of(work.session, mine.id, question.item, question.part, about)
        if there is None:
            raise LookupError("a report that was there a moment ago")
        if there.answered_at is not None:
            raise Conflict(N_("This report was answered. Read the answer on the result page."))
        there.text, there.at = said, work.now
        held = there
    work.session.flush()
    record(work, ReportMade(report=held.id, about=about, clause=held.clause))


def answer_report(work: Work, report_id: str, answer: str) -> None:
    """Answer a report as an editor: what was done about it, or why nothing is.

    Raises Missing, Conflict where it was answered already, and Malformed where nothing is said, or
    too much.
    """
    held = report(work.session, report_id, lock=True)
    if held.answered_at is not None:
        raise Conflict(N_("Somebody has answered this report already."))
    held.answer = remark(answer, N_("Say what was done about it, or why nothing is."))
    held.answered_by, held.answered_at = work.actor.ref, work.now
    record(work, ReportAnswered(report=held.id))


def ask_for_help(work: Work) -> None:
    """Ask a person for help with the exam; open to whoever has failed six times or more.

    Raises Conflict for others. Asked twice is asked once.
    """
    account_id = work.actor.account
    if not offers_help(queries.standing(work.session, account_id, work.now).failures):
        raise Conflict(
            N_("Help is for those who have failed %(count)s times."), count=OFFER_HELP_AFTER
        )
    asked = HelpRequest(account_id=account_id, asked_at=work.now, taken_by=None, taken_at=None)
    if not insert_once(work.session, asked):
        held = work.session.get_one(HelpRequest, account_id, with_for_update=True)
        if held.taken_at is None:
            return
        held.asked_at, held.taken_by, held.taken_at = work.now, None, None
    record(work, HelpAsked())


def take_up_help(work: Work, account_id: str) -> None:
    """Say, as an editor, that one sees to a member who asked for help. Raises Missing."""
    held = work.session.get(HelpRequest, account_id, with_for_update=True)
    if held is None:
        raise Missing()
    if held.taken_at is None:
        held.taken_by, held.taken_at = work.actor.ref, work.now
        record(work, HelpTaken())


def _graded(work: Work, sitting_id: str) -> Sitting:
    """Return the actor's sitting; an open one is none yet: nothing of it is told before."""
    mine = queries.sitting(work.session, sitting_id, work.actor.account)
    if mine.handed_in_at is None:
        raise Missing()
    return mine


def _question(work: Work, mine: Sitting, position: int) -> Graded:
    graded = queries.result_of(work.session, mine).graded
    if not 1 <= position <= len(graded):
        raise Missing()
    return graded[position - 1]
