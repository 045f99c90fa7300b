"""`docs/verifying.md`: its blocks are run as they stand there, over good bundles and bad ones."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from audit import note, queries
from audit.entry import canonical, strict
from audit.jobs import sequence_logs
from audit.keys import REGISTRY, verifier
from audit.verify import box
from audit.verify.__main__ import main
from audit.zipform import packed
from kernel.work import ground, unit_of_work
from tests.audit.logs import decide
from tests.audit.modes import MODES
from tests.audit.packing import bundle_of
from tests.audit.synthetic import ORIGIN, REF, VKEY, Case
from tests.audit.test_kept import CASE, shortened
from tests.audit.test_verify_handover import NEW, Rotated
from tests.audit.test_verify_lies import LIES
from tests.page import Client
from tests.source import ROOT
from tests.village import person

BLOCKS = re.findall(
    r"^```sh\n(.*?)^```$", (ROOT / "docs" / "verifying.md").read_text(), re.M | re.S
)
TOOLS = ("bash", "unzip", "openssl", "jq", "xxd", "sha256sum", "base64")
LACKING = [tool for tool in TOOLS if not shutil.which(tool)]
# In CI they are installed (bin/test); should one lack there, these tests fail.
pytestmark = pytest.mark.skipif(
    bool(LACKING) and os.environ.get("CI") != "true", reason=f"takes {', '.join(LACKING)}"
)


def by_hand(content: bytes, folder: Path, key: str = str(VKEY), **kept: str) -> str:
    """Paste the blocks one after another into one shell; return what it says."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.zip").write_bytes(content)
    for name, text in kept.items():
        (folder / name.replace("_", "-")).write_bytes(text.encode())
    env = {"PATH": os.environ["PATH"], "BUNDLE": "case.zip", "KEY": key, "LC_ALL": "C.UTF-8"}
    script = "set -u\n" + "\n".join(BLOCKS)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        errors="replace",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("mode", ["house", "ceremony", "assembly", "stratified"])
def test_a_good_bundle_shows_no_fault(mode: str, tmp_path: Path) -> None:
    case = MODES[mode]()
    kept = case.signed(CASE, case.lines()[:9])
    told = by_hand(case.bundle(), tmp_path, kept=kept, receipt=case.receipt(9))
    assert "FAULT" not in told
    assert "error" not in told.lower()
    for words in ("checkpoint: signed", "root of the case: good", "key of the box: good"):
        assert words in told
    assert "../receipt: in the log" in told
    assert "../scratch/kept: signed" in told
    assert "registry since the opening: good" in told
    assert ("NOT CHECKED: drawn by types" in told) == (mode == "stratified")
    assert ("NOT CHECKED: look up the digits: Lotto" in told) == (mode == "ceremony")
    assert told.count("NOT CHECKED") == (mode in {"stratified", "ceremony"})
    assert told.count("of the lot") == (0 if mode in {"assembly", "stratified"} else len(case.rows))


def lie(name: str) -> Callable[[], bytes]:
    def made() -> bytes:
        case = Case()
        LIES[name][1](case)
        return case.bundle()

    return made


def flipped(name: str, at: int) -> Callable[[], bytes]:
    def made() -> bytes:
        members = Case().members()
        raw = bytearray(members[name])
        raw[at] ^= 1
        return box.written({**members, name: bytes(raw)})

    return made


def changed_link() -> bytes:
    members = Case().members()
    link = strict(members["registry/consistency.json"])
    link["proof"][-1] = "00" * 32
    return box.written({**members, "registry/consistency.json": canonical(link)})


BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a changed checkpoint": ("not signed", flipped("checkpoint", 27)),
    "a changed registry": ("not signed", flipped("registry/checkpoint", 20)),
    "a changed entry": ("root of the case", flipped("tile/entries/000.p/16", 700)),
    "a changed proof": ("in the registry", flipped("registry/case.tlog-proof", 40)),
    "another registry at the opening": ("since the opening", changed_link),
    "another verdict": ("verdict", flipped("verdict.json", 500)),
    "another secret": ("secret of the house", lie("another secret")),
    "another seed": ("seed", lie("another seed")),
    "another juror in a seat": ("of the lot", lie("another juror in a seat")),
    "nobody's ballot": ("not on the list", lie("a ballot of nobody on the roll")),
    "a ballot too many": ("number of ballots", lie("a ballot more than were counted at closing")),
    "one number twice": ("under one number", lie("two ballots under one rev")),
    "another key": ("key of the box", lie("a key that is another")),
    "another count": ("uphold", lie("a vote more than there are")),
}


