"""Commands of the jury."""

import click
from flask.cli import with_appcontext

from audit.entry import parse
from audit.queries import entries
from jury.box import BadLog, one
from jury.verdict import differences
from kernel.work import unit_of_work


@click.group()
def jury() -> None:
    """Cases before the jury."""


@jury.command()
@click.argument("ref")
@with_appcontext
def recount(ref: str) -> None:
    """Count the case REF again from its log alone, and compare with its verdict."""
    with unit_of_work(writing=False) as work:
        logged = [parse(raw) for raw in entries(work.session, ref)]
    try:
        differing = differences(logged)
        verdict = one(logged, "verdict")
    except BadLog as error:
        raise click.ClickException(f"{ref} cannot be counted: {error}.") from None
    for name, number in verdict["numbers"].items():
        click.echo(f"{name}: {number}")
    click.echo(f"outcome: {verdict['outcome']}")
    if differing:
        raise click.ClickException(
            f"THE RECOUNT OF {ref} DIFFERS FROM ITS VERDICT in: {', '.join(differing)}."
        )
    click.echo(f"The recount of {ref} comes to the same as its verdict.")
