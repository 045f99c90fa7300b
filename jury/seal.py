"""Sealing: what is stored of a choice before closing opens with the case's key alone.

HPKE (RFC 9180) in base mode: X25519, HKDF-SHA256, ChaCha20-Poly1305. Plaintexts are padded to one
length, and a copied ciphertext fails to open under another pseudonym.
"""

import hmac
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
OVERHEAD = 48  # 32 bytes of the encapsulated key, 16 of the tag
BALLOT_SIZE = 1_024


class NotOpened(Exception):
    """These bytes were not sealed for this, or not in the one form."""


def ballot_info(case: str, pid: str) -> bytes:
    return f"jury/ballot/v1\n{case}\n{pid}".encode()


def pid_of(key: bytes, account_id: str) -> str:
    """Return the pseudonym (hex) under which an account votes on the case whose key this is."""
    return hmac.digest(key, account_id.encode(), "sha256")[:16].hex()


def pad(data: bytes, size: int) -> bytes:
    """Return be16(length) ‖ data ‖ zeros, `size` bytes; raises ValueError when it does not fit."""
    if len(data) > size - 2:
        raise ValueError("too long to be sealed")
    return (len(data).to_bytes(2, "big") + data).ljust(size, b"\0")


def unpad(padded: bytes, size: int) -> bytes:
    """Return what `pad` was given; raises NotOpened for any other form."""
    length = int.from_bytes(padded[:2], "big")
    data = padded[2 : 2 + length]
    if length > size - 2 or pad(data, size) != padded:
        raise NotOpened("the padding is not in its one form")
    return data


def seal(padded: bytes, public_key: bytes, info: bytes) -> bytes:
    """Return enc ‖ ciphertext for the X25519 public key."""
    return SUITE.encrypt(padded, X25519PublicKey.from_public_bytes(public_key), info=info)


def unseal(sealed: bytes, private_key: bytes, info: bytes) -> bytes:
    """Return the padded plaintext; raises NotOpened for another key, another place, or a flaw."""
    try:
        return SUITE.decrypt(sealed, _key_of(private_key), info=info)
    except (InvalidTag, ValueError):
        raise NotOpened("it does not open") from None


@lru_cache(maxsize=1)  # loading it takes half as long as opening a ballot
def _key_of(private_key: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(private_key)


def public_of(private_key: bytes) -> bytes:
    """Return the public half of an X25519 key."""
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()
