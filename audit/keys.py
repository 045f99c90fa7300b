"""The key that signs for the logs: 32 bytes in a file that only its owner may read."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.note import Verifier
from kernel.settings import Settings

REGISTRY = "registry"  # the log of all that people do; every other log is named after its case
LENGTH = 32


def origin(settings: Settings, log: str) -> str:
    """Return the origin of `log`, which is also the name that its key signs under."""
    return settings.log_origin if log == REGISTRY else f"{settings.log_origin}/case/{log}"


def signer(settings: Settings) -> Ed25519PrivateKey:
    """Load the log's key, or make it when there is none yet.

    Raises RuntimeError for a file that others may read, or that is no key.
    """
    path = settings.keys / "log.key"
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise RuntimeError(f"others may read {path}: run chmod 600 on it")
    raw = path.read_bytes()
    if len(raw) != LENGTH:
        raise RuntimeError(f"{path} holds no Ed25519 key")
    return Ed25519PrivateKey.from_private_bytes(raw)


def verifier(settings: Settings, log: str = REGISTRY) -> Verifier:
    """Return the public half, under the name of `log`."""
    return Verifier(origin(settings, log), signer(settings).public_key().public_bytes_raw())


def _make(path: Path) -> None:
    """Write a new key. Of two processes that try at once, one wins and both use its key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
