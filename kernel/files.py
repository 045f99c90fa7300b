"""Files that are whole or not there, whenever we are stopped, and that the disk has before anybody
relies on them."""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

OWNER, READERS = 0o600, 0o666  # who may open a new file: its owner alone; whom the umask lets


def write(file: Path, pieces: Iterable[bytes], mode: int = OWNER) -> None:
    """Write a new file and wait until the disk has it; nothing is left of one that fails.

    Raises FileExistsError where there is one.
    """
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.writelines(pieces)
            opened.flush()
            os.fsync(opened.fileno())
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def put(
    file: Path,
    content: bytes,
    *,
    over: bool = True,
    mode: int = OWNER,
    at: datetime | None = None,
    settled: bool = True,
) -> None:
    """Put `content` into `file`, whole or not at all.

    over: also where there is one already; else that one stays. at: becomes the time that it was
    changed. settled: wait until the disk has its name too; who puts many does so at the end.
    """
    draft = beside(file)
    write(draft, (content,), mode)
    try:
        if at is not None:
            os.utime(draft, (at.timestamp(), at.timestamp()))
        if over:
            draft.replace(file)
        else:
            with suppress(FileExistsError):
                os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    if settled:
        sync(file.parent)


def beside(path: Path) -> Path:
    """Return a name beside this one that nobody else takes, for what is not whole yet."""
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}")


def destroy(file: Path) -> bool:
    """Write zeros over `file` and remove it; return whether it was there."""
    try:
        size = file.stat().st_size
    except FileNotFoundError:
        return False
    with file.open("r+b") as opened:
        opened.write(bytes(size))
        opened.flush()
        os.fsync(opened.fileno())
    file.unlink()
    sync(file.parent)
    return True


def sync(folder: Path) -> None:
    """Wait until the disk has the names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
