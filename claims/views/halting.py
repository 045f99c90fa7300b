"""Doors of a file that jurors read already: halted, changed, or let go on."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from claims import actions, queries
from claims.forms import ReturnForm
from claims.life import State
from claims.views.room import room
from jury.queries import halt_of
from kernel.access import Permission, requires
from kernel.errors import Refusal
from kernel.web import answer, notice, open_work, see
from kernel.work import Work


@room.route("/claims/<ref>/file", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def reopen(ref: str) -> Response:
    """The file before the jury: why it is halted, and taking it back to change it."""
    form = ReturnForm()
    with open_work() as work:
        page = _page(work, ref) | {"form": form}
    if not form.validate_on_submit():
        return answer("claims/file.html", status=422 if form.is_submitted() else 200, **page)
    try:
        with open_work() as work:
            actions.take_back(work, ref, form.why.data)
    except Refusal as refusal:
        return answer("claims/file.html", status=refusal.status, **page | {"refusal": refusal})
    notice(_("Nobody reads the file or votes until it is frozen again."))
    return see("claims.edit", ref=ref)


@room.route("/claims/<ref>/resumption", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def resumption(ref: str) -> Response:
    with open_work() as work:
        actions.let_go_on(work, ref)
    notice(_("The case goes on, on the same file."))
    return see("claims.reopen", ref=ref)


def _page(work: Work, ref: str) -> dict[str, Any]:
    claim = queries.claim_for_officer(work.session, work.actor.account, ref)
    halted = queries.halted_case(work.session, ref)
    return {
        "claim": claim,
        "halt": halt_of(work.session, halted.ref) if halted else None,
        "panel": halted.ref if halted and halted.beside_of else None,
        "signed": queries.signed(work.session, claim, work.actor.account),
        "speaks": work.actor.account in queries.preparers(work.session, claim),
        "before_the_jury": claim.state == State.FROZEN,
    }
