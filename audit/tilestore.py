"""The hashes above the leaves, kept, so that no tile and no proof asks for more than a few rows.

A hash of a higher level stands over a full tile of the level below and never changes. What is not
kept yet is worked out from there, as long as it is not much: it is the job that keeps up, and
nobody who asks for a tile or a proof hashes a whole log.
"""

from collections.abc import Iterator
from itertools import count

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit import merkle, queries
from audit.models import StoredHash
from audit.note import consistency_file, inclusion_file
from audit.proofs import HEIGHT, Tree
from audit.tile import ENTRIES, WIDTH, Tile, entries_in
from kernel.db import put_once
from kernel.errors import N_, Busy, Missing

AT_ONCE = 64  # hashes that are kept in one transaction: each stands over 256 of the level below
AGAIN = 60  # seconds after which a worker will have put some together
NOT_KEPT = N_(
    "The hashes above this log are not put together yet. Try again in a minute. If it stays so, "
    "whoever runs this server puts them together with: flask audit tiles"
)


def content(session: Session, log: str, wanted: Tile, spare: Iterator[int] | None = None) -> bytes:
    """Return what is in a tile of `log` or in a bundle of its entries.

    spare: has a number for each hash that may be worked out because it is not kept yet. Raises
    Busy when it takes more.
    """
    spare = iter(range(AT_ONCE)) if spare is None else spare
    start, stop = wanted.leaves.start, wanted.leaves.stop
    if wanted.level == ENTRIES:
        return entries_in(queries.entries(session, log, start, stop))
    return b"".join(_row(session, log, wanted, spare))


def tile(session: Session, log: str, wanted: Tile) -> bytes:
    """Return the content of a tile that the latest checkpoint covers; raises Missing, Busy."""
    end = queries.published(session, log)
    if end is None or wanted.leaves.stop > end.size:
        raise Missing()
    return content(session, log, wanted)


def consistency(session: Session, log: str, old: int, new: int | None = None) -> bytes:
    """Return a consistency file from size `old` to the latest checkpoint, or to the one of size
    `new`; raises Missing, also where no checkpoint of that size was published, and Busy."""
    size = new or _end(session, log)[0].size
    note = queries.checkpoint(session, log, size)
    if note is None or not 0 < old <= size:
        raise Missing()
    return consistency_file(old, tree(session, log, size).consistency(old), note)


def inclusion(session: Session, log: str, leaf_hash: bytes) -> bytes:
    """Return the `.tlog-proof` of this leaf under the latest checkpoint.

    Raises Missing, Busy.
    """
    end, note = _end(session, log)
    index = queries.sequenced(session, log, leaf_hash)
    if index is None or index >= end.size:
        raise Missing()
    return inclusion_file(index, tree(session, log, end.size).inclusion(index), note)


def tree(session: Session, log: str, size: int) -> Tree:
    """Return the tree of the first `size` entries of `log`, to ask for roots and proofs: they raise
    Busy where too much of it is not kept yet."""
    spare = iter(range(AT_ONCE))
    return Tree(size, lambda wanted: content(session, log, wanted, spare))


def keep(session: Session, log: str, size: int) -> bool:
    """Keep some of the hashes above the first `size` entries that are not kept yet.

    Returns whether there are more; then it wants another transaction. Running it twice changes
    nothing.
    """
    level, left = 1, AT_ONCE
    while whole := size >> (HEIGHT * level):
        for index in range(_kept(session, log, level), whole):
            if not left:
                return True
            found = merkle.root(_row(session, log, Tile(level - 1, index), count()))
            row = {"log": log, "level": level, "hash_index": index, "hash": found}
            put_once(session, StoredHash.__table__, row)
            left -= 1
        level += 1
    return False


def is_kept(session: Session, log: str, size: int) -> bool:
    """Whether all hashes above the first `size` entries are kept."""
    level = 1
    while whole := size >> (HEIGHT * level):
        if _kept(session, log, level) < whole:
            return False
        level += 1
    return True


def mistakes(session: Session, log: str) -> Iterator[str]:
    """Yield a line for each hash that is kept and is not the one over the tile below."""
    rows = session.execute(
        sa.select(StoredHash.level, StoredHash.index, StoredHash.hash)
        .where(StoredHash.log == log)
        .order_by(StoredHash.level, StoredHash.index)
    )
    for level, index, kept in rows.all():
        below = Tile(level - 1, index)
        there = _row(session, log, below, count())
        if len(there) != WIDTH or merkle.root(there) != kept:
            yield f"{log}: the hash that is kept over tile {below.path} is another"


def _row(session: Session, log: str, wanted: Tile, spare: Iterator[int]) -> list[bytes]:
    """Return the hashes of a tile: those kept, and from the level below what is not kept yet."""
    level, start = wanted.level, wanted.number * WIDTH
    stop = start + wanted.width
    if level == 0:
        return queries.leaf_hashes(session, log, start, stop)
    found = session.execute(
        sa.select(StoredHash.index, StoredHash.hash).where(
            StoredHash.log == log,
            StoredHash.level == level,
            StoredHash.index >= start,
            StoredHash.index < stop,
        )
    )
    kept = {row[0]: row[1] for row in found}
    return [
        kept.get(index) or _worked_out(session, log, Tile(level - 1, index), spare)
        for index in range(start, stop)
    ]


def _worked_out(session: Session, log: str, below: Tile, spare: Iterator[int]) -> bytes:
    if next(spare, None) is None:
        raise Busy(NOT_KEPT, again=AGAIN)
    return merkle.root(_row(session, log, below, spare))


def _kept(session: Session, log: str, level: int) -> int:
    """Return how many hashes of a level are kept: they are kept in order."""
    last = session.scalar(
        sa.select(sa.func.max(StoredHash.index)).where(
            StoredHash.log == log, StoredHash.level == level
        )
    )
    return 0 if last is None else last + 1


def _end(session: Session, log: str) -> tuple[queries.Head, str]:
    """Return the latest published head and its checkpoint; raises Missing before the first."""
    end = queries.published(session, log)
    note = queries.checkpoint(session, log, end.size) if end else None
    if end is None or note is None:
        raise Missing()
    return end, note
