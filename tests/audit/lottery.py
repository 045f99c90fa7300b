"""A roll and its draw, as `docs/formats.md` tells them, in the plainest way."""

from hashlib import sha256
from typing import Any

from audit import merkle
from audit.entry import canonical

Says = dict[str, Any]


class Roll:
    """40 people; some busy, some excluded."""

    def __init__(self, size: int = 40) -> None:
        self.leaves = [
            {
                "epoch": 3,
                "next_free_epoch": 4 if at % 7 == 0 else 0,
                "ord": at,
                "pseudonym": sha256(b"member %d" % at).hexdigest()[:32],
                "stratum": "all",
            }
            for at in range(size)
        ]
        self.hashes = [merkle.leaf_hash(canonical(leaf)) for leaf in self.leaves]
        self.conflict = sorted(leaf["pseudonym"] for leaf in self.leaves if leaf["ord"] % 5 == 1)
        self.cap = sorted(leaf["pseudonym"] for leaf in self.leaves if leaf["ord"] % 5 == 2)

    @property
    def excluded(self) -> Says:
        everyone = sorted(self.conflict + self.cap)
        root = merkle.root(merkle.leaf_hash(bytes.fromhex(one)) for one in everyone)
        reasons = {"household": len(self.conflict), "cap": len(self.cap)}
        return {"count": len(everyone), "root": root.hex(), "reasons": reasons}

    def lines(self, ords: set[int]) -> bytes:
        return b"".join(
            canonical(
                {
                    "leaf": canonical(self.leaves[at]).decode(),
                    "proof": [one.hex() for one in merkle.inclusion_proof(self.hashes, at)],
                }
            )
            + b"\n"
            for at in sorted(ords)
        )


class Stream:
    """The numbers of one draw, asked for as seats become free."""

    def __init__(self, roll: Roll, seed: bytes) -> None:
        self.roll, self.seed, self.j, self.seen = roll, seed, 0, set[int]()

    def rows(self, *free: str) -> list[list[Any]]:
        wanted, found, size = list(free), [], len(self.roll.leaves)
        while wanted and len(self.seen) < size:
            number = sha256(b"jury-draw/v1/seat\0" + self.seed + self.j.to_bytes(8, "big"))
            r, j = int(number.hexdigest(), 16), self.j
            self.j += 1
            if r >= 2**256 // size * size:
                continue
            leaf = self.roll.leaves[r % size]
            if leaf["ord"] in self.seen:
                kind = "duplicate"
            elif leaf["pseudonym"] in self.roll.conflict:
                kind = "conflict"
            elif leaf["next_free_epoch"] > leaf["epoch"]:
                kind = "cool-off"
            elif leaf["pseudonym"] in self.roll.cap:
                kind = "cap"
            else:
                kind = wanted.pop(0)
            self.seen.add(leaf["ord"])
            found.append([j, leaf["ord"], kind])
        return found
