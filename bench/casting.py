"""Ballots cast over HTTP, against a form that only echoes, both from one server on PostgreSQL.

The case came from a claim, as cases do, and is open; its panel is as large as the work wants, set
up by rows. Each juror is signed in and sends one form, as the page "check your answers" does. The
echo has the same sign-in, form token and form, and answers with what the form says.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlencode

import psutil
import sqlalchemy as sa
from flask import Blueprint, Flask, Response, jsonify, session
from flask_login import login_user
from flask_wtf.csrf import generate_csrf

from app import create_app
from claims.actions import freeze
from jury.ballot import Choice, Finding
from jury.forms import ISSUE, ballot_form
from jury.models import CaseQuizPass, Seat
from jury.queries import file_of, the_case
from kernel.access import Permission, requires
from kernel.db import Base, new_id
from kernel.settings import Settings
from kernel.work import Work, unit_of_work
from members.actions import token_hash
from members.models import Account, SignIn
from members.views.room import Visitor
from tests.databases import ROOT, Postgresql, settings_for, start_postgresql
from tests.village import agree, approve, enter, open_the_books, settle

Pair = tuple[Callable[[], object], Callable[[], object]]
CLIENTS, THREADS = 32, 8  # of ours; of the server, as many as bin/run starts
TURNS = 3  # how often the work is measured: nobody casts twice
HOST, AGENT = "127.0.0.1", "bench"
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": AGENT}
ISSUES = "VENIRE_BENCH_ISSUES"  # tells the echo which clauses its form names
EXAMPLE = "C-01"
HOUR = timedelta(hours=1)
REASON = "The clause asks for a value that nobody could have measured without danger."
PATIENCE = 30.0  # seconds until the server must have answered

room = Blueprint("bench", __name__)


@room.route("/echo", methods=["POST"])
@requires(Permission.SIGNED_IN)
def echo() -> Response:
    """Take a ballot's form and say it back."""
    form = ballot_form({clause: clause for clause in os.environ[ISSUES].split()}, {})
    if not form.validate():
        return Response(status=422)
    return jsonify(form.data)


def served() -> Flask:
    """Build what the server serves: the house, and the echo beside it."""
    app = create_app()
    app.register_blueprint(room)
    return app


@dataclass(frozen=True)
class Sender:
    """One juror: what their browser holds, and their form."""

    cookie: str
    form: str


@contextmanager
def casting(size: int) -> Iterator[Pair]:
    """`size` ballots, each of another juror, against as many forms that are echoed."""
    with ExitStack() as open_things:
        url, stop = start_postgresql()
        open_things.callback(stop)
        home = Path(open_things.enter_context(tempfile.TemporaryDirectory()))
        server = Postgresql(url, home)
        open_things.callback(server.close)
        _make_durable(server)
        settings = settings_for(home, open_things.enter_context(server.fresh()), f"http://{HOST}")
        app = create_app(settings)
        open_things.callback(app.extensions["venire"].engine.dispose)
        with app.app_context():
            ref, issues = _open_case()
            with unit_of_work() as work:
                tokens = _seat(work, ref, CLIENTS + TURNS * size)
        senders = [_sender(app, token, issues) for token in tokens]
        web = open_things.enter_context(_started(settings, issues))
        cast, echoed = _Way(web, f"/jury/cases/{ref}/ballot", 303), _Way(web, "/echo", 200)
        for way in (cast, echoed):
            way.send(senders[:CLIENTS])
            way.forget()  # templates, pools and caches are warm by now
        waiting = iter(senders[CLIENTS:])
        yield lambda: cast.send(list(islice(waiting, size))), lambda: echoed.send(senders[:size])
        print(f"{'':8}{size:>10,}  cast: {cast}; echo: {echoed}")


def _make_durable(server: Postgresql) -> None:
    """Let an answered ballot be on the disk, as in an installation; tests go without."""
    server._say(
        "ALTER SYSTEM SET fsync = on",
        "ALTER SYSTEM SET full_page_writes = on",
        "SELECT pg_reload_conf()",
    )


def _open_case() -> tuple[str, tuple[str, ...]]:
    """Bring an example claim before a jury whose poll is open; return its ref and its clauses."""
    with unit_of_work() as work:
        open_the_books(work)
        cast = settle(work, 0)
    with unit_of_work(cast.olive) as work:
        ref = enter(work, EXAMPLE)
    with unit_of_work(cast.oscar) as work:
        approve(work, EXAMPLE, ref)
    with unit_of_work(cast.clara) as work:
        agree(work, ref)
    with unit_of_work(cast.olive) as work:
        freeze(work, ref)
    with unit_of_work() as work:
        case = the_case(work.session, ref)
        case.stage = "open"
        case.opens_at, case.closes_at = work.now - HOUR, work.now + 72 * HOUR
        return ref, file_of(case).issues


