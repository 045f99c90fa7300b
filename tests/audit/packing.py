"""Bundles and tiles that are held at once: of the cases of tests, which are small."""

import io
from collections.abc import Sequence

from sqlalchemy.orm import Session

from audit import merkle
from audit.reading import write_bundle
from audit.tile import ENTRIES, entries_in, hashes_in, tiles


def bundle_of(session: Session, case_ref: str) -> bytes:
    """Return the bundle of a decided case."""
    out = io.BytesIO()
    write_bundle(session, case_ref, out)
    return out.getvalue()


def directory(entries: Sequence[bytes]) -> dict[str, bytes]:
    """Return all tiles of a log, by path (`tile/…`)."""
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    return {
        f"tile/{tile.path}": (
            entries_in(entries[tile.leaves.start : tile.leaves.stop])
            if tile.level == ENTRIES
            else hashes_in(tile, leaves[tile.leaves.start : tile.leaves.stop])
        )
        for tile in tiles(len(entries))
    }
