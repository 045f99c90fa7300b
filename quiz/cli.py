"""Commands of the exam room."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from kernel.errors import Refusal
from kernel.work import unit_of_work
from quiz.actions import import_questions, load_bank
from quiz.actions.figures import recount
from quiz.bank import read_bank
from quiz.exchange.formats import READERS, WRITERS, Format, format_of
from quiz.exchange.ours import questions
from quiz.queries import bank_on

quiz = AppGroup("quiz", help="The exam and its bank.")


@quiz.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice([str(one) for one in Format]))
def import_bank(file: Path, form: str | None) -> None:
    """Bring the items of FILE into the bank; all of them, or none.

    A bank of ours (TOML) goes into papers. Questions in GIFT, Aiken or Moodle XML become drafts,
    and what became of each is told by line.
    """
    data = file.read_bytes()
    try:
        if form is None and file.suffix == ".toml":
            with unit_of_work() as work:
                loaded = load_bank(work, read_bank(data.decode("utf-8")))
            click.echo(
                f"{loaded.items} items are new or changed, "
                f"{loaded.enemies} pairs of enemies are new."
            )
            return
        reading = READERS[Format(form or format_of(file.name, data))](data)
        with unit_of_work() as work:
            imported = import_questions(work, reading, data)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file.name} is not UTF-8: save it as UTF-8.") from error
    for note in imported.notes:
        name = f" {note.name}" if note.name else ""
        said = note.text % note.values if note.values else note.text
        click.echo(f"line {note.line}{name}: {note.fate.replace('_', ' ')}: {said}")
    click.echo(f"{imported.begun} drafts were begun.")


@quiz.command("export")
@click.option("--format", "form", required=True, type=click.Choice([str(one) for one in WRITERS]))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def export_bank(form: str, out: Path | None) -> None:
    """Write the questions that are asked today, as GIFT or Moodle XML."""
    with unit_of_work(writing=False) as work:
        bank = bank_on(work.session, work.now.date())
    text = WRITERS[Format(form)](questions(bank))
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"{len(bank)} items are in {out.name}.")


@quiz.command("recount")
def recount_figures() -> None:
    """Count the figures of the bank anew from all papers, and say whether they were the same."""
    with unit_of_work() as work:
        done = recount(work)
    same = "the same as what stood" if done.equal else "not what stood; the new count stands"
    click.echo(f"{done.sittings} papers counted: {same}.")
