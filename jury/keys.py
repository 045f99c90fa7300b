"""The keys of a case and the secret of its draw: files beside the database, for one pair of eyes.

A reader of the database, or of a backup of it, opens no ballot and knows no draw beforehand.
"""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from jury.seal import public_of
from kernel.settings import Settings

SIZE = 32
REF = re.compile(r"[A-Z0-9][A-Z0-9-]{0,23}")


class KeyGone(Exception):
    """The key file of a case is not there: destroyed, or lost."""


@dataclass(frozen=True)
class CaseKeys:
    """private: opens the ballots, at closing. ballot: turns an account into a pseudonym."""

    private: bytes
    ballot: bytes

    @property
    def public(self) -> bytes:
        return public_of(self.private)


def make_case_keys(settings: Settings, ref: str) -> CaseKeys:
    """Make the keys of a case. A file that is there already (of a try that was rolled back) is
    taken as it is and never written over."""
    return _parted(_make(_case_file(settings, ref), 2 * SIZE))


def case_keys(settings: Settings, ref: str) -> CaseKeys:
    """Return the keys of a case; raises KeyGone."""
    return _parted(_read(_case_file(settings, ref)))


def ballot_key(settings: Settings, ref: str) -> bytes:
    """Return the half of a case's keys that makes pseudonyms; the half that opens ballots stays
    on the disk. Raises KeyGone."""
    file = _case_file(settings, ref)
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        raise KeyGone(file.name) from None
    try:
        if os.fstat(descriptor).st_size != 2 * SIZE:
            raise KeyGone("a key file of the wrong size")
        return os.pread(descriptor, SIZE, SIZE)
    finally:
        os.close(descriptor)


def destroy_case_keys(settings: Settings, ref: str) -> bool:
    """Destroy the keys of a case for good; return whether there were any."""
    file = _case_file(settings, ref)
    if not file.exists():
        return False
    with file.open("r+b") as opened:
        opened.write(bytes(2 * SIZE))
        opened.flush()
        os.fsync(opened.fileno())
    file.unlink()
    _sync(file.parent)
    return True


def make_draw_secret(settings: Settings, ref: str, draw: int) -> bytes:
    """Make the secret of a draw, which is shown once the commitment to it is in the log."""
    return _make(_draw_file(settings, ref, draw), SIZE)


def draw_secret(settings: Settings, ref: str, draw: int) -> bytes:
    """Return the secret of a draw; raises KeyGone."""
    return _read(_draw_file(settings, ref, draw))


def _folder(settings: Settings) -> Path:
    return settings.keys / "cases"


def _case_file(settings: Settings, ref: str) -> Path:
    return _folder(settings) / f"{_safe(ref)}.key"


def _draw_file(settings: Settings, ref: str, draw: int) -> Path:
    return _folder(settings) / f"{_safe(ref)}.draw-{draw}"


def _safe(ref: str) -> str:
    if not REF.fullmatch(ref):
        raise ValueError("this reference cannot name a file")
    return ref


def _make(file: Path, size: int) -> bytes:
    """Put `size` random bytes into `file` unless it is there; return what it then holds."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(secrets.token_bytes(size))
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(beside, file)  # whole or not at all, and never over another
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    _sync(file.parent)
    return _read(file)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise KeyGone(file.name) from None


def _parted(data: bytes) -> CaseKeys:
    if len(data) != 2 * SIZE:
        raise KeyGone("a key file of the wrong size")
    return CaseKeys(data[:SIZE], data[SIZE:])


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
