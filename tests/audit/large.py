"""An assembly as large as one likes, whose log is made entry by entry and never held."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from hashlib import sha256
from typing import Any, BinaryIO

from audit import bundle, merkle, note
from audit.entry import canonical
from audit.merkle import Edge, leaf_hash
from tests.audit.modes import Assembly
from tests.audit.synthetic import (
    BOX,
    FILE,
    ORIGIN,
    REF,
    SIGNER,
    SUITE,
    TIERS,
    checkpoint_entry,
    raw,
)

AGAIN = 50  # every so many voters vote twice
CHOICES = ("uphold", "deny", "cannot_judge")
Says = dict[str, Any]


def pid_of(number: int) -> str:
    return sha256(b"voter %d" % number).hexdigest()[:32]


def seal(says: Says, pid: str) -> str:
    text = canonical(says)
    plain = (len(text).to_bytes(2, "big") + text).ljust(1024, b"\0")
    info = f"jury/ballot/v1\n{REF}\n{pid}".encode()
    return note.b64(SUITE.encrypt(plain, BOX.public_key(), info))


def cast(number: int) -> list[bytes]:
    """Return the ballots of a voter: what they say goes by the number."""
    found = []
    for rev in range(1, 3 if number % AGAIN == 0 else 2):
        choice = CHOICES[number % 3]
        tier = TIERS[number % 2] if choice == "uphold" else None
        says = {"choice": choice, "issues": {"medication": "applies"}, "tier": tier, "v": 1}
        sealed = {"pid": pid_of(number), "rev": rev, "file": FILE, "reason": "5" * 64}
        sealed["sealed"] = seal(says, sealed["pid"])
        found.append(raw({"kind": "ballot", **sealed}))
    return found


class Large:
    """A decided assembly of so many voters, all of whom voted."""

    def __init__(self, voters: int) -> None:
        self.voters = voters
        self.sent = voters + -(-voters // AGAIN)
        self.small = Assembly()
        self.edge, self.heads = Edge(), {}

    @cached_property
    def pids(self) -> bytes:
        return b"".join(sorted(bytes.fromhex(pid_of(number)) for number in range(self.voters)))

    @property
    def attached(self) -> dict[str, bytes]:
        return {"voters": self.pids, "excluded.json": self.small.attached["excluded.json"]}

    @cached_property
    def committed(self) -> Says:
        pids = (self.pids[at : at + 16] for at in range(0, len(self.pids), 16))
        root = merkle.root(leaf_hash(one) for one in pids).hex()
        says = self.small.one("assembly.committed")
        size = self.voters + says["excluded"]["count"]
        voters = {"count": self.voters, "root": root}
        return {**says, "roll": {**says["roll"], "size": size}, "voters": voters}

    def lines(self, ballots: Iterable[list[bytes]]) -> Iterator[bytes]:
        """Yield the entries, given the ballots of each voter in turn."""
        self.edge = Edge()
        yield self._next(raw(self.small.one("case.opened")))
        yield self._next(raw(self.committed), "opening")
        for some in ballots:
            for one in some:
                yield self._next(one)
        closed = {**self.small.one("case.closed"), "ballots": self.sent}
        yield self._next(raw(closed), "closing")
        yield self._next(raw(self.small.one("key.revealed")))
        yield self._next(raw(self.verdict()), "case")

    def _next(self, line: bytes, head: str = "") -> bytes:
        self.edge = self.edge.extended([leaf_hash(line)])
        if head:
            self.heads[head] = {"size": self.edge.size, "root": self.edge.root.hex()}
        return line

    def verdict(self) -> Says:
        votes = {choice: len(range(at, self.voters, 3)) for at, choice in enumerate(CHOICES)}
        says = json.loads(json.dumps(self.small.one("verdict")))
        voters = self.committed["voters"]
        says["assembly"] = {"roll": self.committed["roll"]["root"], "voters": voters}
        numbers = {
            "seats": self.voters,
            "cast": self.voters,
            "valid": votes["uphold"] + votes["deny"],
        }
        says["numbers"] = {
            **numbers, **votes, "void": 0, "replaced_ballots": self.sent - self.voters,
        }  # fmt: skip
        says["issues"]["medication"] = dict.fromkeys(says["issues"]["medication"], 0)
        says["issues"]["medication"]["applies"] = self.voters
        tiers = [len(range(0, self.voters, 6)), len(range(3, self.voters, 6))]
        says["tiers"] = {str(tier): count for tier, count in zip(TIERS, tiers, strict=True)}
        upheld = votes["uphold"] > votes["deny"]
        says.update(outcome="upheld" if upheld else "denied", tier=TIERS[0] if upheld else None)
        says["checkpoints"] = {name: self.heads[name] for name in ("opening", "closing")}
        return says

    def registry(self) -> list[bytes]:
        """What the registry holds of it, once all its lines were made."""
        heads = [self.heads["opening"], self.heads["case"]]
        return [checkpoint_entry(one["size"], bytes.fromhex(one["root"])) for one in heads]

    def note_of(self, log: str, size: int, root: bytes) -> str:
        origin = ORIGIN if log == "registry" else f"{ORIGIN}/case/{log}"
        return note.signed(note.Checkpoint(origin, size, root).text, origin, SIGNER)

    def write(self, lines: "list[bytes] | Lines", out: BinaryIO, spool: BinaryIO) -> None:
        """Write its bundle, given all its lines, which were gone through before."""
        registry = self.registry()
        leaves = [leaf_hash(one) for one in registry]
        found = [
            bundle.RegistryEntry(
                one,
                at,
                self.note_of("registry", at + 1, merkle.root(leaves[: at + 1])),
                at + 1,
                merkle.inclusion_proof(leaves[: at + 1], at),
            )
            for at, one in enumerate(registry)
        ]
        size, root = self.heads["case"]["size"], bytes.fromhex(self.heads["case"]["root"])
        log = bundle.Log(
            size,
            self.note_of(REF, size, root),
            lines,
            Lines(lambda: map(leaf_hash, lines)),
            raw(self.verdict()),
        )
        link = merkle.consistency_proof(leaves, 1)
        bundle.write(out, log, bundle.Registry(*found, link), self.attached, spool)


class Lines:
    """Lines that are made anew each time that they are gone through."""

    def __init__(self, made: Callable[[], Iterator[bytes]]) -> None:
        self._made = made

    def __iter__(self) -> Iterator[bytes]:
        return self._made()
