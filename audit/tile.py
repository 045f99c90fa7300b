"""Tiles as in C2SP tlog-tiles: a tree as a fixed set of small files of height 8."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit import merkle

WIDTH = 256
HIGHEST = 63
_PATH = re.compile(r"(?:(entries)|(0|[1-9]\d?))/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?", re.A)
ENTRIES = -1  # the level that stands for the bundles of entries


@dataclass(frozen=True)
class Tile:
    """Which tile: its level (ENTRIES for entry bundles), its number, its width."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Its address after `tile/`, such as `0/x001/234.p/5`."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"{level}/{spelled(self.number)}{partial}"

    @property
    def span(self) -> int:
        """How many leaves stand under one of its hashes."""
        return int(WIDTH ** max(self.level, 0))

    @property
    def leaves(self) -> range:
        """The indices of the leaves under it."""
        start = self.number * WIDTH * self.span
        return range(start, start + self.width * self.span)


def spelled(number: int) -> str:
    """Return a tile's number as path elements of three digits: 1234067 is x001/x234/067."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03d}")
    return "/".join(groups)


def parsed(path: str) -> Tile:
    """Read an address after `tile/`; raises ValueError for any that is not in its one form."""
    found = _PATH.fullmatch(path)
    if not found or len(path) > 60:
        raise ValueError("no such tile")
    entries, level, number, width = found.groups()
    tile = Tile(
        ENTRIES if entries else int(level),
        int(number.replace("/x", "").replace("/", "").removeprefix("x")),
        int(width) if width else WIDTH,
    )
    if tile.level > HIGHEST or tile.width > WIDTH or tile.path != path:
        raise ValueError("no such tile")
    return tile


def tiles(size: int) -> Iterator[Tile]:
    """Yield every tile of a tree of `size` leaves, its entry bundles first."""
    return added(0, [size])


def added(old: int, sizes: Sequence[int]) -> Iterator[Tile]:
    """Yield each tile that the trees of these ascending sizes have, and the one of `old` leaves has
    not; none that is only a part of a full tile of the largest."""
    level = ENTRIES
    while whole := sizes[-1] // (span := WIDTH ** max(level, 0)):
        full, rest = divmod(whole, WIDTH)
        for number in range(old // span // WIDTH, full):
            yield Tile(level, number)
        widths = {size // span - full * WIDTH for size in sizes} if rest else set()
        for width in sorted(widths):
            if width > 0 and full * WIDTH + width > old // span:
                yield Tile(level, full, width)
        level += 1


def hashes_in(tile: Tile, leaves: Sequence[bytes]) -> bytes:
    """Return the content of a tile of hashes from the leaf hashes under it (`tile.leaves`)."""
    span = tile.span
    if len(leaves) != tile.width * span:
        raise ValueError("not the leaves of this tile")
    if span == 1:
        return b"".join(leaves)
    return b"".join(merkle.root(leaves[at : at + span]) for at in range(0, len(leaves), span))


def entries_in(entries: Sequence[bytes]) -> bytes:
    """Return the content of an entry bundle: for each entry be16(length) ‖ entry."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
