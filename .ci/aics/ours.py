"""Our side: `make FOLDER` writes logs and proofs, `check FOLDER` reads what the others wrote."""

import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from audit import merkle, note, tile
from audit.verify import merkle as second
from audit.verify import note as second_note
from audit.verify.entries import unpacked

SIZES = (1, 2, 3, 5, 8, 200, 255, 256, 257, 512, 700, 66_000)
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)


def made(folder: Path) -> None:
    for size in SIZES:
        origin = f"venire.test/log/{size}"
        entries = [b'{"at":%d,"v":1}' % at for at in range(size)]
        for path, content in tile.directory(entries).items():
            (folder / "ours" / str(size) / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "ours" / str(size) / path).write_bytes(content)
        leaves = [merkle.leaf_hash(entry) for entry in entries]
        head = note.Checkpoint(origin, size, merkle.root(leaves))
        log = folder / "ours" / str(size)
        (log / "checkpoint").write_text(note.signed(head.text, origin, KEY))
        (log / "vkey").write_text(str(note.Verifier(origin, KEY.public_key().public_bytes_raw())))
        places = sorted({0, 1, size // 3, size // 2, size - 1} & set(range(size)))
        olds = sorted({1, size // 3, size // 2, size - 1, size} & set(range(1, size + 1)))
        proofs = {
            "inclusion": [[at, hexed(merkle.inclusion_proof(leaves, at))] for at in places],
            "consistency": [
                [old, merkle.root(leaves[:old]).hex(), hexed(merkle.consistency_proof(leaves, old))]
                for old in olds
            ],
        }
        (log / "proofs.json").write_text(json.dumps(proofs))


def hexed(proof: list[bytes]) -> list[str]:
    return [one.hex() for one in proof]


def checked(folder: Path) -> None:
    for log in sorted((folder / "theirs").iterdir()):
        key = second_note.key_from((log / "vkey").read_text())
        head = second_note.checkpoint((log / "checkpoint").read_bytes(), key)
        tiles = {
            str(path.relative_to(log)): path.read_bytes()
            for path in (log / "tile").rglob("*")
            if path.is_file()
        }
        entries = unpacked(tiles)
        leaves = [second.leaf(entry) for entry in entries]
        assert (len(entries), second.root(leaves)) == (head.size, head.root), log
        assert second.tiles(entries) == tile.directory(entries) == tiles, log
        proofs = json.loads((log / "proofs.json").read_text())
        for at, proof in proofs["inclusion"]:
            for checker in (merkle, second):
                path = [bytes.fromhex(one) for one in proof]
                checker.check_inclusion(leaves[at], at, head.size, path, head.root)
        for old, root, proof in proofs["consistency"]:
            for checker in (merkle, second):
                path = [bytes.fromhex(one) for one in proof]
                checker.check_consistency(old, head.size, bytes.fromhex(root), head.root, path)


if __name__ == "__main__":
    {"make": made, "check": checked}[sys.argv[1]](Path(sys.argv[2]))
