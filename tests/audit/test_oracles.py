"""Proofs made here and checked by pymerkle, and the other way round."""

from functools import reduce
from itertools import pairwise

import pytest
from pymerkle import InmemoryTree, InvalidProof, verify_consistency, verify_inclusion
from pymerkle.proof import MerkleProof

from audit import merkle
from audit.verify import merkle as second

SIZES = (*range(1, 36), 63, 64, 65, 100, 127, 128, 129)
ENTRIES = [b"entry %d" % number for number in range(max(SIZES) + 1)]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]
ROOTS = [merkle.root(LEAVES[:size]) for size in range(len(LEAVES) + 1)]
CHECKERS = (merkle, second)


@pytest.fixture(scope="module")
def oracle() -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for entry in ENTRIES:
        tree.append_entry(entry)
    return tree


def refilled(theirs: MerkleProof, path: list[bytes]) -> MerkleProof:
    """A proof of theirs with other hashes in it."""
    return MerkleProof.deserialize({**theirs.serialize(), "path": [one.hex() for one in path]})


def test_inclusion_both_ways(oracle: InmemoryTree) -> None:
    """Theirs counts leaves from 1, and begins a path with the leaf itself."""
    for size in SIZES:
        for index in range(size) if size < 36 else (0, 1, size // 2, size - 2, size - 1):
            theirs = oracle.prove_inclusion(index + 1, size)
            for checker in CHECKERS:
                checker.check_inclusion(LEAVES[index], index, size, theirs.path[1:], ROOTS[size])
            ours = merkle.inclusion_proof(LEAVES[:size], index)
            verify_inclusion(
                LEAVES[index],
                ROOTS[size],
                refilled(theirs, [LEAVES[index], *ours]),
                index=index + 1,
                size=size,
            )
            if not ours:
                continue
            bad = [LEAVES[index], *ours[:-1], bytes(32)]
            with pytest.raises(InvalidProof):
                verify_inclusion(LEAVES[index], ROOTS[size], refilled(theirs, bad))
            for checker in CHECKERS:
                with pytest.raises(checker.BadProof):
                    checker.check_inclusion(LEAVES[index], index, size, bad[1:], ROOTS[size])


def as_rfc(theirs: MerkleProof, old: int) -> list[bytes]:
    """Their proof of consistency in the form of RFC 6962.

    Theirs is the path of the first new leaf, in which the left siblings make up the older tree. The
    RFC folds what lies below the first of those into one hash.
    """
    at = theirs.subset.index(1)
    steps = zip(theirs.path[1:at], theirs.rule, strict=False)
    folded = reduce(
        lambda below, step: (
            merkle.node_hash(step[0], below) if step[1] else merkle.node_hash(below, step[0])
        ),
        steps,
        theirs.path[0],
    )
    first = [] if old & (old - 1) == 0 else [theirs.path[at]]
    return [*first, folded, *theirs.path[at + 1 :]]


def test_consistency_both_ways(oracle: InmemoryTree) -> None:
    for new in SIZES:
        for old in range(1, new) if new < 36 else (1, new // 3, new // 2, new - 2, new - 1):
            theirs = oracle.prove_consistency(old, new)
            ours = merkle.consistency_proof(LEAVES[:new], old)
            assert as_rfc(theirs, old) == ours
            for checker in CHECKERS:
                checker.check_consistency(old, new, ROOTS[old], ROOTS[new], as_rfc(theirs, old))
            path = [LEAVES[old], *merkle.inclusion_proof(LEAVES[:new], old)]
            made = refilled(theirs, path)
            verify_consistency(ROOTS[old], ROOTS[new], made, prior_size=old, later_size=new)
            for bad in ([*path[:-1], bytes(32)], [bytes(32), *path[1:]]):
                with pytest.raises(InvalidProof):
                    verify_consistency(ROOTS[old], ROOTS[new], refilled(theirs, bad))


def test_a_proof_for_other_sizes_is_refused_by_all(oracle: InmemoryTree) -> None:
    for old, new in pairwise(SIZES):
        theirs = oracle.prove_consistency(old, new)
        with pytest.raises(InvalidProof):
            verify_consistency(ROOTS[old], ROOTS[new], theirs, prior_size=old, later_size=new + 1)
        for checker in CHECKERS:
            with pytest.raises(checker.BadProof):
                checker.check_consistency(
                    old, new + 1, ROOTS[old], ROOTS[new + 1], as_rfc(theirs, old)
                )
