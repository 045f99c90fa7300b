"""An admin's doors: who the trustees are. And the door of who is asked to be one."""

from flask import Response
from flask_babel import gettext as _

from jury import actions
from jury.forms import TrusteeForm, TrustForm
from jury.queries import appointed, asked, is_asked
from jury.views.room import known_id, room
from kernel.access import Permission, requires
from kernel.errors import N_, Malformed, Missing, Refusal
from kernel.web import answer, notice, open_work, see, words_of


@room.route("/jury/trustees/", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def trustees() -> Response:
    form = TrusteeForm()
    if not form.is_submitted():
        return page_of(form)
    if not form.validate():
        return page_of(form, 422)
    try:
        with open_work() as work:
            actions.appoint_trustee(work, form.account.data or "")
    except Refusal as refusal:
        form.account.errors = [words_of(refusal)]
        return page_of(form, refusal.status)
    notice(_("Asked. They are a trustee once they accept."))
    return see("jury.trustees")


@room.route("/jury/trustees/<trustee_id>/end", methods=["POST"])
@requires(Permission.ADMINISTER)
def trustee_end(trustee_id: str) -> Response:
    with open_work() as work:
        actions.end_trustee(work, known_id(trustee_id))
    notice(_("Ended: they are asked no more, and get no more parts. Those they hold stay."))
    return see("jury.trustees")


@room.route("/jury/trust", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def trust() -> Response:
    """I am asked to be a trustee: what it means, and to accept or decline."""
    form = TrustForm()
    if not form.is_submitted():
        return _trust_page()
    act, done = {
        "accept": (
            actions.accept_trust,
            _("You are a trustee now. What is to be done stands on your front page."),
        ),
        "decline": (
            actions.decline_trust,
            _(
                "You have declined. The log says that somebody has, and not who; an admin no "
                "longer finds you among those who were asked."
            ),
        ),
    }.get(form.answer.data or "", (None, ""))
    if act is None:
        raise Malformed(N_("Choose one: accept or decline."))
    try:
        with open_work() as work:
            act(work)
    except Missing:
        raise
    except Refusal as refusal:
        return _trust_page(refusal)
    notice(done)
    return see("members.me")


def _trust_page(refusal: Refusal | None = None) -> Response:
    with open_work() as work:
        if refusal is None and not is_asked(work.session, work.actor.account):
            raise Missing()
        threshold, count = work.settings.trustees
    status = refusal.status if refusal else 200
    return answer(
        "jury/trust.html", status=status, threshold=threshold, count=count, refusal=refusal
    )


def page_of(form: TrusteeForm, status: int = 200) -> Response:
    """Answer with the trustees of now, and the form that asks another."""
    with open_work() as work:
        found, waiting = appointed(work.session), asked(work.session)
        threshold, count = work.settings.trustees
    return answer(
        "jury/trustees.html",
        status=status,
        found=found,
        asked=waiting,
        threshold=threshold,
        count=count,
        form=form,
    )
