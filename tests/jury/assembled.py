"""An assembly on the bench: its standard with a quorum of a village, opened, and come to."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from jury import actions
from jury.standard import PRESETS
from kernel.actor import Actor
from tests.jury.bench import Bench

QUORUM = 5
HOURS = PRESETS["historic"].hours


def few_are_enough(monkeypatch: pytest.MonkeyPatch, quorum: int = QUORUM) -> None:
    monkeypatch.setitem(PRESETS, "historic", replace(PRESETS["historic"], quorum_absolute=quorum))


def convene(bench: Bench, exclusions: dict[str, str] | None = None) -> None:
    """Freeze a case under `historic`, publish a roll, and open the assembly."""
    bench.freeze(exclusions, "historic")
    bench.publish_roll()
    opened(bench)


def opened(bench: Bench) -> None:
    with bench.work(bench.cast.olive) as w:
        actions.open_assembly(w, bench.ref)
    bench.log()


def take(bench: Bench, juror: Actor) -> None:
    with bench.work(juror) as w:
        actions.take_seat(w, bench.ref)


def come(bench: Bench, jurors: Iterable[Actor]) -> list[Actor]:
    """Take a seat for each of them, and answer the questions."""
    came = list(jurors)
    for juror in came:
        take(bench, juror)
        bench.quiz(juror)
    return came


def voted(bench: Bench, choices: Iterable[str]) -> list[Actor]:
    """Let as many come as there are choices, and vote so."""
    choices = list(choices)
    came = come(bench, bench.cast.jurors[: len(choices)])
    for juror, choice in zip(came, choices, strict=True):
        bench.vote(juror, choice)
    return came