@pytest.mark.parametrize("name", BAD)
def test_a_fault_is_said_where_it_is(name: str, tmp_path: Path) -> None:
    words, made = BAD[name]
    told = by_hand(made(), tmp_path)
    assert any(words in line for line in told.splitlines() if line.startswith("FAULT")), told


def test_who_kept_something_finds_what_was_cut_off(tmp_path: Path) -> None:
    whole, short = Case(), shortened()
    assert "FAULT" not in by_hand(short.bundle(), tmp_path / "a")
    kept = {"kept": whole.signed(CASE, whole.lines()), "receipt": whole.receipt(12)}
    told = by_hand(short.bundle(), tmp_path / "b", **kept)
    assert "FAULT: entries are missing at the end" in told
    assert "FAULT: ../receipt: its ballot is not in the log" in told


def test_a_receipt_of_another_case_is_told_from_one_that_is_missing(tmp_path: Path) -> None:
    receipt = Case().receipt(9).replace(REF, "C-2026-0005")
    told = by_hand(Case().bundle(), tmp_path, receipt=receipt)
    assert f"FAULT: case of ../receipt: {ORIGIN}/case/C-2026-0005 is not {CASE}" in told


def test_line_ends_of_another_system_are_no_fault(tmp_path: Path) -> None:
    case = Case()
    files = {"kept": case.signed(CASE, case.lines()[:9]), "receipt": case.receipt(9)}
    turned = {name: text.replace("\n", "\r\n").rstrip() for name, text in files.items()}
    told = by_hand(case.bundle(), tmp_path, **turned)
    assert "FAULT" not in told
    assert "../receipt: in the log" in told


def test_several_keys_are_tried_and_their_turns_left_to_the_program(tmp_path: Path) -> None:
    new = note.Verifier(ORIGIN, NEW.public_key().public_bytes_raw())
    content = packed(Rotated(turns=((4, NEW),)).members())
    told = by_hand(content, tmp_path / "a", key=f"{VKEY} {new}")
    assert "FAULT" not in told
    assert "NOT CHECKED: where one key handed over to the next" in told
    assert "FAULT: registry/checkpoint: not signed" in by_hand(content, tmp_path / "b")


@pytest.fixture
def grown(app: Flask) -> list[str]:
    """A registry that grew before a case was decided and since; what it had signed on the way."""
    heads = []
    with app.app_context():
        for number in range(3):
            with unit_of_work() as work:
                person(work, f"Person {number}")
            sequence_logs()
            with unit_of_work(writing=False) as work:
                heads.append(queries.checkpoint(work.session, REGISTRY) or "")
            if not number:
                decide(Case())
                sequence_logs()
    return heads


def test_a_kept_checkpoint_of_the_registry_and_the_proof_that_is_named(
    app: Flask, grown: list[str], visit: Callable[[], Client], tmp_path: Path
) -> None:
    with app.app_context(), unit_of_work(writing=False) as work:
        content, key = bundle_of(work.session, REF), str(verifier(ground().settings))
    for number, kept in enumerate(grown):
        folder = tmp_path / str(number)
        told = by_hand(content, folder / "first", key, kept_registry=kept)
        (path,) = re.findall("NOT CHECKED: fetch (/log/consistency/[0-9]+/[0-9]+)\n", told)
        proof = visit().get(path).data.decode()
        told = by_hand(content, folder / "then", key, kept_registry=kept, proof=proof)
        assert "kept checkpoint of the registry: good" in told
        assert "FAULT" not in told
        assert "NOT CHECKED" not in told
        (folder / "kept").write_text(kept)
        (folder / "proof").write_text(proof)
        command = [str(folder / "then" / "case.zip"), "--key", key, "--registry"]
        assert main([*command, str(folder / "kept")]) == 3
        assert main([*command, str(folder / "kept"), "--registry", str(folder / "proof")]) == 0
        lines = proof.split("\n")
        other = "\n".join([*lines[:2], *lines[3:]])
        told = by_hand(content, folder / "bad", key, kept_registry=kept, proof=other)
        assert "FAULT: kept checkpoint of the registry" in told
