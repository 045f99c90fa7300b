"""The door where anybody checks a checkpoint that they kept."""

from flask import Response

from audit import note, rotation
from audit.forms import KeptForm
from audit.reading import Continued, continued
from audit.views.room import room
from audit.views.signed import held_to_our_key, log_named
from kernel.access import public
from kernel.errors import N_, Busy, Conflict, Malformed
from kernel.web import answer, tell_when
from kernel.work import Work, unit_of_work


@room.route("/log/kept", methods=["GET", "POST"], endpoint="kept")
@public
def kept_checkpoint() -> Response:
    form, found, refusal = KeptForm(), None, None
    status = 200
    if form.validate_on_submit():
        with unit_of_work(writing=False) as work:
            try:
                found = _look_up(work, form.text)
            except (Malformed, Conflict, Busy) as error:
                refusal, status = error, error.status
    elif form.is_submitted():
        status = 422
    page = answer("audit/kept.html", "checked", status, form=form, found=found, refusal=refusal)
    tell_when(page, refusal)
    return page


def _look_up(work: Work, text: str) -> Continued:
    """Return whether our log continues a checkpoint; raises Malformed for one that is not ours."""
    text = text.rstrip("\n") + "\n"
    log = log_named(work.settings, text)
    if log is None:
        raise Malformed(N_("This is no checkpoint of one of our logs."))
    with held_to_our_key():
        head = note.checkpoint(text, *rotation.verifiers(work.session, work.settings, log))
    return continued(work.session, log, head)
