"""Commands of the log: its key, bundles, votes, and whether it fits the database."""

from pathlib import Path
from typing import Any, BinaryIO

import click
from flask.cli import AppGroup

from audit import (
    actions,
    belts,
    index,
    keys,
    policyfile,
    publishing,
    queries,
    reconcile,
    rotation,
    stamping,
)
from audit.events import ExportTaken
from audit.exports import making, spool
from audit.exports.making import ALL, FORMS, Asked
from audit.exports.spool import Draft
from audit.search import BACKWARDS, WantedEntries
from kernel.clock import as_text
from kernel.db import read_one_moment
from kernel.errors import Missing, Refusal
from kernel.work import ground, unit_of_work

audit = AppGroup("audit", help="The log and what can be taken from it.")

Day = click.DateTime(["%Y-%m-%d"])
Target = click.Path(dir_okay=False, writable=True, path_type=Path)


@audit.command()
@click.option("--all", "every", is_flag=True, help="Those that signed before, too, oldest first.")
def key(every: bool) -> None:
    """Print the verifier key, which a verifier is started with."""
    if not every:
        click.echo(str(keys.verifier(ground().settings)))
        return
    with unit_of_work(writing=False) as work:
        for one in rotation.verifiers(work.session, work.settings):
            click.echo(str(one))


@audit.command()
@click.option(
    "--root",
    "roots",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    required=True,
    help="A certificate of an authority that you trust (PEM).",
)
def stamps(roots: tuple[Path, ...]) -> None:
    """Check the time stamps of the log: what was there by when."""
    if not stamping.can_read():
        raise click.ClickException(stamping.NEEDS)
    try:
        trusted = [path.read_bytes() for path in roots]
        with unit_of_work(writing=False) as work:
            found = list(stamping.stamps(work.session, work.settings, trusted))
    except ValueError as error:
        raise click.ClickException(f"--root: {error}") from None
    for one in found:
        told = f"size {one.size} by {as_text(one.at)}" if one.at else f"WRONG: {one.wrong}"
        click.echo(f"{one.name}  {told}")
    wrong = sum(bool(one.wrong) for one in found)
    click.echo(f"{len(found)} time stamps, {wrong} wrong")
    if wrong:
        raise SystemExit(1)


@audit.command("rotate-key")
def rotate_key() -> None:
    """Announce another key for the logs; it takes over with the next head of the registry."""
    try:
        with unit_of_work() as work:
            new = actions.rotate_key(work)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(str(new))
    policy = policyfile.policy_of(ground().settings)
    if policy and policy.logs:
        click.echo(f"Add to {ground().settings.witness_policy}: log {new}", err=True)


@audit.command("export")
@click.argument("ref")
@click.option("--out", type=Target, required=True, help="Where to write the zip file.")
def export_bundle(ref: str, out: Path) -> None:
    """Write the bundle of the decided case REF."""
    draft = _taken(Asked("bundle", "zip", ref), out)
    click.echo(f"{out}: {draft.size} bytes")


@audit.command()
@click.option("--case", "ref", help="Only this case; without it, all decided cases.")
@click.option("--format", "form", type=click.Choice(FORMS["votes"]), required=True)
@click.option("--bom", is_flag=True, help="Begin a CSV with the byte-order mark.")
@click.option("--out", type=Target, required=True, help="Where to write the file.")
def votes(ref: str | None, form: str, bom: bool, out: Path) -> None:
    """Write the vote log: a line for each ballot, after the verdict."""
    draft = _taken(Asked("votes", form, ref or ALL, bom), out)
    click.echo(f"{out}: {draft.rows} ballots")


