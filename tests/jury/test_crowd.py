"""Eight clients at one case at once: what they were told, and nothing else, is in the box.

The clients' journals are the oracle. Each ballot that was acknowledged is in the log, the last one
of each juror counts, and no other; seats went from hand to hand in the order of the stream.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from audit.keys import origin, signer
from audit.merkle import leaf_hash
from audit.note import Receipt, Verifier, opened
from audit.queries import entries
from jury.ballot import Ballot, open_sealed
from jury.verdict import differences
from tests.audit.checking import faults
from tests.audit.packing import bundle_of
from tests.jury.bench import TIERS, Bench, OpenWork, make_bench, raw
from tests.jury.crowd import CHOICES, Crowd
from tests.jury.model import Model, from_the_roll, roll_of, told_of_seats

CLAUSES = ("lung-disease", "impossible-evidence")
# The least that must have happened, or a run says nothing.
ENOUGH = {
    "accepted": 12,
    "left": 2,
    "voted": 9,
    "voted again": 30,
    "double clicks": 5,
    "refused": 10,
    "another file": 1,
    "went on": 1,
}


@pytest.fixture
def bench(work: OpenWork, clock: Any) -> Bench:
    found = make_bench(work, clock, 40)
    found.freeze()
    found.draw()
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_what_eight_clients_were_told_is_what_is_counted(
    bench: Bench, seed: int, tmp_path: Path
) -> None:
    crowd, model = Crowd(bench, seed), from_the_roll(bench)
    crowd.run()
    check_that_much_happened(crowd)
    check_the_seats(bench, crowd, model)
    check_the_box(bench, crowd)
    assert differences(raw(bench.log())) == []
    with bench.work(writing=False) as w:
        assert faults(bundle_of(w.session, bench.ref), w.settings, tmp_path) == []


@pytest.mark.databases("sqlite")
def test_a_run_in_which_hardly_anything_happened_fails(bench: Bench) -> None:
    crowd = Crowd(bench, 1, lazy=True)
    crowd.run()
    with pytest.raises(AssertionError, match="says nothing"):
        check_that_much_happened(crowd)


def check_that_much_happened(crowd: Crowd) -> None:
    seen = crowd.seen
    few = {what: seen[what] for what, least in ENOUGH.items() if seen[what] < least}
    assert not few, f"too little to say anything, this run says nothing: {few}"


def check_the_seats(bench: Bench, crowd: Crowd, model: Model) -> None:
    """Each seat goes to the next of the stream; who left it was told so, or was silent."""
    left = set()
    log = bench.log()
    for entry in log:
        if entry["kind"] == "roll.committed":
            model.stage = "open"
        if entry["kind"] == "seat.replaced":
            if entry["why"] != "silent":
                left.add(model.who[entry["seat"]])
            model.leaves(entry["seat"])
    assert told_of_seats(log, roll_of(bench)) == model.replaced
    assert left == crowd.left
    assert set(crowd.told) <= set(model.who.values())


def check_the_box(bench: Bench, crowd: Crowd) -> None:
    """The log holds the ballots that were acknowledged and no other; the last of each counts."""
    log = bench.log()
    [roll] = [entry for entry in log if entry["kind"] == "roll.committed"]
    [key] = [bytes.fromhex(entry["key"]) for entry in log if entry["kind"] == "key.revealed"]
    file = [entry for entry in log if entry["kind"] == "case.resumed"][-1]["file"]
    with bench.work(writing=False) as w:
        leaves = [leaf_hash(raw) for raw in entries(w.session, bench.ref)]
        name, public = origin(w.settings, bench.ref), signer(w.settings).public_key()
    signed_by = Verifier(name, public.public_bytes_raw())
    by_leaf = dict(zip(leaves, log, strict=True))
    promised = lambda receipt: by_leaf[Receipt.parsed(opened(receipt, signed_by)).leaf]  # noqa: E731

    said, pids, logged = Counter[str](), set(), 0
    for ballots in crowd.told.values():
        found = [promised(receipt) for receipt, _choice in ballots]
        [pid] = {one["pid"] for one in found}
        assert pid in roll["pids"]
        assert pid not in pids
        pids.add(pid)
        assert [one["rev"] for one in found] == list(range(1, len(found) + 1))
        for one, (_receipt, choice) in zip(found, ballots, strict=True):
            padded = open_sealed(one["sealed"], key, bench.ref, pid)
            says = Ballot.decode(padded, CLAUSES, TIERS)
            assert says.choice == choice
        logged += len(found)
        said["void" if found[-1]["file"] != file else ballots[-1][1]] += 1
    assert logged == sum(entry["kind"] == "ballot" for entry in log)
    numbers = log[-1]["numbers"]
    assert {one: numbers[one] for one in (*CHOICES, "void")} == {
        one: said[one] for one in (*CHOICES, "void")
    }
    assert (numbers["cast"], numbers["replaced_ballots"]) == (len(pids), logged - len(pids))
