"""Doors of revisions as everybody reads them: the list, one revision, its file, an objection."""

from flask import Response
from flask_babel import gettext as _

from kernel.access import Permission, current_actor, public, requires
from kernel.errors import Conflict, Malformed, Missing, Refusal
from kernel.web import answer, notice, open_work, see
from rules import actions
from rules.exports.tracked import as_docx
from rules.forms.consultation import ObjectionForm
from rules.queries.consultation import my_reply
from rules.queries.revisions import (
    changes_of,
    public_revision,
    revision_by_ref,
    scheduled_at,
    steps,
    was_public,
)
from rules.reading.overview import overview
from rules.reading.revisions import held_now, public_page, with_numbers
from rules.revision import PUBLIC, State
from rules.views.room import room, today

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HOUSE = "Venire"  # who made the tracked changes: a revision names nobody


@room.route("/rules/revisions/")
@public
def revisions() -> Response:
    with open_work() as work:
        found = overview(work.session, work.now)
    return answer("rules/revisions.html", overview=found, today=today())


@room.route("/rules/revisions/<ref>")
@public
def revision(ref: str) -> Response:
    """Show a revision; of one that was public and is no more, say what became of it."""
    with open_work() as work:
        found = revision_by_ref(work.session, ref)
        left = State(found.state) not in PUBLIC and was_public(work.session, found)
    if left:
        return answer("rules/went_back.html", ref=ref, title=found.title, state=found.state)
    return shown(ref, ObjectionForm(formdata=None))


def shown(
    ref: str, form: ObjectionForm, status: int = 200, refusal: Refusal | None = None
) -> Response:
    """Answer with the page of a revision; `form` is the objection as far as it was written."""
    with open_work() as work:
        found = public_revision(work.session, ref)
        page = public_page(work.session, found, work.now)
        held = held_now(work.session, found)
        me = current_actor()
        mine = my_reply(work.session, held, me.account) if held and me.signed_in else None
        majority = work.settings.rule_majority
    return answer(
        "rules/revision.html",
        status=status,
        page=page,
        mine=mine,
        majority=majority,
        form=form,
        refusal=refusal,
    )


@room.route("/rules/revisions/<ref>.docx")
@public
def revision_docx(ref: str) -> Response:
    """Send the changes of a revision as a Word document that tracks them."""
    with open_work() as work:
        found = public_revision(work.session, ref)
        made = with_numbers(work.session, changes_of(work.session, found))
        moved_at = steps(work.session, found)[-1].at
    file = as_docx(
        [(one.before, one.after) for one in made], f"{ref} {found.title}", HOUSE, moved_at
    )
    named = f"attachment; filename={ref}.docx"
    return Response(file, mimetype=DOCX, headers={"Content-Disposition": named})


@room.route("/rules/revisions/<ref>/objection", methods=["POST"])
@requires(Permission.SIGNED_IN)
def objection(ref: str) -> Response:
    """Object to a revision's being editorial. Refused, what was written comes back."""
    form = ObjectionForm()
    with open_work() as work:
        found = revision_by_ref(work.session, ref)
        is_public = State(found.state) in PUBLIC
        if not is_public and scheduled_at(work.session, found) is None:
            raise Missing()  # it has never been before the public
    if is_public and not form.validate():
        return shown(ref, form, 422)
    try:
        with open_work() as work:
            actions.object_to(work, ref, form.reason.data or "")
    except (Conflict, Malformed) as refusal:
        if is_public:
            return shown(ref, form, refusal.status, refusal)
        return too_late(ref, form.reason.data or "", refusal)
    notice(_("Your objection is recorded. The revision goes back to its authors."))
    return see(".revisions")


def too_late(ref: str, written: str, refusal: Refusal) -> Response:
    """Answer that a revision is not before the public any more, with what was written to it."""
    return answer("rules/gone.html", status=409, ref=ref, written=written, refusal=refusal)
