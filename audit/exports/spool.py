"""The files that were made to be taken, by their digests: `VENIRE_HOME/exports/<sha256>`.

A file is written in a folder of its own, read back for its digest, and moved to its name once the
disk has it: whoever finds it there finds all of it, and can go on where a download broke off.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO

from kernel.clock import as_text
from kernel.files import sync

KEPT = timedelta(days=7)
LAST = timedelta(hours=1)  # in which a file is still there, and nobody begins to take it
ABANDONED = timedelta(days=1)
DRAFT = ".new"
LOCK = ".lock"
PATIENCE = 5.0  # seconds for which one waits until another has made the same file
GLANCE = 0.1  # seconds between two looks

# Writes a file, with a folder for parts of it that wait; returns how many rows it has.
Write = Callable[[BinaryIO, Path], int]


@dataclass(frozen=True)
class Draft:
    """A file that is written and not in its place yet."""

    path: Path
    digest: str
    size: int
    rows: int


def folder(home: Path) -> Path:
    """Return where the files are, and make it."""
    found = home / "exports"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


class BeingMade(Exception):
    """Another is making this file, and is not done yet."""


@contextmanager
def alone(within: Path, name: str, patience: float) -> Iterator[bool]:
    """Hold the making of the file `name` against all others on this machine, threads and processes;
    yield whether one had to wait. Raises BeingMade when the other is not done in so many seconds.

    It is let go of however the process ends.
    """
    path, until, waited = within / f"{name}{LOCK}", monotonic() + patience, False
    while (handle := _held(path)) is None:
        waited = True
        if monotonic() >= until:
            raise BeingMade(name)
        sleep(GLANCE)
    try:
        yield waited
    finally:
        # Before it is let go of: whoever opened this file meanwhile sees that it is gone.
        path.unlink(missing_ok=True)
        os.close(handle)


def _held(path: Path) -> int | None:
    """Return a lock of a file that lies at this path; None while another has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), os.stat(path)):
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(handle)
    return None


@contextmanager
def drafted(within: Path, now: datetime, write: Write) -> Iterator[Draft]:
    """Lend a draft in the folder `within`, of what `write` writes; it is gone afterwards, unless
    it was moved to its place."""
    parts = within / f"{as_text(now)}-{secrets.token_hex(8)}{DRAFT}"
    parts.mkdir(mode=0o700)
    path = parts / "whole"
    try:
        with open(path, "x+b", opener=_private) as out:
            rows = write(out, parts)
            out.flush()
            os.fsync(out.fileno())
            out.seek(0)
            digest = hashlib.file_digest(out, "sha256").hexdigest()
            size = out.seek(0, os.SEEK_END)
        yield Draft(path, digest, size, rows)
    finally:
        shutil.rmtree(parts)


def put(draft: Draft, where: Path) -> None:
    """Move a draft to its place, where one of the same bytes may be already."""
    draft.path.replace(where)
    sync(where.parent)


def stray(home: Path, now: datetime, kept: set[str]) -> list[Path]:
    """Return every file but those of the digests `kept`, locks, and the drafts of a day."""
    within = home / "exports"
    begun_since = as_text(now - ABANDONED)
    return [
        path
        for path in (within.iterdir() if within.exists() else ())
        if path.name not in kept
        and not path.name.endswith(LOCK)
        and not (path.name.endswith(DRAFT) and path.name > begun_since)
    ]


def remove(path: Path) -> None:
    """Remove a file or an abandoned draft; it may be gone already."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
