"""`bin/run` as its user meets it: it starts, it answers, it stops, and it says what is wrong."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source import ROOT


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VENIRE_")}
    return {**kept, "VENIRE_HOME": str(tmp_path / "home"), "PORT": "0"}


@pytest.fixture
def running(env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(ROOT / "bin" / "run")]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    yield process
    if process.poll() is None:
        process.terminate()
        process.wait(30)
    assert process.stdout is not None
    process.stdout.close()


def said(process: subprocess.Popen[str]) -> str:
    """Return what it said up to the line that tells how to stop it."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            return "".join(lines)
    raise AssertionError(f"it ended ({process.wait()}): {''.join(lines)}")


def signs_in(url: str, email: str, password: str) -> bool:
    """Whether one can sign in, as the page for it does it."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = browser.open(url + "/sign-in", timeout=20).read().decode()
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
    form = {"csrf_token": token, "email": email, "password": password}
    try:
        answer = browser.open(url + "/sign-in", urllib.parse.urlencode(form).encode(), timeout=20)
    except urllib.error.HTTPError as error:
        error.close()
        return False
    return "Sign out" in answer.read().decode()


def test_it_starts_answers_and_stops(running: subprocess.Popen[str], env: dict[str, str]) -> None:
    words = said(running)
    found = re.search(r"^Venire is at (http://127\.0\.0\.1:\d+)$", words, re.MULTILINE)
    assert found, words
    for role in ("member", "officer", "editor", "auditor", "admin"):
        assert role in words
    email, password = re.findall(r"^juror +(\S+) +(\S+)$", words, re.MULTILINE)[0]
    assert signs_in(found[1], email, password)
    assert not signs_in(found[1], email, password + "x")
    for path in ("/healthz", "/", "/static/vendor/htmx.min.js"):
        with urllib.request.urlopen(found[1] + path, timeout=20) as answer:
            assert answer.status == 200
    assert (Path(env["VENIRE_HOME"]) / "secret-key").stat().st_mode & 0o777 == 0o600
    for _ in range(3):  # an impatient person, or a shell that tells the whole group
        running.send_signal(signal.SIGTERM)
        time.sleep(0.01)
    assert running.wait(30) == 0
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(found[1] + "/healthz", timeout=5)


def test_a_taken_port_is_named(env: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [sys.executable, str(ROOT / "bin" / "run")],
            env={**env, "PORT": port},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert port in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("word", "code"), [("--help", 0), ("-h", 0), ("now", 2)])
def test_asked_for_help_it_tells_how_it_is_run_and_starts_nothing(
    env: dict[str, str], word: str, code: int
) -> None:
    command = [sys.executable, str(ROOT / "bin" / "run"), word]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code
    assert "PORT (default 5000" in done.stdout
    assert not Path(env["VENIRE_HOME"]).exists()
