"""Doors of the members' room: join. Where mail is sent, by a link: whoever asks is told the same,
whether or not the address has an account, and nobody joins with another's address."""

from datetime import timedelta

from flask import Response, request
from flask_babel import gettext as _

from kernel import links
from kernel.access import public
from kernel.db import new_id
from kernel.errors import Conflict, Refusal
from kernel.links import Link
from kernel.mail import post_to
from kernel.web import answer, asked_at, notice, open_work, see, words_of
from kernel.work import ground
from members import actions, wording
from members.forms import AddressForm, JoinForm, PersonForm
from members.member import age_on, check_password, is_likely, is_of_age
from members.passwords import hash_password
from members.queries import account_by_email
from members.views.room import enter, room

PAGE = "members/join.html"
LINK_HOLDS = timedelta(hours=24)


@room.route("/join", methods=["GET", "POST"])
@public
def join() -> Response:
    if ground().settings.smtp_url:
        return _ask_by_mail()
    form = JoinForm()
    if not form.validate_on_submit():
        return answer(PAGE, status=422 if form.is_submitted() else 200, form=form)
    return _join(form, form.email.data)


def _ask_by_mail() -> Response:
    form = AddressForm()
    if not form.validate_on_submit():
        return answer(PAGE, status=422 if form.is_submitted() else 200, form=form)
    try:
        with open_work() as work:
            email = actions.plain_email(form.email.data)
            actions.count_try(work, "mail", email, request.remote_addr or "")
            known = account_by_email(work.session, email) is not None
            link = Link("/join", (email,), work.now + LINK_HOLDS)
            said = wording.joining(known, work.settings)
            post_to(work, email, *said, f"join:{new_id()}", None if known else link)
    except Refusal as refusal:
        return answer(PAGE, status=refusal.status, form=form, refusal=refusal)
    return see("members.mail_sent")


@room.route("/join/<token>", methods=["GET", "POST"])
@public
def join_by_link(token: str) -> Response:
    with open_work() as work:
        [email] = links.read(work.settings, "/join", token, work.now)
        if account_by_email(work.session, email) is not None:
            raise Conflict(actions.KNOWN)
    form = PersonForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return answer(PAGE, status=status, form=form, email=email)
    return _join(form, email)


def _join(form: JoinForm, email: str) -> Response:
    """Make the account of whoever sent a good form, and let them in."""
    born, today = form.born_on.data, asked_at().date()
    if born <= today and not is_likely(born, today) and not form.sure.data:
        age = age_on(born, today)
        form.born_on.errors = [_("By this date you are %(age)s. Is the year right?", age=age)]
        return answer(PAGE, status=422, form=form, email=email, ask=True)
    try:
        check_password(form.password.data, email, form.name.data)
        with open_work() as work:
            actions.count_try(work, "join", email, request.remote_addr or "")
            quick = work.settings.testing
        hashed = hash_password(form.password.data, quick=quick)
        with open_work() as work:
            joined = actions.join(
                work,
                email=email,
                name=form.name.data,
                password_hash=hashed,
                born_on=form.born_on.data,
            )
            token = actions.begin_session(work, joined.id)
    except Refusal as refusal:
        if refusal.status == 429:
            return answer(PAGE, status=429, form=form, email=email, refusal=refusal)
        blamed = form.email if refusal.status == 409 and form.email else form.password
        blamed.errors = [words_of(refusal)]
        return answer(PAGE, status=refusal.status, form=form, email=email)
    enter(token)
    notice(_("Welcome. The next step is the exam on the rules."))
    if not is_of_age(born, today):
        notice(_("Jurors are adults: before you are 18, the lot does not fall on you."), "info")
    return see("quiz.home")
