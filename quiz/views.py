"""Doors of the exam room: where I stand, my paper, its review, the result; the bank."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.errors import Conflict, Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, asked_at, notice, open_work, see
from kernel.work import Work
from members.member import TENURE, has_tenure
from members.queries import account
from quiz import actions, queries, reading
from quiz.forms import check_choices, chosen_all, page_form
from quiz.models import Sitting
from quiz.paper import Paper
from quiz.retake import RETAKES_IN_WINDOW
from quiz.specification import ENTRY, SPECIFICATIONS
from quiz.topic import TITLES
from rules.queries import all_versions, clauses_at

room = Blueprint("quiz", __name__)


@dataclass(frozen=True)
class Open:
    """An open paper as its pages need it."""

    sitting: Sitting
    questions: list[reading.Asked]

    @property
    def pages(self) -> int:
        return reading.page_count(self.questions)

    def on(self, page: int) -> list[reading.Asked]:
        """Return the questions of a page; raises Missing where there is no such page."""
        if found := [one for one in self.questions if one.page == page]:
            return found
        raise Missing()


@room.route("/quiz/")
@requires(Permission.SIGNED_IN)
def home() -> Response:
    return _home()


def _home(refusal: Refusal | None = None, status: int = 200) -> Response:
    with open_work() as work:
        standing = queries.standing(work.session, work.actor.account, work.now)
        joined = account(work.session, work.actor.account).joined_at
    return answer(
        "quiz/home.html",
        status=status,
        refusal=refusal,
        standing=standing,
        entry=ENTRY,
        retakes=RETAKES_IN_WINDOW,
        titles=TITLES,
        now=asked_at(),
        **_drawn_from(joined),
    )


def _drawn_from(joined: datetime) -> dict[str, Any]:
    return {"may_judge_from": joined + TENURE, "has_tenure": has_tenure(joined, asked_at())}


@room.route("/quiz/sittings", methods=["POST"])
@requires(Permission.SIGNED_IN)
def start() -> Response:
    try:
        with open_work() as work:
            one = actions.start_sitting(work)
    except Conflict as refusal:
        return _home(refusal, refusal.status)
    return see("quiz.sitting", sitting_id=one.id)


@room.route("/quiz/sittings/<sitting_id>")
@requires(Permission.SIGNED_IN)
def sitting(sitting_id: str) -> Response:
    return _sitting(sitting_id)


def _sitting(sitting_id: str, refusal: Refusal | None = None, status: int = 200) -> Response:
    """Show a sitting as it stands: the page of the paper, the end of its time, or the result."""
    with open_work() as work:
        one = queries.sitting(work.session, sitting_id, work.actor.account)
        if one.handed_in_at is not None:
            return _result(work, one, refusal, status)
        if work.now >= one.expires_at:
            return answer("quiz/over.html", status=status, refusal=refusal, sitting=one)
        paper = _open(work, one)
    page = _page_asked_for()
    return _page(paper, page, page_form(paper.on(page)), status, refusal)


def _open(work: Work, one: Sitting) -> Open:
    paper = Paper.from_json(one.paper)
    items = queries.items_by_ref(work.session, (question.ref for question in paper.questions))
    return Open(one, reading.asked(paper, items, one.answers))


def _page_asked_for() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise Missing()
    return int(text)


def _page(
    paper: Open, page: int, form: Form, status: int = 200, refusal: Refusal | None = None
) -> Response:
    return answer(
        "quiz/paper.html",
        status=status,
        refusal=refusal,
        sitting=paper.sitting,
        questions=paper.on(page),
        count=len(paper.questions),
        page=page,
        pages=paper.pages,
        form=form,
    )


@room.route("/quiz/sittings/<sitting_id>/answers", methods=["POST"])
@requires(Permission.SIGNED_IN)
def save(sitting_id: str) -> Response:
    page = _page_asked_for()
    try:
        with open_work() as work:
            one = queries.sitting(work.session, sitting_id, work.actor.account)
            paper = _open(work, one)
            form = page_form(paper.on(page))
            if not (form.validate() and check_choices(form, paper.on(page))):
                return _page(paper, page, form, 422)
            actions.save_answers(work, sitting_id, chosen_all(form, paper.on(page)))
    except Conflict as refusal:
        return _sitting(sitting_id, refusal, refusal.status)
    then = request.form.get("then", "on")
    if then == "back" and page > 1:
        return see("quiz.sitting", sitting_id=sitting_id, page=page - 1)
    if then == "on" and page < paper.pages:
        return see("quiz.sitting", sitting_id=sitting_id, page=page + 1)
    return see("quiz.review", sitting_id=sitting_id)


@room.route("/quiz/sittings/<sitting_id>/review")
@requires(Permission.SIGNED_IN)
def review(sitting_id: str) -> Response:
    with open_work() as work:
        one = queries.sitting(work.session, sitting_id, work.actor.account)
        if one.handed_in_at is not None or work.now >= one.expires_at:
            return see("quiz.sitting", sitting_id=sitting_id)
        paper = _open(work, one)
    unanswered = [question for question in paper.questions if not question.chosen]
    return answer(
        "quiz/review.html",
        sitting=one,
        questions=paper.questions,
        pages=paper.pages,
        unanswered=unanswered,
    )


@room.route("/quiz/sittings/<sitting_id>/hand-in", methods=["POST"])
@requires(Permission.SIGNED_IN)
def hand_in(sitting_id: str) -> Response:
    with open_work() as work:
        one = actions.hand_in(work, sitting_id)
    if one.passed:
        notice(_("You have passed, and you hold the certificate of a juror."))
    return see("quiz.sitting", sitting_id=sitting_id)


def _result(work: Work, one: Sitting, refusal: Refusal | None, status: int) -> Response:
    result = queries.result_of(work.session, one)
    clauses = {(one.clause_id, one.version): one for one in all_versions(work.session)}
    in_force = {version.ref for version in clauses_at(work.session, work.now.date())}
    joined = account(work.session, one.account_id).joined_at
    return answer(
        "quiz/result.html",
        status=status,
        refusal=refusal,
        sitting=one,
        result=result,
        explained=reading.explained_all(result, clauses),
        in_force=in_force,
        specification=SPECIFICATIONS[one.specification],
        standing=queries.standing(work.session, one.account_id, work.now),
        titles=TITLES,
        now=work.now,
        **_drawn_from(joined),
    )


@room.route("/quiz/items/")
@requires(Permission.EDIT_RULES)
def items() -> Response:
    with open_work() as work:
        live = queries.live_items(work.session)
        stale = {item.ref for item in queries.stale_on(work.session, work.now.date())}
        uncovered = queries.uncovered_on(work.session, work.now.date())
    by_topic = {topic: [item for item in live if item.topic is topic] for topic in TITLES}
    return answer(
        "quiz/items.html",
        by_topic={topic: found for topic, found in by_topic.items() if found},
        count=len(live),
        stale=[item for item in live if item.ref in stale],
        stale_refs=stale,
        uncovered=uncovered,
        titles=TITLES,
    )
