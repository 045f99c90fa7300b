"""The lottery `jury-draw/v1`: O(seats) for any pool, and anybody can draw it again.

docs/formats.md, "The draw", says the same at length.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
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

    @property
    def rests(self) -> bool:
        """Whether the lot does not fall on it in its epoch."""
        return self.next_free_epoch > self.epoch

    def encode(self) -> bytes:
        """Return the leaf's data, as the roll's tree holds it."""
        return canonical(vars(self))

    def hash(self) -> bytes:
        """Return its leaf hash in the roll's tree."""
        return leaf_hash(self.encode())


@dataclass(frozen=True)
class Pool:
    """Who may be drawn: the size of the roll, and ways to look up a leaf, and whether the
    commitment left a pseudonym out: as a conflict, or by the cap."""

    size: int
    leaf: Callable[[int], Leaf]
    left_out: Callable[[str], Disposition | None] = lambda _pseudonym: None

    def barred(self, ord: int) -> Disposition | None:
        """Return why the one at `ord` may not sit, None for one who may."""
        leaf = self.leaf(ord)
        left_out = self.left_out(leaf.pseudonym)
        if left_out is not Disposition.CONFLICT and leaf.rests:
            return Disposition.COOL_OFF
        return left_out


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


def lots(label: bytes, seed: bytes, places: range, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield (j, place) from `start` on, without end; nothing where there are no places."""
    size = places.stop - places.start
    if size == 0:
        return
    for j in count(start):
        at = lot(label, seed, j, size)
        if at is not None:
            yield j, places.start + at


@dataclass(frozen=True)
class Stream:
    """The lots of one seed that fall on places of the roll side by side; `pool`: who may sit."""

    label: bytes
    seed: bytes
    places: range
    pool: Pool

    def rows(self, before: Sequence[Row], seats: int, alternates: int = 0) -> list[Row]:
        """Go on after the rows `before`; return each place that came, with what became of it.

        It ends with the row that fills the last place asked for, or with the one by which every
        place was seen.
        """
        return list(self._rows(before, seats, alternates))

    def _rows(self, before: Sequence[Row], seats: int, alternates: int) -> Iterator[Row]:
        seen = {ord for _j, ord, _what in before}
        start = before[-1][0] + 1 if before else 0
        stream = lots(self.label, self.seed, self.places, start)
        while (seats or alternates) and len(seen) < len(self.places):
            j, ord = next(stream)
            if ord in seen:
                yield j, ord, Disposition.DUPLICATE
                continue
            seen.add(ord)
            barred = self.pool.barred(ord)
            if barred:
                yield j, ord, barred
            elif seats:
                seats -= 1
                yield j, ord, Disposition.SEATED
            else:
                alternates -= 1
                yield j, ord, Disposition.ALTERNATE


def draw(seed: bytes, pool: Pool, seats: int, alternates: int) -> list[Row]:
    """Draw a panel from the whole roll; return its rows, as `Stream.rows` does."""
    return Stream(SEAT, seed, range(pool.size), pool).rows([], seats, alternates)


def draw_on(seed: bytes, pool: Pool, before: Sequence[Row]) -> list[Row]:
    """Go on after the rows `before` until one more is seated; return the new rows alone.

    When everybody on the roll has been seen, nobody is seated.
    """
    return Stream(SEAT, seed, range(pool.size), pool).rows(before, 1)


def excluded_root(pseudonyms: Iterable[str]) -> str:
    """Return the RFC 6962 root (hex) of the excluded, who come sorted."""
    return root(leaf_hash(bytes.fromhex(one)) for one in pseudonyms).hex()
