"""Large boxes: on all cores it comes to the same, and memory does not grow with the ballots."""

import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from audit import bundle
from audit import opening as house_opening
from audit.entry import BadEntry, parse
from audit.verify import ballots, opening, scan, slip, spread
from audit.verify.ballots import Voters
from audit.verify.entries import entry
from kernel.errors import Conflict
from tests.audit.checking import failed, steps_of
from tests.audit.large import Large, Lines, cast
from tests.audit.modes import Assembly
from tests.audit.synthetic import REF, VKEY, Case

ROOT = Path(__file__).resolve().parents[2]
SIZES = (2_101, 6_301)  # voters; both so many that it takes processes
LESS = 1_000  # bytes that memory may grow by with each ballot; its entry has 1,700
# What the system says of the most memory of a process holds that of the one that started it.
PEAK = """
import re, resource, sys
from pathlib import Path
from audit.verify.__main__ import main
status = main(sys.argv[1:])
own = int(re.search("VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(max(own, others) * 1024, file=sys.stderr)
sys.exit(status)
"""


@pytest.fixture
def on_all_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MANY", 0)
    monkeypatch.setattr(scan, "MANY", 0)
    monkeypatch.setattr(spread.os, "cpu_count", lambda: 2)


@pytest.mark.usefixtures("on_all_cores")
def test_on_all_cores_it_comes_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case()
    spread_out = steps_of(case.bundle(), tmp_path)
    monkeypatch.setattr(spread.os, "cpu_count", lambda: 1)
    assert spread_out == steps_of(case.bundle(), tmp_path)
    assert failed(spread_out) == []


@pytest.mark.usefixtures("on_all_cores")
def test_what_is_wrong_in_a_process_is_wrong_here(tmp_path: Path) -> None:
    case = Assembly()
    case.one("ballot")["rev"] = "1"
    steps = steps_of(case.bundle(), tmp_path)
    assert (failed(steps), steps["entries"].reason[:8]) == (["entries"], "entry 2:")
    steps = steps_of(Case().bundle(**{"tile__entries__000.p__16": b"\xff\xff{}"}), tmp_path)
    assert failed(steps) == ["tree"]


def test_a_large_bundle_is_verified_in_little_memory(tmp_path: Path) -> None:
    peaks = []
    ballots = [cast(number) for number in range(max(SIZES))]
    for size in SIZES:
        large, path = Large(size), tmp_path / f"{size}.zip"
        lines = list(large.lines(ballots[:size]))
        with path.open("wb") as out, (tmp_path / "spool").open("w+b") as spool:
            large.write(lines, out, spool)
        command = [sys.executable, "-c", PEAK, str(path), "--key", str(VKEY), "--json"]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        told = json.loads(run.stdout)
        assert told["ok"], told
        by_name = {one["step"]: one["reason"] for one in told["steps"]}
        assert by_name["ballots"].startswith(f"{large.sent} ballots of {size} voters, {size} on")
        peaks.append(int(run.stderr))
    more = SIZES[1] - SIZES[0]
    assert peaks[1] - peaks[0] < more * LESS, peaks


def test_more_voters_than_a_bundle_can_list_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large, path = Large(7), tmp_path / "7.zip"
    lines = list(large.lines(map(cast, range(7))))

    def write() -> None:
        with path.open("wb") as out, (tmp_path / "spool").open("w+b") as spool:
            large.write(lines, out, spool)

    monkeypatch.setattr(bundle, "LARGEST_VOTERS", 7 * 16)
    write()
    assert failed(steps_of(path.read_bytes(), tmp_path)) == []
    monkeypatch.setattr(bundle, "LARGEST_VOTERS", 6 * 16)
    with pytest.raises(Conflict):
        write()


