"""The numbers of a lot, and what becomes of each: jury-draw/v1."""

from collections.abc import Iterator
from hashlib import sha256

from .roll import Roll
from .step import Wrong

Row = tuple[int, int, str]


def numbers(begins: bytes, size: int) -> Iterator[tuple[int, int]]:
    """Yield (j, number below `size`) for every j that is not refused.

    begins: the label and the seed, which the hashes begin with.
    """
    limit, j = 2**256 - 2**256 % size, 0
    while True:
        number = int.from_bytes(sha256(begins + j.to_bytes(8, "big")).digest(), "big")
        if number < limit:
            yield j, number % size
        j += 1


class Stream:
    """The stream of a lot over some places of the roll, asked for rows as seats become free."""

    def __init__(self, begins: bytes, places: range, roll: Roll) -> None:
        self.numbers = numbers(begins, len(places))
        self.places = places
        self.roll = roll
        self.seen: set[int] = set()

    def rows(self, seats: int, alternates: int = 0) -> list[Row]:
        """Return the rows that fill so many seats and alternates, or all that are left."""
        found: list[Row] = []
        taken = 0  # counted: a bundle may ask for any number
        while taken < seats + alternates and len(self.seen) < len(self.places):
            j, number = next(self.numbers)
            at = self.places[number]
            kind = self._skipped(at)
            if kind is None:
                kind = "seated" if taken < seats else "alternate"
                taken += 1
            self.seen.add(at)
            found.append((j, at, kind))
        return found

    def _skipped(self, at: int) -> str | None:
        if at in self.seen:
            return "duplicate"
        leaf = self.roll.leaves.get(at)
        if leaf is None:
            raise Wrong(f"the stream gives {at}, which the log does not list")
        if leaf["pseudonym"] in self.roll.conflict:
            return "conflict"
        if leaf["next_free_epoch"] > leaf["epoch"]:
            return "cool-off"
        return "cap" if leaf["pseudonym"] in self.roll.cap else None


def chosen(rows: list[Row], kind: str) -> list[int]:
    """Return the places that rows of a kind name, in their order."""
    return [at for _j, at, what in rows if what == kind]
