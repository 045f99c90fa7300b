"""Due work. There is no queue: each job finds by query what is due, and does it in units of work
of its own. Running a job twice changes nothing; a late worker never changes a result. What fails
stops nothing else that is due, and then the job fails, which is logged: once, and again each hour
for as long as it stays as it is.
"""

import gc
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from kernel.errors import Conflict
from kernel.models import WorkerBeat
from kernel.work import Work, ground, unit_of_work

Job = Callable[[], int]
Check = Callable[[], Iterable[str]]  # looks whether all is as it was left; a line for what is not
Due = Callable[[Work], Iterable[str]]
log = logging.getLogger("venire.jobs")

BEAT = timedelta(seconds=15)  # how often a worker says that it is there
LOOK_AGAIN = timedelta(minutes=1)  # after which it is looked again whether something is mended
SILENCE = 4 * BEAT  # how long it may say nothing before it is missing
AGAIN = timedelta(hours=1)  # until a failure that stays the same is told once more


@dataclass(frozen=True)
class Apart:
    """A job that waits for somebody else's server: a worker has it run beside its rounds, which
    may take as long as it likes, and not again before it has ended."""

    job: Job

    def __call__(self) -> int:
        return self.job()


class Stuck(ExceptionGroup[Exception]):
    """A job failed in these, and how in each."""


def each(due: Due, act: Callable[[Work, str], object]) -> int:
    """Do `act` on each that is due, in a unit of work of its own; return on how many it did
    something. Raises Stuck at the end when one failed."""
    with unit_of_work(writing=False) as work:
        refs = list(due(work))

    def alone(ref: str) -> object:
        with unit_of_work() as work:
            return act(work, ref)

    return in_turn(refs, alone)


def in_turn(refs: Iterable[str], act: Callable[[str], object]) -> int:
    """Do `act` on each; return on how many it did something. Raises Stuck when one failed.

    What cannot be done now waits for the next round. Any other refusal is a failure: nobody is
    there to read it.
    """
    done, stuck = 0, dict[str, Exception]()
    for ref in refs:
        try:
            done += bool(act(ref))
        except Conflict as refusal:
            log.debug("%s waits: %s", ref, refusal)
        except Exception as error:
            stuck[ref] = error
    if stuck:
        raise all_stuck(stuck)
    return done


def added_up(names: Iterable[str], act: Callable[[str], int]) -> tuple[int, dict[str, Exception]]:
    """Do `act` on each; return the sum of what it returns, and how those failed that did."""
    total, failed = 0, dict[str, Exception]()
    for name in names:
        try:
            total += act(name)
        except Exception as error:
            failed[name] = error
    return total, failed


def all_stuck(errors: Mapping[str, Exception]) -> Stuck:
    """Return one failure for those of several, each by its name."""
    for name, error in errors.items():
        error.add_note(f"{name} is stuck")
    return Stuck(", ".join(errors), list(errors.values()))


class Jobs:
    """The jobs of an app, in the order in which the rooms were built.

    found: what was not as it was left when this process looked; empty before it does.
    """

    def __init__(self, checks: Iterable[Check] = ()) -> None:
        self.all: dict[str, Job] = {}
        self.checks = tuple(checks)
        self.found: list[str] = []
        self._again_at: datetime | None = None
        self._told: dict[str, tuple[object, datetime]] = {}  # how each job fails, and since when

    def add(self, name: str, job: Job) -> None:
        self.all[name] = job

    def look_over(self) -> list[str]:
        """Look whether all is as it was left; log, keep and return what is not."""
        found: list[str] = []
        for check in self.checks:
            try:
                found += check()
            except Exception as error:
                log.exception("it could not be looked whether all is as it was left")
                found.append(f"it could not be looked: {error}")
        for line in found:
            log.error(line)
        self.found = found
        return found

    def look_again(self, now: datetime) -> None:
        """Where something was found, look whether it is mended by now; once a minute at most."""
        if self.found and (self._again_at is None or self._again_at <= now):
            self._again_at = now + LOOK_AGAIN
            self.look_over()

    def run_once(self) -> dict[str, int]:
        """Run every job; a job that fails is logged and does not stop the others."""
        return {name: self.run(name) for name in self.all}

    def run(self, name: str) -> int:
        """Run one job; return what it did, -1 when it failed, which is logged."""
        job = self.all[name]
        try:
            done = job()
        except Exception as error:
            self._tell(name, error, ground().clock())
            return -1
        if self._told.pop(name, None):
            log.warning("the job %s works again", name)
        return done

    def _tell(self, name: str, error: Exception, now: datetime) -> None:
        """Log a failure, unless it was logged lately and is still the same."""
        said = _said(error)
        before, at = self._told.get(name, (None, now))
        if before != said or now >= at + AGAIN:
            log.error("the job %s failed", name, exc_info=error)
            self._told[name] = said, now


