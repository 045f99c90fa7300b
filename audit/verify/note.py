"""Signed notes and the files made of them, read only."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .step import Wrong, need


@dataclass(frozen=True)
class Key:
    """A public key under a name. The user brings it; a bundle never does."""

    name: str
    public: bytes

    @property
    def keys(self) -> "tuple[Key, ...]":
        """Itself alone: most logs have one key."""
        return (self,)

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n\x01" + self.public).digest()[:4]


@dataclass(frozen=True)
class Ring:
    """The keys of a log, the oldest first: each handed over to the next."""

    keys: tuple[Key, ...]

    @property
    def name(self) -> str:
        return self.keys[0].name

    def named(self, name: str) -> "Ring":
        """Return the same keys under the name of another log."""
        return Ring(tuple(Key(name, key.public) for key in self.keys))


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes


@dataclass(frozen=True)
class Receipt:
    leaf: bytes
    merge_by: str


def key_from(text: str) -> Key:
    """Read `<name>+<id>+<key>`."""
    parts = text.strip().split("+", 2)
    need(len(parts) == 3 and parts[0] and not re.search(r"\s", parts[0]), "not a verifier key")
    raw = unbase64(parts[2])
    need(len(raw) == 33 and raw[0] == 1, "not an Ed25519 verifier key")
    key = Key(parts[0], raw[1:])
    need(key.key_id.hex() == parts[1], "the id in the verifier key does not fit it")
    return key


def ring_from(texts: Sequence[str]) -> Ring:
    """Read verifier keys of one log, the oldest first."""
    keys = tuple(key_from(text) for text in texts)
    need(len({key.name for key in keys}) == 1, "the keys are of several logs")
    need(len({key.public for key in keys}) == len(keys), "a key stands there twice")
    return Ring(keys)


def parts(note: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the text of a note, and of each signature the name and the bytes."""
    need(len(note) <= 65_536, "the note is too long")
    whole = utf8(note)
    need(not re.search(r"[\x00-\x09\x0b-\x1f]", whole), "the note holds control characters")
    gap = whole.rfind("\n\n")
    need(gap >= 0 and whole.endswith("\n"), "the note is not signed")
    text, lines = whole[: gap + 1], whole[gap + 2 :].split("\n")[:-1]
    need(1 <= len(lines) <= 16, "the note has no signature, or too many")
    found = []
    for line in lines:
        form = re.fullmatch("\u2014 ([^ ]+) ([^ ]+)", line)
        if not form:
            raise Wrong("a signature line is not in its form")
        found.append((form[1], unbase64(form[2])))
    return text, found


def text_of(note: bytes, ring: Key | Ring) -> str:
    """Return the text of a note that one of the keys has signed."""
    return signed_by(note, ring)[0]


def signed_by(note: bytes, ring: Key | Ring) -> tuple[str, set[int]]:
    """Return the text of a note and which keys have signed it, by their place on the ring."""
    text, signatures = parts(note)
    good = set()
    for name, raw in signatures:
        for place, key in enumerate(ring.keys):
            if name == key.name and raw[:4] == key.key_id:
                try:
                    Ed25519PublicKey.from_public_bytes(key.public).verify(raw[4:], text.encode())
                except (InvalidSignature, ValueError):
                    raise Wrong("the signature does not fit the text") from None
                good.add(place)
    need(good, f"the note is not signed by {ring.name} with the key that was given")
    return text, good


def checkpoint(note: bytes, ring: Key | Ring) -> Checkpoint:
    """Return the checkpoint in a note that one of the keys has signed, of the log of that name."""
    form = re.fullmatch("([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n", text_of(note, ring))
    if not form:
        raise Wrong("the note is no checkpoint")
    need(form[1] == ring.name, f"the checkpoint is of another log: {form[1]}")
    root = unbase64(form[3])
    need(len(root) == 32, "the root is not 32 bytes long")
    return Checkpoint(form[1], int(form[2]), root)


def receipt(note: bytes, ring: Key | Ring) -> Receipt:
    """Return the receipt in a note that one of the keys has signed."""
    form = re.fullmatch(
        "([^\n]+)\nreceipt/v1\n([^\n]+)\n([0-9-]{10}T[0-9:]{8}Z)\n", text_of(note, ring)
    )
    if not form:
        raise Wrong("the note is no receipt")
    need(form[1] == ring.name, f"the receipt is of another log: {form[1]}")
    leaf = unbase64(form[2])
    need(len(leaf) == 32, "the leaf is not 32 bytes long")
    return Receipt(leaf, form[3])


def proof_file(raw: bytes, title: str, word: str) -> tuple[int, list[bytes], bytes]:
    """Read a proof file; return its number, its hashes and the note that ends it."""
    need(len(raw) <= 131_072, "the proof file is too long")
    head, gap, note = raw.partition(b"\n\n")
    lines = utf8(head).split("\n")
    number = re.fullmatch(word + " (0|[1-9][0-9]{0,15})", lines[1] if len(lines) > 1 else "")
    if not gap or lines[0] != title or not number or len(lines) > 130:
        raise Wrong(f"not a {title} file")
    return int(number[1]), [unbase64(line) for line in lines[2:]], note


def unbase64(text: str) -> bytes:
    """Read base64 in its one form."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise Wrong("something is not base64") from None
    need(base64.b64encode(raw).decode() == text, "base64 in another than its one form")
    return raw


def utf8(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Wrong("text that is not UTF-8") from None
