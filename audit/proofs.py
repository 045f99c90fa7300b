"""Proofs out of tiles: a tree of any size is asked for a few rows of hashes, never for its leaves.

A root over a part of the tree, and a proof, take at most two tiles of each level.
"""

from collections.abc import Callable

from audit import merkle
from audit.merkle import HASH
from audit.tile import WIDTH, Tile

HEIGHT = 8  # of a tile: 256 hashes wide
Read = Callable[[Tile], bytes]  # the content of a tile of hashes that the tree has


class Tree:
    """A tree of `size` leaves, which `read` gives tiles of: each is read once."""

    def __init__(self, size: int, read: Read) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], bytes] = {}

    def root(self, low: int, high: int) -> bytes:
        """Return the root over the leaves from `low` until before `high`.

        Those of a whole tree of any size up to ours, or of a part that a proof of RFC 6962 splits
        it into.
        """
        if low == high:
            return merkle.EMPTY_ROOT
        peaks = []
        while low < high:
            height = (high - low).bit_length() - 1
            peaks.append(self._perfect(low, height))
            low += 1 << height
        found = peaks.pop()
        while peaks:
            found = merkle.node_hash(peaks.pop(), found)
        return found

    def inclusion(self, index: int) -> list[bytes]:
        """Return the proof that leaf `index` is in it; raises IndexError where there is none."""
        return merkle.inclusion_path(self.size, index, self.root)

    def consistency(self, old: int) -> list[bytes]:
        """Return the proof that it continues the tree of its first `old` leaves; ValueError where
        it has not that many."""
        return merkle.consistency_path(self.size, old, self.root)

    def _perfect(self, low: int, height: int) -> bytes:
        """Return the root over 2^height leaves from `low` on, which are a subtree of their own."""
        level, above = divmod(height, HEIGHT)
        number, start = divmod(low >> (HEIGHT * level), WIDTH)
        row = self._tile(level, number)
        stop = start + (1 << above)
        return merkle.root(row[at * HASH : (at + 1) * HASH] for at in range(start, stop))

    def _tile(self, level: int, number: int) -> bytes:
        if (level, number) not in self._tiles:
            width = min(WIDTH, (self.size >> (HEIGHT * level)) - number * WIDTH)
            self._tiles[level, number] = self._read(Tile(level, number, width))
        return self._tiles[level, number]
