"""Commands of the rule book."""

from datetime import date, datetime

import click
from flask.cli import AppGroup

from kernel.work import unit_of_work
from rules import queries, reading
from rules.exports.akn import as_akoma_ntoso
from rules.exports.readable import as_html, as_markdown

FORMATS = ("md", "akn", "html")

rules = AppGroup("rules", help="The rule book.")


@rules.command()
@click.option("--format", "kind", type=click.Choice(FORMATS), default="md", show_default=True)
@click.option("--at", "day", type=click.DateTime(["%Y-%m-%d"]), help="Of which day; else today.")
@click.option("--plan", default="Rule book", show_default=True, help="Its name, for akn.")
def export(kind: str, day: datetime | None, plan: str) -> None:
    """Print the rules in force on a day: as Markdown, Akoma Ntoso 3.0 or HTML."""
    with unit_of_work(writing=False) as work:
        on: date = (day or work.now).date()
        clauses = queries.clauses_at(work.session, on)
        shelves = reading.by_section(queries.sections(work.session), clauses)
        begun, base_url = queries.first_day(work.session), work.settings.base_url
    if not shelves:
        raise click.ClickException(f"No rule was in force on {on.isoformat()}.")
    if kind == "akn":
        text = as_akoma_ntoso(shelves, on, plan, base_url, begun)
    else:
        text = as_html(shelves, on) if kind == "html" else as_markdown(shelves, on)
    click.echo(text, nl=False)
