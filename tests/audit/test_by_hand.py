"""`docs/verifying.md`: its blocks are run as they stand there, over good bundles and bad ones."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.verify import box
from tests.audit.modes import MODES
from tests.audit.synthetic import VKEY, Case
from tests.audit.test_kept import CASE, shortened
from tests.audit.test_verify_lies import LIES
from tests.source import ROOT

BLOCKS = re.findall(
    r"^```sh\n(.*?)^```$", (ROOT / "docs" / "verifying.md").read_text(), re.M | re.S
)
TOOLS = ("bash", "unzip", "openssl", "jq", "xxd", "sha256sum", "base64")
LACKING = [tool for tool in TOOLS if not shutil.which(tool)]
# In CI they are installed (bin/test); should one lack there, these tests fail.
pytestmark = pytest.mark.skipif(
    bool(LACKING) and os.environ.get("CI") != "true", reason=f"takes {', '.join(LACKING)}"
)


def by_hand(content: bytes, folder: Path, **kept: str) -> str:
    """Paste the blocks one after another into one shell; return what it says."""
    folder.mkdir(exist_ok=True)
    (folder / "case.zip").write_bytes(content)
    for name, text in kept.items():
        (folder / name).write_text(text)
    env = {"PATH": os.environ["PATH"], "BUNDLE": "case.zip", "KEY": str(VKEY), "LC_ALL": "C.UTF-8"}
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
    assert "../kept: signed" in told
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


BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a changed checkpoint": ("not signed", flipped("checkpoint", 27)),
    "a changed registry": ("not signed", flipped("registry/checkpoint", 20)),
    "a changed entry": ("root of the case", flipped("tile/entries/000.p/16", 700)),
    "a changed proof": ("in the registry", flipped("registry/case.tlog-proof", 40)),
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
