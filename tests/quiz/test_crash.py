"""A real server, killed without warning: what it had confirmed is there when it is back."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request

import pytest

from quiz.models import Sitting
from tests.source import ROOT
from tests.village import PASSWORD

PATIENCE = 60  # seconds until a server must have answered


class Server:
    """A web server in processes of its own. Its socket is ours: it outlives them, and what is
    asked while nobody serves waits in its queue."""

    def __init__(self, settings):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VENIRE_")}
        self.env = {
            **kept,
            "VENIRE_HOME": str(settings.home),
            "VENIRE_SECRET_KEY": settings.secret_key,
            "VENIRE_DATABASE_URL": settings.database_url,
            "VENIRE_BASE_URL": self.url,
        }
        self.process = None

    def start(self):
        number = self.socket.fileno()
        command = [
            *(sys.executable, "-m", "gunicorn", "app:serve()", "--bind", f"fd://{number}"),
            *("--worker-class", "gthread", "--workers", "1", "--threads", "4"),
            *("--log-level", "error", "--no-control-socket"),
        ]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, pass_fds=(number,), start_new_session=True
        )

    def kill(self):
        """End all of it at once, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def close(self):
        self.kill()
        self.socket.close()


@pytest.fixture
def server(settings, cast):
    one = Server(settings)
    one.start()
    yield one
    one.close()


class Person:
    """Somebody with a browser at a server."""

    def __init__(self, server):
        self.server = server
        self.browser = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor()
        )
        self.where, self.html = "", ""

    def get(self, path):
        return self._read(self.server.url + path)

    def post(self, path, htmx=False, **data):
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.html)[1]
        body = urllib.parse.urlencode({"csrf_token": token, **data}).encode()
        head = {"HX-Request": "true"} if htmx else {}
        request = urllib.request.Request(self.server.url + path, body, head)
        if htmx:
            with self.browser.open(request, timeout=PATIENCE) as answer:
                return answer.read().decode()
        return self._read(request)

    def _read(self, request):
        with self.browser.open(request, timeout=PATIENCE) as answer:
            self.where, self.html = answer.url, answer.read().decode()
        return self.html


@pytest.mark.databases("sqlite", "postgresql")
def test_what_was_confirmed_is_there_after_the_server_was_killed(server, work, cast):
    clara = Person(server)
    clara.get("/sign-in")
    clara.post("/sign-in", email="clara@village.example", password=PASSWORD)
    clara.get("/quiz/")
    clara.post("/quiz/sittings")
    paper = clara.where.rpartition("/")[2]
    name, letter = re.search(r'name="(q-\d+)" type="radio" value="([b-f])"', clara.html).groups()
    said = clara.post(f"/quiz/sittings/{paper}/answers?page=1", htmx=True, **{name: letter})
    server.kill()
    assert "Saved" in said
    with work(writing=False) as w:
        assert w.session.get_one(Sitting, paper).answers == {name[2:]: [letter]}
    server.start()
    shown = clara.get(f"/quiz/sittings/{paper}")  # the same session, and the same paper
    assert [re.search(r'value="([^"]+)"', one)[1] for one in checked(shown)] == [letter]
    clara.post(f"/quiz/sittings/{paper}/hand-in")
    server.kill()
    assert "Result of the exam" in clara.html
    with work(writing=False) as w:
        row = w.session.get_one(Sitting, paper)
        assert (row.score is not None, row.answers) == (True, {name[2:]: [letter]})


def checked(html):
    return re.findall(r"<input[^>]* checked\b[^>]*>", html)
