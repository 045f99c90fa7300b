"""Doors of the members' room: mail switched on and off, and what an admin reads of it."""

from flask import Response, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from kernel import links, mail
from kernel.access import Permission, public, requires
from kernel.errors import N_, Malformed
from kernel.web import answer, notice, open_work, see
from members import actions, queries
from members.forms import MailForm
from members.views.room import room

MOST = 100  # mails that were given up, on one page


@room.route("/mail/sent")
@public
def mail_sent() -> Response:
    """One page for all who were sent a mail, whatever it says."""
    return answer("members/mail_sent.html")


@room.route("/mail/<token>", methods=["GET", "POST"])
@public
def leave_mail(token: str) -> Response:
    """Take no mail any more, by the link that is in each. The link is what proves who asks: no
    sign-in and no form token, so that a mail program can do it at one click (RFC 8058)."""
    with open_work() as work:
        [account_id] = links.read(work.settings, "/mail", token, work.now)
        if request.method == "POST":
            actions.switch_mail(work, account_id, False)
        on = queries.takes_mail(work.session, account_id)
    if request.method == "POST" and "List-Unsubscribe" not in request.form:
        return see("members.leave_mail", token=token)
    return answer("members/leave_mail.html", on=on)  # such a program follows no 303


@room.record
def _without_form_token(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(leave_mail)


@room.route("/me/mail", methods=["POST"])
@requires(Permission.SIGNED_IN)
def switch_mail() -> Response:
    form = MailForm()
    if not form.validate():
        raise Malformed(N_("Say whether you want mail."))
    on = form.on.data == "1"
    with open_work() as work:
        actions.switch_mail(work, work.actor.account, on)
    notice(_("From now on you get mail.") if on else _("From now on you get no mail."))
    return see("members.me")


@room.route("/people/mail")
@requires(Permission.ADMINISTER)
def outbox() -> Response:
    with open_work() as work:
        standing = mail.standing(work.session)
        given_up = mail.given_up(work.session, MOST)
        ids = [one.account_id for one in given_up if one.account_id]
        refs = queries.refs_of(work.session, ids)
        mails = work.settings.smtp_url is not None
    return answer(
        "members/outbox.html", standing=standing, given_up=given_up, refs=refs, mails=mails
    )
