"""The door where anybody checks the receipt of a ballot."""

from flask import Response

from audit import note, rotation
from audit.forms import ReceiptForm
from audit.keys import REGISTRY
from audit.promises import State
from audit.reading import Promise, promise_of
from audit.views.room import kept, room
from audit.views.signed import held_to_our_key, log_named
from kernel.access import public
from kernel.errors import N_, Conflict, Malformed
from kernel.web import answer
from kernel.work import Work, unit_of_work

NO_RECEIPT = N_("This is no receipt of a ballot in one of our logs.")


@room.route("/log/receipt", methods=["GET", "POST"])
@public
def receipt() -> Response:
    form, found, refusal = ReceiptForm(), None, None
    status = 200
    if form.validate_on_submit():
        with unit_of_work(writing=False) as work:
            try:
                found = _look_up(work, form.text)
            except (Malformed, Conflict) as error:
                refusal, status = error, error.status
        if found and found.standing.state is State.LATE and form.save.data:
            return _as_file(found)
    elif form.is_submitted():
        status = 422
    return answer("audit/receipt.html", "checked", status, form=form, found=found, refusal=refusal)


def _look_up(work: Work, text: str) -> Promise:
    """Return what became of a receipt; raises Malformed for one that is not ours."""
    text = text.rstrip("\n") + "\n"
    ref = log_named(work.settings, text)
    if ref is None or ref == REGISTRY:
        raise Malformed(NO_RECEIPT)
    with held_to_our_key():
        promised = note.receipt(text, *rotation.verifiers(work.session, work.settings, ref))
    return promise_of(work.session, ref, text, promised, work.now)


def _as_file(found: Promise) -> Response:
    response = Response(found.evidence, content_type="text/plain; charset=utf-8")
    named = f'attachment; filename="evidence-{found.ref}-{found.leaf.hex()[:8]}.txt"'
    response.headers["Content-Disposition"] = named
    return kept(response, "no-store")
