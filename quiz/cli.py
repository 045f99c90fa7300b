"""Commands of the exam room."""

from pathlib import Path

import click
from flask.cli import AppGroup

from kernel.errors import Refusal
from kernel.work import unit_of_work
from quiz.actions import load_bank
from quiz.bank import read_bank

quiz = AppGroup("quiz", help="The exam and its bank.")


@quiz.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_bank(file: Path) -> None:
    """Bring the items of FILE (TOML) into the bank; all of them, or none."""
    try:
        with unit_of_work() as work:
            changed = load_bank(work, read_bank(file.read_text(encoding="utf-8")))
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{changed} items are new or changed.")
