"""Where papers are kept: encrypted by a key of their claim, in files beside the database.

`VENIRE_HOME/claim-keys/<claim>` holds the key of a claim, `VENIRE_HOME/papers/<random name>` one
file. Erasing the key makes every file of the claim unreadable at once, in every backup that holds
no keys too. A key is never made again: `<claim>.erased` stays in its place.

A file is 7 random bytes and then chunks of 64 KiB, each sealed with ChaCha20-Poly1305 in the STREAM
construction (Hoang, Reyhanitabar, Rogaway and Vizár, 2015): the nonce is those 7 bytes, the number
of the chunk and whether it is the last, so that what was cut off, added or put in another order is
noticed. Each is bound to its claim, its paper and its name, so that no file passes for another.

A name is 16 random bytes and what the claim's key makes of them. So nobody else sees which files
belong together, and those of a claim are found even when the database has lost them.
"""

import fcntl
import hashlib
import hmac
import os
import re
import secrets
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from kernel import files
from kernel.errors import N_, Conflict, Missing
from kernel.files import destroy, sync, write

SIZE = 32  # bytes of a key
CHUNK = 64 * 1024  # bytes, before sealing
TAG = 16  # bytes that sealing adds to a chunk
START = 7  # bytes
KEYS, PAPERS = "claim-keys", "papers"
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NAME = re.compile(r"[0-9a-f]{64}")


class Damaged(Exception):
    """A file is not as it was put there: changed, cut off, or another one."""


def put(home: Path, claim_id: str, paper_id: str, data: bytes) -> str:
    """Keep a paper of a claim; return the name that it is got by. It is on the disk by then.

    The first paper of a claim makes the claim's key. Raises Conflict once its papers were erased,
    and ValueError for ids that cannot name a file.
    """
    with _locked(home, fcntl.LOCK_SH):
        key = _key(home, claim_id, make=True)
        name = _new_name(key)
        folder = _folder(home, PAPERS)
        sealed = _sealed(key, _bound(claim_id, paper_id, name), data)
        write(folder / name, sealed)
        sync(folder)
    return name


def get(home: Path, claim_id: str, paper_id: str, name: str) -> bytes:
    """Return a paper as it was put; raises Missing when it was erased or never there, else Damaged.

    Nothing is returned of a file of which any part is not as it was.
    """
    key = _key(home, claim_id)
    try:
        held = (home / PAPERS / _safe(name, _NAME)).read_bytes()
    except FileNotFoundError:
        raise _erased() from None
    return b"".join(_opened(key, _bound(claim_id, paper_id, name), held))


def drop(home: Path, claim_id: str, name: str) -> None:
    """Remove one file of a claim, if it is there; raises Missing for a file of another claim."""
    with _locked(home, fcntl.LOCK_SH):
        if not _belongs(_naming(_key(home, claim_id)), _safe(name, _NAME)):
            raise _erased()
        folder = _folder(home, PAPERS)
        (folder / name).unlink(missing_ok=True)
        sync(folder)


def shred(home: Path, claim_id: str, known: Iterable[str] = ()) -> int:
    """Erase the key of a claim for good, then its files; return how many files there were.

    known: names of its files; a damaged key leads to none. What was broken off is finished by
    calling it again. The claim can have no papers afterwards.
    """
    with _locked(home, fcntl.LOCK_EX):
        file, mark = _key_file(home, claim_id), _mark_file(home, claim_id)
        key = file.read_bytes() if file.exists() else b""
        if not mark.exists():  # it finds the files, and opens none of them
            files.put(mark, _naming(key) if len(key) == SIZE else b"")
        folder = _folder(home, PAPERS)
        found = {folder / _safe(name, _NAME) for name in known if (folder / name).exists()}
        destroy(file)
        if naming := mark.read_bytes():
            found |= {path for path in folder.iterdir() if _belongs(naming, path.name)}
        for path in found:
            path.unlink()
        sync(folder)
        if naming:
            files.put(mark, b"")
    return len(found)


