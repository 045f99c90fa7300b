"""The roll's tree in tiles, against the tree that is held whole."""

from hashlib import sha256

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit import merkle
from audit.tile import ENTRIES, Tile, hashes_in, tiles
from jury.rolltree import Growing, inclusion_proof, tile_at


def leaves(size: int) -> list[bytes]:
    return [sha256(at.to_bytes(4, "big")).digest() for at in range(size)]


def grown(hashes: list[bytes], step: int = 1000) -> tuple[Growing, dict[Tile, bytes]]:
    tree, kept = Growing(), {}
    for at in range(0, len(hashes), step):
        kept |= dict(tree.grown(hashes[at : at + step]))
    return tree, kept | dict(tree.rest())


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 700, 65_535, 65_536, 65_537])
def test_the_tiles_and_the_root_are_those_of_the_whole_tree(size: int) -> None:
    hashes = leaves(size)
    tree, kept = grown(hashes)
    assert (tree.size, tree.root) == (size, merkle.root(hashes))
    wanted = [tile for tile in tiles(size) if tile.level != ENTRIES]
    assert set(kept) == set(wanted)
    assert all(tile_at(size, tile.level, tile.number) == tile for tile in wanted)
    for tile in (wanted[0], wanted[-1]) if wanted else ():
        assert kept[tile] == hashes_in(tile, hashes[tile.leaves.start : tile.leaves.stop])


@given(st.integers(1, 1500), st.data())
@example(1500, None)
def test_a_proof_from_tiles_is_the_proof_from_leaves(size: int, data: st.DataObject | None) -> None:
    index = data.draw(st.integers(0, size - 1)) if data else size - 1
    hashes = leaves(size)
    _tree, kept = grown(hashes)
    assert inclusion_proof(size, index, kept.__getitem__) == merkle.inclusion_proof(hashes, index)


def test_a_proof_asks_for_a_handful_of_tiles() -> None:
    size = 70_000
    hashes = leaves(size)
    tree, kept = grown(hashes)
    for index in (0, 255, 256, 65_535, 65_536, 69_999):
        asked: set[Tile] = set()

        def read(tile: Tile, asked: set[Tile] = asked) -> bytes:
            asked.add(tile)
            return kept[tile]

        proof = inclusion_proof(size, index, read)
        merkle.check_inclusion(hashes[index], index, size, proof, tree.root)
        assert len(asked) <= 6


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_of_what_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(3, index, lambda tile: b"")
