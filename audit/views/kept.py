"""The door where anybody checks a checkpoint that they kept."""

from flask import Response

from audit import keys, note, queries, rotation, tilestore
from audit.forms import KeptForm
from audit.keys import REGISTRY
from audit.reading import Continued
from audit.views.room import REF, room
from kernel.access import public
from kernel.errors import N_, Busy, Conflict, Malformed
from kernel.web import answer
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
    return answer("audit/kept.html", "checked", status, form=form, found=found, refusal=refusal)


def _look_up(work: Work, text: str) -> Continued:
    """Return whether our log continues a checkpoint; raises Malformed for one that is not ours."""
    text = text.rstrip("\n") + "\n"
    name, own = text.split("\n", 1)[0], keys.origin(work.settings, REGISTRY)
    log = REGISTRY if name == own else name.removeprefix(keys.origin(work.settings, ""))
    if log == name or (log != REGISTRY and not REF.fullmatch(log)):
        raise Malformed(N_("This is no checkpoint of one of our logs."))
    try:
        head = note.checkpoint(text, *rotation.verifiers(work.session, work.settings, log))
    except keys.LostKey:
        raise Conflict(
            N_(
                "The key of our log is not here now, so this page cannot check a checkpoint. "
                "Whoever holds the log's verifier key can."
            )
        ) from None
    except note.BadNote:
        raise Malformed(
            N_("The signature does not fit: this checkpoint was changed, or we did not write it.")
        ) from None
    end = queries.published(work.session, log)
    size = end.size if end else 0
    root = None
    if head.size <= size:
        root = tilestore.tree(work.session, log, size).root(0, head.size)
    return Continued(log, head.size, size, root == head.root)
