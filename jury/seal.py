"""Sealing: what is stored of a choice before closing opens with the case's key alone.

HPKE (RFC 9180) in base mode: X25519, HKDF-SHA256, ChaCha20-Poly1305. Plaintexts are padded to one
length, and a copied ciphertext fails to open under another pseudonym.
"""

import hmac
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
OVERHEAD = 48  # 32 bytes of the encapsulated key, 16 of the tag
BALLOT_SIZE = 1_024
REASON_SIZE = 4_096
SALT_SIZE = 16
LONGEST_REASON = 1_200  # characters


class NotOpened(Exception):
    """These bytes were not sealed for this, or not in the one form."""


def ballot_info(case: str, pid: str) -> bytes:
    return f"jury/ballot/v1\n{case}\n{pid}".encode()


def reason_info(case: str, pid: str) -> bytes:
    return f"jury/reason/v1\n{case}\n{pid}".encode()


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
    if len(padded) != size or length > size - 2 or any(padded[2 + length :]):
        raise NotOpened("the padding is not in its one form")
    return padded[2 : 2 + length]


def seal(padded: bytes, public_key: bytes, info: bytes) -> bytes:
    """Return enc ‖ ciphertext for the X25519 public key."""
    return SUITE.encrypt(padded, X25519PublicKey.from_public_bytes(public_key), info=info)


def unseal(sealed: bytes, private_key: bytes, info: bytes) -> bytes:
    """Return the padded plaintext; raises NotOpened for another key, another place, or a flaw."""
    key = X25519PrivateKey.from_private_bytes(private_key)
    try:
        return SUITE.decrypt(sealed, key, info=info)
    except (InvalidTag, ValueError):
        raise NotOpened("it does not open") from None


def public_of(private_key: bytes) -> bytes:
    """Return the public half of an X25519 key."""
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def reason_digest(salt: bytes, text: str) -> str:
    """Return what the log holds of a reason: salted, so that a guess cannot be tried."""
    return sha256(b"jury/reason/v1\0" + salt + text.encode()).hexdigest()


def seal_reason(text: str, salt: bytes, public_key: bytes, info: bytes) -> bytes:
    """Seal a juror's reason; raises ValueError for one that is too long."""
    if len(text) > LONGEST_REASON:
        raise ValueError("a reason has at most 1,200 characters")
    return seal(pad(salt + text.encode(), REASON_SIZE), public_key, info)


def open_reason(sealed: bytes, private_key: bytes, info: bytes, digest: str) -> str:
    """Return a reason; raises NotOpened when it is not the one whose digest was logged."""
    plain = unpad(unseal(sealed, private_key, info), REASON_SIZE)
    try:
        salt, text = plain[:SALT_SIZE], plain[SALT_SIZE:].decode()
    except UnicodeDecodeError:
        raise NotOpened("not text") from None
    if not hmac.compare_digest(reason_digest(salt, text), digest):
        raise NotOpened("another reason than the one that was logged")
    return text
