"""Commands of the log: its key, bundles, votes, and whether it fits the database."""

from collections.abc import Callable, Iterable
from pathlib import Path

import click
from flask.cli import AppGroup

from audit import actions, export, keys, queries, reading, reconcile
from audit.export import Vote
from audit.workbook import xlsx
from kernel.errors import Missing, Refusal
from kernel.work import ground, unit_of_work

audit = AppGroup("audit", help="The log and what can be taken from it.")

FORMATS: dict[str, Callable[[Iterable[Vote]], bytes]] = {
    "csv": export.csv,
    "jsonl": export.jsonl,
    "xlsx": xlsx,
}
Target = click.Path(dir_okay=False, writable=True, path_type=Path)


@audit.command()
def key() -> None:
    """Print the verifier key, which a verifier is started with."""
    click.echo(str(keys.verifier(ground().settings)))


@audit.command("export")
@click.argument("ref")
@click.option("--out", type=Target, required=True, help="Where to write the zip file.")
def export_bundle(ref: str, out: Path) -> None:
    """Write the bundle of the decided case REF."""
    try:
        with unit_of_work(writing=False) as work:
            content = reading.bundle_of(work.session, ref)
        with unit_of_work() as work:
            actions.note_export(work, "bundle", "zip", ref)
    except Missing:
        raise click.ClickException(f"There is no log of a case {ref}.") from None
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    out.write_bytes(content)
    click.echo(f"{out}: {len(content)} bytes")


@audit.command()
@click.option("--case", "ref", help="Only this case; without it, all decided cases.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True)
@click.option("--out", type=Target, required=True, help="Where to write the file.")
def votes(ref: str | None, form: str, out: Path) -> None:
    """Write the vote log: a line for each ballot, after the verdict."""
    try:
        with unit_of_work(writing=False) as work:
            found = reading.votes_of(work.session, [ref] if ref else None)
        with unit_of_work() as work:
            actions.note_export(work, "votes", form, ref or "all")
    except Missing:
        raise click.ClickException(f"There is no log of a case {ref}.") from None
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    out.write_bytes(FORMATS[form](found))
    click.echo(f"{out}: {len(found)} ballots")


@audit.command()
def check() -> None:
    """Hold the log against the database: every hash, head and signature."""
    with unit_of_work(writing=False) as work:
        found = list(reconcile.problems(work.session, work.settings))
        waiting = queries.waiting(work.session)
    for line in found:
        click.echo(line)
    click.echo(f"{len(found)} problems; {waiting} entries wait for the sequencer")
    if found:
        raise SystemExit(1)