def is_shredded(home: Path, claim_id: str) -> bool:
    """Whether nothing of a claim is left to be erased."""
    mark = _mark_file(home, claim_id)
    is_done = mark.exists() and not mark.stat().st_size
    return is_done and not _key_file(home, claim_id).exists()


# ---- keys


def _key(home: Path, claim_id: str, *, make: bool = False) -> bytes:
    """Return the key of a claim. Of two that make it at once, one wins and both use its key."""
    file = _key_file(home, claim_id)
    if _mark_file(home, claim_id).exists():
        if make:
            raise Conflict(N_("The papers of this claim were erased. It can take no new ones."))
        raise _erased()
    if make and not file.exists():
        files.put(file, secrets.token_bytes(SIZE), over=False)
    return _read(file)


def _read(file: Path) -> bytes:
    try:
        key, mode = file.read_bytes(), file.stat().st_mode
    except FileNotFoundError:
        raise _erased() from None
    if mode & 0o077:
        raise RuntimeError(f"others may read {file}: run chmod 600 on it")
    if len(key) != SIZE:
        raise Damaged(f"{file.name} holds no key")
    return key


def _key_file(home: Path, claim_id: str) -> Path:
    return home / KEYS / _safe(claim_id, _ID)


def _mark_file(home: Path, claim_id: str) -> Path:
    return home / KEYS / f"{_safe(claim_id, _ID)}.erased"


def _erased() -> Missing:
    return Missing(N_("This paper is not there any more."))


def _safe(name: str, pattern: "re.Pattern[str]") -> str:
    if not pattern.fullmatch(name):
        raise ValueError("this cannot name a file")
    return name


# ---- names


def _naming(key: bytes) -> bytes:
    """Return what makes the names of a claim's files; it leads back to no key."""
    return hmac.digest(key, b"venire paper names", hashlib.sha256)


def _new_name(key: bytes) -> str:
    start = secrets.token_bytes(16)
    return (start + hmac.digest(_naming(key), start, hashlib.sha256)[:16]).hex()


def _belongs(naming: bytes, name: str) -> bool:
    if not _NAME.fullmatch(name):
        return False
    raw = bytes.fromhex(name)
    return hmac.compare_digest(hmac.digest(naming, raw[:16], hashlib.sha256)[:16], raw[16:])


# ---- sealing


def _bound(claim_id: str, paper_id: str, name: str) -> bytes:
    ids = (_safe(claim_id, _ID), _safe(paper_id, _ID), name)
    return b"\0".join((b"venire paper 1", *(one.encode() for one in ids)))


def _cipher(key: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(hmac.digest(key, b"venire paper contents", hashlib.sha256))


def _nonce(start: bytes, number: int, *, last: bool) -> bytes:
    return start + struct.pack(">I?", number, last)


def _sealed(key: bytes, bound: bytes, data: bytes) -> Iterator[bytes]:
    cipher, start = _cipher(key), secrets.token_bytes(START)
    yield start
    count = max(1, -(-len(data) // CHUNK))
    for number in range(count):
        piece = data[number * CHUNK : (number + 1) * CHUNK]
        yield cipher.encrypt(_nonce(start, number, last=number == count - 1), piece, bound)


def _opened(key: bytes, bound: bytes, held: bytes) -> Iterator[bytes]:
    cipher, start, sealed = _cipher(key), held[:START], held[START:]
    count = max(1, -(-len(sealed) // (CHUNK + TAG)))
    for number in range(count):
        piece = sealed[number * (CHUNK + TAG) : (number + 1) * (CHUNK + TAG)]
        try:
            nonce = _nonce(start, number, last=number == count - 1)
            yield cipher.decrypt(nonce, piece, bound)
        except (InvalidTag, ValueError):
            raise Damaged("a paper is not as it was put there") from None


# ---- files


@contextmanager
def _locked(home: Path, how: int) -> Iterator[None]:
    """Hold the folder of keys: many may put, and nobody puts while a claim is erased."""
    descriptor = os.open(_folder(home, KEYS), os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)  # which also lets go


def _folder(home: Path, name: str) -> Path:
    folder = home / name
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync(home)
    return folder
