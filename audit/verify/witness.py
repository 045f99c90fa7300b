"""What witnesses signed of a checkpoint, and whether a policy takes that for enough (C2SP
tlog-cosignature, tlog-policy)."""

import re
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from . import note
from .step import CannotTell, Wrong, need

KEY_BYTES = {0x04: 32, 0x06: 1312}
SIGNATURE_BYTES = {0x04: 64, 0x06: 2420}


@dataclass(frozen=True)
class Cosigner:
    """The key of a witness, and the name it signs under."""

    name: str
    sort: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n%c" % self.sort + self.public).digest()[:4]

    def check(self, signed: bytes, head: note.Checkpoint, text: str) -> None:
        """Raise Wrong unless these bytes are its cosignature of this checkpoint."""
        wanted = 8 + SIGNATURE_BYTES[self.sort]
        need(len(signed) == wanted and signed[0] < 128, f"{self.name}: no cosignature")
        try:
            if self.sort == 0x04:
                said = f"cosignature/v1\ntime {int.from_bytes(signed[:8], 'big')}\n{text}"
                Ed25519PublicKey.from_public_bytes(self.public).verify(signed[8:], said.encode())
            else:
                tree = self._tree(signed[:8], head)
                MLDSA44PublicKey.from_public_bytes(self.public).verify(signed[8:], tree)
        except (InvalidSignature, ValueError, OverflowError):  # a name of more than 255 bytes
            raise Wrong(f"the cosignature of {self.name} does not fit the checkpoint") from None

    def _tree(self, at: bytes, head: note.Checkpoint) -> bytes:
        who, log = self.name.encode(), head.origin.encode()
        start, end = bytes(8), head.size.to_bytes(8, "big")
        parts = (b"subtree/v1\n\0", b"%c" % len(who), who, at, b"%c" % len(log), log, start, end)
        return b"".join(parts) + head.root


@dataclass
class Policy:
    """logs: keys that a checkpoint may be of. witnesses: by the name that groups call them.
    rules: of each group, how many of which."""

    logs: list[note.Key] = field(default_factory=list)
    witnesses: dict[bytes, Cosigner] = field(default_factory=dict)
    rules: dict[bytes, tuple[int, list[bytes]]] = field(default_factory=dict)
    quorum: bytes = b""

    def enough(self, who: set[Cosigner], name: bytes | None = None) -> bool:
        """Whether these are enough, for the whole or for one of its names."""
        name = self.quorum if name is None else name
        if name in self.witnesses:
            return self.witnesses[name] in who
        least, members = self.rules.get(name, (0, []))
        return sum(self.enough(who, member) for member in members) >= least

    def cosigners(self, raw: bytes, head: note.Checkpoint) -> set[Cosigner]:
        """Return which witnesses signed a checkpoint; raises Wrong for one that does not fit."""
        text, lines = note.parts(raw)
        known = {(one.name, one.key_id): one for one in self.witnesses.values()}
        found = set()
        for name, signed in lines:
            if witness := known.get((name, signed[:4])):
                witness.check(signed[4:], head, text)
                found.add(witness)
        return found


def check(rule: Policy, files: list[tuple[str, bytes]], ring: note.Ring, size: int) -> str:
    """Check that a checkpoint of the registry that covers `size` entries is signed by enough.

    Raises Wrong, and CannotTell where only older ones are.
    """
    listed = not rule.logs or any(one in ring.keys for one in rule.logs)
    need(listed, f"the policy is not for the log {ring.name} with the key that was given")
    older, short = 0, ""
    for name, raw in files:
        head = note.checkpoint(raw, ring)
        who = rule.cosigners(raw, head)
        told = f"{name}, of size {head.size}, is signed by {len(who)} of {len(rule.witnesses)}"
        if rule.enough(who) and head.size >= size:
            return told
        if rule.enough(who):
            older = max(older, head.size)
        else:
            short = told
    if older:
        raise CannotTell(f"enough have signed size {older}; the case ends at size {size}")
    raise Wrong(f"{short}, and that is not enough")


def policy(raw: bytes) -> Policy:
    """Read a policy; raises Wrong."""
    need(len(raw) <= 1 << 18, "the policy is too long")
    need(not re.search(rb"[^\t\n -~\x80-\xff]", raw), "the policy holds control characters")
    found, members = Policy(), set[bytes]()
    for number, line in enumerate(raw.split(b"\n"), 1):
        words = re.findall(rb"[^ \t]+", line)
        if not words or words[0][:1] == b"#":
            continue
        try:
            _take(found, members, words)
        except Wrong as wrong:
            raise Wrong(f"line {number} of the policy: {wrong}") from None
    need(found.quorum, "the policy has no quorum")
    return found


def _take(found: Policy, members: set[bytes], words: list[bytes]) -> None:
    known = {*found.witnesses, *found.rules}
    match words:
        case [b"log", key] | [b"log", key, _]:
            log = note.key_from(note.utf8(key))
            need(all(log.public != one.public for one in found.logs), "a log twice")
            found.logs.append(log)
        case [b"witness", name, key] | [b"witness", name, key, _]:
            one = _cosigner(note.utf8(key))
            twice = any(one.public == other.public for other in found.witnesses.values())
            need(not twice, "a witness twice")
            need(name not in {*known, b"none"}, "a name twice")
            found.witnesses[name] = one
        case [b"group", name, least, *some] if some:
            need(name not in {*known, b"none"}, "a name twice")
            for member in some:
                need(member in known, "a name that is not known yet")
                need(member not in members, "a name that would count twice")
                members.add(member)
            found.rules[name] = (_least(least, len(some)), some)
        case [b"quorum", name]:
            need(not found.quorum, "a quorum twice")
            need(name in {*known, b"none"}, "a name that is not known yet")
            found.quorum = name
        case _:
            raise Wrong("neither log, witness, group nor quorum")
    need(max(len(found.logs), len(found.witnesses), len(found.rules)) <= 64, "more than 64")


def _least(word: bytes, count: int) -> int:
    if word in {b"any", b"all"}:
        return 1 if word == b"any" else count
    number = int(word) if re.fullmatch(rb"[1-9][0-9]{0,3}", word) else 0
    need(1 <= number <= count, "a group that cannot be met")
    return number


def _cosigner(text: str) -> Cosigner:
    parts = text.split("+", 2)
    need(len(parts) == 3 and parts[0] and not re.search(r"\s", parts[0]), "not a verifier key")
    raw = note.unbase64(parts[2])
    fits = raw and len(raw) == 1 + KEY_BYTES.get(raw[0], 0)
    need(fits and raw[0] in KEY_BYTES, "a key of a sort that witnesses do not have")
    found = Cosigner(parts[0], raw[0], raw[1:])
    need(found.key_id.hex() == parts[1], "the id in the verifier key does not fit it")
    return found
