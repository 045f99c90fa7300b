"""Doors of the members' room: a new password, for who knows theirs and for who has forgotten it."""

from datetime import timedelta

from flask import Response, request
from flask_babel import gettext as _

from kernel import links
from kernel.access import Permission, public, requires
from kernel.db import new_id
from kernel.errors import Missing, Refusal, TooMany
from kernel.links import Link
from kernel.mail import post_to
from kernel.web import answer, notice, open_work, see, words_of
from kernel.work import ground
from members import actions, queries, wording
from members.forms import AddressForm, NewPasswordForm, PasswordForm
from members.member import check_password
from members.passwords import fits, hash_password, mark_of
from members.views.room import enter, room

LINK_HOLDS = timedelta(hours=2)


@room.route("/password", methods=["GET", "POST"])
@public
def forgotten() -> Response:
    if ground().settings.smtp_url is None:
        raise Missing()
    page, form = "members/forgotten.html", AddressForm()
    if not form.validate_on_submit():
        return answer(page, status=422 if form.is_submitted() else 200, form=form)
    try:
        with open_work() as work:
            email = actions.plain_email(form.email.data)
            actions.count_try(work, "mail", email, request.remote_addr or "")
            one = queries.account_by_email(work.session, email)
            values = (one.id, mark_of(one.password_hash)) if one else ()
            link = Link("/password", values, work.now + LINK_HOLDS)
            said = wording.forgotten(one is not None, work.settings)
            post_to(work, email, *said, f"password:{new_id()}", link if one else None)
    except Refusal as refusal:
        return answer(page, status=refusal.status, form=form, refusal=refusal)
    return see("members.mail_sent")


@room.route("/password/<token>", methods=["GET", "POST"])
@public
def renew(token: str) -> Response:
    page, form = "members/new_password.html", PasswordForm()
    with open_work() as work:
        account_id, mark = links.read(work.settings, "/password", token, work.now)
        one = queries.account(work.session, account_id)
        actions.check_unspent(one, mark)
        quick = work.settings.testing
    if not form.validate_on_submit():
        return answer(page, status=422 if form.is_submitted() else 200, form=form, email=one.email)
    try:
        check_password(form.password.data, one.email, one.name)
    except Refusal as refusal:
        form.password.errors = [words_of(refusal)]
        return answer(page, status=refusal.status, form=form, email=one.email)
    hashed = hash_password(form.password.data, quick=quick)
    with open_work() as work:
        actions.renew_password(work, account_id, mark, hashed)
    notice(_("Your new password holds. Sign in with it."))
    return see("members.sign_in")


@room.route("/me/password", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def change() -> Response:
    """Another password, for who is signed in and knows theirs; their other sessions end."""
    page, form = "members/change_password.html", NewPasswordForm()
    if not form.validate_on_submit():
        return answer(page, status=422 if form.is_submitted() else 200, form=form)
    with open_work() as work:
        one = queries.account(work.session, work.actor.account)
        mark, quick = mark_of(one.password_hash), work.settings.testing
    try:
        # A window left open is no better place to guess than the door.
        with open_work() as work:
            actions.count_try(work, "sign-in", one.email, request.remote_addr or "")
        if not fits(one.password_hash, form.password.data, quick=quick):
            form.password.errors = [_("This is not your password.")]
            return answer(page, status=422, form=form)
        check_password(form.new_password.data, one.email, one.name)
    except TooMany as refusal:
        return answer(page, status=refusal.status, form=form, refusal=refusal)
    except Refusal as refusal:
        form.new_password.errors = [words_of(refusal)]
        return answer(page, status=refusal.status, form=form)
    hashed = hash_password(form.new_password.data, quick=quick)
    with open_work() as work:
        actions.renew_password(work, one.id, mark, hashed)
        token = actions.begin_session(work, one.id)
    enter(token)
    notice(_("Your new password holds. You are signed out wherever else you were signed in."))
    return see("members.me")
