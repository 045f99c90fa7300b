"""Commands of the members' room."""

import click
from flask.cli import AppGroup

from kernel.actor import Role
from kernel.work import unit_of_work
from members import actions
from members.queries import account_by_email

members = AppGroup("members", help="Accounts and their roles.")


@members.command()
@click.option("--email", required=True)
@click.option("--role", type=click.Choice(list(Role)), default=Role.MEMBER, show_default=True)
@click.option("--name", default="", help="Needed for a new account.")
@click.option("--born", type=click.DateTime(["%Y-%m-%d"]), help="Needed for a new account.")
@click.option("--password", help="For a new account; asked for when it is left out.")
def add(
    email: str, role: str, name: str, born: click.DateTime | None, password: str | None
) -> None:
    """Give an account a role, and make the account first where there is none."""
    with unit_of_work() as work:
        found = account_by_email(work.session, email)
        if found is None:
            if not name or born is None:
                raise click.UsageError(
                    "There is no such account; add --name and --born to make it."
                )
            secret = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
            found = actions.join(
                work,
                email=email,
                name=name,
                password=secret,
                born_on=born.date(),  # type: ignore[attr-defined]
            )
        if role != Role.MEMBER:
            actions.grant_role(work, found.id, Role(role))
        click.echo(f"{found.email} is {found.ref} and holds the role {role}.")
