"""Merkle trees as in RFC 6962 section 2: leaves, roots, edges, proofs.

A tree is never kept. Its **edge** is: the roots of the perfect subtrees that it falls into, the
largest first, one for each bit that is set in its size. The edge is all that an append needs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH = 32
EMPTY_ROOT = sha256(b"").digest()
RootOf = Callable[[int, int], bytes]  # from a leaf until before another: the root over them


class BadProof(Exception):
    """A proof does not prove what it was shown for."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the leaf of `entry`: SHA-256(0x00 ‖ entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the parent of two hashes: SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Edge:
    """The right edge of a tree of `size` leaves."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.peaks) != self.size.bit_count():
            raise ValueError("an edge has one hash for each bit set in its size")

    def extended(self, leaves: Iterable[bytes]) -> "Edge":
        """Return the edge after `leaves` (leaf hashes) were appended: O(log n) each at most."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            merging, whole = size, leaf
            while merging & 1:  # a perfect tree of this height stands to the left: join them
                whole = node_hash(peaks.pop(), whole)
                merging >>= 1
            peaks.append(whole)
            size += 1
        return Edge(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.peaks:
            return EMPTY_ROOT
        right = self.peaks[-1]
        for left in reversed(self.peaks[:-1]):
            right = node_hash(left, right)
        return right

    def packed(self) -> bytes:
        """Return the peaks as bytes, for a column."""
        return b"".join(self.peaks)

    @classmethod
    def unpacked(cls, size: int, packed: bytes) -> "Edge":
        """Read what `packed` wrote; raises ValueError if it does not fit `size`."""
        return cls(size, tuple(packed[at : at + HASH] for at in range(0, len(packed), HASH)))


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    return Edge().extended(leaves).root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree over `leaves` (RFC 6962, 2.1.1).

    Raises IndexError for an index outside the tree.
    """
    return inclusion_path(len(leaves), index, lambda low, high: root(leaves[low:high]))


def inclusion_path(size: int, index: int, root_of: RootOf) -> list[bytes]:
    """As `inclusion_proof`, in a tree of `size` leaves whose parts are asked for their roots."""
    if not 0 <= index < size:
        raise IndexError(index)
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root_of(middle, high))
            high = middle
        else:
            path.append(root_of(low, middle))
            low = middle
    return path[::-1]


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """Return the proof that the tree over `leaves` continues the one of its first `old` leaves.

    RFC 6962, section 2.1.2. Raises ValueError when `old` is larger than the tree.
    """
    return consistency_path(len(leaves), old, lambda low, high: root(leaves[low:high]))


def consistency_path(size: int, old: int, root_of: RootOf) -> list[bytes]:
    """As `consistency_proof`, in a tree of `size` leaves whose parts are asked for their roots."""
    if not 0 <= old <= size:
        raise ValueError("the older tree is larger than the newer")
    if old in {0, size}:
        return []
    path: list[bytes] = []
    low, high, whole = 0, size, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(root_of(middle, high))
            high = middle
        else:
            path.append(root_of(low, middle))
            low, whole = middle, False
    if not whole:
        path.append(root_of(low, high))
    return path[::-1]


def check_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes
) -> None:
    """Raise BadProof unless `proof` leads from leaf hash `leaf` at `index` to `expected`."""
    if not 0 <= index < size:
        raise BadProof("the index lies outside the tree")
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    _check_hashes(proof, inner + border, leaf, expected)
    found = leaf
    for level, sibling in enumerate(proof[:inner]):
        right = (index >> level) & 1
        found = node_hash(sibling, found) if right else node_hash(found, sibling)
    for sibling in proof[inner:]:
        found = node_hash(sibling, found)
    if found != expected:
        raise BadProof("the proof leads to another root")


def check_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise BadProof unless the tree of size `new` begins with the tree of size `old`.

    Sizes that are equal need equal roots and no proof. Every tree continues the empty one: to be
    asked for a proof of that is refused.
    """
    if not 0 < old <= new:
        raise BadProof("the older tree is empty, or larger than the newer")
    if old == new:
        _check_hashes(proof, 0)
        if old_root != new_root:
            raise BadProof("two roots for one size")
        return
    shift = (old & -old).bit_length() - 1  # height of the old tree's smallest perfect subtree
    inner = ((old - 1) ^ (new - 1)).bit_length()
    border = ((old - 1) >> inner).bit_count()
    # When the old tree is perfect, its root itself is the seed, and the proof leaves it out.
    perfect = old == 1 << shift
    _check_hashes(proof, inner - shift + border + (not perfect), old_root, new_root)
    seed, rest = (old_root, list(proof)) if perfect else (proof[0], list(proof[1:]))
    inside = inner - shift
    older = newer = seed
    for level, sibling in enumerate(rest[:inside], start=shift):
        if ((old - 1) >> level) & 1:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
        else:
            newer = node_hash(newer, sibling)
    for sibling in rest[inside:]:
        older, newer = node_hash(sibling, older), node_hash(sibling, newer)
    if older != old_root:
        raise BadProof("the proof leads to another older root")
    if newer != new_root:
        raise BadProof("the proof leads to another newer root")


def _split(count: int) -> int:
    """Return the largest power of two smaller than `count` (which is at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)


def _check_hashes(proof: Sequence[bytes], wanted: int, *others: bytes) -> None:
    if len(proof) != wanted:
        raise BadProof(f"the proof has {len(proof)} hashes instead of {wanted}")
    if any(len(digest) != HASH for digest in (*proof, *others)):
        raise BadProof("a hash is not 32 bytes long")
