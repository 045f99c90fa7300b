"""Doors of the members' room: my page, my desk."""

from flask import Response, current_app
from flask_babel import gettext as _

from kernel.access import Permission, requires
from kernel.web import answer, asked_at, notice, open_work, see
from members import actions, queries
from members.desk import Provider, Waiting
from members.forms import TiesForm
from members.member import TENURE, has_tenure, is_of_age
from members.views.room import room


@room.route("/me")
@requires(Permission.SIGNED_IN)
def me() -> Response:
    with open_work() as work:
        account = queries.account(work.session, work.actor.account)
        certificate = queries.qualification(work.session, account.id)
        takes_mail = queries.takes_mail(work.session, account.id)
        mails = work.settings.smtp_url is not None
    return answer(
        "members/me.html",
        account=account,
        certificate=certificate,
        may_judge_from=account.joined_at + TENURE,
        has_tenure=has_tenure(account.joined_at, asked_at()),
        of_age=is_of_age(account.born_on, asked_at().date()),
        mails=mails,
        takes_mail=takes_mail,
    )


@room.route("/me/ties", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def ties() -> Response:
    """What keeps me off a panel: my employer, a hospital, and what is known from my joining."""
    with open_work() as work:
        account = queries.account(work.session, work.actor.account)
    form = TiesForm(obj=account)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return answer("members/ties.html", status=status, account=account, form=form)
    with open_work() as work:
        actions.state_ties(work, form.employer.data or "", form.hospital.data or "")
    notice(_("It is kept. You will judge nobody whom these ties bring close to you."))
    return see("members.ties")


@room.route("/desk/")
@requires(Permission.HAVE_A_DESK)
def desk() -> Response:
    return answer("desk.html", groups=waiting_for_me())


def waiting_for_me() -> dict[str, list[Waiting]]:
    """Return what waits for whoever asks, by room."""
    providers: dict[str, Provider] = current_app.extensions["venire-desks"]
    with open_work() as work:
        found = {
            title: [one for one in provide(work.session, work.actor, work.now) if one.shown]
            for title, provide in providers.items()
        }
    return {title: waiting for title, waiting in found.items() if waiting}
