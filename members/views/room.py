"""The members' room: its blueprint, and who is asking."""

from flask import Blueprint, g, request, session
from flask_login import LoginManager, UserMixin, login_user
from flask_login import current_user as login

from kernel.actor import ANYONE
from kernel.web import asked_at, open_work
from kernel.work import unit_of_work
from members import actions, queries

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


def enter(token: str) -> None:
    """Let whoever sent this request be known by a new session from now on."""
    if login.is_authenticated:  # who was signed in here before is signed out for good
        with open_work() as work:
            actions.end_session(work, login.token)
    session.clear()  # nothing of the visitor before is kept: no fixed session, no old form token
    login_user(Visitor(token))
