"""A house under load whose processes are killed at any moment, and what its clients were told.

Clients cast ballots over HTTP and keep a journal of their receipts; where an answer is cut off,
they send the same form again. Somebody rings bells into the registry, and somebody reads every
checkpoint that is published. Two assemblies close meanwhile.
"""

import json
import os
import select
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from random import Random
from threading import Condition, Event, Thread
from typing import Any
from urllib.parse import urlencode

from flask import Flask, session
from flask_login import login_user
from flask_wtf.csrf import generate_csrf

from audit.actions import queue
from audit.keys import REGISTRY
from kernel.actor import Actor
from kernel.db import new_id
from kernel.settings import Settings
from members.actions import token_hash
from members.models import SignIn
from members.views.room import Visitor
from tests.audit.zygote import CLOCK
from tests.clock import TestClock
from tests.conftest import OpenWork
from tests.jury.bench import fields
from tests.source import ROOT

PATIENCE = 120.0  # seconds until something must have happened
GLANCE = 0.01  # seconds between two looks at whether a process has stopped
HOST, AGENT = "127.0.0.1", "a juror"
CHOICES = ("uphold", "deny", "cannot_judge")
CAST, REFUSED = 303, 409


class Zygote:
    """The process that lends copies of itself."""

    def __init__(self, said: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VENIRE_")}
        with open(said, "ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.audit.zygote"],
                cwd=ROOT,
                env=kept,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self._answer()

    def say(self, role: str, settings: Settings) -> int:
        told = {"role": role, "home": str(settings.home), "url": settings.database}
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> int:
        return int(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


class Processes:
    """The copies that are at work on one house."""

    def __init__(self, zygote: Zygote, settings: Settings) -> None:
        self.zygote, self.settings = zygote, settings
        self.port = zygote.say("open", settings)
        self.running: dict[str, int] = {}
        self.pids: dict[str, int] = {}
        self.killed = 0

    def start(self, role: str) -> None:
        self.pids[role] = self.zygote.say(role, self.settings)
        self.running[role] = os.pidfd_open(self.pids[role])

    def wait_until_stopped(self, role: str) -> None:
        """Wait until one has stopped itself."""
        stat = Path(f"/proc/{self.pids[role]}/stat")
        for _look in range(int(PATIENCE / GLANCE)):
            if stat.read_text().rpartition(")")[2].split()[0] == "T":
                return
            Event().wait(GLANCE)
        raise AssertionError(f"the {role} did not stop")

    def go_on(self, role: str) -> None:
        """Let one that stopped go on."""
        signal.pidfd_send_signal(self.running[role], signal.SIGCONT)

    def kill(self, role: str) -> None:
        """End one without warning, and wait until it has ended."""
        handle = self.running[role]
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        self.wait_for(role)
        self.killed += 1

    def wait_for(self, role: str) -> None:
        handle = self.running.pop(role)
        ended, _, _ = select.select([handle], [], [], PATIENCE)
        os.close(handle)
        assert ended, f"the {role} did not end"

    def close(self) -> None:
        for role in list(self.running):
            self.kill(role)


@dataclass
class Journal:
    """What was told. receipts: of a case and an account, with the choice, in order."""

    receipts: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    bells: list[bytes] = field(default_factory=list)
    checkpoints: list[tuple[str, str]] = field(default_factory=list)  # the log, and the note
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def cast(self) -> int:
        return sum(map(len, self.receipts.values()))


class Town:
    """Everybody outside: threads that go on until they are told to stop."""

    def __init__(self, port: int, journal: Journal) -> None:
        self.port, self.journal = port, journal
        self.stopped, self.failed = Event(), list[BaseException]()
        self.moved, self.answers = Condition(), 0
        self.threads: list[Thread] = []

    def send(self, turn: Callable[[], None]) -> None:
        """Let somebody take turns."""
        self.threads.append(Thread(target=self._go, args=(turn,), daemon=True))

    def _go(self, turn: Callable[[], None]) -> None:
        try:
            while not self.stopped.is_set():
                turn()
        except BaseException as error:  # noqa: BLE001 raised again where the test can see it
            self.failed.append(error)
            with self.moved:
                self.moved.notify_all()

    def ask(
        self, method: str, path: str, form: str = "", cookie: str = ""
    ) -> tuple[int, str, bool]:
        """Ask until there is an answer: who is not served waits, who is cut off asks again. Return
        status and answer, and whether it was asked more than once."""
        head = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": AGENT}
        again = False
        while True:
            line = HTTPConnection(HOST, self.port, timeout=PATIENCE)
            try:
                line.request(method, path, form, {**head, "Cookie": cookie})
                answer = line.getresponse()
                return answer.status, answer.read().decode(), again
            except TimeoutError:
                raise
            except (OSError, HTTPException):
                self.journal.seen["cut off"] += 1
                again = True
            finally:
                line.close()

    def moves(self) -> None:
        """One more answer came."""
        with self.moved:
            self.answers += 1
            self.moved.notify_all()

    def wait(self, more: int) -> None:
        """Wait for so many more answers; raises what went wrong with anybody."""
        with self.moved:
            goal = self.answers + more
            came = self.moved.wait_for(lambda: self.failed or self.answers >= goal, PATIENCE)
        self.check()
        assert came, "nobody is answered any more"

    def check(self) -> None:
        if self.failed:
            raise ExceptionGroup("in town", self.failed)  # type: ignore[type-var]

    @contextmanager
    def out(self) -> Iterator[None]:
        """Let all of them go out, and come home."""
        for one in self.threads:
            one.start()
        try:
            yield
        finally:
            self.stopped.set()
            for one in self.threads:
                one.join(PATIENCE)
        self.check()


class Client:
    """A browser with some of the jurors, who vote again and again in every case."""

    def __init__(
        self, town: Town, jurors: dict[str, tuple[str, str]], refs: list[str], seed: int
    ) -> None:
        self.town, self.jurors, self.refs = town, jurors, refs
        self.lot = Random(seed)  # noqa: S311 repeats itself
        self.closed: set[str] = set()

    def turn(self) -> None:
        ref, account = self.lot.choice(self.refs), self.lot.choice(list(self.jurors))
        if ref in self.closed and self.lot.random() < 0.8:
            self.look(ref, account)
        else:
            self.cast(ref, account)
        self.town.moves()

    def cast(self, ref: str, account: str) -> None:
        cookie, csrf = self.jurors[account]
        choice = self.lot.choice(CHOICES)
        form = {"csrf_token": csrf, "key": new_id(), "step": "cast", **fields(choice)}
        said = urlencode({name: value for name, value in form.items() if value})
        status, _page, again = self.town.ask("POST", f"/jury/cases/{ref}/ballot", said, cookie)
        assert status in {CAST, REFUSED}, status
        self.town.journal.seen["cast" if status == CAST else "refused"] += 1
        if status == REFUSED:
            self.closed.add(ref)
        # Once a poll has closed, what tells a form sent twice is gone: who was cut off and is
        # refused then looks for the receipt, as anybody would.
        if status == CAST or again:
            mine, receipt = self.told(ref, account), self.receipt(ref, account)
            if receipt is not None and receipt not in [one for one, _choice in mine]:
                mine.append((receipt, choice))

    def look(self, ref: str, account: str) -> None:
        """See that one's receipt is still there."""
        mine = self.told(ref, account)
        assert self.receipt(ref, account) == (mine[-1][0] if mine else None)

    def receipt(self, ref: str, account: str) -> str | None:
        path, (cookie, _csrf) = f"/jury/cases/{ref}/receipt.txt", self.jurors[account]
        status, text, _again = self.town.ask("GET", path, "", cookie)
        assert status in {200, 404}, status
        return text if status == 200 else None

    def told(self, ref: str, account: str) -> list[tuple[str, str]]:
        return self.town.journal.receipts.setdefault((ref, account), [])


class Reader:
    """Reads what checkpoints there are, and keeps each."""

    def __init__(self, town: Town, refs: list[str]) -> None:
        self.town, self.last = town, dict[str, str]()
        self.paths = {REGISTRY: "/log/checkpoint"} | {
            ref: f"/log/case/{ref}/checkpoint" for ref in refs
        }

    def turn(self) -> None:
        for log, path in self.paths.items():
            status, text, _again = self.town.ask("GET", path)
            if status == 200 and self.last.get(log) != text:
                self.last[log] = text
                self.town.journal.checkpoints.append((log, text))


class Ringer:
    """Writes into the registry by itself, as the rooms do; what it committed is in its journal."""

    def __init__(self, work: OpenWork, journal: Journal, rest: Callable[[], object]) -> None:
        self.work, self.journal, self.rest, self.numbers = work, journal, rest, count()

    def turn(self) -> None:
        self.rest()
        entry = b'{"kind":"bell.rang","n":%d,"v":1}' % next(self.numbers)
        with self.work() as w:
            queue(w, REGISTRY, entry)
        self.journal.bells.append(entry)


def tell_time(settings: Settings, clock: TestClock) -> None:
    """Let the processes know what time it is."""
    draft = settings.home / f"{CLOCK}.new"
    draft.write_text(clock.now.isoformat())
    draft.replace(settings.home / CLOCK)


def browser_of(app: Flask, token: str) -> tuple[str, str]:
    """Return the cookie of somebody with an open session, and the token of their forms."""
    browser = {"REMOTE_ADDR": HOST, "HTTP_USER_AGENT": AGENT}
    with app.test_request_context("/", environ_base=browser):
        login_user(Visitor(token))
        csrf = generate_csrf()
        writer: Any = app.session_interface
        cookie = writer.get_signing_serializer(app).dumps(dict(session))
    return f"{app.config['SESSION_COOKIE_NAME']}={cookie}", csrf


def signed_in(app: Flask, work: OpenWork, jurors: list[Actor]) -> dict[str, tuple[str, str]]:
    """Return what the browser of each of them holds, by their account."""
    found = {}
    with work() as w:
        for juror in jurors:
            token = new_id()
            row = {"token_hash": token_hash(token), "account_id": juror.account}
            times = {"begun_at": w.now, "ends_at": w.now + timedelta(days=9)}
            w.session.add(SignIn(**row, **times))
            found[juror.account] = browser_of(app, token)
    return found
