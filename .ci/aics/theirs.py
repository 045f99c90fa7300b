"""Their side, run with aics-tlog: reads our logs and proofs, and writes logs of its own."""

import json
import sys
from pathlib import Path

from aics_tlog import (
    Checkpoint,
    DirectoryTileStore,
    FileSystemTileReader,
    IncrementalTileWriter,
    MerkleTree,
    audit_tiles,
    consistency_proof_from_tiles,
    inclusion_proof_from_tiles,
    leaf_hash,
    parse_note,
    parse_vkey,
    read_entry,
    sign_checkpoint,
    verify_checkpoint,
    verify_consistency,
    verify_inclusion,
    vkey_from_ed25519,
)
from aics_tlog.note import format_vkey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIZES = (1, 2, 3, 5, 8, 200, 255, 256, 257, 512, 700)
KEY = Ed25519PrivateKey.from_private_bytes(b"t" * 32)


def checked(log: Path) -> None:
    found = verify_checkpoint(
        parse_note((log / "checkpoint").read_bytes()),
        parse_vkey((log / "vkey").read_text()),
        quorum=0,
    )
    assert found.ok, (log, found)
    size, root = found.size, found.root
    reader = FileSystemTileReader(log)
    audit_tiles(reader, size, root)
    proofs = json.loads((log / "proofs.json").read_text())
    for at, proof in proofs["inclusion"]:
        path = [bytes.fromhex(one) for one in proof]
        leaf = leaf_hash(read_entry(reader, at, size))
        assert path == list(inclusion_proof_from_tiles(reader, at, size)), (log, at)
        assert verify_inclusion(leaf, at, size, path, root), (log, at)
        if path:
            bad = [*path[:-1], bytes(32)]
            assert not verify_inclusion(leaf, at, size, bad, root), (log, at)
    for old, before, proof in proofs["consistency"]:
        path, older = [bytes.fromhex(one) for one in proof], bytes.fromhex(before)
        assert path == list(consistency_proof_from_tiles(reader, old, size)), (log, old)
        assert verify_consistency(old, size, older, root, path), (log, old)
        assert not verify_consistency(old, size, bytes(32), root, path), (log, old)


def made(folder: Path, size: int) -> None:
    entries = [b"theirs %d" % at for at in range(size)]
    tree, log, origin = MerkleTree(entries), folder / str(size), f"aics.test/log/{size}"
    log.mkdir(parents=True)
    IncrementalTileWriter(DirectoryTileStore(log), size=0).append(entries)
    signed = sign_checkpoint(Checkpoint(origin, size, tree.root()), KEY, origin)
    (log / "checkpoint").write_bytes(signed.to_bytes())
    (log / "vkey").write_text(format_vkey(vkey_from_ed25519(origin, KEY.public_key())))
    proofs = {
        "inclusion": [
            [at, [one.hex() for one in tree.inclusion_proof(at)]]
            for at in sorted({0, size // 2, size - 1})
        ],
        "consistency": [
            [old, tree.root(old).hex(), [one.hex() for one in tree.consistency_proof(old, size)]]
            for old in sorted({1, size // 2, size} - {0})
        ],
    }
    (log / "proofs.json").write_text(json.dumps(proofs))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for ours in sorted((folder / "ours").iterdir()):
        checked(ours)
    for number in SIZES:
        made(folder / "theirs", number)
