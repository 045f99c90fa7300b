"""The tree over a log that is too large to be held: its leaves, 32 bytes each, and its tiles."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

from .merkle import paired, root
from .step import Wrong, need

WIDTH = 256


class Leaves(Sequence[bytes]):
    """Leaf hashes one after the other, and the roots over each 256 of them that are known."""

    def __init__(self, raw: bytes | bytearray = b"", blocks: Iterable[bytes] = ()) -> None:
        self.raw = bytearray(raw)
        self.blocks = list(blocks)

    def __len__(self) -> int:
        return len(self.raw) // 32

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> "Leaves": ...
    def __getitem__(self, at: int | slice) -> "bytes | Leaves":
        if isinstance(at, slice):
            start, stop, _step = at.indices(len(self))
            return Leaves(self.raw[start * 32 : stop * 32])
        place = range(len(self))[at] * 32
        return bytes(self.raw[place : place + 32])

    def index(self, leaf: object, start: int = 0, stop: int | None = None) -> int:
        """Return where a leaf stands; raises ValueError."""
        if not isinstance(leaf, bytes) or len(leaf) != 32:
            raise ValueError("no leaf")
        at = self.raw.index(leaf, start * 32)
        while at % 32:
            at = self.raw.index(leaf, at + 1)
        return at // 32

    def __contains__(self, leaf: object) -> bool:
        try:
            return self.index(leaf) >= 0
        except ValueError:
            return False

    def root(self, size: int) -> bytes:
        """Return the root over the first so many leaves."""
        whole = size // WIDTH
        rest = self[whole * WIDTH : size]
        return paired([*self.blocks[:whole], *([root(rest)] if rest else [])])


def tiles(leaves: Leaves) -> Iterator[tuple[str, bytes]]:
    """Yield every tile of hashes by its name (C2SP tlog-tiles), level by level."""
    for at in range(0, len(leaves), WIDTH):
        raw = bytes(leaves.raw[at * 32 : (at + WIDTH) * 32])
        yield f"tile/0/{_spelled(at // WIDTH, len(raw) // 32)}", raw
    level, hashes = 1, leaves.blocks
    while hashes:
        above = []
        for at in range(0, len(hashes), WIDTH):
            some = hashes[at : at + WIDTH]
            yield f"tile/{level}/{_spelled(at // WIDTH, len(some))}", b"".join(some)
            if len(some) == WIDTH:
                above.append(root(some))
        level, hashes = level + 1, above


def bundles(size: int) -> Iterator[tuple[str, int]]:
    """Yield the name of every bundle of entries of a log, and how many are in it."""
    for at in range(0, size, WIDTH):
        width = min(WIDTH, size - at)
        yield f"tile/entries/{_spelled(at // WIDTH, width)}", width


def unpacked(raw: bytes, name: str) -> list[bytes]:
    """Return the entries in a bundle of entries; raises Wrong."""
    found: list[bytes] = []
    at = 0
    while at < len(raw):
        length = int.from_bytes(raw[at : at + 2], "big")
        if at + 2 + length > len(raw):
            raise Wrong(f"{name} ends within an entry")
        if len(found) == WIDTH:
            raise Wrong(f"{name} holds more than {WIDTH} entries")
        found.append(raw[at + 2 : at + 2 + length])
        at += 2 + length
    return found


def in_order(members: Mapping[str, bytes]) -> list[str]:
    """Return the names of all bundles of entries, in the order of their numbers."""
    names = [name for name in members if name.startswith("tile/entries/")]
    return sorted(names, key=_number)


def check(leaves: Leaves, counts: Mapping[str, int], members: Mapping[str, bytes]) -> int:
    """Check that the tiles are those of these leaves; return how many there are.

    counts: the entries in each bundle of entries.
    """
    wanted = dict(bundles(len(leaves)))
    hashes = {name for name, _raw in tiles(leaves)}
    there = {name for name in members if name.startswith("tile/")}
    need(there == hashes | set(wanted), "tiles are missing or surplus")
    for name, count in counts.items():
        need(count == wanted[name], f"{name} is not what its entries give")
    for name, raw in tiles(leaves):
        need(members[name] == raw, f"{name} is not what its entries give")
    return len(there)


def _number(name: str) -> int:
    return int(re.sub("[^0-9]", "", name.removeprefix("tile/entries/").split(".p/")[0]))


def _spelled(number: int, width: int) -> str:
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    partial = f".p/{width}" if width < WIDTH else ""
    return "/".join([*("x" + group for group in groups[:-1]), groups[-1]]) + partial
