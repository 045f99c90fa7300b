"""Doors where an auditor makes and ends the tokens of their programs."""

from flask import Response
from flask_babel import gettext as _

from audit import actions, tokens
from audit.forms import TokenForm
from audit.views.room import room
from kernel.access import Permission, current_actor, requires
from kernel.db import is_id
from kernel.errors import Missing, Refusal
from kernel.web import answer, asked_at, notice, open_work, see
from kernel.work import ground, unit_of_work


@room.route("/audit/tokens", methods=["GET", "POST"], endpoint="tokens")
@requires(Permission.AUDIT)
def tokens_page() -> Response:
    """One's own tokens; a new one is shown in the answer to the form that made it alone."""
    form, fresh, refusal, status = TokenForm(), None, None, 200
    if form.validate_on_submit():
        try:
            with open_work() as work:
                fresh = actions.make_token(work, str(form.name.data))
            form.name.data = ""
        except Refusal as error:
            refusal, status = error, error.status
    elif form.is_submitted():
        status = 422
    with unit_of_work(current_actor(), writing=False, now=asked_at()) as work:
        own = tokens.living(work.session, work.actor.ref, work.now)
    return answer(
        "audit/tokens.html",
        "tokens",
        status,
        form=form,
        fresh=fresh,
        refusal=refusal,
        own=[(one, one.made_at + tokens.LIFE) for one in own],
        base_url=ground().settings.base_url,
    )


@room.route("/audit/tokens/<token_id>/end", methods=["POST"])
@requires(Permission.AUDIT)
def end_token(token_id: str) -> Response:
    if not is_id(token_id):
        raise Missing()
    with open_work() as work:
        actions.end_token(work, token_id)
    notice(_("The token is ended: nothing is read by it any more."))
    return see(".tokens")
