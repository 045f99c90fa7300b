"""Commands of the members' room."""

from datetime import datetime, timedelta

import click
from flask.cli import AppGroup

from kernel.actor import Role
from kernel.errors import Refusal
from kernel.links import Link
from kernel.work import unit_of_work
from members import actions
from members.actions.leaving import erase_member
from members.member import check_password
from members.passwords import hash_password, mark_of
from members.queries import account_by_email

DAY = click.DateTime(["%Y-%m-%d"])
LINK_HOLDS = timedelta(hours=24)
members = AppGroup("members", help="Accounts and their roles.")


@members.command()
@click.option("--email", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), default="member")
@click.option("--name", help="Of a new account; asked for when it is left out.")
@click.option("--born", type=DAY, help="Of a new account, as 1990-05-17; asked for likewise.")
@click.option("--password", help="Of a new account; asked for likewise, and then not shown.")
def add(
    email: str, role: str, name: str | None, born: datetime | None, password: str | None
) -> None:
    """Give an account a role, and make the account first where there is none."""
    with unit_of_work(writing=False) as work:
        known = account_by_email(work.session, email) is not None
    if not known:  # ask before the work begins: nobody waits for the database while a person types
        name = name or click.prompt("Name")
        born = born or click.prompt("Date of birth", type=DAY)
        password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        if password and name:
            check_password(password, email, name)
        hashed = hash_password(password) if password else None
        with unit_of_work() as work:
            found = account_by_email(work.session, email)
            if found is None and name and born and hashed:
                found = actions.join(
                    work, email=email, name=name, password_hash=hashed, born_on=born.date()
                )
            if found is None:
                raise click.UsageError("There is no such account.")
            if role != Role.MEMBER:
                actions.grant_role(work, found.id, Role(role))
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{found.email} is {found.ref} and holds the role {role}.")


@members.command()
@click.option("--email", required=True)
def password(email: str) -> None:
    """Print a link with which a member who has forgotten their password chooses a new one.

    It is good for a day, and once. Hand it to nobody but them: whoever has it signs in as them.
    """
    with unit_of_work(writing=False) as work:
        found = account_by_email(work.session, email)
        if found is None:
            raise click.UsageError("There is no such account.")
        values = (found.id, mark_of(found.password_hash))
        click.echo(Link("/password", values, work.now + LINK_HOLDS).address(work.settings))


@members.command()
@click.option("--email", required=True)
@click.confirmation_option(prompt="Erase all that is kept of this member, for good?")
def erase(email: str) -> None:
    """Erase what is kept of a member who leaves. Only the reference stays.

    It is refused while they sit on an open case, have a claim under way, or are needed otherwise.
    """
    try:
        with unit_of_work() as work:
            found = account_by_email(work.session, email)
            if found is None:
                raise click.UsageError("There is no such account.")
            ref = erase_member(work, found.id)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"Of {ref} nothing is kept but this reference.")


@members.command()
@click.option("--email", required=True)
@click.option("--on", "born", type=DAY, required=True, help="The right one, as 1990-05-17.")
def born(email: str, born: datetime) -> None:
    """Correct the date of birth of a member who was mistaken when they joined."""
    try:
        with unit_of_work() as work:
            found = account_by_email(work.session, email)
            if found is None:
                raise click.UsageError("There is no such account.")
            actions.correct_birth(work, found.id, born.date())
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{found.ref} was born on {born:%Y-%m-%d}.")
