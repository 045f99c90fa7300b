"""The verifier against a case made from the document: what passes, and how it says so."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import merkle, note
from audit.verify import roll, step, stream, tree
from audit.verify.check import NEEDS
from audit.verify.entries import HALTS, strict
from tests.audit.checking import failed, steps_of
from tests.audit.synthetic import (
    BOX,
    ORIGIN,
    REF,
    VKEY,
    Case,
    raw,
    waiting,
)

ROOT = Path(__file__).resolve().parents[2]


def test_a_good_bundle_passes_every_required_step(tmp_path: Path) -> None:
    steps = steps_of(Case().bundle(), tmp_path)
    assert list(steps) == list(NEEDS)
    assert {one.status for name, one in steps.items() if name not in OPTIONAL} == {step.PASS}
    assert {steps[name].status for name in OPTIONAL} == {step.NOT_CHECKED}
    assert all(one.good for one in steps.values())
    assert "entry 10 (it names another case file)" in steps["key"].reason


OPTIONAL = {"registry given", "checkpoint given", "witnesses", "receipts", "chances"}


def test_a_case_opened_before_appeals_were_named_in_its_log_passes(tmp_path: Path) -> None:
    older = Case()
    del older.one("case.opened")["appeal"]
    assert failed(steps_of(older.bundle(), tmp_path)) == []


def test_an_estimate_is_told_as_one(tmp_path: Path) -> None:
    case = Case()
    case.one("case.opened")["beside_of"] = "A-2026-0001"
    case.one("verdict")["stands"] = "estimate"
    told = steps_of(case.bundle(), tmp_path)["recount"]
    assert told.status == step.PASS
    assert ", an estimate that decides nothing, beside A-2026-0001: " in told.reason


def test_what_it_cannot_prove_is_said(tmp_path: Path) -> None:
    steps = steps_of(Case().bundle(), tmp_path)
    assert "4 seats were held at closing" in steps["ballots"].reason
    assert "which seat a pid holds" in steps["ballots"].reason
    assert "not proved: that 4 accepted, the software, the caveats" in steps["recount"].reason


def test_what_a_bundle_asks_for_is_not_made_room_for() -> None:
    with pytest.raises(step.Wrong, match="more than 256 entries"):
        tree.unpacked(bytes(2 * 257), "a bundle")
    assert HALTS.fullmatch("O" + "CD" * 1_000_000 + "HCRLXKV") is None
    for end in (b"", b"\\", b"\\\n", b"[" * 13):
        with pytest.raises(step.Wrong, match="not JSON"):
            strict(b'"' + b'\\"' * 1_000_000 + end)
    with pytest.raises(step.Wrong, match="does not list"):
        stream.Stream(b"", range(2**50), NOBODY).rows(2**52, 2**52)


NOBODY = roll.Roll({}, set(), set(), {})


def test_an_opening_may_hold_a_seat_given_up_before_the_first_ballot(tmp_path: Path) -> None:
    case = Case()
    case.one("verdict")["checkpoints"] = {"opening": {"size": 8}}
    assert failed(steps_of(case.bundle(), tmp_path)) == []


@pytest.mark.parametrize("called", [0, 1, 2])
def test_an_alternate_who_was_called_may_vote_in_that_seat(called: int, tmp_path: Path) -> None:
    case = Case()
    waiting(case, voters=5, called=called)
    assert failed(steps_of(case.bundle(), tmp_path)) == []


@pytest.mark.parametrize("opening", [5, 6])
def test_a_poll_in_which_nobody_votes(opening: int, tmp_path: Path) -> None:
    case = Case()
    waiting(case, voters=0, called=2)
    case.one("verdict")["panel"]["accepted"] = 0
    case.one("verdict")["checkpoints"] = {"opening": {"size": opening}}
    steps = steps_of(case.bundle(), tmp_path)
    assert failed(steps) == []
    assert steps["recount"].reason.startswith("inquorate")
    case.one("verdict")["checkpoints"] = {"opening": {"size": 7}}
    assert failed(steps_of(case.bundle(), tmp_path)) == ["recount"]


def test_the_command_stands_alone_and_says_a_line_for_each_step(tmp_path: Path) -> None:
    bundle, receipt = tmp_path / "case.zip", tmp_path / "receipt.txt"
    bundle.write_bytes(Case().bundle())
    receipt.write_text(Case().receipt(9))
    command = [sys.executable, "-m", "audit.verify", str(bundle), "--key", str(VKEY)]
    run = subprocess.run(
        [*command, "--receipt", str(receipt), "--json"], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert (told["ok"], told["case"]) == (True, REF)
    assert told["steps"][-1] == {
        "step": "receipts",
        "status": "PASS",
        "reason": "receipt.txt is entry 9",
    }
    bundle.write_bytes(bundle.read_bytes()[:-30])
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stdout.startswith("FAIL         container")
    run = subprocess.run([*command[:-1], "nonsense"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 2


def test_it_imports_nothing_of_the_house() -> None:
    script = (
        "import sys; import audit.verify.__main__; "
        "print(sorted({name.split('.')[0] for name in sys.modules} & "
        "{'kernel', 'members', 'flask', 'sqlalchemy'}), "
        "[name for name in sys.modules if name.startswith('audit.') and 'verify' not in name])"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.strip() == "[] []"


def test_receipts(tmp_path: Path) -> None:
    good, absent, foreign = (tmp_path / name for name in ("good", "absent", "foreign"))
    origin = f"{ORIGIN}/case/{REF}"
    good.write_text(Case().receipt(9))
    text = note.Receipt(origin, merkle.leaf_hash(b"a ballot left out"), "2026-11-26T13:00:00Z").text
    absent.write_text(note.signed(text, origin, Case().signer))
    other = Ed25519PrivateKey.from_private_bytes(b"x" * 32)
    foreign.write_text(note.signed(text, origin, other))
    content = Case().bundle()
    assert steps_of(content, tmp_path, receipts=[good])["receipts"].status == step.PASS
    for bad in (absent, foreign, tmp_path / "missing"):
        assert steps_of(content, tmp_path, receipts=[good, bad])["receipts"].status == step.FAIL


def test_a_registry_seen_elsewhere(tmp_path: Path) -> None:
    case, seen = Case(), tmp_path / "seen"
    members = case.members()
    size = note.Checkpoint.parsed(note.opened(members["registry/checkpoint"].decode(), VKEY)).size
    seen.write_bytes(members["registry/checkpoint"])
    given = lambda: steps_of(case.bundle(), tmp_path, registry=[seen])["registry given"]  # noqa: E731
    assert given().status == step.PASS
    seen.write_text(case.signed(ORIGIN, [b"fork"] * size))
    assert given().status == step.FAIL
    seen.write_text(case.signed(ORIGIN, [b"later"] * (size + 1)))
    assert (given().status, given().good) == (step.NOT_CHECKED, False)
    assert f"/log/consistency/{size}" in given().reason


def test_the_test_itself_holds_the_key_that_it_reveals() -> None:
    assert Case().one("key.revealed")["key"] == BOX.private_bytes_raw().hex()
    assert raw({"kind": "case.withdrawn"}) == (
        b'{"case":"C-2026-0001","kind":"case.withdrawn","v":1}'
    )
