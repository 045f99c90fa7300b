"""Eight clients at one case, an officer and the worker, each in a thread of their own.

They go in step: within a turn all act at once, and the scripts are seeded; who comes first within
a turn is up to the machine. Each client has some of the jurors to itself and keeps a journal of
what it was told: the receipts above all.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random
from threading import Barrier, BrokenBarrierError, Event, Thread
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury import actions, jobs, queries
from jury.actions.halts import halt_case
from jury.models import JuryCase, Voted
from kernel.actor import Actor
from kernel.errors import Missing, Refusal
from tests.jury.bench import RIGHT, Bench, case_file, fields

CLIENTS, TURNS = 8, 64
BEFORE_CLOSING = {"frozen", "committed", "drawn", "open"}
SEALED = {"ballot", "case.closed", "key.revealed", "verdict"}
CHOICES = ("uphold", "deny", "cannot_judge")
ANY = ("accept", "answer", "vote", "double_click", "change_form", "decline", "step_down", "look")


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run all jobs in threads that start together; return what each returned, or was refused."""
    gate, given = Barrier(len(jobs)), [None] * len(jobs)

    def run(place: int) -> None:
        gate.wait()
        try:
            given[place] = jobs[place]()
        except Exception as error:  # noqa: BLE001 whoever asked looks at all of them
            given[place] = error

    threads = [Thread(target=run, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def until_one_waits(session: Session, timeout: int = 30) -> None:
    """Return once another transaction waits for what this one holds.

    Only PostgreSQL can be asked; on SQLite whoever writes waits at the beginning, for all there is.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    waiting = sa.text(
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted "
        "AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
    )
    pause = Event()
    for _ in range(timeout * 100):
        if session.scalar(waiting):
            return
        pause.wait(0.01)
    raise TimeoutError("nobody came to wait")


class Client:
    """One who plays some of the jurors. told: a juror to (receipt, choice) of each ballot, in
    order; left: who was told that the seat is given up."""

    def __init__(self, bench: Bench, jurors: list[Actor], seed: int, lazy: bool) -> None:
        self.bench, self.jurors, self.lot, self.lazy = bench, jurors, Random(seed), lazy  # noqa: S311 repeats itself
        self.told: dict[str, list[tuple[str, str]]] = {}
        self.left: set[str] = set()
        self.seen: Counter[str] = Counter()
        self.tokens = (f"form-{seed}-{number:05}" for number in range(100_000))

    def turn(self, _number: int) -> None:
        """Do one thing: mostly what is next for one of its jurors, sometimes anything."""
        juror = next((one for one in self.lot.sample(self.jurors, 3) if self.look(one)), None)
        if juror is None or self.lazy:
            return
        deed = self.lot.choice(ANY) if self.lot.random() < 0.15 else self.next_for(juror)
        try:
            getattr(self, deed)(juror)
        except Refusal:
            self.seen["refused"] += 1

    def next_for(self, juror: Actor) -> str:
        with self.bench.work(juror, writing=False) as w:
            case = queries.case_for_juror(w.session, juror.account, self.bench.ref)
        if case.seat_state == "summoned":
            return self.lot.choice(["accept"] * 4 + ["decline"])
        if case.seat_state != "accepted":
            return "look"
        if not case.quiz_passed:
            return self.lot.choice(["answer"] * 9 + ["step_down"])
        return self.lot.choice(["vote", "vote", "double_click", "change_form", "look"])

    def look(self, juror: Actor) -> bool:
        """Look at the case and at one's receipts, which are those that were given: no more."""
        with self.bench.work(juror, writing=False) as w:
            given = queries.receipts(w.session, juror.account, self.bench.ref)
            assert given == [one for one, _choice in self.told.get(juror.account, [])]
            try:
                queries.case_for_juror(w.session, juror.account, self.bench.ref)
            except Missing:
                return False
        return True

    def accept(self, juror: Actor) -> None:
        with self.bench.work(juror) as w:
            actions.accept_seat(w, self.bench.ref)
        self.seen["accepted"] += 1

    def decline(self, juror: Actor, recognised: bool = False) -> None:
        with self.bench.work(juror) as w:
            seat = actions.decline_seat(w, self.bench.ref, recognised)
        assert seat.state in {"declined", "stepped_down"}
        self.left.add(juror.account)

    def step_down(self, juror: Actor) -> None:
        self.decline(juror, recognised=True)

    def answer(self, juror: Actor) -> None:
        with self.bench.work(juror) as w:
            assert actions.pass_case_quiz(w, self.bench.ref, RIGHT)

    def cast(self, juror: Actor, choice: str, token: str) -> str:
        with self.bench.work(juror) as w:
            return actions.cast_ballot(w, self.bench.ref, fields(choice), token)

    def note(self, juror: Actor, receipt: str, choice: str) -> None:
        mine = self.told.setdefault(juror.account, [])
        assert receipt not in [one for one, _choice in mine]
        mine.append((receipt, choice))
        self.seen["voted again" if len(mine) > 1 else "voted"] += 1

    def vote(self, juror: Actor) -> None:
        choice = self.lot.choice(CHOICES)
        self.note(juror, self.cast(juror, choice, next(self.tokens)), choice)

    def double_click(self, juror: Actor) -> None:
        """The same form twice, in the same moment: one ballot, or none."""
        choice, token = self.lot.choice(CHOICES), next(self.tokens)
        given = at_once(*[lambda: self.cast(juror, choice, token)] * 2)
        assert all(isinstance(one, str | Refusal) for one in given), given
        receipts = {one for one in given if isinstance(one, str)}
        assert len(receipts) <= 1
        for receipt in receipts:
            self.note(juror, receipt, choice)
            self.seen["double clicks"] += 1

    def change_form(self, juror: Actor) -> None:
        """The same form with another choice is refused, and what it said first stands."""
        first, other = self.lot.sample(CHOICES, 2)
        token = next(self.tokens)
        self.note(juror, self.cast(juror, first, token), first)
        try:
            self.cast(juror, other, token)
        except Refusal:
            return
        raise AssertionError("one form was taken with two choices")


class Officer:
    """Opens the poll as soon as it can be, halts it twice, and changes the file once. Time passes
    under its hand, and the poll ends while all are voting."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.olive = bench, bench.cast.olive
        self.opened: int | None = None
        self.seen: Counter[str] = Counter()

    def turn(self, number: int) -> None:
        if number == TURNS - 6:
            self.poll_ends()
        elif number < TURNS - 6:
            self.bench.clock.move(hours=1)
        if self.opened is None:
            if number >= 8:
                self.open(number)
            return
        since = number - self.opened
        if since in {9, 19}:
            self.halt()
        if since in {11, 20}:
            self.resume(changed=since == 11)

    def open(self, number: int) -> None:
        try:
            with self.bench.work(self.olive) as w:
                actions.open_poll(w, self.bench.ref)
        except Refusal:
            return  # too few have taken their seats
        self.opened = number

    def halt(self) -> None:
        with self.bench.work(self.olive) as w:
            halt_case(w, self.bench.ref, "evidence", "A new paper.")

    def resume(self, changed: bool) -> None:
        file = replace(case_file(self.bench.ref), summary="Measured twice.") if changed else None
        with self.bench.work(self.olive) as w:
            actions.resume_case(w, self.bench.ref, file)
        self.seen["another file" if changed else "went on"] += 1

    def poll_ends(self) -> None:
        with self.bench.work(writing=False) as w:
            closes_at = w.session.get_one(JuryCase, self.bench.ref).closes_at
        if closes_at is not None:
            self.bench.clock.set(closes_at)


class Worker:
    """Sequences and does what is due, and looks that nothing is told before the poll has closed."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def turn(self, _number: int) -> None:
        kinds = {entry["kind"] for entry in self.bench.log()}
        with self.bench.work(writing=False):
            for name in ("replace-silent-seats", "close-polls", "decide-cases"):
                jobs.JOBS[f"jury.{name}"]()
        with self.bench.work(writing=False) as w:
            of_case = Voted.case_ref == self.bench.ref
            voted = w.session.scalar(sa.select(sa.func.count()).where(of_case))
        with self.bench.work(writing=False) as w:  # read last: a stage only goes on
            stage = w.session.get_one(JuryCase, self.bench.ref).stage
        if stage in BEFORE_CLOSING:
            assert not SEALED & kinds
            assert not voted


class Crowd:
    """All of them, around a case whose panel was drawn. Lazy clients only look."""

    def __init__(self, bench: Bench, seed: int, lazy: bool = False) -> None:
        drawn = bench.jurors()
        jurors = [*drawn, *(one for one in bench.cast.jurors if one not in drawn)]
        self.clients = [
            Client(bench, jurors[at::CLIENTS], seed * CLIENTS + at, lazy) for at in range(CLIENTS)
        ]
        self.officer, self.worker = Officer(bench), Worker(bench)
        self.failed: list[BaseException] = []

    def run(self) -> None:
        """Let all of them take their turns; raises what went wrong in any of them."""
        scripts = [one.turn for one in (*self.clients, self.officer, self.worker)]
        gate = Barrier(len(scripts), timeout=60)
        threads = [Thread(target=self._go, args=(gate, script)) for script in scripts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.failed:
            raise ExceptionGroup("in the crowd", self.failed)  # type: ignore[type-var]

    def _go(self, gate: Barrier, script: Callable[[int], None]) -> None:
        try:
            for number in range(TURNS):
                gate.wait()
                script(number)
        except BrokenBarrierError:
            pass  # another one failed, and says why
        except Exception as error:  # noqa: BLE001 raised again where the test can see it
            self.failed.append(error)
            gate.abort()

    @property
    def told(self) -> dict[str, list[tuple[str, str]]]:
        return {who: ballots for one in self.clients for who, ballots in one.told.items()}

    @property
    def left(self) -> set[str]:
        return {who for one in self.clients for who in one.left}

    @property
    def seen(self) -> Counter[str]:
        counts = [self.officer.seen, *(one.seen for one in self.clients)]
        return sum(counts, Counter[str]({"left": len(self.left)}))
