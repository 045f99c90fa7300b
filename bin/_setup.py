"""Set-up that the commands in bin/ share: the environment, the assets, the compiled translations.

Standard library only: it runs before anything is installed. All it makes lies in `.venv/` and in
files that git ignores, so deleting those starts afresh.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Who typed `bin/run` inside the environment still has the Python, and its pip, that made it.
OUTER = getattr(sys, "_base_executable", sys.executable)
REQUIREMENTS = ROOT / "requirements"
HTMX = ROOT / "static" / "vendor" / "htmx.min.js"


class Stop(Exception):
    """Set-up cannot go on; the message says what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def prepare(kind: str) -> None:
    """Make the environment ready; `kind` is "runtime" or "dev" (which holds all of runtime).

    Quick when nothing changed: a stamp in the environment holds the digest of what was installed.
    Raises Stop when this machine lacks something that only its owner can provide.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 an older one reads this far
        raise Stop("Venire needs Python 3.11 or newer. On Debian 12: apt-get install python3")
    with _alone():
        _environment()
        _requirements(kind)
        _assets()
        _translations()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one set-up run at a time; a second waits for the first and finds its work done."""
    with open(REQUIREMENTS / "runtime.txt") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _environment() -> None:
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    say("Making the environment in .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    # Without pip in it: Debian keeps ensurepip in python3-venv, which may be missing.
    _run([OUTER, "-m", "venv", "--without-pip", VENV])


def _requirements(kind: str) -> None:
    if any(_stamped(name, f"{name}.txt") for name in {kind, "dev"}):
        return
    say("Installing the requirements (once, a minute or two) …")
    _pip("--require-hashes", "-r", REQUIREMENTS / f"{kind}.txt")
    _stamp(kind, f"{kind}.txt")


def _assets() -> None:
    if _stamped("assets", "assets.txt") and HTMX.exists():
        return
    folder = VENV / "assets"
    shutil.rmtree(folder, ignore_errors=True)
    _pip("--no-deps", "--require-hashes", "--target", folder, "-r", REQUIREMENTS / "assets.txt")
    HTMX.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / "django_htmx" / "static" / "django_htmx" / "htmx-2.min.js", HTMX)
    _stamp("assets", "assets.txt")


def _translations() -> None:
    folder = ROOT / "translations"
    stale = [
        po
        for po in folder.glob("*/LC_MESSAGES/*.po")
        if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]
    if stale:
        _run([PYTHON, "-m", "babel.messages.frontend", "-q", "compile", "-d", folder])


def _pip(*arguments: object) -> None:
    pip = [OUTER, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        raise Stop("This Python has no pip. On Debian 12: apt-get install python3-pip")
    into = ["--python", PYTHON, "--disable-pip-version-check", "--no-input", "--quiet"]
    _run([*pip, *into, "install", *arguments])


def _stamped(name: str, *files: str) -> bool:
    stamp = VENV / f"stamp-{name}"
    return stamp.exists() and stamp.read_text() == _digest(*files)


def _stamp(name: str, *files: str) -> None:
    (VENV / f"stamp-{name}").write_text(_digest(*files))


def _digest(*files: str) -> str:
    found = hashlib.sha256()
    for name in files:
        found.update((REQUIREMENTS / name).read_bytes())
    return found.hexdigest()


def _run(command: list[object]) -> None:
    words = [str(word) for word in command]
    if subprocess.run(words, check=False, cwd=ROOT, env=_clean_env()).returncode:
        raise Stop(f"Set-up failed at: {' '.join(words)}")


def _clean_env() -> dict[str, str]:
    """The environment without what would lead Python to another project's packages."""
    env = dict(os.environ)
    for name in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"):
        env.pop(name, None)
    return env


def tool_env() -> dict[str, str]:
    """The environment for a command of ours: the .venv first on the path."""
    env = _clean_env()
    env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', '')}"
    return env
