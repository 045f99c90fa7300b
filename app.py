"""The front door: builds everything, and is imported by nothing.

Read it from the top to learn which rooms there are, what each brings, and in which order.
"""

from collections.abc import Callable
from datetime import timedelta
from sqlite3 import SQLITE_DENY as DENY
from sqlite3 import SQLITE_OK as OK
from typing import Any
from urllib.parse import urlsplit

import click
import sqlalchemy as sa
from flask import Flask
from flask_alembic import Alembic
from flask_babel import Babel, get_locale
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.engine import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

import audit.belts
import audit.cli
import audit.counters
import audit.jobs
import audit.policyfile
import audit.stamping
import audit.views
import claims.desk
import claims.jobs
import claims.queries
import claims.reading
import claims.views
import home.cli
import home.views
import jury.actions
import jury.cli
import jury.conflicts
import jury.desk
import jury.jobs
import jury.queries
import jury.reading.impact
import jury.shares
import jury.views
import kernel.mail
import kernel.smtp
import members.cli
import members.jobs
import members.leaving
import members.queries
import members.views
import quiz.actions
import quiz.cli
import quiz.desk
import quiz.jobs
import quiz.reading.figures
import quiz.reading.impact
import quiz.views
import rules.cli
import rules.computed.replay
import rules.desk
import rules.impact
import rules.jobs
import rules.reading.impact
import rules.signals
import rules.views
from kernel.access import check_doors, current_actor, guard, public
from kernel.clock import Clock, utc_now
from kernel.db import Base, make_engine, migrating_engine
from kernel.errors import N_
from kernel.jobs import Check, Job, init_jobs, jobs
from kernel.mail import Mailing
from kernel.settings import BadSetting, Settings
from kernel.web import init_web, make_room
from kernel.work import Ground
from members.desk import Provider
from rules.text.prose import clause_prose, prose

ROOMS = (home, claims, jury, quiz, rules, members, audit)

COMMANDS = (
    audit.cli.audit,
    members.cli.members,
    rules.cli.rules,
    quiz.cli.quiz,
    jury.cli.jury,
    home.cli.seed,
    home.cli.doctor,
)

JOBS: dict[str, Job] = {
    **audit.jobs.JOBS,
    **rules.jobs.JOBS,
    **quiz.jobs.JOBS,
    **jury.jobs.JOBS,
    **claims.jobs.JOBS,
    **members.jobs.JOBS,
    **kernel.mail.JOBS,  # the last: what was posted in a round is sent in it
}

CHECKS: tuple[Check, ...] = audit.jobs.CHECKS  # looked at as a web server or a worker starts

DESKS: dict[str, Provider] = {
    N_("Cases"): jury.desk.waiting,
    N_("Claims"): claims.desk.waiting,
    N_("Rules"): rules.desk.waiting,
    N_("Exam"): quiz.desk.waiting,
    N_("Audit"): audit.views.desk.waiting,
    N_("People"): members.views.waiting,
}

# What the rule book may ask of the rooms above it, which it does not know.
IMPACT: tuple[rules.impact.Provider, ...] = (
    jury.reading.impact.cases_citing,
    claims.reading.open_claims,
    quiz.reading.impact.items_hit,
    rules.reading.impact.jurors_who_owe,
    rules.reading.impact.clauses_citing,
    rules.reading.impact.clauses_using_terms,
)

SIGNALS: tuple[rules.signals.Provider, ...] = (
    jury.reading.impact.what_jurors_found,
    quiz.reading.figures.exam_speaks,
    quiz.reading.figures.members_find_unclear,
    rules.reading.impact.own_signals,
)

# What the jury may ask of the room above it, which it does not know.
CONFLICTS: tuple[jury.conflicts.Provider, ...] = (claims.queries.in_conflict,)
PREPARERS: tuple[jury.conflicts.Provider, ...] = (claims.queries.has_prepared,)

# What the page of the log counts of the room above it, which it does not know.
COUNTERS: audit.counters.Provider = jury.desk.counted

# What the rooms above say when a member leaves, and what they give up.
LEAVING = members.leaving.Ports(
    stays=(jury.queries.why_stays, claims.queries.why_stays),
    gives_back=(jury.actions.give_seats_back,),
    forgets=(jury.actions.forget_member, quiz.actions.forget_member),
)

PAST_CASES: tuple[rules.computed.replay.PastCases, ...] = (claims.reading.past_cases,)


