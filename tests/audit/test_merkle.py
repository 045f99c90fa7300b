"""The tree: every size from 0 to 600, the vectors of others, and an oracle of others."""

import base64
import json
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from audit import merkle
from audit.verify import merkle as second

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT.parent / "shared" / "vectors" / "transparency-dev-merkle" / "testdata"
SIZES = range(601)
ENTRIES = [f"entry {number}".encode() for number in SIZES]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return merkle.EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return merkle.node_hash(plain_root(leaves[:k]), plain_root(leaves[k:]))


def test_every_size_has_the_root_of_the_definition() -> None:
    edge = merkle.Edge()
    for size in SIZES:
        assert edge.root == plain_root(LEAVES[:size]) == second.root(LEAVES[:size])
        assert merkle.Edge.unpacked(size, edge.packed()) == edge
        edge = edge.extended(LEAVES[size : size + 1])


def test_every_leaf_of_every_size_is_proved_and_nothing_else() -> None:
    for size in (*range(1, 70), 127, 128, 129, 255, 256, 257, 511, 512, 513, 600):
        leaves = LEAVES[:size]
        root = merkle.root(leaves)
        for index in range(size) if size < 40 else {0, 1, size // 2, size - 2, size - 1}:
            proof = merkle.inclusion_proof(leaves, index)
            merkle.check_inclusion(leaves[index], index, size, proof, root)
            second.check_inclusion(leaves[index], index, size, proof, root)
            other = index ^ 1 if index ^ 1 < size else index - 1
            if size > 1:
                for checker in (merkle, second):
                    with pytest.raises(checker.BadProof):
                        checker.check_inclusion(leaves[other], index, size, proof, root)
                    with pytest.raises(checker.BadProof):
                        checker.check_inclusion(leaves[index], other, size, proof, root)


def test_every_size_from_0_to_600_continues_the_older_ones() -> None:
    roots = [merkle.root(LEAVES[:size]) for size in SIZES]
    for new in SIZES:
        for old in {1, new // 3, new // 2, new - 1, new} & set(range(1, new + 1)):
            proof = merkle.consistency_proof(LEAVES[:new], old)
            for checker in (merkle, second):
                checker.check_consistency(old, new, roots[old], roots[new], proof)
                with pytest.raises(checker.BadProof):
                    checker.check_consistency(old, new, roots[old], b"\0" * 32, proof)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1))))
def test_a_proof_is_refused_with_any_hash_changed(where: tuple[int, int]) -> None:
    size, index = where
    leaves, root = LEAVES[:size], merkle.root(LEAVES[:size])
    proof = merkle.inclusion_proof(leaves, index)
    for at in range(len(proof)):
        bad = [*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]]
        with pytest.raises(merkle.BadProof):
            merkle.check_inclusion(leaves[index], index, size, bad, root)
    for bad in ([*proof, b"\0" * 32], proof[:-1] if proof else [b"\0" * 32]):
        with pytest.raises(merkle.BadProof):
            merkle.check_inclusion(leaves[index], index, size, bad, root)


def test_an_oracle_by_others_finds_the_same_roots() -> None:
    oracle = InmemoryTree(algorithm="sha256")
    for size in range(1, 300):
        oracle.append_entry(ENTRIES[size - 1])
        assert oracle.get_root() == merkle.root(LEAVES[:size])


def unpacked(texts: list[str] | None) -> list[bytes]:
    return [base64.b64decode(text) for text in texts or []]


def vectors(kind: str) -> list[Path]:
    found = sorted((VECTORS / kind).rglob("*.json"))
    if not found:
        warnings.warn(f"no test vectors at {VECTORS}", UserWarning, stacklevel=2)
    return found


@pytest.mark.skipif(not VECTORS.exists(), reason=f"the vectors are not at {VECTORS}")
class TestVectors:
    @pytest.mark.parametrize("checker", [merkle, second], ids=["ours", "verifier's"])
    def test_inclusion(self, checker) -> None:
        paths = vectors("inclusion")
        assert len(paths) > 90
        for path in paths:
            case = json.loads(path.read_text())
            good = True
            try:
                checker.check_inclusion(
                    base64.b64decode(case["leafHash"] or ""),
                    case["leafIdx"],
                    case["treeSize"],
                    unpacked(case["proof"]),
                    base64.b64decode(case["root"] or ""),
                )
            except checker.BadProof:
                good = False
            assert good is not case["wantErr"], path

    @pytest.mark.parametrize("checker", [merkle, second], ids=["ours", "verifier's"])
    def test_consistency(self, checker) -> None:
        paths = vectors("consistency")
        assert len(paths) > 90
        for path in paths:
            case = json.loads(path.read_text())
            good = True
            try:
                checker.check_consistency(
                    case["size1"],
                    case["size2"],
                    base64.b64decode(case["root1"] or ""),
                    base64.b64decode(case["root2"] or ""),
                    unpacked(case["proof"]),
                )
            except checker.BadProof:
                good = False
            assert good is not case["wantErr"], path
