"""Doors of delta papers: what changed, one question after the other, what was right and why."""

from flask import Response

from kernel.access import Permission, requires
from kernel.errors import Conflict, Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, open_work, see
from members.queries import qualification
from quiz import actions
from quiz.forms.papers import check_all_answered, check_choices, chosen, page_form
from quiz.queries.delta import delta_sitting, open_delta
from quiz.reading.delta import DeltaPage, changed, delta_page
from quiz.views.room import room


@room.route("/quiz/delta/")
@requires(Permission.SIGNED_IN)
def delta() -> Response:
    return _changed()


def _changed(refusal: Refusal | None = None, status: int = 200) -> Response:
    with open_work() as work:
        owed = changed(work.session, work.actor.account, work.now.date())
        certified = qualification(work.session, work.actor.account) is not None
        begun = open_delta(work.session, work.actor.account) is not None
    return answer(
        "quiz/delta.html",
        status=status,
        refusal=refusal,
        owed=owed,
        certified=certified,
        begun=begun,
    )


@room.route("/quiz/delta/", methods=["POST"])
@requires(Permission.SIGNED_IN)
def start_delta() -> Response:
    try:
        with open_work() as work:
            one = actions.start_delta(work)
    except Conflict as refusal:
        return _changed(refusal, refusal.status)
    return see("quiz.delta_paper", sitting_id=one.id)


@room.route("/quiz/delta/<sitting_id>")
@requires(Permission.SIGNED_IN)
def delta_paper(sitting_id: str) -> Response:
    page = _read(sitting_id)
    return _show(page, page_form([page.open]) if page.open else None)


def _read(sitting_id: str) -> DeltaPage:
    with open_work() as work:
        one = delta_sitting(work.session, sitting_id, work.actor.account)
        held = qualification(work.session, work.actor.account)
        return delta_page(work.session, one, held.clause_versions if held else {})


def _show(
    page: DeltaPage, form: Form | None, status: int = 200, refusal: Refusal | None = None
) -> Response:
    return answer("quiz/delta_paper.html", status=status, refusal=refusal, page=page, form=form)


@room.route("/quiz/delta/<sitting_id>/answers/<int:number>", methods=["POST"])
@requires(Permission.SIGNED_IN)
def answer_delta(sitting_id: str, number: int) -> Response:
    if not 1 <= number < 10_000:
        raise Missing()
    page = _read(sitting_id)
    if page.open is None or page.number != number:
        return see("quiz.delta_paper", sitting_id=sitting_id)
    asked = [page.open]
    form = page_form(asked)
    if not (form.validate() and check_choices(form, asked) and check_all_answered(form, asked)):
        return _show(page, form, 422)
    try:
        with open_work() as work:
            actions.answer_delta(work, sitting_id, number, chosen(form, page.open))
    except Conflict as refusal:
        return _show(_read(sitting_id), None, refusal.status, refusal)
    return see("quiz.delta_paper", sitting_id=sitting_id)


@room.route("/quiz/delta/<sitting_id>/next", methods=["POST"])
@requires(Permission.SIGNED_IN)
def next_delta(sitting_id: str) -> Response:
    with open_work() as work:
        actions.go_on(work, sitting_id)
    return see("quiz.delta_paper", sitting_id=sitting_id)
