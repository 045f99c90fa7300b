"""What is measured, and against what."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from audit.merkle import leaf_hash, root
from jury.sortition import indices

Pair = tuple[Callable[[], object], Callable[[], object]]
ROLL = 80_000_000
ENTRY = 300  # bytes, about as long as a ballot's entry without its sealed part


@dataclass(frozen=True)
class Case:
    """A work, its yardstick, and the least ratio between them that we promise."""

    name: str
    sizes: tuple[int, ...]
    at_least: float
    prepare: Callable[[int], Pair]


def tree(size: int) -> Pair:
    """The root over `size` entries, against bare SHA-256 of the same entries."""
    entries = [n.to_bytes(8, "big").ljust(ENTRY, b"x") for n in range(size)]
    return (
        lambda: root(leaf_hash(entry) for entry in entries),
        lambda: [sha256(entry).digest() for entry in entries],
    )


def draw(size: int) -> Pair:
    """`size` places drawn of a roll of 80 million, against as many SHA-256 of the same length."""
    seed = sha256(b"bench").digest()
    prefix = b"jury-draw/v1/seat\0" + seed
    return (
        lambda: sum(1 for _ in islice(indices(seed, ROLL), size)),
        lambda: [sha256(prefix + j.to_bytes(8, "big")).digest() for j in range(size)],
    )


ALL = (
    Case("tree", (1_000, 10_000, 100_000), 0.3, tree),
    Case("draw", (12, 1_000, 100_000), 0.3, draw),
)