USUAL = cast(1)[0]
UNUSUAL = [
    USUAL.replace(b'"rev":1', b'"rev":01'),
    USUAL.replace(b'"rev":1', b'"rev":1.0'),
    USUAL.replace(b'"rev":1', b'"rev":-1'),
    USUAL.replace(b'"rev":1', b'"rev":9007199254740992'),
    USUAL.replace(b'"v":1', b'"v":2'),
    USUAL.replace(b'"sealed":"', b'"sealed":"\\n'),
    USUAL.replace(b'"sealed":"', b'"sealed":"='),
    USUAL.replace(b'","v":1}', b'","sealed":"","v":1}'),
    USUAL.replace(b'","v":1}', b'A","v":1}'),
    USUAL.replace(b'","v":1}', b'","v":1}\n'),
    USUAL.replace(b'"kind":"ballot"', b'"kind":"verdict"'),
    USUAL.replace(REF.encode(), b"C-2026-0002"),
    USUAL.replace(b'{"case"', b' {"case"'),
    USUAL[:-1],
    b"",
]


@pytest.mark.parametrize("raw", UNUSUAL)
def test_only_a_ballot_in_its_usual_form_is_read_without_parsing(raw: bytes) -> None:
    assert slip.slip_of(raw, slip.begins(REF)) is None


def test_what_is_read_without_parsing_is_what_parsing_reads() -> None:
    """Every byte changed in every way: what still has the usual form is JSON, and says the same."""
    begins, still = slip.begins(REF), 0
    start = USUAL.index(b'"sealed":"') + 10
    usual = USUAL[: start + 40] + USUAL[-48:]  # what is left out is more of the same letters
    for at in range(len(usual)):
        for letter in b'"\\ Az09+/=\n\0\xff,:{}':
            raw = usual[:at] + bytes([letter]) + usual[at + 1 :]
            read = slip.slip_of(raw, begins)
            if read is not None:
                still += 1
                assert read == slip.of_line(entry(raw))
                try:
                    assert parse(raw)["rev"] == read.rev
                except BadEntry:
                    pytest.fail(f"no entry: {raw!r}")
    assert still > 500


def test_a_ballot_in_another_form_counts_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the shorter way of reading them, all ballots are parsed."""
    usual = steps_of(Case().bundle(), tmp_path)
    monkeypatch.setattr(slip, "ENDS", b"never")
    assert slip.slip_of(Case().lines()[8], slip.begins(REF)) is None
    assert steps_of(Case().bundle(), tmp_path) == usual


@pytest.mark.parametrize("many", [0, 4_096])
@pytest.mark.parametrize("few", [0, 1_000])
def test_who_may_vote_is_found_among_many(
    many: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ballots, "MANY", many)
    monkeypatch.setattr(ballots, "FEW", few)
    pids = sorted(bytes([first, second]) * 8 for first in (0, 7, 255) for second in range(200))
    voters = Voters(b"".join(pids))
    assert list(voters) == pids == voters[:]
    assert [voters.place(pid) for pid in pids] == list(range(len(pids)))
    for pid in pids:
        assert voters.place(pid[:-1] + bytes([pid[-1] ^ 1])) in {None, *range(len(pids))}
        assert voters.place(pid[:15] + b"\xfe") is None
        assert voters.place(pid[8:] + pid[:7] + b"\xfe") is None
    assert Voters(b"").place(b"\0" * 16) is None


def test_a_pid_between_two_others_may_not_vote() -> None:
    """It stands in the list, but not in a place of its own."""
    first, second = b"\1" * 16, b"\1" * 8 + b"\2" * 8
    voters = Voters(first + second)
    assert voters.place((first + second)[12:28]) is None
    assert [voters.place(first), voters.place(second)] == [0, 1]


def test_a_large_bundle_is_written_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One ballot again and again stands for many: what is written is as long."""
    monkeypatch.setattr(house_opening, "SMALL", 100_000)
    peaks, one = [], cast(1)
    for size in (1_000, 2_500):
        large = Large(size)
        lines = Lines(lambda large=large, size=size: large.lines([one] * size))
        assert sum(1 for _line in lines) == size + 5
        with (tmp_path / "out").open("wb") as out, (tmp_path / "spool").open("w+b") as spool:
            tracemalloc.start()
            large.write(lines, out, spool)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert (tmp_path / "out").stat().st_size > size * 2_000
    assert peaks[1] - peaks[0] < 1_500 * 200, peaks
