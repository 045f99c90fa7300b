"""Files of keys: written whole or not at all, never over another, and destroyed for good."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path


class KeyGone(Exception):
    """A key file is not there: destroyed, or lost."""


def make(file: Path, size: int) -> bytes:
    """Put `size` random bytes into `file` unless it is there; return what it then holds."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    put(file, secrets.token_bytes(size))
    return read(file)


def put(file: Path, data: bytes) -> None:
    """Put `data` into `file`, whole or not at all, and never over another."""
    beside = _beside(file)
    _write(beside, data)
    try:
        os.link(beside, file)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    _sync(file.parent)


def make_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` with these files, all of them or none, and never over another."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = _beside(folder)
    beside.mkdir(mode=0o700)
    for name, data in files.items():
        _write(beside / name, data)
    _sync(beside)
    try:
        beside.rename(folder)  # fails where the folder is and holds anything, as it always does
    except OSError:
        destroy_folder(beside)
        if not folder.exists():
            raise
    _sync(folder.parent)


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
    _sync(file.parent)
    return True


def destroy_folder(folder: Path) -> None:
    """Destroy the files of `folder`, and remove it."""
    for file in folder.iterdir():
        destroy(file)
    folder.rmdir()
    _sync(folder.parent)


def read(file: Path) -> bytes:
    """Return what `file` holds; raises KeyGone."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise KeyGone(file.name) from None


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}")


def _write(file: Path, data: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
