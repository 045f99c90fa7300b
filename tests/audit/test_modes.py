"""A good bundle of every mode verifies, and the house and the verifier say the same of it."""

import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import assume, given
from hypothesis import settings as within
from hypothesis import strategies as st

from audit import export, kinds, reasons, wording
from audit.entry import parse, strict
from audit.queries import Line
from audit.verify import lottery as second
from audit.verify import step
from audit.verify.check import NEEDS
from jury.strata.lottery import Lottery, ball, chance
from jury.strata.types import Quota
from jury.verdict import differences
from tests.audit import older
from tests.audit.checking import steps_of
from tests.audit.modes import MODES, Stratified
from tests.audit.older import Older

NOTHING = {
    "house": {"chances"},
    "assembly": {"chances", "randomness"},
    "stratified": set(),
}
COUNTING = {"ballot", "case.closed", "key.revealed"}


@pytest.mark.parametrize("mode", MODES)
def test_a_good_bundle_of_every_mode_passes(mode: str, tmp_path: Path) -> None:
    steps = steps_of(MODES[mode]().bundle(), tmp_path)
    assert [str(one) for one in steps.values() if not one.good] == []
    given = {"registry given", "checkpoint given", "witnesses", "receipts"}
    left = given | set(NOTHING.get(mode, {"chances"}))
    assert {name for name, one in steps.items() if one.status != step.PASS} == left
    assert list(steps) == list(NEEDS)


@pytest.mark.parametrize("mode", MODES)
def test_the_house_recounts_every_mode_alike(mode: str) -> None:
    case = MODES[mode]()
    entries = [parse(line) for line in case.lines()]
    for says in entries:
        body = {name: says[name] for name in says if name not in {"v", "kind", "case"}}
        kinds.check(says["kind"], body)
    assert differences(case.lines()) == []
    cast = [vote.counted for vote in export.rows(case.lines())]
    assert len(cast) - cast.count("replaced") == entries[-1]["numbers"]["cast"]


def but_ballots(lines: list[bytes]) -> list[Line]:
    """What the index finds of a case."""
    found = [Line(index, raw) for index, raw in enumerate(lines)]
    return [line for line in found if parse(line.entry)["kind"] != "ballot"]


def stage_after(line: bytes) -> str:
    says = parse(line)
    return wording.stage(says["kind"], says.get("outcome"))


@pytest.mark.parametrize("mode", MODES)
def test_every_step_of_every_mode_is_told(app: Flask, mode: str) -> None:
    lines = MODES[mode]().lines()
    with app.test_request_context():
        told = wording.timeline(but_ballots(lines), 0, len(lines))
        stages = [str(stage_after(line)) for line in lines]
    assert [at for one in told for at in range(one.first, one.last + 1)] == list(range(len(lines)))
    before = {
        stage
        for stage, line in zip(stages, lines, strict=True)
        if parse(line)["kind"] not in COUNTING
    }
    assert "opened" in before
    assert "being counted" not in before


SEATS = st.lists(st.integers(1, 5), max_size=14)


@within(max_examples=30)
@given(st.binary(min_size=32, max_size=32), SEATS, SEATS)
def test_whoever_gives_up_a_seat_both_go_down_the_same_ladder(
    secret: bytes, before: list[int], after: list[int]
) -> None:
    """The seats of a stratified panel change hands by the house's ladder, until nobody is left."""
    case = Stratified(secret=secret, gives_up=tuple(before), gives_up_later=tuple(after))
    assume(len(case.held) >= 2)  # for two have voted
    with tempfile.TemporaryDirectory() as folder:
        steps = steps_of(case.bundle(), Path(folder))
    assert [str(one) for one in steps.values() if not one.good] == []


def test_quotas_narrower_than_a_share_of_the_roll_are_noted_and_pass(tmp_path: Path) -> None:
    """19 of 40 are old and 18 joined lately: of five seats, 2.375 and 2.25 are due to them."""
    plain = steps_of(Stratified().bundle(), tmp_path)["roll"].reason
    assert "narrower" not in plain
    narrow = Stratified(quotas=(Quota("age", "old", 3, 5), Quota("joined", "lately", 0, 2)))
    steps = steps_of(narrow.bundle(), tmp_path)
    assert [str(one) for one in steps.values() if not one.good] == []
    assert steps["roll"].reason == (
        f"{steps['roll'].reason.split(';')[0]}; narrower than their shares of the roll: "
        "at least 3 of age=old, due 2.38 of 5 seats; "
        "at most 2 of joined=lately, due 2.25 of 5 seats"
    )
    reserved = Stratified(quotas=(Quota("age", "old", 1, 3), Quota("joined", "lately", 2, 5)))
    assert "narrower" not in steps_of(reserved.bundle(), tmp_path)["roll"].reason


def test_the_ball_and_the_lottery_are_those_of_the_house() -> None:
    raw = Stratified().lottery.encode()
    says = strict(raw)
    ours = Lottery.from_json(says)
    says.pop("v")
    types = says.pop("types")
    theirs = second.Lottery(
        names=[one for one, _n in types], available=[n for _o, n in types], **says
    )
    for number in range(50):
        seed = sha256(b"%d" % number).digest()
        found = second.ball_of(seed)
        assert found == ball(seed)
        assert tuple(theirs.composition(found)) == ours.composition(found)
    for at, one in enumerate(ours.frame.types):
        assert theirs.chance(at) == chance(ours, one)


def test_what_an_older_version_logged_is_read_as_before(app: Flask, tmp_path: Path) -> None:
    case = Older()
    entries = [parse(line) for line in case.lines()]
    older.check(entries)
    steps = steps_of(case.bundle(), tmp_path)
    assert {name for name, one in steps.items() if one.status != step.PASS} == {
        "chances",
        "receipts",
        "registry given",
        "checkpoint given",
        "witnesses",
    }
    assert differences(case.lines()) == []
    for says in entries:
        kinds.check(says["kind"], {n: says[n] for n in says if n not in {"v", "kind", "case"}})
    with app.test_request_context():
        lines = case.lines()
        told = wording.timeline(but_ballots(lines), 0, len(lines))
        assert told[-1].title == "The verdict"
    assert [reasons.sentence(code) for code in entries[1]["excluded"]["reasons"]] == [
        reasons.REASONS["cap"],
        reasons.REASONS["took-part"],
    ]
