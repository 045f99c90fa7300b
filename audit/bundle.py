"""The bundle: everything about a decided case that an outsider needs, as one zip file.

Its bytes follow from its members: stored, sorted, dated 1980, nothing else in the file.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit import export, merkle, note, tile
from audit.entry import canonical, parse
from kernel.errors import N_, Conflict

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can tell
PLAIN_FILE = 0o100644 << 16
UNIX = 3


@dataclass(frozen=True)
class RegistryEntry:
    """A `case.checkpoint` entry, its place, and a registry checkpoint that covers it."""

    entry: bytes
    index: int
    checkpoint: str
    size: int


@dataclass(frozen=True)
class Registry:
    """What the registry says of a case: its head at opening, and its last one."""

    leaves: Sequence[bytes]  # leaf hashes, as far as the latest checkpoint
    opening: RegistryEntry
    latest: RegistryEntry


def members(
    entries: Sequence[bytes],
    checkpoint: str,
    registry: Registry,
    attachments: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Return the members of a bundle by path; raises Conflict while there is no verdict."""
    if not export.is_decided([parse(raw) for raw in entries]):
        raise Conflict(N_("There is no bundle before the verdict stands in the log."))
    opening, latest = registry.opening, registry.latest
    leaves = registry.leaves[: latest.size]
    link = {
        "old": opening.size,
        "new": latest.size,
        "proof": [one.hex() for one in merkle.consistency_proof(leaves, opening.size)],
    }
    return {
        **tile.directory(entries),
        **export.views(entries),
        **attachments,
        "checkpoint": checkpoint.encode(),
        "registry/checkpoint": latest.checkpoint.encode(),
        "registry/case.entry": latest.entry,
        "registry/case.tlog-proof": _proof(leaves, latest),
        "registry/opening.entry": opening.entry,
        "registry/opening.tlog-proof": _proof(leaves, opening),
        "registry/consistency.json": canonical(link),
        "verdict.json": entries[-1],
    }


def _proof(leaves: Sequence[bytes], found: RegistryEntry) -> bytes:
    proof = merkle.inclusion_proof(leaves[: found.size], found.index)
    return note.inclusion_file(found.index, proof, found.checkpoint)


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the zip file with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as box:
        for path in sorted(files):
            info = zipfile.ZipInfo(path, EPOCH)
            info.create_system = UNIX
            info.external_attr = PLAIN_FILE
            box.writestr(info, files[path])
    return out.getvalue()
