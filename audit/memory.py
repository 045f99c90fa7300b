"""The second store: the head of each log that was signed last, in a file outside the database.

It is written before anything is signed, and it never goes back: not after a backup was put back,
and not by a sequencer that was stopped for a while and did not see that another went on.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audit.merkle import HASH
from kernel.files import put
from kernel.settings import Settings


class Behind(Exception):
    """The database does not hold what was signed last: do not sign anything else."""


@dataclass(frozen=True)
class Kept:
    """What was signed last of a log: so many entries, under this root."""

    size: int
    root: bytes


def place(settings: Settings, log: str) -> Path:
    """Return where the memory of `log` is kept."""
    return settings.home / "heads" / f"{log}.json"


def logs(settings: Settings) -> list[str]:
    """Return the logs of which anything was ever signed."""
    try:
        names = os.listdir(settings.home / "heads")  # as many as there ever were cases
    except FileNotFoundError:
        return []
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def kept(settings: Settings, log: str) -> Kept | None:
    """Return what was signed last of `log`, None before its first; raises Behind for a file that
    says it no longer."""
    path = place(settings, log)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        says = json.loads(raw)
        size, root = says["size"], bytes.fromhex(says["root"])
    except (ValueError, KeyError, TypeError):
        size, root = None, b""
    if not isinstance(size, int) or len(root) != HASH:
        raise Behind(
            f"{log}: the file with the head that was signed last, {path}, cannot be read. Nothing "
            f"of this log is signed until it is brought back."
        )
    return Kept(size, root)


def keep(settings: Settings, log: str, signing: Kept) -> None:
    """Write down what is about to be signed, and wait until the disk has it.

    Raises Behind, and writes nothing, when more was signed already, or another root.
    """
    path = place(settings, log)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(path.parent):
        before = kept(settings, log)
        if before == signing:
            return
        if before and before.size >= signing.size:
            raise behind(settings, log, before)
        says = {"size": signing.size, "root": signing.root.hex()}
        put(path, json.dumps(says).encode("ascii"))


def behind(settings: Settings, log: str, last: Kept) -> Behind:
    """Return what says that the database does not hold what was signed last."""
    return Behind(
        f"The log {log} was signed at size {last.size}, and the database does not hold that head. "
        f"Was an older backup put back? Nothing of it is signed. Bring back the newer database, or "
        f"move {place(settings, log)} away if this is a new beginning with a new key."
    )


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder against others on this machine; it is let go of however the process ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
