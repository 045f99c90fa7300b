"""Web server, worker and sequencer are killed at any moment, among ballots and closings: no ballot
that was acknowledged is lost, none is there twice, no size of a log has two roots.

Each of the parts below kills as often as KILLS says, on both databases.
"""

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from flask import Flask

from audit import queries
from audit.keys import REGISTRY
from kernel.jobs import jobs
from kernel.work import Work
from rules.actions import load_book
from tests.audit.killing import (
    CHOICES,
    Client,
    Journal,
    Processes,
    Reader,
    Ringer,
    Town,
    signed_in,
    tell_time,
)
from tests.audit.oracle import Oracle, SaysNothing, check_that_much_happened
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.jury.assembled import HOURS, come, few_are_enough, opened
from tests.jury.bench import Bench, make_bench

PARTS, KILLS = 4, 8  # on each of two databases: 64 in all
REFS = ["C-2026-0004", "C-2026-0005"]
JURORS, CLIENTS = 12, 3
# The least that must have happened, or a part says nothing.
ENOUGH = {"killed": KILLS, "receipts": 12, "bells": 20, "checkpoints": 5, "refused": 2}


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_what_was_acknowledged_outlives_any_kill(
    part: int,
    processes: Processes,
    house: Flask,
    work: OpenWork,
    clock: TestClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few_are_enough(monkeypatch)
    jurors = two_assemblies(work, clock)
    browsers = signed_in(house, work, jurors)
    journal, lot = Journal(), Random(part)  # noqa: S311 repeats itself
    town = Town(processes.port, journal)
    for at in range(CLIENTS):
        mine = {one.account: browsers[one.account] for one in jurors[at::CLIENTS]}
        town.send(Client(town, mine, REFS, part * CLIENTS + at).turn)
    town.send(Reader(town, REFS).turn)
    town.send(Ringer(work, journal, lambda: town.stopped.wait(0.01)).turn)
    tell_time(processes.settings, clock)
    processes.start("web")
    with town.out():
        for number in range(KILLS):
            if number in {2, 5}:  # one assembly after the other ends, among votes
                clock.move(hours=HOURS - 1 if number == 2 else 1)
                tell_time(processes.settings, clock)
            one_kill(processes, town, lot, number)
        processes.close()
        processes.start("web")
        town.stopped.set()
    processes.close()
    finish(house)
    with work(writing=False) as w:
        check_that_much_happened(journal, ENOUGH)
        assert Oracle(w, journal).faults() == []
        assert finds_lies(w, journal)


def two_assemblies(work: OpenWork, clock: TestClock) -> list[Any]:
    """Open two, an hour apart, with everybody in both."""
    bench = make_bench(work, clock, JURORS)
    with work() as w:
        load_book(w)
    bench.publish_roll()
    for ref in REFS:
        one = Bench(work, clock, bench.cast, ref)
        one.freeze(None, "historic")
        opened(one)
        jurors = come(one, bench.cast.jurors)
        clock.move(hours=1)
    clock.move(hours=-1)
    return jurors


def one_kill(processes: Processes, town: Town, lot: Random, number: int) -> None:
    """Let them work for as long as some answers take, and a little more; then kill."""
    closing = number >= 2
    role = "worker" if closing else lot.choice(["worker", "sequence", "sequence"])
    if "web" not in processes.running:
        processes.start("web")
    processes.start(role)
    town.wait(lot.randint(1, 15 if closing else 6))
    town.stopped.wait(lot.uniform(0, 0.05))
    processes.kill(role)
    if number % 3 == 1:
        processes.kill("web")
    town.journal.seen["killed"] += 1


def finish(house: Flask) -> None:
    """Do what is due until both cases are decided."""
    with house.app_context():
        for _round in range(5):
            assert min(jobs().run_once().values()) >= 0


def finds_lies(w: Work, journal: Journal) -> bool:
    """Whether a journal that says more, less or other than what was told is found out."""
    who, given = next((who, given) for who, given in journal.receipts.items() if given)
    *others, (receipt, choice) = given
    lies = {
        "another choice": [*others, (receipt, CHOICES[CHOICES.index(choice) - 1])],
        "one more": [*given, given[-1]],
        "one less": others,
    }
    found = [
        Oracle(w, replace(journal, receipts={**journal.receipts, who: lie})).faults()
        for lie in lies.values()
    ]
    return all(found)


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize(
    ("role", "words"), [("forget", "0 times in the log"), ("rash", "is of another log")]
)
def test_a_sequencer_with_a_defect_is_found_out(
    role: str, words: str, processes: Processes, house: Flask, work: OpenWork
) -> None:
    journal = Journal()
    ringer = Ringer(work, journal, list)
    ringer.turn()
    with house.app_context():
        jobs().run_once()
    ringer.turn()
    processes.start(role)
    processes.wait_for(role)
    with work(writing=False) as w:
        journal.checkpoints.append((REGISTRY, queries.checkpoint(w.session, REGISTRY)))
    ringer.turn()
    with house.app_context():
        jobs().run_once()
    with work(writing=False) as w:
        assert words in "\n".join(Oracle(w, journal).faults())


def test_a_run_in_which_hardly_anything_happened_says_nothing() -> None:
    with pytest.raises(SaysNothing, match="receipts"):
        check_that_much_happened(Journal(seen=Counter(killed=KILLS)), ENOUGH)