class Rounds:
    """The rounds of a worker of `app`, and what runs beside them, a thread for each such job."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._beside: dict[str, threading.Thread] = {}

    def go(self) -> None:
        """Do what is due. Of what runs apart, only begin it."""
        for name, job in jobs().all.items():
            if isinstance(job, Apart):
                self._begin(name)
            else:
                jobs().run(name)

    def wait(self) -> None:
        """Wait until nothing runs beside."""
        for thread in self._beside.values():
            thread.join()

    def _begin(self, name: str) -> None:
        before = self._beside.get(name)
        if before is None or not before.is_alive():
            self._beside[name] = threading.Thread(target=self._run, args=(name,), daemon=True)
            self._beside[name].start()

    def _run(self, name: str) -> None:
        with self._app.app_context():
            jobs().run(name)


def _said(error: BaseException) -> object:
    parts = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    return type(error), str(error), [_said(part) for part in parts]


def jobs() -> Jobs:
    found: Jobs = current_app.extensions["venire-jobs"]
    return found


def init_jobs(app: Flask, rooms: dict[str, Job], checks: Iterable[Check] = ()) -> None:
    registry = Jobs(checks)
    for name, job in rooms.items():
        registry.add(name, job)
    app.extensions["venire-jobs"] = registry
    app.cli.add_command(tick)
    app.cli.add_command(worker)


def beat() -> None:
    """Write down that a worker is at work."""
    with unit_of_work() as work:
        work.session.merge(WorkerBeat(id=1, at=work.now))


def worker_is_there(work: Work, within: timedelta = SILENCE) -> bool:
    """Whether a worker went its round lately."""
    last = work.session.get(WorkerBeat, 1)
    return last is not None and work.now - last.at < within


@click.command()
@with_appcontext
def tick() -> None:
    """Do once whatever is due now."""
    done = jobs().run_once()
    for name, count in done.items():
        click.echo(f"{name}: {'failed, see the log' if count < 0 else count}")
    if any(count < 0 for count in done.values()):
        raise SystemExit(1)


@click.command()
@click.option("--every", default=1.0, show_default=True, help="Seconds between two rounds.")
@with_appcontext
def worker(every: float) -> None:
    """Do whatever is due, again and again, until stopped."""
    keep_loaded()
    jobs().look_over()  # nothing waits for it: each job refuses what it must not touch
    click.echo("The worker is at work.")
    rounds = Rounds(current_app._get_current_object())  # type: ignore[attr-defined]
    while True:
        go_round(rounds)
        time.sleep(every)


def keep_loaded() -> None:
    """Let the collector of garbage pass over what is loaded by now: it stays until the process
    ends, and walking all of it again and again costs a count of many papers a quarter of its time.
    """
    gc.freeze()


def go_round(rounds: Rounds) -> None:
    """Do what is due and say that a worker is there. A database that is away for a while, or a
    full disk, is logged and does not end the worker."""
    rounds.go()
    try:
        with unit_of_work(writing=False) as work:
            due = not worker_is_there(work, BEAT)
        if due:
            beat()
    except Exception:
        log.exception("the worker could not say that it is there")
