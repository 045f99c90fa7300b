"""Doors of the members' room: I leave, and am erased."""

from flask import Response, request, session
from flask_babel import gettext as _
from flask_login import logout_user

from kernel.access import Permission, public, requires
from kernel.errors import Refusal, TooMany
from kernel.web import answer, open_work, see
from members import actions, queries
from members.actions.leaving import leave as leave_for_good
from members.actions.leaving import stays_of
from members.forms import LeaveForm
from members.member import ref_in
from members.passwords import fits, mark_of
from members.views.room import room


@room.route("/me/leave", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def leave() -> Response:
    """What goes, what stays and what comes first; the password and the reference, and it is done.

    The password is compared between two short works, as at the door (`members.views.signing`).
    """
    form = LeaveForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200)
    with open_work() as work:
        one = queries.account(work.session, work.actor.account)
        mark, quick = mark_of(one.password_hash), work.settings.testing
    if ref_in(form.ref.data) != one.ref:
        form.ref.errors = [_("This is not your reference.")]
        return _page(form, 422)
    try:
        with open_work() as work:
            actions.count_try(work, "sign-in", one.email, request.remote_addr or "")
    except TooMany as refusal:
        return _page(form, refusal.status, refusal)
    if not fits(one.password_hash, form.password.data, quick=quick):
        form.password.errors = [_("This is not your password.")]
        return _page(form, 422)
    try:
        with open_work() as work:
            leave_for_good(work, mark)
    except Refusal as refusal:
        return _page(form, refusal.status, refusal)
    logout_user()
    session.clear()
    return see("members.left")


def _page(form: LeaveForm, status: int, refusal: Refusal | None = None) -> Response:
    with open_work() as work:
        one = queries.account(work.session, work.actor.account)
        found = stays_of(work)
    keep = [why for why in found if not why.given_back]
    back = [why for why in found if why.given_back]
    return answer(
        "members/leave.html",
        status=status,
        account=one,
        form=form,
        refusal=refusal,
        keep=keep,
        given_back=back,
    )


@room.route("/left")
@public
def left() -> Response:
    return answer("members/left.html")