def _seat(work: Work, ref: str, count: int) -> list[str]:
    """Seat `count` jurors who may cast, each signed in; return the tokens of their sessions."""
    people, tokens = ([new_id() for _ in range(count)] for _ in range(2))
    long_ago, soon = work.now - 9_999 * HOUR, work.now + HOUR
    born = {"name": "Juror", "born_on": date(1980, 5, 17), "joined_at": long_ago}
    rows: dict[type[Base], list[dict[str, Any]]] = {
        Account: [
            {**born, "id": one, "ref": f"A-{n:08}", "email": f"{n}@bench.example"}
            for n, one in enumerate(people)
        ],
        Seat: [
            {"case_ref": ref, "ord": n, "account_id": one, "number": n + 1, "state": "accepted"}
            for n, one in enumerate(people)
        ],
        CaseQuizPass: [{"case_ref": ref, "account_id": one} for one in people],
        SignIn: [
            {"token_hash": token_hash(token), "account_id": one, "begun_at": work.now}
            | {"ends_at": soon}
            for one, token in zip(people, tokens, strict=True)
        ],
    }
    for kind, several in rows.items():
        work.session.execute(sa.insert(kind), several)
    return tokens


def _sender(app: Flask, token: str, issues: tuple[str, ...]) -> Sender:
    """Return what the browser of a juror holds once the page "check your answers" is there."""
    browser = {"REMOTE_ADDR": HOST, "HTTP_USER_AGENT": AGENT}
    with app.test_request_context("/", environ_base=browser):
        login_user(Visitor(token))
        form = {"csrf_token": generate_csrf(), "choice": Choice.DENY, "key": new_id()}
        writer: Any = app.session_interface
        cookie = writer.get_signing_serializer(app).dumps(dict(session))
    findings = {f"{ISSUE}{clause}": Finding.APPLIES for clause in issues}
    said = {**form, **findings, "reason": REASON, "cites": issues[0], "step": "cast"}
    return Sender(f"{app.config['SESSION_COOKIE_NAME']}={cookie}", urlencode(said))


@dataclass(frozen=True)
class Web:
    """A server that runs: where it listens, and the process that answers."""

    port: int
    worker: psutil.Process

    @property
    def spent(self) -> float:
        """Seconds of CPU that it has had."""
        times = self.worker.cpu_times()
        return float(times.user + times.system)


@contextmanager
def _started(settings: Settings, issues: tuple[str, ...]) -> Iterator[Web]:
    """Start the server that bin/run starts."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    env = {
        **os.environ,
        "VENIRE_HOME": str(settings.home),
        "VENIRE_SECRET_KEY": settings.secret_key,
        "VENIRE_DATABASE_URL": settings.database,
        "VENIRE_BASE_URL": settings.base_url,
        "VENIRE_LOG_ORIGIN": settings.log_origin,
        ISSUES: " ".join(issues),
    }
    command = [
        *(sys.executable, "-m", "gunicorn", "bench.casting:served()", "--bind", f"{HOST}:{port}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS)),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        _wait_for(port)
        yield Web(port, psutil.Process(server.pid).children()[0])
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            asked = HTTPConnection(HOST, port, timeout=5)
            asked.request("GET", "/healthz")
            if asked.getresponse().status == 200:
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@dataclass
class _Way:
    """An address that forms are sent to, the answer that is right, and what it cost so far."""

    web: Web
    path: str
    right: int
    waits: list[float] = field(default_factory=list)
    cpu: float = 0.0

    def send(self, senders: Sequence[Sender]) -> None:
        """Send all forms, by `CLIENTS` at once; raises AssertionError for a wrong answer."""
        before, queue = self.web.spent, SimpleQueue[Sender]()
        for sender in senders:
            queue.put(sender)
        with ThreadPoolExecutor(CLIENTS) as clients:
            found = [clients.submit(self._client, queue) for _ in range(CLIENTS)]
        answered = [wait for one in found for wait in one.result()]
        if len(answered) != len(senders):
            raise AssertionError(f"{len(answered)} answers to {len(senders)} forms")
        self.waits += answered
        self.cpu += self.web.spent - before

    def _client(self, queue: "SimpleQueue[Sender]") -> list[float]:
        line, waits = HTTPConnection(HOST, self.web.port, timeout=60), []
        with closing(line), suppress(Empty):
            while True:
                sender = queue.get_nowait()
                begun = time.perf_counter()
                line.request("POST", self.path, sender.form, {**HEADERS, "Cookie": sender.cookie})
                answer = line.getresponse()
                answer.read()
                waits.append(time.perf_counter() - begun)
                if answer.status != self.right:
                    raise AssertionError(f"{self.path} answered {answer.status}")
        return waits

    def forget(self) -> None:
        """Count from now on."""
        self.waits, self.cpu = [], 0.0

    def __str__(self) -> str:
        p99 = sorted(self.waits)[len(self.waits) * 99 // 100]
        each = self.cpu / len(self.waits)
        return f"p99 {p99 * 1000:.0f} ms, CPU of the server {each * 1000:.1f} ms each"
