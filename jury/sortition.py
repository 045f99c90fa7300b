"""The lottery `jury-draw/v1`: O(seats) for any pool, and anybody can draw it again.

docs/formats.md, "The draw", says the same at length.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import count

from audit.entry import canonical
from audit.merkle import leaf_hash, root

HOUSE = b"jury-draw/v1/house\0"
SEED = b"jury-draw/v1/seed\0"
SEAT = b"jury-draw/v1/seat\0"


class Disposition(StrEnum):
    """What became of an index that the stream gave."""

    SEATED = "seated"
    ALTERNATE = "alternate"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    COOL_OFF = "cool-off"
    CAP = "cap"


Row = tuple[int, int, Disposition]


@dataclass(frozen=True)
class Leaf:
    """A place on the roll. `pseudonym` is 16 bytes in hex, known to the juror and the operator."""

    epoch: int
    ord: int
    pseudonym: str
    stratum: str
    next_free_epoch: int = 0

    def encode(self) -> bytes:
        """Return the leaf's data, as the roll's tree holds it."""
        return canonical(asdict(self))

    def hash(self) -> bytes:
        """Return its leaf hash in the roll's tree."""
        return leaf_hash(self.encode())


@dataclass(frozen=True)
class Pool:
    """Who may be drawn: the size of the roll, a way to look a leaf up, and who is left out."""

    size: int
    leaf: Callable[[int], Leaf]
    excluded: Collection[str] = frozenset()
    capped: Collection[str] = frozenset()

    def barred(self, ord: int) -> Disposition | None:
        """Return why the one at `ord` may not sit, None for one who may."""
        leaf = self.leaf(ord)
        if leaf.pseudonym in self.excluded:
            return Disposition.CONFLICT
        if leaf.next_free_epoch > leaf.epoch:
            return Disposition.COOL_OFF
        if leaf.pseudonym in self.capped:
            return Disposition.CAP
        return None


def commitment(secret: bytes) -> str:
    """Return what is published of the house's secret before the draw."""
    return sha256(HOUSE + secret).hexdigest()


def seed_of(commit_digest: bytes, randomness: bytes) -> bytes:
    """Return the seed: it hangs on the logged commitment and on the randomness."""
    return sha256(SEED + commit_digest + randomness).digest()


def lot(label: bytes, seed: bytes, j: int, size: int) -> int | None:
    """Return the j-th number below `size`; None where the number would favour some."""
    number = int.from_bytes(sha256(label + seed + j.to_bytes(8, "big")).digest(), "big")
    if number >= (1 << 256) // size * size:
        return None
    return number % size


def index(seed: bytes, j: int, size: int) -> int | None:
    """Return the j-th index into a roll of `size`, None as `lot` does."""
    return lot(SEAT, seed, j, size)


def indices(seed: bytes, size: int, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield (j, ord) from `start` on, without end; nothing for an empty roll."""
    if size == 0:
        return
    for j in count(start):
        ord = index(seed, j, size)
        if ord is not None:
            yield j, ord


def draw(seed: bytes, pool: Pool, seats: int, alternates: int) -> list[Row]:
    """Draw a panel; return each index that the stream gave, with what became of it.

    It ends with the row that fills the last place, or with the one by which every ord was seen.
    """
    return list(_rows(seed, pool, [], seats, alternates))


def draw_on(seed: bytes, pool: Pool, before: list[Row]) -> list[Row]:
    """Go on after the rows `before` until one more is seated; return the new rows alone.

    When everybody on the roll has been seen, nobody is seated.
    """
    return list(_rows(seed, pool, before, 1, 0))


def _rows(seed: bytes, pool: Pool, before: list[Row], seats: int, alternates: int) -> Iterator[Row]:
    seen = {ord for _j, ord, _what in before}
    start = before[-1][0] + 1 if before else 0
    stream = indices(seed, pool.size, start)
    while (seats or alternates) and len(seen) < pool.size:
        j, ord = next(stream)
        if ord in seen:
            yield j, ord, Disposition.DUPLICATE
            continue
        seen.add(ord)
        barred = pool.barred(ord)
        if barred:
            yield j, ord, barred
        elif seats:
            seats -= 1
            yield j, ord, Disposition.SEATED
        else:
            alternates -= 1
            yield j, ord, Disposition.ALTERNATE


def roll_root(leaves: list[Leaf]) -> str:
    """Return the RFC 6962 root (hex) of a roll, in the order of `ord`."""
    return root(leaf.hash() for leaf in leaves).hex()


def excluded_root(pseudonyms: Collection[str]) -> str:
    """Return the RFC 6962 root (hex) of the excluded, sorted."""
    return root(leaf_hash(bytes.fromhex(one)) for one in sorted(pseudonyms)).hex()


def resting(pool_size: int, seated: Collection[str]) -> frozenset[str]:
    """Return who of the last panels drawn rests one epoch: all of them, or nobody.

    They rest only while at least half of the pool stays free: a stricter rota would make the next
    panel guessable.
    """
    return frozenset(seated) if 2 * len(seated) <= pool_size else frozenset()
