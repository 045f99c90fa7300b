"""Commands for the whole house: seed the demo, ask whether all is well."""

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import inspect, text

from audit.queries import waiting
from home.demo import has_worker, is_empty, people_file, seed_demo
from home.people import sign_in_lines
from kernel.jobs import jobs, worker_is_there
from kernel.mail import Mailing, standing
from kernel.settings import Settings
from kernel.smtp import Unreachable
from kernel.work import ground, unit_of_work

seed = AppGroup("seed", help="Fill an empty installation.")


@seed.command()
def demo() -> None:
    """Fill an empty database with the demo plan; leave any other as it is."""
    if not is_empty():
        whole = people_file().is_file()
        click.echo(
            "The demo is there already."
            if whole
            else "The database holds something already; nothing was seeded. If a demo was broken "
            "off half-way, empty VENIRE_HOME and start again."
        )
        return
    if has_worker():
        raise click.ClickException("A worker is running on this database. Stop it, then seed.")
    seed_demo(click.echo)


@seed.command()
def people() -> None:
    """Print a sign-in line for each demo person: role, e-mail, password; nothing without a demo."""
    for line in sign_in_lines(people_file()):
        click.echo(line)


@click.command()
@with_appcontext
def doctor() -> None:
    """Say how this installation stands: database, its durability, keys, worker, mail."""
    on = ground()
    with unit_of_work(writing=False) as work:
        kind = on.engine.dialect.name
        if kind == "sqlite":
            version = work.session.scalar(text("SELECT sqlite_version()"))
            mode = work.session.scalar(text("PRAGMA journal_mode"))
            full = work.session.scalar(text("PRAGMA synchronous")) == 2
            durable = f"journal {mode}, synchronous {'FULL' if full else 'NOT FULL'}"
        else:
            version = work.session.scalar(text("SHOW server_version"))
            commit = work.session.scalar(text("SHOW synchronous_commit"))
            full = commit in {"on", "remote_apply", "remote_write"}
            durable = f"synchronous_commit {commit}"
        tables = len(inspect(work.session.connection()).get_table_names())
        queued = waiting(work.session)
        working = worker_is_there(work)
        mail = standing(work.session)
    key = on.settings.keys / "log.key"
    found = jobs().look_over()
    click.echo(f"database   {kind} {version}, {tables} tables, {durable}")
    click.echo(f"log key    {'present' if key.is_file() else 'not made yet'}")
    click.echo(f"log        {'as it was left' if not found else 'NOT AS IT WAS LEFT'}")
    for line in found:
        click.echo(f"           {line}")
    click.echo(
        f"worker     {'at work' if working else 'MISSING'}, {queued} entries wait for the log"
    )
    click.echo(f"mail       {takes_mail(on.settings)}")
    click.echo(f"           waiting: {mail.waiting}, given up in a week: {mail.given_up}")
    if not full:
        raise SystemExit("The database may lose what it has confirmed. Set it to full durability.")
    if found:
        raise SystemExit("The log is not as it was left: docs/operating.md says what to do.")


def takes_mail(settings: Settings) -> str:
    """Return whether the mail server takes mail from us; it is asked."""
    server = settings.smtp_url
    if server is None:
        return "none is sent: VENIRE_SMTP_URL is not set"
    mailing: Mailing = current_app.extensions["venire-mail"]
    try:
        with mailing.connect(settings):
            return f"{server.host}:{server.port} takes it, from {settings.sender}"
    except Unreachable as error:
        return f"{server.host}:{server.port} TAKES NONE: {error}"
