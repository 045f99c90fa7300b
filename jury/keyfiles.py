"""Files of keys: written whole or not at all, never over another, and destroyed for good."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from kernel.files import beside, destroy, put, sync, write


class KeyGone(Exception):
    """A key file is not there: destroyed, or lost."""


def make(file: Path, size: int) -> bytes:
    """Put `size` random bytes into `file` unless it is there; return what it then holds."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    put(file, secrets.token_bytes(size), over=False)
    return read(file)


def make_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` with these files, all of them or none, and never over another."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = beside(folder)
    draft.mkdir(mode=0o700)
    for name, data in files.items():
        write(draft / name, (data,))
    sync(draft)
    try:
        draft.rename(folder)  # fails where the folder is and holds anything, as it always does
    except OSError:
        destroy_folder(draft)
        if not folder.exists():
            raise
    sync(folder.parent)


def destroy_folder(folder: Path) -> None:
    """Destroy the files of `folder`, and remove it."""
    for file in folder.iterdir():
        destroy(file)
    folder.rmdir()
    sync(folder.parent)


def read(file: Path) -> bytes:
    """Return what `file` holds; raises KeyGone."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise KeyGone(file.name) from None
