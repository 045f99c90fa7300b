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


class StrataRoll(Roll):
    """The same people by strata: two large ones, one of six and one of three."""

    SIZES = {"age=old;joined=lately": 3, "age=old;joined=long ago": 16}
    SIZES |= {"age=young;joined=lately": 15, "age=young;joined=long ago": 6}

    def __init__(self) -> None:
        super().__init__()
        strata = [name for name, size in self.SIZES.items() for _one in range(size)]
        for leaf, stratum in zip(self.leaves, strata, strict=True):
            leaf["stratum"] = stratum
        self.leaves.sort(key=lambda leaf: (leaf["stratum"], leaf["pseudonym"]))
        for at, leaf in enumerate(self.leaves):
            leaf["ord"] = at
        self.hashes = [merkle.leaf_hash(canonical(leaf)) for leaf in self.leaves]

    def places(self, stratum: str) -> list[int]:
        return [leaf["ord"] for leaf in self.leaves if leaf["stratum"] == stratum]

    def available(self, stratum: str) -> int:
        barred = {*self.conflict, *self.cap}
        return sum(
            leaf["pseudonym"] not in barred and leaf["next_free_epoch"] <= leaf["epoch"]
            for leaf in self.leaves
            if leaf["stratum"] == stratum
        )


class Stream:
    """The numbers of one lot, asked for as seats become free; over the whole roll unless told."""

    def __init__(
        self,
        roll: Roll,
        seed: bytes,
        label: bytes = b"jury-draw/v1/seat\0",
        places: list[int] | None = None,
    ) -> None:
        self.roll, self.begins, self.j, self.seen = roll, label + seed, 0, set[int]()
        self.places = list(range(len(roll.leaves))) if places is None else places

    def rows(self, *free: str) -> list[list[Any]]:
        wanted, found, size = list(free), [], len(self.places)
        while wanted and len(self.seen) < size:
            number = sha256(self.begins + self.j.to_bytes(8, "big"))
            r, j = int(number.hexdigest(), 16), self.j
            self.j += 1
            if r >= 2**256 // size * size:
                continue
            leaf = self.roll.leaves[self.places[r % size]]
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
