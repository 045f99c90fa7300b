"""A case that was halted verifies, and no lie about a halt does."""

from pathlib import Path

import pytest

from audit.verify import step
from tests.audit.checking import steps_of
from tests.audit.synthetic import FILE, Case

END, LATER, EARLIER = "2026-11-26T12:00:00Z", "2026-11-27T12:00:00Z", "2026-11-26T11:59:59Z"
HALTED = {"kind": "case.halted", "why": "evidence"}


def resumed(file: str = FILE, closes_at: str | None = LATER) -> dict:
    return {"kind": "case.resumed", "file": file, "closes_at": closes_at}


def with_halt(*entries: dict, before: str = "ballot", closes_at: str = LATER) -> Case:
    """Return a case with these entries before the first of a kind."""
    case = Case()
    kinds = [one["kind"] for one in case.entries]
    at = kinds.index(before)
    case.entries[at:at] = [{"case": case.ref, "v": 1, **one} for one in entries]
    case.one("case.closed")["closes_at"] = closes_at
    return case


def test_a_halt_in_the_poll_moves_its_end(tmp_path: Path) -> None:
    steps = steps_of(with_halt(HALTED, resumed()).bundle(), tmp_path)
    assert all(one.good for one in steps.values()), steps


def test_a_halt_before_the_poll_moves_nothing(tmp_path: Path) -> None:
    case = with_halt(HALTED, resumed(closes_at=None), before="roll.committed", closes_at=END)
    steps = steps_of(case.bundle(), tmp_path)
    assert all(one.good for one in steps.values()), steps


LIES = {
    "a halt that never ends": ("entries", with_halt(HALTED, closes_at=END)),
    "an end without a halt": ("entries", with_halt(resumed())),
    "two halts at once": ("entries", with_halt(HALTED, HALTED, resumed())),
    "a halt among the ballots": ("entries", with_halt(HALTED, resumed(), before="case.closed")),
    "an earlier end": ("ballots", with_halt(HALTED, resumed(closes_at=EARLIER), closes_at=EARLIER)),
    "no end": ("ballots", with_halt(HALTED, resumed(closes_at=None))),
    "the old end": ("ballots", with_halt(HALTED, resumed(), closes_at=END)),
    "another reason": ("entries", with_halt({**HALTED, "why": "it suits us"}, resumed())),
    "ballots of the old file counted": ("recount", with_halt(HALTED, resumed("e" * 64))),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_about_a_halt_fails_at_its_step(name: str, tmp_path: Path) -> None:
    where, case = LIES[name]
    steps = steps_of(case.bundle(), tmp_path)
    assert steps[where].status == step.FAIL, steps
