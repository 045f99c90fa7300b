"""Doors of a paper: it is begun, answered page by page, looked through, handed in."""

from dataclasses import dataclass

from flask import Response, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from kernel.access import Permission, current_actor, public, requires, to_sign_in
from kernel.errors import N_, Conflict, Malformed, Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, asked_at, htmx, needed_number, notice, open_work, see
from kernel.work import Work
from quiz import actions, queries, reading
from quiz.actions.sittings import check_open
from quiz.forms.papers import answers_sent, check_choices, chosen_all, page_form, sent
from quiz.models import Sitting
from quiz.paper import Paper
from quiz.views.room import room
from quiz.views.standing import show_home, show_result

TOO_OLD = N_(
    "This page is from before you last signed in, so nothing of it was saved yet. Your answers "
    "stand below: press the button once more."
)


@dataclass(frozen=True)
class Open:
    """An open paper as its pages need it."""

    sitting: Sitting
    questions: list[reading.Asked]

    @property
    def pages(self) -> int:
        return reading.page_count(self.questions)

    @property
    def goes_on_at(self) -> int:
        """The page of the first question that is open still; the first where none is."""
        return next((one.page for one in self.questions if not one.chosen), 1)

    def on(self, page: int) -> list[reading.Asked]:
        """Return the questions of a page; raises Missing where there is no such page."""
        if found := [one for one in self.questions if one.page == page]:
            return found
        raise Missing()


@room.route("/quiz/sittings", methods=["POST"])
@requires(Permission.SIGNED_IN)
def start() -> Response:
    try:
        with open_work() as work:
            taken = actions.start_sitting(work)
    except Conflict as refusal:
        return show_home(refusal, refusal.status)
    if taken.is_graded:
        notice(_("The time for your last paper was over. This is what came of it."))
    return see("quiz.sitting", sitting_id=taken.id)


@room.route("/quiz/sittings/<sitting_id>")
@requires(Permission.SIGNED_IN)
def sitting(sitting_id: str) -> Response:
    return _sitting(sitting_id)


def _sitting(sitting_id: str, refusal: Refusal | None = None, status: int = 200) -> Response:
    """Show a sitting as it stands: the page of the paper, the end of its time, or the result."""
    with open_work() as work:
        one = queries.sitting(work.session, sitting_id, work.actor.account)
        if one.handed_in_at is not None:
            return show_result(work, one, refusal, status)
        if work.now >= one.expires_at:
            return answer("quiz/over.html", status=status, refusal=refusal, sitting=one)
        paper = _open(work, one)
    page = _page_asked_for() if "page" in request.args else paper.goes_on_at
    return _page(paper, page, page_form(paper.on(page)), status, refusal)


def _open(work: Work, one: Sitting) -> Open:
    paper = Paper.from_json(one.paper)
    items = queries.items_by_ref(work.session, paper.refs)
    return Open(one, reading.asked(paper, items, one.answers))


def _page_asked_for() -> int:
    return needed_number(request.args.get("page", "1"), 999)


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
        left=reading.time_left(paper.sitting.expires_at, asked_at()),
        unsaved=status != 200,
    )


@room.route("/quiz/sittings/<sitting_id>/answers", methods=["POST"])
@public
def save(sitting_id: str) -> AnyResponse:
    """Keep what was sent of a page. Nothing is graded, so the answer tells nothing of it.

    A form token that no longer fits costs no answers: the page comes again with what was typed.
    Nor does a sign-in that ended, which is why everybody may knock here.
    """
    page = _page_asked_for()
    if not current_actor().signed_in:
        return to_sign_in() if htmx else _signed_out(sitting_id, page)
    try:
        with open_work() as work:
            one = queries.sitting(work.session, sitting_id, work.actor.account)
            check_open(one, work.now)
            paper = _open(work, one)
            asked = paper.on(page)
            form = page_form(asked)
            if not (form.validate() and check_choices(form, asked)):
                return _page(paper, page, form, 422, _token_refused(form))
            one = actions.save_answers(work, sitting_id, chosen_all(form, sent(asked)))
    except Conflict as refusal:
        return _sitting(sitting_id, refusal, refusal.status)
    then = request.form.get("then", "")
    if htmx and not (then or htmx.boosted or htmx.history_restore_request):
        return answer("quiz/paper.html", "saved", sitting=one)
    if then == "back" and page > 1:
        return see("quiz.sitting", sitting_id=sitting_id, page=page - 1)
    if then != "review" and page < paper.pages:
        return see("quiz.sitting", sitting_id=sitting_id, page=page + 1)
    return see("quiz.review", sitting_id=sitting_id)


def _signed_out(sitting_id: str, page: int) -> Response:
    """Hand what was sent back to somebody who has to sign in first. It is not looked at."""
    return answer(
        "quiz/signed_out.html",
        status=401,
        sitting_id=sitting_id,
        page=page,
        answers=answers_sent(),
        then=request.form.get("then", "on"),
    )


@room.record
def _check_the_token_in_the_form(state: BlueprintSetupState) -> None:
    """Let the page's own form check its token, so that a refusal can show it again."""
    state.app.extensions["csrf"].exempt(save)


def _token_refused(form: Form) -> Refusal | None:
    if not form.csrf_token.errors:
        return None
    form.csrf_token.errors = []
    return Malformed(TOO_OLD)


@room.route("/quiz/sittings/<sitting_id>/review")
@requires(Permission.SIGNED_IN)
def review(sitting_id: str) -> Response:
    with open_work() as work:
        one = queries.sitting(work.session, sitting_id, work.actor.account)
        if one.handed_in_at is not None or work.now >= one.expires_at:
            return see("quiz.sitting", sitting_id=sitting_id)
        paper = _open(work, one)
    return answer(
        "quiz/review.html",
        sitting=one,
        questions=paper.questions,
        pages=paper.pages,
        unanswered=[question for question in paper.questions if not question.chosen],
        unfinished=[question for question in paper.questions if question.unfinished],
        left=reading.time_left(one.expires_at, asked_at()),
    )


@room.route("/quiz/sittings/<sitting_id>/hand-in", methods=["POST"])
@requires(Permission.SIGNED_IN)
def hand_in(sitting_id: str) -> Response:
    with open_work() as work:
        one = actions.hand_in(work, sitting_id)
    if one.passed:
        notice(_("You have passed, and you hold the certificate of a juror."))
    return see("quiz.sitting", sitting_id=sitting_id)