@audit.command()
@click.option("--format", "form", type=click.Choice(FORMS["registry"]), required=True)
@click.option("--bom", is_flag=True, help="Begin a CSV with the byte-order mark.")
@click.option("--kind", default="", help="Only entries of this kind.")
@click.option(
    "--subject", default="", help="Only entries that name this; of a digest, 16 digits do."
)
@click.option("--since", type=Day, help="Only entries of this day and later ones.")
@click.option("--until", type=Day, help="Only entries of this day and earlier ones.")
@click.option("--out", type=Target, required=True, help="Where to write the file.")
def registry(form: str, bom: bool, out: Path, **only: Any) -> None:
    """Write the registry, or those of its entries that are asked for: a line for each."""
    days = {name: only[name] and only[name].date() for name in ("since", "until")}
    wanted = WantedEntries(**{**only, **days})
    if wanted.backwards:
        raise click.UsageError(BACKWARDS)
    draft = _taken(Asked("registry", form, bom=bom, only=wanted), out)
    click.echo(f"{out}: {draft.rows} entries")


@audit.command()
@click.option("--format", "form", type=click.Choice(FORMS["verdicts"]), required=True)
@click.option("--bom", is_flag=True, help="Begin a CSV with the byte-order mark.")
@click.option("--out", type=Target, required=True, help="Where to write the file.")
def verdicts(form: str, bom: bool, out: Path) -> None:
    """Write the verdicts: a line for each; of a small unanimous panel, its outcome alone."""
    draft = _taken(Asked("verdicts", form, bom=bom), out)
    click.echo(f"{out}: {draft.rows} verdicts")


@audit.command()
@click.option("--format", "form", type=click.Choice(FORMS["figures"]), required=True)
@click.option("--bom", is_flag=True, help="Begin a CSV with the byte-order mark.")
@click.option("--out", type=Target, required=True, help="Where to write the file.")
def figures(form: str, bom: bool, out: Path) -> None:
    """Write the verdicts by month and by clause; small counts are hidden, and others with them."""
    draft = _taken(Asked("figures", form, bom=bom), out)
    click.echo(f"{out}: {draft.rows} lines")


def _taken(asked: Asked, out: Path) -> Draft:
    """Write a file, and record that it was taken before it is there."""

    def write(draft: BinaryIO, parts: Path) -> int:
        with unit_of_work(writing=False) as work:
            return making.write(work.session, asked, draft, parts)

    try:
        with spool.drafted(out.parent, ground().clock(), write) as draft:
            what = (asked.what, asked.form, asked.case, asked.only.told)
            with unit_of_work() as work:
                actions.record(work, ExportTaken(*what, draft.digest, draft.rows))
            spool.put(draft, out)
    except Missing:
        raise click.ClickException(f"There is no log of a case {asked.case}.") from None
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    return draft


@audit.command()
def check() -> None:
    """Hold the log against the database: every hash, head, signature and attachment."""
    with unit_of_work(writing=False) as work:
        read_one_moment(work.session)
        found = list(reconcile.problems(work.session, work.settings))
        waiting = queries.waiting(work.session)
    for line in found:
        click.echo(line)
    click.echo(f"{len(found)} problems; {waiting} entries wait for the sequencer")
    if found:
        raise SystemExit(1)


@audit.command()
def tiles() -> None:
    """Hold the folder of tiles against the database, file by file, and write what is missing."""
    try:
        publishing.publish(whole=True)
    except publishing.AnotherLog as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{ground().settings.home / 'tiles'} holds what is published.")


@audit.command("index")
def make_index() -> None:
    """Make anew what the logs are searched by: it says nothing that their entries do not."""
    count = index.forget()
    index.index_logs()
    click.echo(f"{count} logs are indexed.")


@audit.command()
@click.argument("web")
@click.argument("worker")
def roles(web: str, worker: str) -> None:
    """Print what the owner of a PostgreSQL database says, so that the roles WEB and WORKER may only
    add to the log, and WEB not even that."""
    for name in (web, worker):
        if not belts.ROLE.fullmatch(name):
            raise click.ClickException(f"{name} is no plain name of a role.")
    for statement in belts.roles(web, worker):
        click.echo(f"{statement};")
