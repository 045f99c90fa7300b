"""RFC 6962, section 2: roots by definition, proofs by the recursion of RFC 9162."""

from collections.abc import Iterable
from hashlib import sha256
from itertools import islice


class BadProof(Exception):
    """A proof does not prove what it was shown for."""


def leaf(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaves, 256 of which are held at once: those under one hash of row 8."""
    row, rest = [], iter(leaves)
    while some := list(islice(rest, 256)):
        row.append(paired(some))
    return paired(row)


def paired(row: list[bytes]) -> bytes:
    """Pair up the hashes of a row until one is left; one without a partner moves up as it is."""
    if not row:
        return sha256(b"").digest()
    while len(row) > 1:
        pairs = [node(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        row = pairs + row[len(row) & ~1 :]
    return row[0]


def check_inclusion(
    leaf_hash: bytes, index: int, size: int, proof: list[bytes], expected: bytes
) -> None:
    """RFC 9162, section 2.1.3.2; raises BadProof."""
    if not 0 <= index < size:
        raise BadProof("the index lies outside the tree")
    _check_lengths([*proof, leaf_hash, expected])
    at, last, found = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise BadProof("the proof is too long")
        if at & 1 or at == last:
            found = node(sibling, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise BadProof("the proof is too short")
    if found != expected:
        raise BadProof("the proof leads to another root")


def check_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]
) -> None:
    """RFC 9162, section 2.1.4.2; raises BadProof."""
    if not 0 < old <= new:
        raise BadProof("the older tree is empty, or larger than the newer")
    if old == new:
        if proof or old_root != new_root:
            raise BadProof("two roots for one size, or a proof where none is needed")
        return
    _check_lengths([*proof, old_root, new_root])
    # The root of a perfect old tree begins the path, and the proof leaves it out.
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        raise BadProof("the proof is too short")
    if _climb(old - 1, new - 1, path) != (old_root, new_root):
        raise BadProof("the proof leads to another root")


def _climb(at: int, last: int, path: list[bytes]) -> tuple[bytes, bytes]:
    """Return the older and the newer root that a consistency path leads to."""
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise BadProof("the proof is too long")
        if at & 1 or at == last:
            older, newer = node(sibling, older), node(sibling, newer)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            newer = node(newer, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise BadProof("the proof is too short")
    return older, newer


def _check_lengths(hashes: list[bytes]) -> None:
    if any(len(digest) != 32 for digest in hashes):
        raise BadProof("a hash is not 32 bytes long")
