"""The bundle: everything about a decided case that an outsider needs, as one zip file.

It is written by stream, as the log of a case is too large to be held.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from audit import export, merkle, note, tile
from audit.entry import canonical
from audit.tile import ENTRIES, WIDTH, Tile
from audit.zipform import TOO_LARGE, ZipForm
from kernel.errors import Conflict

AT_ONCE = 1 << 20  # bytes
LARGEST = 64 << 20  # bytes of what is handed down
LARGEST_VOTERS = 1 << 30  # and of the list of an assembly, 16 for each


@dataclass(frozen=True)
class RegistryEntry:
    """A `case.checkpoint` entry, its place, a registry checkpoint that covers it, and the proof."""

    entry: bytes
    index: int
    checkpoint: str
    size: int
    proof: Sequence[bytes]


@dataclass(frozen=True)
class Registry:
    """What the registry says of a case: its head at opening, and its last one.

    link: the proof that the checkpoint over the last continues the one over the first. handovers:
    each checkpoint up to there at which one key of the log handed over to the next, and the proof
    that the last one continues it.
    """

    opening: RegistryEntry
    latest: RegistryEntry
    link: Sequence[bytes]
    handovers: Sequence[tuple[str, Sequence[bytes]]] = ()


@dataclass(frozen=True)
class Log:
    """The log of a decided case: entries and leaves can be gone through, one after the other."""

    size: int
    checkpoint: str
    entries: Iterable[bytes]
    leaves: Iterable[bytes]
    verdict: bytes


def write(
    out: BinaryIO, log: Log, registry: Registry, attached: Mapping[str, bytes], spool: BinaryIO
) -> None:
    """Write a bundle to `out`; raises Conflict when it becomes too large.

    spool: an empty file, for what is made before its place in the bundle comes.
    """
    for path, content in attached.items():
        if len(content) > (LARGEST_VOTERS if path == "voters" else LARGEST):
            raise Conflict(TOO_LARGE)
    tiles = _Tiles(log)
    parts: dict[str, Callable[[], Iterable[bytes]]] = {
        **{path: tiles.of(one) for path, one in tiles.paths.items()},
        **{path: _whole(content) for path, content in _small(log, registry).items()},
        **{path: _whole(content) for path, content in attached.items()},
        "votes.csv": lambda: _votes(log, spool),
        "votes.jsonl": lambda: _again(spool),
    }
    form = ZipForm(out)
    for path in sorted(parts):
        form.put(path, parts[path]())
    form.end()


def _whole(content: bytes) -> Callable[[], Iterable[bytes]]:
    return lambda: [content]


def _small(log: Log, registry: Registry) -> dict[str, bytes]:
    """Return the members that can be held, by path."""
    opening, latest = registry.opening, registry.latest
    link = {
        "old": opening.size,
        "new": latest.size,
        "proof": [one.hex() for one in registry.link],
    }
    return {
        **_handovers(registry),
        "checkpoint": log.checkpoint.encode(),
        "registry/checkpoint": latest.checkpoint.encode(),
        "registry/case.entry": latest.entry,
        "registry/case.tlog-proof": _proof(latest),
        "registry/opening.entry": opening.entry,
        "registry/opening.tlog-proof": _proof(opening),
        "registry/consistency.json": canonical(link),
        "verdict.json": log.verdict,
        "summary.html": export.summary(log.verdict),
    }


def _handovers(registry: Registry) -> dict[str, bytes]:
    rows = [
        {"checkpoint": text, "proof": [one.hex() for one in proof]}
        for text, proof in registry.handovers
    ]
    return {"registry/handovers.json": canonical(rows)} if rows else {}


def _proof(found: RegistryEntry) -> bytes:
    return note.inclusion_file(found.index, list(found.proof), found.checkpoint)


class _Tiles:
    """The tiles of a log in the order of a bundle: hashes level by level, then the entries."""

    def __init__(self, log: Log) -> None:
        self.paths = {f"tile/{one.path}": one for one in tile.tiles(log.size)}
        self._entries, self._leaves = iter(log.entries), iter(log.leaves)
        self._above: dict[int, list[bytes]] = {}  # hashes of a level, from the tiles below

    def of(self, wanted: Tile) -> Callable[[], Iterable[bytes]]:
        """Return how to make a tile, when its turn comes."""
        return lambda: [self._content(wanted)]

    def _content(self, wanted: Tile) -> bytes:
        if wanted.level == ENTRIES:
            return tile.entries_in(self._next(self._entries, wanted))
        if wanted.level == 0:
            hashes = self._next(self._leaves, wanted)
        else:
            start = wanted.number * WIDTH
            hashes = self._above[wanted.level][start : start + wanted.width]
        if wanted.width == WIDTH:
            self._above.setdefault(wanted.level + 1, []).append(merkle.root(hashes))
        return b"".join(hashes)

    def _next(self, source: Iterator[bytes], wanted: Tile) -> list[bytes]:
        found = list(islice(source, wanted.width))
        if len(found) != wanted.width:
            raise ValueError(f"the log ends before its head: {wanted.path}")
        return found


def _votes(log: Log, spool: BinaryIO) -> Iterator[bytes]:
    """Yield the vote log as a table, and put it as JSON Lines into the spool."""
    for table, lines in export.vote_logs(log.entries):
        spool.write(lines)
        yield table


def _again(spool: BinaryIO) -> Iterator[bytes]:
    spool.seek(0)
    while some := spool.read(AT_ONCE):
        yield some
