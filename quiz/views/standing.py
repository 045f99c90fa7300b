"""Doors of the exam around the paper: where I stand and why, what came of it, what I say to it."""

from datetime import datetime, timedelta
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.errors import Conflict, Malformed, Refusal
from kernel.web import answer, asked_at, needed_number, notice, open_work, see, see_url
from kernel.work import Work
from members.member import TENURE, has_tenure
from members.queries import account
from quiz import actions, queries, reading
from quiz.actions.sittings import open_for
from quiz.forms.reports import ReportForm
from quiz.models import Sitting
from quiz.queries.cut import studies_of
from quiz.queries.delta import debt
from quiz.queries.reports import help_request
from quiz.reading.results import question_page, rescores_of, said_by
from quiz.retake import OFFER_HELP_AFTER, RETAKES_IN_WINDOW, WAITS, WINDOW, offers_help
from quiz.specification import ENTRY, SPECIFICATIONS
from quiz.topic import TITLES
from quiz.views.room import room
from rules.queries import clauses_at, versions_by_number


@room.route("/quiz/")
@requires(Permission.SIGNED_IN)
def home() -> Response:
    return show_home()


def show_home(refusal: Refusal | None = None, status: int = 200) -> Response:
    """Show where the member stands: what, why, and what comes next from when on."""
    with open_work() as work:
        mine = work.actor.account
        standing = queries.standing(work.session, mine, work.now)
        joined = account(work.session, mine).joined_at
        owed = debt(work.session, mine, work.now.date()) if standing.certified else None
        asked_for_help = help_request(work.session, mine)
        extra = queries.sittings.extra_time(work.session, mine)
        said = said_by(work.session, mine)
        judging = bool(studies_of(work.session, mine))
        limit = open_for(ENTRY, work.settings.exam_minutes, extra)
    return answer(
        "quiz/home.html",
        status=status,
        refusal=refusal,
        standing=standing,
        owed=owed,
        help_offered=offers_help(standing.failures) and not standing.certified,
        asked_for_help=asked_for_help,
        judging=judging,
        said=said,
        failures=OFFER_HELP_AFTER,
        entry=ENTRY,
        minutes=int(limit.total_seconds()) // 60 if limit < timedelta(hours=ENTRY.hours) else 0,
        retakes=RETAKES_IN_WINDOW,
        waits=WAITS,
        window=WINDOW,
        titles=TITLES,
        now=asked_at(),
        **_drawn_from(joined),
    )


def _drawn_from(joined: datetime) -> dict[str, Any]:
    return {
        "may_judge_from": joined + TENURE,
        "has_tenure": has_tenure(joined, asked_at()),
        "tenure": TENURE,
    }


def show_result(
    work: Work, one: Sitting, refusal: Refusal | None = None, status: int = 200
) -> Response:
    """Show what came of a graded paper: by topic, and each wrong answer with what settles it."""
    result = queries.result_of(work.session, one)
    clauses = versions_by_number(work.session)
    in_force = {version.ref for version in clauses_at(work.session, work.now.date())}
    joined = account(work.session, one.account_id).joined_at
    standing = queries.standing(work.session, one.account_id, work.now)
    return answer(
        "quiz/result.html",
        None if refusal else "next",  # a late save is answered with the page, not with a part
        status=status,
        refusal=refusal,
        sitting=one,
        result=result,
        explained=reading.explained_all(result, clauses),
        in_force=in_force,
        specification=SPECIFICATIONS[one.specification],
        standing=standing,
        is_latest=bool(standing.ended) and standing.ended[0].id == one.id,
        rescores=rescores_of(work.session, one.id),
        titles=TITLES,
        now=work.now,
        **_drawn_from(joined),
    )


def _position(text: str) -> int:
    return needed_number(text, 999)


@room.route("/quiz/sittings/<sitting_id>/clauses/<position>", methods=["POST"])
@requires(Permission.SIGNED_IN)
def open_clause(sitting_id: str, position: str) -> Response:
    """Lead to the clause behind a question, and note that it was opened: it shortens the wait."""
    with open_work() as work:
        anchor = actions.open_clause(work, sitting_id, _position(position)).part.basis
    return see_url(f"/rules/clauses/{anchor.clause}?version={anchor.version}")


@room.route("/quiz/sittings/<sitting_id>/questions/<position>", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def question(sitting_id: str, position: str) -> Response:
    """Show one question of a graded paper by itself, and take what its member says to it."""
    form = ReportForm()
    number = _position(position)
    refusal, status = None, 200
    if request.method == "POST":
        if form.validate():
            try:
                with open_work() as work:
                    actions.report_question(
                        work, sitting_id, number, form.about.data, form.text.data or ""
                    )
            except (Conflict, Malformed) as error:
                refusal, status = error, error.status
            else:
                notice(_("Thank you. The editors will read it, and answer here."))
                return see("quiz.question", sitting_id=sitting_id, position=number)
        else:
            status = 422
    with open_work() as work:
        page = question_page(work.session, sitting_id, work.actor.account, number)
    return answer(
        "quiz/question.html",
        status=status,
        refusal=refusal,
        sitting_id=sitting_id,
        page=page,
        form=form,
        titles=TITLES,
    )


@room.route("/quiz/help", methods=["POST"])
@requires(Permission.SIGNED_IN)
def ask_for_help() -> Response:
    try:
        with open_work() as work:
            actions.ask_for_help(work)
    except Conflict as refusal:
        return show_home(refusal, refusal.status)
    notice(_("An editor will get in touch with you by e-mail."))
    return see("quiz.home")
