"""Doors of the extra time: who has it, to give it, to take it back."""

from flask import Response
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.errors import Conflict, Missing, Refusal
from kernel.web import answer, notice, open_work, see
from quiz import actions
from quiz.forms.allowance import AllowanceForm
from quiz.queries.allowance import allowances
from quiz.views.room import room


@room.route("/quiz/allowances/", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def allowance() -> Response:
    form = AllowanceForm()
    if not form.validate_on_submit():
        return _page(form, status=422 if form.is_submitted() else 200)
    try:
        with open_work() as work:
            ref, percent, why = form.ref.data, form.percent.data, form.why.data
            actions.give_allowance(work, ref.upper(), percent, why)
            is_limited = bool(work.settings.exam_minutes)
    except Missing:
        form.ref.errors = [_("No account has this reference.")]
        return _page(form, status=422)
    except Conflict as refusal:
        return _page(form, refusal, refusal.status)
    if is_limited:
        notice(_("The time is given. A paper that is open stays open longer by it."))
    else:
        notice(_("Noted. It counts once papers have a limit; now they have none."))
    return see("quiz.allowance")


@room.route("/quiz/allowances/<ref>/withdrawal", methods=["POST"])
@requires(Permission.ADMINISTER)
def withdraw_allowance(ref: str) -> Response:
    try:
        with open_work() as work:
            actions.withdraw_allowance(work, ref)
    except Conflict as refusal:
        return _page(AllowanceForm(formdata=None), refusal, refusal.status)
    notice(_("The extra time is taken back, for papers that begin from now on."))
    return see("quiz.allowance")


def _page(form: AllowanceForm, refusal: Refusal | None = None, status: int = 200) -> Response:
    with open_work() as work:
        given = allowances(work.session)
        minutes = work.settings.exam_minutes
    return answer(
        "quiz/allowance.html",
        status=status,
        refusal=refusal,
        form=form,
        given=given,
        minutes=minutes,
    )
