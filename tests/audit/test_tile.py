"""Tiles: their addresses, their contents, the examples of C2SP tlog-tiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import merkle, tile
from audit.tile import ENTRIES, Tile
from audit.verify import merkle as second
from audit.verify import tree
from tests.audit.packing import directory

LOG = [b"entry %d" % number for number in range(700)]


def test_the_examples_of_the_specification() -> None:
    assert tile.spelled(1234067) == "x001/x234/067"
    found = list(tile.tiles(70_000))
    by_level = {level: [one for one in found if one.level == level] for level in (0, 1, 2)}
    assert [len(one) for one in by_level.values()] == [274, 2, 1]
    assert [one[-1].width for one in by_level.values()] == [112, 17, 1]
    assert [one.path for one in tile.tiles(256)] == ["entries/000", "0/000", "1/000.p/1"]
    assert list(tile.tiles(0)) == []


@given(st.integers(-1, 63), st.integers(0, 10**12), st.integers(1, 256))
def test_every_address_comes_back(level: int, number: int, width: int) -> None:
    wanted = Tile(level, number, width)
    assert tile.parsed(wanted.path) == wanted


@pytest.mark.parametrize(
    "path",
    [
        "", "0", "0/0", "00/000", "64/000", "-1/000", "0/1000", "0/x000/001/", "0/000.p/0",
        "0/000.p/256", "0/000.p/01", "0/x000/000", "entries/000.p/", "０/000", "0/０００",
        "0/000.p/257", "entries/000.p/999", "../key", "0/001/002", "0/000\n",
        "0/" + "x001/" * 30 + "001",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(path: str) -> None:
    with pytest.raises(ValueError):
        tile.parsed(path)


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 513, 700])
def test_both_implementations_make_the_same_tiles(size: int) -> None:
    entries = LOG[:size]
    ours = directory(entries)
    hashes = [second.leaf(entry) for entry in entries]
    whole = range(0, size - size % 256, 256)
    blocks = [second.root(hashes[at : at + 256]) for at in whole]
    leaves = tree.Leaves(b"".join(hashes), blocks)
    bundles = dict(tree.bundles(size))
    assert {name: raw for name, raw in ours.items() if name not in bundles} == dict(
        tree.tiles(leaves)
    )
    assert tree.in_order(ours) == list(bundles)
    found = [tree.unpacked(ours[name], name) for name in bundles]
    assert [len(some) for some in found] == list(bundles.values())
    assert [entry for some in found for entry in some] == entries
    for older in {0, size // 3, size}:
        assert leaves.root(older) == second.root(leaves[:older]) == merkle.root(hashes[:older])
    if size >= 512:
        assert ours[f"tile/1/000.p/{size // 256}"][:32] == merkle.root(
            merkle.leaf_hash(entry) for entry in LOG[:256]
        )


def test_a_tile_needs_its_own_leaves() -> None:
    with pytest.raises(ValueError):
        tile.hashes_in(Tile(0, 0, 3), [b"\0" * 32] * 2)
    assert tile.entries_in([b"ab", b""]) == b"\0\2ab\0\0"
    assert list(Tile(ENTRIES, 1, 2).leaves) == [256, 257]
