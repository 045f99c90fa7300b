"""The key that signs for the logs: 32 bytes in a file that only its owner may read."""

import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import memory
from audit.memory import alone
from audit.note import Verifier
from kernel.files import put, sync
from kernel.settings import Settings

REGISTRY = "registry"  # the log of all that people do; every other log is named after its case
NEXT = "log.key.next"  # the key that is to follow, until it does
LENGTH = 32


class LostKey(RuntimeError):
    """The key that signed before is not there: another is not made in its place."""


def origin(settings: Settings, log: str) -> str:
    """Return the origin of `log`, which is also the name that its key signs under."""
    return settings.log_origin if log == REGISTRY else f"{settings.log_origin}/case/{log}"


def signer(settings: Settings) -> Ed25519PrivateKey:
    """Load the log's key, or make it when there is none yet.

    Raises LostKey when there was one, RuntimeError for a file that others may read, or that is no
    key.
    """
    path = settings.keys / "log.key"
    if not path.exists():
        if memory.logs(settings):
            raise LostKey(
                f"the key of the log, {path}, is gone, and logs were signed with it. Bring it back "
                f"from the backup of keys/. Nothing is signed without it."
            )
        _make(path)
    return _loaded(path)


def _loaded(path: Path) -> Ed25519PrivateKey:
    found = path.stat()
    if found.st_mode & 0o077:
        raise RuntimeError(f"others may read {path}: run chmod 600 on it")
    return _read(path, found.st_ino, found.st_mtime_ns)


def verifier_of(settings: Settings, key: Ed25519PrivateKey, log: str = REGISTRY) -> Verifier:
    """Return the public half of a key, under the name of `log`."""
    return Verifier(origin(settings, log), key.public_key().public_bytes_raw())


def make_next(settings: Settings) -> Ed25519PrivateKey:
    """Make the key that is to follow, beside the one that signs; one that was left is replaced."""
    path = settings.keys / NEXT
    with alone(settings.keys):
        path.unlink(missing_ok=True)
        _make(path)
        return _loaded(path)


def next_signer(settings: Settings) -> Ed25519PrivateKey | None:
    """Load the key that is to follow; None where there is none."""
    path = settings.keys / NEXT
    return _loaded(path) if path.exists() else None


def hand_over(settings: Settings, public: bytes) -> None:
    """Let the key with this public half sign from now on. The one before is gone: nobody needs it.

    Where another is to follow by now, this one signs already.
    """
    with alone(settings.keys):
        following = next_signer(settings)
        if following is None or public_of(following) != public:
            return
        (settings.keys / NEXT).replace(settings.keys / "log.key")
        sync(settings.keys)


def public_of(key: Ed25519PrivateKey) -> bytes:
    """Return the public half of a key."""
    return key.public_key().public_bytes_raw()


@lru_cache(maxsize=8)
def _read(path: Path, _file: int, _written_at: int) -> Ed25519PrivateKey:
    """Read a key once for as long as it is the same file: each receipt is signed by it."""
    raw = path.read_bytes()
    if len(raw) != LENGTH:
        raise RuntimeError(f"{path} holds no Ed25519 key")
    return Ed25519PrivateKey.from_private_bytes(raw)


def verifier(settings: Settings, log: str = REGISTRY) -> Verifier:
    """Return the public half of the key that signs now, under the name of `log`."""
    return verifier_of(settings, signer(settings), log)


def _make(path: Path) -> None:
    """Write a new key. Of two processes that try at once, one wins and both use its key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The disk has the name before anything is signed.
    put(path, secrets.token_bytes(LENGTH), over=False)
