"""The officers' door to what is published of a case, where words are taken out of it by two."""

from flask import Response
from flask_babel import gettext as _

from jury import actions
from jury.forms.blackening import BlackeningForm, BlackeningStepForm
from jury.reading.blackening import blackening_page
from jury.views.room import known, known_id, room
from kernel.access import Permission, requires
from kernel.errors import N_, Malformed, Refusal
from kernel.web import answer, notice, open_work, see, words_of


@room.route("/jury/bench/<ref>/words", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def taking_out(ref: str) -> Response:
    """What is published, what is proposed to be taken out of it; and to propose more."""
    form = BlackeningForm()
    if not form.validate_on_submit():
        return _page(ref, form, 422 if form.is_submitted() else 200)
    try:
        with open_work() as work:
            actions.propose_blackening(work, known(ref), form.words.data or "")
    except Malformed as refusal:
        form.words.errors = [words_of(refusal)]
        return _page(ref, form, 422)
    notice(_("Proposed. Another officer has to agree."))
    return see("jury.taking_out", ref=ref)


@room.route("/jury/bench/<ref>/words/step", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def step_of_taking_out(ref: str) -> Response:
    """Agree to what is proposed, or take it back; or propose to withhold a reason."""
    form = BlackeningStepForm()
    act, done = {
        "agree": (actions.agree_blackening, _("It is taken out, and the page says so.")),
        "back": (actions.take_back_blackening, _("Taken back: nothing is taken out.")),
        "withhold": (actions.propose_withholding, _("Proposed. Another officer has to agree.")),
    }.get(form.step.data or "", (None, ""))
    if act is None:
        raise Malformed(N_("Choose what is to be done."))
    try:
        with open_work() as work:
            act(work, known(ref), known_id(form.which.data or ""))
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        return _page(ref, BlackeningForm(formdata=None), refusal.status, refusal)
    notice(done)
    return see("jury.taking_out", ref=ref)


def _page(ref: str, form: BlackeningForm, status: int, refusal: Refusal | None = None) -> Response:
    with open_work() as work:
        page = blackening_page(work.session, work.actor.account, known(ref))
    return answer("jury/blackening.html", status=status, page=page, form=form, refusal=refusal)
