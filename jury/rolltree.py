"""The tree of a roll, kept as tiles: a root from a stream of leaves, a proof from a few tiles.

Tiles are those of `audit.tile`: a tile holds up to 256 hashes of one level, and each hash of a
level stands for a full tile of the level below (C2SP tlog-tiles; RFC 6962 section 2.1).
"""

from collections.abc import Callable, Iterable, Iterator

from audit import merkle
from audit.tile import WIDTH, Tile

HEIGHT = 8  # levels of the tree in a tile
Read = Callable[[Tile], bytes]


class Growing:
    """A tree that grows by leaves, and lets go of each tile as soon as it is full."""

    def __init__(self) -> None:
        self.size = 0
        self._open: list[list[bytes]] = [[]]  # by level: the hashes of the tile that is not full
        self._full: list[int] = [0]  # by level: how many tiles were

    def grown(self, leaves: Iterable[bytes]) -> Iterator[tuple[Tile, bytes]]:
        """Take leaf hashes in; yield each tile that they fill, with its content."""
        for leaf in leaves:
            self.size += 1
            yield from self._put(0, leaf)

    def _put(self, level: int, digest: bytes) -> Iterator[tuple[Tile, bytes]]:
        if level == len(self._open):
            self._open.append([])
            self._full.append(0)
        hashes = self._open[level]
        hashes.append(digest)
        if len(hashes) == WIDTH:
            yield Tile(level, self._full[level]), b"".join(hashes)
            whole = merkle.root(hashes)
            hashes.clear()
            self._full[level] += 1
            yield from self._put(level + 1, whole)

    def rest(self) -> Iterator[tuple[Tile, bytes]]:
        """Yield the tiles that are not full, when there are no more leaves."""
        for level, hashes in enumerate(self._open):
            if hashes:
                yield Tile(level, self._full[level], len(hashes)), b"".join(hashes)

    @property
    def root(self) -> bytes:
        """The root over all leaves until now."""
        peaks = [merkle.Edge().extended(hashes).peaks for hashes in reversed(self._open)]
        return merkle.Edge(self.size, tuple(one for level in peaks for one in level)).root


def inclusion_proof(size: int, index: int, read: Read) -> list[bytes]:
    """Return the audit path of leaf `index` in a tree of `size` (RFC 6962, 2.1.1).

    read: returns the content of a tile; it is asked for a handful, whatever the size. Raises
    IndexError for an index outside the tree.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_subtree(size, middle, high, read))
            high = middle
        else:
            path.append(_subtree(size, low, middle, read))
            low = middle
    return path[::-1]


def tile_at(size: int, level: int, number: int) -> Tile:
    """Return the tile of a tree of `size` at this place, as wide as it is there."""
    return Tile(level, number, min(WIDTH, size // WIDTH**level - number * WIDTH))


def _subtree(size: int, low: int, high: int, read: Read) -> bytes:
    """Return the root over the leaves from `low` until before `high`."""
    count = high - low
    if count & (count - 1):
        middle = low + _split(count)
        return merkle.node_hash(
            _subtree(size, low, middle, read), _subtree(size, middle, high, read)
        )
    level, height = divmod(count.bit_length() - 1, HEIGHT)
    number, first = divmod(low // WIDTH**level, WIDTH)
    hashes = read(tile_at(size, level, number))
    digests = (hashes[at * merkle.HASH :][: merkle.HASH] for at in range(first, first + 2**height))
    return merkle.root(digests)


def _split(count: int) -> int:
    """Return the largest power of two smaller than `count` (which is at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)
