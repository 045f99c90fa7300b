"""The members' door in a consultation: read, answer three cases, vote; then see what was right."""

from flask import Response
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.errors import N_, Conflict, Malformed, Missing, Refusal
from kernel.forms import Form
from kernel.web import answer, notice, open_work, see
from kernel.work import Work
from rules import actions
from rules.forms.consultation import reply_form, reply_of
from rules.queries.consultation import consultation_of
from rules.queries.revisions import public_revision, revision_by_ref
from rules.reading.revisions import Asked, asked_of, held_now
from rules.revision import PUBLIC, State
from rules.views.revisions import too_late
from rules.views.room import room

CHANGED = N_(
    "The proposal has changed since you opened this page. Read it again, then send your answers."
)
OVER = N_("The consultation is not open.")


@room.route("/rules/revisions/<ref>/consultation")
@requires(Permission.SIGNED_IN)
def consultation(ref: str) -> Response:
    """Ask a member, or show what they answered; who did neither in time reads the result."""
    with open_work() as work:
        asked = asked_of(
            work.session, public_revision(work.session, ref), work.actor.account, work.now
        )
    if asked.mine is not None:
        return answer("rules/answered.html", asked=asked)
    if not asked.is_open:
        return see(".revision", ref=ref)
    form = reply_form(asked.questions)
    form["edition"].data = str(asked.edition)
    return paper(asked, form)


@room.route("/rules/revisions/<ref>/consultation", methods=["POST"])
@requires(Permission.SIGNED_IN)
def reply(ref: str) -> Response:
    """Take a member's reply, once; refused, the form comes back with all that was filled in."""
    with open_work() as work:
        asked = asked_now(work, ref)
    if asked is None:
        form = reply_form(())
        return too_late(ref, form["remark"].data or "", Conflict(OVER))
    form = reply_form(asked.questions)
    if form["edition"].data != str(asked.edition):
        form["edition"].data = str(asked.edition)
        return paper(asked, form, 409, Conflict(CHANGED))
    if not form.validate():
        return paper(asked, form, 422)
    try:
        with open_work() as work:
            actions.answer_consultation(work, ref, reply_of(form), form["remark"].data or "")
    except (Conflict, Malformed) as refusal:
        return paper(asked, form, refusal.status, refusal)
    notice(_("Your answers are in. Thank you."))
    return see(".consultation", ref=ref)


def asked_now(work: Work, ref: str) -> Asked | None:
    """Return the open consultation of a revision; None where there was one that has ended.

    Raises Missing where there never was one.
    """
    found = revision_by_ref(work.session, ref)
    if consultation_of(work.session, found) is None:
        raise Missing()
    if State(found.state) not in PUBLIC or held_now(work.session, found) is None:
        return None
    asked = asked_of(work.session, found, work.actor.account, work.now)
    return asked if asked.is_open else None


def paper(asked: Asked, form: Form, status: int = 200, refusal: Refusal | None = None) -> Response:
    """Answer with the paper of a consultation as it is filled in."""
    return answer(
        "rules/consultation.html",
        status=status,
        asked=asked,
        form=form,
        refusal=refusal,
    )
