"""An admin's doors: who the trustees are."""

from flask import Response
from flask_babel import gettext as _

from jury import actions
from jury.forms import TrusteeForm
from jury.queries import appointed
from jury.views.room import known_id, room
from kernel.access import Permission, requires
from kernel.errors import Refusal
from kernel.web import answer, notice, open_work, see, words_of


@room.route("/jury/trustees/", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def trustees() -> Response:
    form = TrusteeForm()
    if not form.is_submitted():
        return page_of(form)
    if not form.validate():
        return page_of(form, 422)
    try:
        with open_work() as work:
            actions.appoint_trustee(work, form.account.data or "")
    except Refusal as refusal:
        form.account.errors = [words_of(refusal)]
        return page_of(form, refusal.status)
    notice(_("Appointed, and the log says by whom."))
    return see("jury.trustees")


@room.route("/jury/trustees/<trustee_id>/end", methods=["POST"])
@requires(Permission.ADMINISTER)
def trustee_end(trustee_id: str) -> Response:
    with open_work() as work:
        actions.end_trustee(work, known_id(trustee_id))
    notice(_("They get no more parts of keys. Those that they hold stay with them."))
    return see("jury.trustees")


def page_of(form: TrusteeForm, status: int = 200) -> Response:
    """Answer with the trustees of now, and the form that appoints another."""
    with open_work() as work:
        found = appointed(work.session)
        threshold, count = work.settings.trustees
    return answer(
        "jury/trustees.html",
        status=status,
        found=found,
        threshold=threshold,
        count=count,
        form=form,
    )
