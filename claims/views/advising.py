"""Doors of the adviser: whom the claimant names, and how that ends."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from claims import actions, queries
from claims.forms import AdviserForm
from claims.views.room import count_look_up, room
from kernel.access import Permission, requires
from kernel.errors import Malformed, Refusal
from kernel.web import answer, notice, open_work, see, words_of


@room.route("/claims/<ref>/adviser", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def adviser(ref: str) -> Response:
    form = AdviserForm()
    with open_work() as work:
        claim = queries.my_claim(work.session, work.actor.account, ref)
        page: dict[str, Any] = {
            "claim": claim,
            "form": form,
            "named": queries.adviser_ref(work.session, claim),
            "over": queries.present_case(work.session, ref) is not None,
        }
    if not form.validate_on_submit():
        return answer("claims/adviser.html", status=422 if form.is_submitted() else 200, **page)
    try:
        count_look_up()
        with open_work() as work:
            actions.name_adviser(work, ref, form.reference.data)
    except Malformed as refusal:
        form.reference.errors = [words_of(refusal)]
        return answer("claims/adviser.html", status=refusal.status, **page)
    except Refusal as refusal:
        return answer("claims/adviser.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Named. They can read the statements of this claim now, and write yours with you."))
    return see("claims.adviser", ref=ref)


@room.route("/claims/<ref>/adviser/removal", methods=["POST"])
@requires(Permission.SIGNED_IN)
def adviser_removal(ref: str) -> Response:
    with open_work() as work:
        actions.remove_adviser(work, ref)
    notice(_("Whoever helped you reads your claim no more."))
    return see("claims.adviser", ref=ref)
