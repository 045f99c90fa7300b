"""Doors of the members' room: join, sign in and out, my page, my desk, the people."""

from datetime import datetime

from flask import Blueprint, Response, current_app, g, request, session
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_login import current_user as login
from sqlalchemy.orm import Session

from kernel.access import Permission, public, requires
from kernel.actor import ANYONE, Actor, Role
from kernel.errors import N_, Malformed, Refusal
from kernel.web import answer, asked_at, notice, open_work, see, see_url, words_of
from kernel.work import unit_of_work
from members import actions, queries
from members.desk import Provider, Waiting
from members.forms import JoinForm, RoleForm, SignInForm
from members.member import TENURE, check_password, has_tenure
from members.passwords import fits, hash_password

room = Blueprint("members", __name__)
logins = LoginManager()


class Visitor(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries: the token of a session row, and who is behind it."""

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        return self.token


@logins.user_loader  # type: ignore[untyped-decorator]
def load_visitor(token: str) -> Visitor | None:
    with unit_of_work(writing=False, now=asked_at()) as work:
        row = queries.open_sign_in(work.session, actions.token_hash(token), asked_at())
        if row is None:
            return None
        g.actor = queries.actor_of(work.session, queries.account(work.session, row.account_id))
    return Visitor(token)


def recognise() -> None:
    """Before each request: find out who is asking. A page's assets ask for nobody."""
    if request.endpoint != "static" and not login.is_authenticated:
        g.actor = ANYONE


def inside(where: str) -> str:
    """Return `where` if it is a path of this site, else the front page."""
    plain = where.startswith("/") and not where.startswith("//")
    return where if plain and "\\" not in where and where.isprintable() else "/"


@room.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response:
    form = SignInForm()
    if not form.validate_on_submit():
        return answer("members/sign_in.html", status=422 if form.is_submitted() else 200, form=form)
    try:
        token = let_in(form.email.data, form.password.data)
    except Refusal as refusal:
        return answer("members/sign_in.html", status=refusal.status, form=form, refusal=refusal)
    if token is None:
        form.password.errors = [_("The e-mail and the password do not belong together.")]
        return answer("members/sign_in.html", status=422, form=form)
    _enter(token)
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
    with open_work() as work:
        return actions.begin_session(work, found.id)


@room.route("/join", methods=["GET", "POST"])
@public
def join() -> Response:
    form = JoinForm()
    if not form.validate_on_submit():
        return answer("members/join.html", status=422 if form.is_submitted() else 200, form=form)
    try:
        check_password(form.password.data, form.email.data, form.name.data)
        with open_work() as work:
            actions.count_try(work, "join", form.email.data, request.remote_addr or "")
            quick = work.settings.testing
        hashed = hash_password(form.password.data, quick=quick)
        with open_work() as work:
            joined = actions.join(
                work,
                email=form.email.data,
                name=form.name.data,
                password_hash=hashed,
                born_on=form.born_on.data,
            )
            token = actions.begin_session(work, joined.id)
    except Refusal as refusal:
        if refusal.status == 429:
            return answer("members/join.html", status=429, form=form, refusal=refusal)
        blamed = form.email if refusal.status == 409 else form.password
        blamed.errors = [words_of(refusal)]
        return answer("members/join.html", status=refusal.status, form=form)
    _enter(token)
    notice(_("Welcome. The next step is the exam on the rules."))
    return see("quiz.home")


def _enter(token: str) -> None:
    if login.is_authenticated:  # who was signed in here before is signed out for good
        with open_work() as work:
            actions.end_session(work, login.token)
    session.clear()  # nothing of the visitor before is kept: no fixed session, no old form token
    login_user(Visitor(token))


@room.route("/sign-out", methods=["POST"])
@public
def sign_out() -> Response:
    if login.is_authenticated:
        with open_work() as work:
            actions.end_session(work, login.token)
        logout_user()
    session.clear()
    return see("home.front")


@room.route("/me")
@requires(Permission.SIGNED_IN)
def me() -> Response:
    with open_work() as work:
        account = queries.account(work.session, work.actor.account)
        certificate = queries.qualification(work.session, account.id)
    return answer(
        "members/me.html",
        account=account,
        certificate=certificate,
        may_judge_from=account.joined_at + TENURE,
        has_tenure=has_tenure(account.joined_at, asked_at()),
    )


@room.route("/desk/")
@requires(Permission.HAVE_A_DESK)
def desk() -> Response:
    return answer("desk.html", groups=waiting_for_me())


def waiting_for_me() -> dict[str, list[Waiting]]:
    """Return what waits for whoever asks, by room."""
    providers: dict[str, Provider] = current_app.extensions["venire-desks"]
    with open_work() as work:
        found = {
            title: provide(work.session, work.actor, work.now)
            for title, provide in providers.items()
        }
    return {title: waiting for title, waiting in found.items() if waiting}


@room.route("/people/")
@requires(Permission.ADMINISTER)
def people() -> Response:
    search = request.args.get("search", "")[:80]
    with open_work() as work:
        found = queries.people(work.session, search)
        roles = queries.roles_by_account(work.session, [one.id for one in found])
        counts = queries.count_by_role(work.session)
    return answer(
        "members/people.html",
        "found",
        people=found,
        roles=roles,
        search=search,
        counts=counts,
        most=queries.PEOPLE_AT_ONCE,
    )


@room.route("/people/<ref>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def person(ref: str) -> Response:
    form = RoleForm()
    with open_work() as work:
        found = queries.account_by_ref(work.session, ref)
        if form.validate_on_submit():
            actions.grant_role(work, found.id, Role(form.role.data))
        roles = sorted(queries.roles_of(work.session, found.id))
    if form.is_submitted() and not form.errors:
        notice(_("The role is granted, and the log says by whom."))
        return see("members.person", ref=ref)
    status = 422 if form.is_submitted() else 200
    return answer("members/person.html", status=status, person=found, roles=roles, form=form)


@room.route("/people/<ref>/withdrawal", methods=["POST"])
@requires(Permission.ADMINISTER)
def withdraw_role(ref: str) -> Response:
    form = RoleForm()
    if not form.validate():
        raise Malformed(N_("There is no such role."))
    with open_work() as work:
        found = queries.account_by_ref(work.session, ref)
        actions.withdraw_role(work, found.id, Role(form.role.data))
    notice(_("The role is withdrawn."))
    return see("members.person", ref=ref)


def waiting(session: Session, actor: Actor, now: datetime) -> list[Waiting]:
    """What waits for an admin: the people, and who is entrusted with what."""
    if Role.ADMIN not in actor.roles:
        return []
    counts = queries.count_by_role(session)
    detail = _(
        "%(accounts)s accounts, %(certified)s of them certified.",
        accounts=counts["accounts"],
        certified=counts["certified"],
    )
    return [Waiting(_("People and their roles"), detail, "/people/", 0)]
