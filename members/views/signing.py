"""Doors of the members' room: sign in and out."""

from flask import Response, request, session
from flask_babel import gettext as _
from flask_login import current_user as login
from flask_login import logout_user

from kernel.access import public
from kernel.errors import Missing, Refusal
from kernel.web import answer, open_work, see, see_url
from kernel.work import ground, unit_of_work
from members import actions, queries
from members.forms import SignInForm
from members.passwords import fits
from members.views.room import enter, room

PAGE = "members/sign_in.html"


def inside(where: str) -> str:
    """Return `where` if it is a path of this site, else the front page."""
    plain = where.startswith("/") and not where.startswith("//")
    return where if plain and "\\" not in where and where.isprintable() else "/"


@room.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response:
    form = SignInForm()

    def page(status: int, refusal: Refusal | None = None) -> Response:
        mails = ground().settings.smtp_url is not None
        return answer(PAGE, status=status, form=form, refusal=refusal, mails=mails)

    if not form.validate_on_submit():
        return page(422 if form.is_submitted() else 200)
    try:
        token = let_in(form.email.data, form.password.data)
    except Refusal as refusal:
        return page(refusal.status, refusal)
    if token is None:
        form.password.errors = [_("The e-mail and the password do not belong together.")]
        return page(422)
    enter(token)
    return see_url(inside(request.args.get("next", "/")))


def let_in(email: str, password: str) -> str | None:
    """Return the token of a new session, or None when e-mail and password do not fit.

    The password is compared between two short works: it takes a while, and the database waits
    for nobody. Raises TooMany.
    """
    with open_work() as work:
        actions.count_try(work, "sign-in", email, request.remote_addr or "")
    with unit_of_work(writing=False) as work:
        found = queries.account_by_email(work.session, actions.plain_email(email))
        quick = work.settings.testing
    right = fits(found.password_hash if found else None, password, quick=quick)
    if found is None or not right:
        return None
    try:
        with open_work() as work:
            return actions.begin_session(work, found.id)
    except Missing:  # erased while the password was compared
        return None


@room.route("/sign-out", methods=["POST"])
@public
def sign_out() -> Response:
    if login.is_authenticated:
        with open_work() as work:
            actions.end_session(work, login.token)
        logout_user()
    session.clear()
    return see("home.front")
