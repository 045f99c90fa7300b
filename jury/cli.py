"""Commands of the jury."""

import json
import secrets
from pathlib import Path

import click
from flask.cli import with_appcontext

from audit.entry import BadEntry
from audit.queries import Stream
from audit.reconcile import about_log
from jury.actions import enter_share, take_round
from jury.beacon import QUICKNET, checked_round
from jury.box import BadLog, look_around, one
from jury.drand import NotReached, by_file
from jury.keys import SIZE
from jury.models import SharedKey
from jury.opening import opener_for
from jury.queries import draw_of
from jury.reading.times import times_page
from jury.shares import BadShare, digest, join, look_at, plain, split
from jury.verdict import differences
from jury.wording import times as time_words
from kernel.errors import N_, Conflict, Refusal
from kernel.settings import BadSetting, read_trustees
from kernel.work import unit_of_work


@click.group()
def jury() -> None:
    """Cases before the jury."""


@jury.command()
@click.argument("ref")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def beacon(ref: str, file: Path) -> None:
    """Bring the round of the beacon that the draw of case REF waits for, from FILE.

    FILE holds what any relay of drand answers for that round of the chain quicknet.
    """
    try:
        with unit_of_work(writing=False) as work:
            order = draw_of(work.session, ref)
        if order is None or order.beacon_round is None:
            raise Conflict(N_("This draw waits for no round of the beacon."))
        signature = by_file(file)(QUICKNET, order.beacon_round)
        found = checked_round(QUICKNET, order.beacon_round, signature)
        with unit_of_work() as work:
            take_round(work, ref, found)
    except (Refusal, NotReached) as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"Round {found.number} is checked and entered; the lot falls by it.")


@jury.command("enter-share")
@click.argument("ref")
@with_appcontext
def share(ref: str) -> None:
    """Enter the words of a trustee of case REF, once its poll has closed. They are asked for, and
    not shown while they are typed."""
    words = click.prompt("The 33 words", hide_input=True)
    try:
        with unit_of_work() as work:
            entered = enter_share(work, ref, words)
            needed = work.session.get_one(SharedKey, ref).threshold
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"The words are entered: {entered} of the {needed} trustees who are needed.")


@jury.command()
@click.argument("trustees", metavar="3/5")
def rehearse(trustees: str) -> None:
    """Try out how trustees open a box, say 3 of 5: with a key of this moment that opens nothing.

    It prints the words of each, asks for those of as many as are needed, and says whether they
    opened it. Nothing is kept.
    """
    try:
        threshold, count = read_trustees(trustees)
        if not threshold:
            raise BadSetting("Say how many of how many, such as 3/5.")
        secret = secrets.token_bytes(SIZE)
        made = split(secret, threshold, count)
    except (BadSetting, Refusal) as refusal:
        raise click.ClickException(str(refusal)) from None
    for place, words in enumerate(made, 1):
        click.echo(f"\nTrustee {place} of {count}:\n")
        numbered = [f"{number:2} {word:10}" for number, word in enumerate(words.split(), 1)]
        for row in range(0, len(numbered), 5):
            click.echo("  " + " ".join(numbered[row : row + 5]).rstrip())
    given, brought = [digest(words) for words in made], dict[int, str]()
    click.echo("\nNow the words of any of them, as they stand on paper, without the numbers.")
    while len(brought) < threshold:
        words = click.prompt(f"Words {len(brought) + 1} of {threshold}", hide_input=True)
        try:
            brought[look_at(words, given, set(brought))] = words
        except BadShare as refusal:
            click.echo(str(refusal))
    if join([plain(words) for words in brought.values()]) != secret:
        raise click.ClickException("They make another key: the box stays shut.")
    click.echo("It opened. Burn these papers: they open nothing else.")


@jury.command()
@with_appcontext
def times() -> None:
    """Say how long jurors took to vote, over many cases; the page /jury/bench/times says how that
    is measured, and what it does not tell."""
    with unit_of_work(writing=False) as work:
        kinds = times_page(work.session, work.now)
    for kind in kinds:
        click.echo(time_words.KINDS[kind.assembly])
        for span in kind.spans:
            click.echo(f"  {time_words.caption(span)}")
            for name, ballots in time_words.rows(span):
                click.echo(f"    {name}: {ballots}")
            click.echo(f"    {time_words.others(span)}")
        if not kind.spans:
            click.echo(f"  {time_words.TOO_FEW}")


@jury.command()
@click.argument("ref")
@click.option("--json", "as_json", is_flag=True, help="Say it as one line of JSON.")
@with_appcontext
def recount(ref: str, as_json: bool) -> None:
    """Count the case REF again from its log alone, and compare with its verdict. The log is hashed
    first, and held to what was signed."""
    with unit_of_work(writing=False) as work:
        broken = list(about_log(work.session, work.settings, ref))
        logged = Stream(work.session, ref)
        try:
            around = look_around(logged)
            differing = differences(logged, opener_for(around.sent))
            verdict = one(around.entries, "verdict")
        except (BadLog, BadEntry) as error:
            broken.append(f"{ref} cannot be counted: {error}.")
            differing, verdict = [], {"numbers": {}, "outcome": None}
    if as_json:
        said = {name: verdict[name] for name in ("numbers", "outcome")}
        click.echo(json.dumps({"case": ref, **said, "differs": differing, "broken": broken}))
        raise SystemExit(1 if differing or broken else 0)
    for name, number in verdict["numbers"].items():
        click.echo(f"{name}: {number}")
    click.echo(f"outcome: {verdict['outcome'] or 'none'}")
    for line in broken:
        click.echo(line)
    if differing:
        raise click.ClickException(
            f"THE RECOUNT OF {ref} DIFFERS FROM ITS VERDICT in: {', '.join(differing)}."
        )
    if broken:
        raise click.ClickException(f"THE LOG OF {ref} IS NOT WHAT WAS SIGNED, OR NOT WHOLE.")
    click.echo(f"The recount of {ref} comes to the same as its verdict.")
