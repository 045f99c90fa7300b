"""Commands of the rule book."""

from datetime import date, datetime

import click
from flask.cli import AppGroup

from kernel.work import unit_of_work
from rules import queries, reading
from rules.export import as_html, as_markdown

FORMATS = {"md": as_markdown, "html": as_html}

rules = AppGroup("rules", help="The rule book.")


@rules.command()
@click.option("--format", "kind", type=click.Choice(list(FORMATS)), default="md", show_default=True)
@click.option("--at", "day", type=click.DateTime(["%Y-%m-%d"]), help="Of which day; else today.")
def export(kind: str, day: datetime | None) -> None:
    """Print the rules in force on a day."""
    with unit_of_work(writing=False) as work:
        on: date = (day or work.now).date()
        clauses = queries.clauses_at(work.session, on)
        shelves = reading.by_section(queries.sections(work.session), clauses)
    if not shelves:
        raise click.ClickException(f"No rule was in force on {on.isoformat()}.")
    click.echo(FORMATS[kind](shelves, on), nl=False)
