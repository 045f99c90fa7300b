"""Several keys of one log, held against a bundle: each signs in its turn, and nobody's turn can be
taken by who has one key alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import merkle, note
from audit.entry import canonical, strict
from audit.verify import step
from audit.verify.__main__ import main
from audit.verify.check import Check
from audit.verify.note import Ring, key_from
from audit.zipform import packed
from tests.audit.synthetic import ORIGIN, REF, SIGNER, VKEY, Case

NEW = Ed25519PrivateKey.from_private_bytes(b"n" * 32)
THIRD = Ed25519PrivateKey.from_private_bytes(b"t" * 32)
HANDOVERS = "registry/handovers.json"
SIZE = len(Case().registry())
OPENING = Case().members()["registry/opening.tlog-proof"].split(b"\n\n")[1].split(b"\n")[1]
KEYS = {
    signer: key_from(str(note.Verifier(ORIGIN, signer.public_key().public_bytes_raw())))
    for signer in (SIGNER, NEW, THIRD)
}


@dataclass
class Rotated(Case):
    """A case whose registry was signed by one key after the other: (size, next key)…"""

    turns: tuple[tuple[int, Ed25519PrivateKey], ...] = ()

    def signed(self, origin: str, entries: list[bytes]) -> str:
        size = len(entries) if origin == ORIGIN else 10**6
        signers = [SIGNER]
        for at, key in self.turns:
            if size >= at:
                signers = [signers[-1], key] if size == at else [key]
        root = merkle.root(merkle.leaf_hash(one) for one in entries)
        return note.signed(note.Checkpoint(origin, len(entries), root).text, origin, *signers)

    def members(self, **changes: bytes) -> dict[str, bytes]:
        registry = self.registry()
        leaves = [merkle.leaf_hash(one) for one in registry]
        rows = [
            {
                "checkpoint": self.signed(ORIGIN, registry[:at]),
                "proof": [one.hex() for one in merkle.consistency_proof(leaves, at)],
            }
            for at, _key in self.turns
        ]
        there = {"registry__handovers.json": canonical(rows)} if rows else {}
        return super().members(**{**there, **changes})


@cache
def honest(*turns: int) -> dict[str, bytes]:
    return Rotated(turns=tuple(zip(turns, (NEW, THIRD), strict=False))).members()


def verdict(
    folder: Path, members: dict[str, bytes], *keys: Ed25519PrivateKey, **given: list[Path]
) -> list[str]:
    """Return what does not pass."""
    path = folder / "case.zip"
    path.write_bytes(packed(members))
    steps = Check(path, Ring(tuple(KEYS[key] for key in keys)), **given).run()
    return [one.reason for one in steps if not one.good and not one.reason.startswith("needs ")]


@pytest.mark.parametrize("turn", [1, int(OPENING) - 1, int(OPENING), int(OPENING) + 1, SIZE])
def test_a_key_takes_over_at_any_point(tmp_path: Path, turn: int) -> None:
    assert verdict(tmp_path, honest(turn), SIGNER, NEW) == []
    alone = verdict(tmp_path, honest(turn), NEW)
    assert bool(alone) == (turn > int(OPENING))  # a key alone does where it signed all of it


def test_a_key_after_a_key(tmp_path: Path) -> None:
    members = honest(2, SIZE - 1)
    assert verdict(tmp_path, members, SIGNER, NEW, THIRD) == []
    for wrong in [(SIGNER, NEW), (SIGNER, THIRD), (NEW, THIRD), (NEW, SIGNER, THIRD)]:
        assert verdict(tmp_path, members, *wrong)
    assert verdict(tmp_path, honest(SIZE), NEW, SIGNER)  # not in their order


def test_what_was_signed_before_passes_with_the_old_key_and_with_all(tmp_path: Path) -> None:
    assert verdict(tmp_path, Case().members(), SIGNER) == []
    assert verdict(tmp_path, Case().members(), SIGNER, NEW) == []
    assert verdict(tmp_path, Case().members(), NEW)


def test_who_has_the_new_key_alone_cannot_sign_what_was_before(tmp_path: Path) -> None:
    forged = Case(signer=NEW).members()
    (reason,) = verdict(tmp_path, forged, SIGNER, NEW)
    assert "no key handed over to it" in reason
    # With the true handover, which is of another registry.
    other = Rotated(turns=((4, NEW),))
    other.entries[0]["question"] = "Is nothing owed?"
    rows = strict(honest(4)[HANDOVERS])
    shown = other.members(registry__handovers={})  # type: ignore[arg-type]
    shown.pop("registry/handovers")
    shown[HANDOVERS] = canonical(rows)
    assert any("handover at size 4" in one for one in verdict(tmp_path, shown, SIGNER, NEW))
    # With one that it signed alone, or twice.
    for signers in ([NEW], [NEW, NEW], [NEW, THIRD]):
        registry = Case(signer=NEW).registry()[:4]
        text = note.text_of(Case(signer=NEW).signed(ORIGIN, registry))
        rows[0]["checkpoint"] = note.signed(text, ORIGIN, *signers)
        forged[HANDOVERS] = canonical(rows)
        assert any("no handover" in one for one in verdict(tmp_path, forged, SIGNER, NEW))


def _resigned(turn: int, key: Ed25519PrivateKey, *names: str) -> dict[str, bytes]:
    """Return a bundle in which another key signed some checkpoints of the registry."""
    members = dict(honest(turn))
    for name in names:
        before, mark, signed = members[name].rpartition(f"{ORIGIN}\n".encode())
        text = note.text_of((mark + signed).decode())
        members[name] = before + note.signed(text, ORIGIN, key).encode()
    return members


def test_nobody_signs_before_their_turn_or_after(tmp_path: Path) -> None:
    latest = ("registry/checkpoint", "registry/case.tlog-proof")
    late = _resigned(int(OPENING) + 1, SIGNER, *latest)
    assert any("after it had handed over" in one for one in verdict(tmp_path, late, SIGNER, NEW))
    early = _resigned(int(OPENING) + 1, NEW, "registry/opening.tlog-proof")
    assert any("before its turn" in one for one in verdict(tmp_path, early, SIGNER, NEW))


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b'[{"checkpoint":"x"}]',
        b'[{"checkpoint":"x","proof":[]}]',
        b"[1]",
        b'[{"checkpoint":1,"proof":[]}]',
        b"[] ",
    ],
)
def test_handovers_of_another_form(tmp_path: Path, raw: bytes) -> None:
    assert verdict(tmp_path, {**honest(4), HANDOVERS: raw}, SIGNER, NEW)


def test_handovers_in_another_order(tmp_path: Path) -> None:
    rows = strict(honest(2, 5)[HANDOVERS])
    entries = Case().registry()
    leaves = [merkle.leaf_hash(one) for one in entries]
    text = note.text_of(Case().signed(ORIGIN, entries[:3]))
    proof = [one.hex() for one in merkle.consistency_proof(leaves, 3)]
    twice = {"checkpoint": note.signed(text, ORIGIN, SIGNER, NEW), "proof": proof}
    for some in (rows[::-1], [rows[0], *rows], rows[1:], rows[:1], [rows[0], twice, rows[1]]):
        members = {**honest(2, 5), HANDOVERS: canonical(some)}
        assert verdict(tmp_path, members, SIGNER, NEW, THIRD)


def test_receipts_and_checkpoints_of_both_keys_are_taken(tmp_path: Path) -> None:
    receipts, kept = [], []
    for signer in (SIGNER, NEW):
        case = Case(signer=signer)
        receipts.append(tmp_path / f"receipt-{len(receipts)}")
        receipts[-1].write_text(case.receipt(9))
        kept.append(tmp_path / f"kept-{len(kept)}")
        kept[-1].write_text(case.signed(f"{ORIGIN}/case/{REF}", case.lines()[:5]))
    given = {"receipts": receipts, "checkpoints": kept}
    assert verdict(tmp_path, honest(4), SIGNER, NEW, **given) == []
    assert len(verdict(tmp_path, honest(1), NEW, **given)) == 2


def test_a_head_that_the_old_key_signed_tells_of_another_registry(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text(Case().signed(ORIGIN, Case().registry()))
    forged = Rotated(turns=((1, NEW),))
    forged.entries[-1]["software"] = "forged"
    (reason,) = verdict(tmp_path, forged.members(), SIGNER, NEW, registry=[old])
    assert "the log is forked" in reason


def _link(folder: Path, key: Ed25519PrivateKey, old: int, new: int) -> Path:
    """Return the file that leads from one size of the registry to another that a key signed."""
    entries = [*Case().registry(), b"more", b"and more"][:new]
    proof = merkle.consistency_proof([merkle.leaf_hash(one) for one in entries], old)
    path = folder / f"link-{old}"
    path.write_bytes(note.consistency_file(old, proof, Case(signer=key).signed(ORIGIN, entries)))
    return path


def test_a_retired_key_goes_on_from_no_head_that_the_next_one_signed(tmp_path: Path) -> None:
    """Who has the old key alone leaves the handover out, and goes on from what is public."""
    forged, head = Case().members(), tmp_path / "head"
    head.write_text(Case(signer=NEW).signed(ORIGIN, Case().registry()[: SIZE - 1]))
    kept = [head, _link(tmp_path, SIGNER, SIZE - 1, SIZE)]
    (reason,) = verdict(tmp_path, forged, SIGNER, NEW, registry=kept)
    assert reason == f"key 2 signed size {SIZE - 1}, and no key handed over to it"
    # Of a handover after its last head a bundle tells nothing.
    later = _link(tmp_path, NEW, SIZE, SIZE + 2)
    assert verdict(tmp_path, forged, SIGNER, NEW, registry=[later]) == []
    late = _link(tmp_path, SIGNER, SIZE, SIZE + 2)
    (reason,) = verdict(tmp_path, honest(4), SIGNER, NEW, registry=[late])
    assert reason == f"key 1 signed size {SIZE + 2}, after it had handed over"


def _heads(folder: Path, *signed: tuple[int, tuple[Ed25519PrivateKey, ...]]) -> list[Path]:
    """Return heads of a registry that goes on after the bundle, each signed by these keys, and what
    leads to them from there."""
    entries = [*Case().registry(), *[b"more"] * 9]
    leaves = [merkle.leaf_hash(one) for one in entries]
    files = []
    for number, (more, keys) in enumerate(signed):
        size = SIZE + more
        head = note.Checkpoint(ORIGIN, size, merkle.root(leaves[:size]))
        text = note.signed(head.text, ORIGIN, *keys)
        proof = merkle.consistency_proof(leaves[:size], SIZE)
        files.append(folder / f"head-{number}")
        files[-1].write_bytes(note.consistency_file(SIZE, proof, text))
    return files


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        ([(1, (SIGNER,)), (2, (SIGNER, NEW)), (3, (NEW,)), (4, (NEW, THIRD)), (5, (THIRD,))], ""),
        ([(3, (NEW,)), (1, (SIGNER,))], ""),
        ([(2, (SIGNER, NEW)), (2, (SIGNER,)), (2, (NEW,))], ""),
        ([(1, (NEW,)), (2, (SIGNER,))], "key 1 signed size {2}, after key 2 had signed size {1}"),
        ([(2, (SIGNER, NEW)), (3, (SIGNER,))], "key 1 signed size {3}, after key 2"),
        ([(2, (SIGNER, NEW)), (1, (NEW,))], "key 1 signed size {2}, after key 2"),
        ([(1, (SIGNER, NEW)), (2, (SIGNER, NEW))], "key 1 signed size {2}, after key 2"),
        ([(1, (SIGNER,)), (2, (THIRD,)), (3, (NEW,))], "key 2 signed size {3}, after key 3"),
        ([(2, (SIGNER, THIRD))], "keys 1 and 3 both signed size {2}"),
        ([(2, (SIGNER,)), (2, (THIRD,))], "keys 1 and 3 both signed size {2}"),
    ],
)
def test_after_the_bundle_too_each_key_signs_in_its_turn(
    tmp_path: Path, heads: list[tuple[int, tuple[Ed25519PrivateKey, ...]]], why: str
) -> None:
    kept = _heads(tmp_path, *heads)
    found = verdict(tmp_path, Case().members(), SIGNER, NEW, THIRD, registry=kept)
    assert len(found) == bool(why)
    assert why.format(*(SIZE + more for more in range(4))) in "".join(found)


def _words(keys: Sequence[object]) -> list[str]:
    return [word for key in keys for word in ("--key", str(key))]


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(packed(honest(4)))
    new = note.Verifier(ORIGIN, NEW.public_key().public_bytes_raw())
    assert main([str(path), *_words([VKEY, new])]) == 0
    assert "key 2 took over at size 4" in capsys.readouterr().out
    assert main([str(path), *_words([VKEY])]) == 1
    for wrong in ([VKEY, VKEY], [VKEY, new.named("other.test/log")]):
        with pytest.raises(SystemExit) as stopped:
            main([str(path), *_words(wrong)])
        assert stopped.value.code == 2


def test_every_step_passes_by_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(packed(honest(4)))
    steps = {one.name: one for one in Check(path, Ring((KEYS[SIGNER], KEYS[NEW]))).run()}
    assert steps["registry"].status == step.PASS