def create_app(settings: Settings | None = None, clock: Clock = utc_now) -> Flask:
    """Build the app. `clock` is the only source of time; tests bring their own.

    Raises BadSetting for settings that must not stand, which a command says in a line;
    RuntimeError for a door without a sign.
    """
    try:
        return _build(settings, clock)
    except BadSetting as error:
        if click.get_current_context(silent=True) is None:
            raise
        raise click.ClickException(str(error)) from None


def _build(settings: Settings | None, clock: Clock) -> Flask:
    settings = settings or Settings.from_environment()
    if settings.trustees != (0, 0) and not jury.shares.can_share():
        raise BadSetting(
            "VENIRE_TRUSTEES needs shamir-mnemonic, which splits keys. Install what "
            "requirements/extras.txt lists, or set it to 0."
        )
    audit.stamping.check_setting(settings)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    audit.policyfile.check_setting(settings)
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=trusted_hosts(settings),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=int(timedelta(hours=12).total_seconds()),
        TEMPLATES_AUTO_RELOAD=False,
    )
    engine = make_engine(settings.database)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _guard_the_log)
    app.extensions["venire"] = Ground(settings, engine, clock)
    app.extensions["venire-desks"] = DESKS
    app.extensions["venire-impact"] = IMPACT
    app.extensions["venire-signals"] = SIGNALS
    app.extensions["venire-conflicts"] = CONFLICTS
    app.extensions["venire-preparers"] = PREPARERS
    app.extensions["venire-tokens"] = audit.views.api.who_brings
    app.extensions["venire-holder"] = members.queries.holder_of
    app.extensions["venire-past-cases"] = PAST_CASES
    app.extensions["venire-counters"] = COUNTERS
    app.extensions["venire-leaving"] = LEAVING
    app.extensions["venire-mail"] = Mailing(members.jobs.recipient_of, kernel.smtp.connect)
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count
        )
    _database(app, migrating_engine(settings.database))
    _people(app)
    init_web(app)
    Babel(app)
    _templates(app)
    for room in ROOMS:
        app.register_blueprint(room.views.room)
    for command in COMMANDS:
        app.cli.add_command(command)
    init_jobs(app, JOBS, CHECKS)
    check_doors(app)
    return app


def serve(settings: Settings | None = None, clock: Clock = utc_now) -> Flask:
    """Build the app for a web server, and look whether the log is as it was left. What is not is
    told in the server's own log, at `/readyz` and on the page of the log; it serves all the same.

    Raises as `create_app` does.
    """
    app = create_app(settings, clock)
    with app.app_context():
        jobs().look_over()
    app.extensions["venire"].engine.dispose()  # a server may fork before it serves
    return app


def trusted_hosts(settings: Settings) -> list[str]:
    """Return the host names that a request may be for: our own, and this machine's."""
    return [urlsplit(settings.base_url).hostname or "", "localhost", "127.0.0.1", "[::1]"]


def _database(app: Flask, engine: Engine) -> None:
    app.config["ALEMBIC_CONTEXT"] = {
        "render_as_batch": engine.dialect.name == "sqlite",
        "compare_type": True,
        "transaction_per_migration": True,
    }
    Alembic(app, metadatas=Base.metadata, engines=engine, run_mkdir=False)


def _guard_the_log(connection: Any, _record: Any) -> None:
    """Let SQLite refuse, whatever asks for it here, to take off what keeps the log's rows."""

    def authorize(action: int, first: str | None, second: str | None, *_where: str | None) -> int:
        return DENY if audit.belts.forbids(action, first, second) else OK

    connection.set_authorizer(authorize)


def _people(app: Flask) -> None:
    """Sign-in first, then the form tokens, then the signs on the doors."""
    app.before_request(make_room)
    CSRFProtect(app)
    members.views.logins.init_app(app)
    app.before_request(members.views.recognise)
    app.before_request(guard)
    app.view_functions["static"] = public(_plain(app.view_functions["static"]))


def _plain(view: Callable[..., object]) -> Callable[..., object]:
    def static(**values: object) -> object:
        return view(**values)

    return static


def _templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_template_filter(prose, "prose")
    app.add_template_filter(clause_prose, "clause_prose")

    @app.context_processor
    def lend() -> dict[str, object]:
        """Lend the reader and the macros to every template, and to every block alone."""
        return {
            "me": current_actor(),
            "lang": str(get_locale() or "en").replace("_", "-"),
            "ui": app.jinja_env.get_template("_parts.html").module,
        }
