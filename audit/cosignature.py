"""What a witness says of a checkpoint (C2SP tlog-cosignature): the log has only grown to it.

A witness holds an Ed25519 key (sort 0x04) or one of ML-DSA-44 (0x06). Its word stands in the note
of the checkpoint as one more signature line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from audit.note import DASH, BadNote, Checkpoint, b64, unb64

ED25519, ML_DSA = 0x04, 0x06
LENGTHS = {ED25519: (32, 64), ML_DSA: (1312, 2420)}  # bytes of a key and of a signature
LARGEST = 65_536  # of what a witness answers
MOST_TIME = 1 << 63
MOST_HASHES = 63  # of a proof
SUBTREE = b"subtree/v1\n\0"
_SIZE = re.compile(r"(0|[1-9][0-9]{0,15})\n?")


@dataclass(frozen=True)
class Witness:
    """The public key of a witness, of one sort, and the name that it signs under."""

    name: str
    sort: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name ‖ newline ‖ sort ‖ public key)."""
        return sha256(self.name.encode() + b"\n" + bytes([self.sort]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64(bytes([self.sort]) + self.public)}"

    @classmethod
    def parsed(cls, text: str) -> "Witness":
        """Read the verifier key of a witness; raises BadNote."""
        parts = text.split("+", 2)
        if len(parts) != 3 or not parts[0] or any(one.isspace() for one in parts[0]):
            raise BadNote("a verifier key is <name>+<id>+<key>")
        raw = unb64(parts[2])
        if not raw or raw[0] not in LENGTHS or len(raw) != 1 + LENGTHS[raw[0]][0]:
            raise BadNote("not a key that witnesses sign with: Ed25519 (0x04) or ML-DSA-44 (0x06)")
        found = cls(parts[0], raw[0], raw[1:])
        if found.key_id.hex() != parts[1]:
            raise BadNote("the key's id does not fit its name")
        return found

    def check(self, raw: bytes, text: str) -> int:
        """Return the moment, in seconds since 1970, at which this witness signed the checkpoint
        that `text` is the text of; raises BadNote. raw: time and signature."""
        at = int.from_bytes(raw[:8], "big")
        if len(raw) != 8 + LENGTHS[self.sort][1] or at >= MOST_TIME:
            raise BadNote(f"the cosignature of {self.name} is not in its form")
        try:
            if self.sort == ED25519:
                said = f"cosignature/v1\ntime {at}\n{text}".encode()
                Ed25519PublicKey.from_public_bytes(self.public).verify(raw[8:], said)
            else:
                said = subtree(self.name, at, Checkpoint.parsed(text))
                MLDSA44PublicKey.from_public_bytes(self.public).verify(raw[8:], said)
        except (InvalidSignature, ValueError):
            raise BadNote(f"the cosignature of {self.name} does not fit the checkpoint") from None
        return at


def subtree(name: str, at: int, head: Checkpoint) -> bytes:
    """Return what a witness with an ML-DSA-44 key signs: the whole tree, from entry 0 on."""
    who, log = name.encode(), head.origin.encode()
    if not 0 < len(who) < 256 or not 0 < len(log) < 256:
        raise ValueError("a name of more than 255 bytes")
    numbers = (0).to_bytes(8, "big") + head.size.to_bytes(8, "big")
    parts = (SUBTREE, bytes([len(who)]), who, at.to_bytes(8, "big"), bytes([len(log)]), log)
    return b"".join(parts) + numbers + head.root


@dataclass(frozen=True)
class Cosigned:
    """A line of a note that a witness signed, and when."""

    witness: Witness
    line: str
    at: int


def cosigned(lines: str, text: str, witnesses: Iterable[Witness]) -> Iterator[Cosigned]:
    """Yield what known witnesses signed among signature lines; lines by others are passed over.

    text: of the checkpoint. Raises BadNote for lines that are none, and for one by a known key
    that does not fit.
    """
    known = {(one.name, one.key_id): one for one in witnesses}
    for line in lines.removesuffix("\n").split("\n"):
        name, _, code = line.removeprefix(DASH).partition(" ")
        if not line.startswith(DASH) or not name or not code:
            raise BadNote("a signature line is not in its form")
        raw = unb64(code)
        if witness := known.get((name, raw[:4])):
            yield Cosigned(witness, line, witness.check(raw[4:], text))


def submission(old: int, proof: list[bytes], checkpoint: str) -> bytes:
    """Return what a witness is sent (C2SP tlog-witness, add-checkpoint): the size that it saw last,
    the proof that the log has grown from there, and the signed checkpoint."""
    if len(proof) > MOST_HASHES:
        raise ValueError("a proof has at most 63 hashes")
    lines = [f"old {old}", *(b64(digest) for digest in proof), "", checkpoint]
    return "\n".join(lines).encode()


def size_of(body: bytes) -> int | None:
    """Return the size that a witness says it saw last, None where it says none."""
    found = _SIZE.fullmatch(body[:32].decode("ascii", "replace"))
    return int(found[1]) if found else None
