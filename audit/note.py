"""Signed notes (C2SP signed-note) and what we write in them: checkpoints and receipts."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kernel.clock import as_text

ED25519 = b"\x01"
LONGEST = 65_536
MOST_SIGNATURES = 16
DASH = "\u2014 "
PROOF = "c2sp.org/tlog-proof@v1"
CONSISTENCY = "venire/consistency/v1"
RECEIPT = "receipt/v1"
ROTATION = "venire/key-rotation/v1"
ROTATED = ("old", "new", "signature", "acceptance")  # what the event of it tells
_SIZE = re.compile(r"0|[1-9]\d{0,15}", re.A)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.A)


class BadNote(Exception):
    """A note is not in its form, or not signed by the key it was checked with."""


@dataclass(frozen=True)
class Verifier:
    """A public key and the name it signs under."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ public key)."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64(ED25519 + self.public)}"

    def named(self, name: str) -> "Verifier":
        """Return the same key under another name: one key signs for all logs."""
        return Verifier(name, self.public)

    @classmethod
    def parsed(cls, text: str) -> "Verifier":
        """Read a verifier key as it is printed; raises BadNote."""
        try:
            name, key_id, key = text.strip().split("+", 2)
        except ValueError:
            raise BadNote("a verifier key is <name>+<id>+<key>") from None
        raw = unb64(key)
        found = cls(name, raw[1:])
        if not name or " " in name or raw[:1] != ED25519 or len(raw) != 33:
            raise BadNote("not an Ed25519 verifier key")
        if found.key_id.hex() != key_id:
            raise BadNote("the key's id does not fit its name")
        return found


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself: so many entries, under this root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64(self.root)}\n"

    @classmethod
    def parsed(cls, text: str) -> "Checkpoint":
        """Read the text of a checkpoint; extension lines are refused, for we write none."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0] or not _SIZE.fullmatch(lines[1]):
            raise BadNote("not a checkpoint")
        root = unb64(lines[2])
        if len(root) != 32:
            raise BadNote("not a checkpoint: the root is not 32 bytes long")
        return cls(lines[0], int(lines[1]), root)


@dataclass(frozen=True)
class Receipt:
    """A promise that a leaf will stand in a log by a moment."""

    origin: str
    leaf: bytes
    merge_by: str

    @property
    def text(self) -> str:
        return f"{self.origin}\n{RECEIPT}\n{b64(self.leaf)}\n{self.merge_by}\n"

    @classmethod
    def promising(cls, origin: str, leaf: bytes, merge_by: datetime) -> "Receipt":
        return cls(origin, leaf, as_text(merge_by))

    @classmethod
    def parsed(cls, text: str) -> "Receipt":
        """Read the text of a receipt; raises BadNote."""
        lines = text.split("\n")
        if len(lines) != 5 or lines[4] or lines[1] != RECEIPT or not _TIME.fullmatch(lines[3]):
            raise BadNote("not a receipt")
        leaf = unb64(lines[2])
        if len(leaf) != 32:
            raise BadNote("not a receipt: the leaf is not 32 bytes long")
        return cls(lines[0], leaf, lines[3])


def signed(text: str, name: str, *keys: Ed25519PrivateKey) -> str:
    """Return the note: `text`, an empty line, and the signatures of `keys` under `name`."""
    if not text.endswith("\n") or any(letter < " " and letter != "\n" for letter in text):
        raise ValueError("a note is lines of text")
    if not name or "+" in name or any(letter.isspace() for letter in name):
        raise ValueError("a key name has no spaces and no plus sign")
    lines = []
    for key in keys:
        verifier = Verifier(name, key.public_key().public_bytes_raw())
        lines.append(f"{DASH}{name} {b64(verifier.key_id + key.sign(text.encode()))}\n")
    return f"{text}\n{''.join(lines)}"


def opened(note: str, *verifiers: Verifier) -> str:
    """Return the text of a note that one of `verifiers`, at least, has signed.

    Raises BadNote. Signatures by unknown keys are ignored; one by a known key must be good.
    """
    text, lines = _split(note)
    known = {(one.name, one.key_id): one.public for one in verifiers}
    good = False
    for line in lines:
        name, _, code = line.removeprefix(DASH).partition(" ")
        if not line.startswith(DASH) or not name or not code:
            raise BadNote("a signature line is not in its form")
        raw = unb64(code)
        if len(raw) < 5:
            raise BadNote("a signature line is not in its form")
        if public := known.get((name, raw[:4])):
            _check(public, raw[4:], text)
            good = True
    if not good:
        raise BadNote(f"the note is not signed by {verifiers[0].name} with the key that was given")
    return text


def text_of(note: str) -> str:
    """Return the text of a note, whoever signed it; raises BadNote."""
    return _split(note)[0]


def _split(note: str) -> tuple[str, list[str]]:
    """Return the text of a note and its signature lines; raises BadNote."""
    if len(note.encode()) > LONGEST:
        raise BadNote("the note is too long")
    if any(letter < " " and letter != "\n" for letter in note):
        raise BadNote("the note holds control characters")
    body, gap, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    if not gap or len(lines) < 2 or lines.pop() or len(lines) > MOST_SIGNATURES:
        raise BadNote("the note carries no signature")
    return body + "\n", lines


def checkpoint(note: str, *verifiers: Verifier) -> Checkpoint:
    """Return the checkpoint in a note signed by one of `verifiers`, whose name is its origin."""
    found = Checkpoint.parsed(opened(note, *verifiers))
    if found.origin != verifiers[0].name:
        raise BadNote("the checkpoint is of another log")
    return found


def receipt(note: str, *verifiers: Verifier) -> Receipt:
    """Return the receipt in a note signed by one of `verifiers`, whose name is its origin."""
    found = Receipt.parsed(opened(note, *verifiers))
    if found.origin != verifiers[0].name:
        raise BadNote("the receipt is of another log")
    return found


def rotation_text(old: Verifier, new: Verifier) -> bytes:
    """Return what two keys sign when the one hands over to the other."""
    return f"{ROTATION}\n{old}\n{new}\n".encode()


def check_rotation(old: str, new: str, signature: str, acceptance: str) -> None:
    """Raise BadNote unless the old key signed the new one, and the new one accepted."""
    before, after = Verifier.parsed(old), Verifier.parsed(new)
    text = rotation_text(before, after).decode()
    _check(before.public, unb64(signature), text)
    _check(after.public, unb64(acceptance), text)


def inclusion_file(index: int, proof: list[bytes], signed_checkpoint: str) -> bytes:
    """Return a `.tlog-proof` (C2SP tlog-proof)."""
    return _proof_file([PROOF, f"index {index}"], proof, signed_checkpoint)


def consistency_file(old: int, proof: list[bytes], signed_checkpoint: str) -> bytes:
    """Return a consistency file: an old size, the proof, the newer checkpoint."""
    return _proof_file([CONSISTENCY, f"old {old}"], proof, signed_checkpoint)


def _proof_file(head: list[str], proof: list[bytes], signed_checkpoint: str) -> bytes:
    lines = [*head, *(b64(digest) for digest in proof), "", signed_checkpoint]
    return "\n".join(lines).encode()


def _check(public: bytes, signature: bytes, text: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        raise BadNote("the signature does not fit the text") from None


def b64(raw: bytes) -> str:
    """Return `raw` in base64, padded."""
    return base64.b64encode(raw).decode("ascii")


def unb64(text: str) -> bytes:
    """Read base64 in its one form; raises BadNote."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        raise BadNote("not base64") from None
    if b64(raw) != text:
        raise BadNote("not base64 in its one form")
    return raw
