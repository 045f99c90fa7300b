"""Every lie about a mode that an operator with the signing key could tell fails at its step."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit.entry import canonical
from audit.verify import step
from tests.audit.checking import steps_of
from tests.audit.modes import DIGITS, MODES
from tests.audit.synthetic import Case, Says, pid

Change = Callable[[Case], None]


def says(kind: str, part: str = "", **changes: Any) -> Change:
    """Change an entry, or an object in it."""

    def change(case: Case) -> None:
        found = case.one(kind)
        (found[part] if part else found).update(changes)

    return change


def drop(kind: str) -> Change:
    return lambda case: case.entries.remove(case.one(kind))


def put(before: str, *entries: Says) -> Change:
    def change(case: Case) -> None:
        at = [one["kind"] for one in case.entries].index(before)
        case.entries[at:at] = [{"case": case.ref, **one} for one in entries]

    return change


def twice(kind: str) -> Change:
    return lambda case: case.entries.insert(case.entries.index(case.one(kind)), case.one(kind))


def chosen_digits(case: Case) -> None:
    """Digits are left out until the panel suits; the announced ones decide."""
    case.one("draw.ceremony").update(digits=DIGITS[:-1] + "3")


def voters(change: Callable[[list[bytes]], list[bytes]]) -> Change:
    def made(case: Case) -> None:
        raw = case.attached["voters"]
        each = [raw[at : at + 16] for at in range(0, len(raw), 16)]
        case.attached["voters"] = b"".join(change(each))

    return made


def capped(case: Case) -> None:
    case.one("assembly.committed")["excluded"].update(reasons={"cap": 8})
    excluded = {"cap": case.roll.conflict, "conflict": []}
    case.attached["excluded.json"] = canonical(excluded)


def as_member(name: str, content: bytes) -> Change:
    return lambda case: case.attached.update({name: content})


LIES: dict[str, tuple[str, str, Change]] = {
    # What was to decide
    "another round": ("beacon", "entries", says("draw.beacon", round=-1)),
    "a round that was not announced": ("beacon", "randomness", says("draw.beacon", round=657_414)),
    "a later round announced": (
        "beacon",
        "randomness",
        says("draw.committed", "randomness", round=657_414),
    ),
    "a round that had come when it was announced": (
        "beacon",
        "randomness",
        says("draw.committed", "randomness", at="2023-09-15T11:00:00Z"),
    ),
    "a time that is none": (
        "beacon",
        "randomness",
        says("draw.committed", "randomness", at="2023-02-30T11:00:00Z"),
    ),
    "a time before the beacon": (
        "beacon",
        "randomness",
        says("draw.committed", "randomness", at="2013-09-15T11:00:00Z"),
    ),
    "another beacon": (
        "beacon",
        "randomness",
        says("draw.committed", "randomness", chain="0" * 64),
    ),
    "no word of the beacon": ("beacon", "randomness", drop("draw.beacon")),
    "the beacon for another draw": ("beacon", "draw", says("draw.beacon", draw=2)),
    "another randomness than the beacon's": (
        "beacon",
        "randomness",
        says("draw.result", randomness="0" * 64),
    ),
    "a secret beside the beacon": (
        "beacon",
        "randomness",
        says("draw.committed", randomness={"kind": "house", "commitment": "0" * 64}),
    ),
    "a beacon beside the secret": (
        "house",
        "randomness",
        put("draw.result", {"kind": "draw.ceremony", "draw": 1, "digits": DIGITS, "count": 12}),
    ),
    "two words of the beacon": ("beacon", "entries", twice("draw.beacon")),
    "other digits": ("ceremony", "randomness", chosen_digits),
    "fewer digits than are shown": ("ceremony", "randomness", says("draw.ceremony", count=11)),
    "few digits": ("ceremony", "entries", says("draw.ceremony", digits="123", count=3)),
    "no digits": ("ceremony", "randomness", drop("draw.ceremony")),
    "another source": (
        "ceremony",
        "randomness",
        says("draw.committed", "randomness", source="Two dice"),
    ),
    "a source in two lines": (
        "ceremony",
        "randomness",
        says("draw.committed", "randomness", source="Two\ndice"),
    ),
    # The key
    "one trustee is enough": ("trustees", "key", says("key.split", threshold=1)),
    "more than there are": ("trustees", "key", says("key.split", threshold=6)),
    "more trustees than words allow": ("trustees", "key", says("key.split", count=17)),
    "a split told later": ("trustees", "entries", put("case.closed", {"kind": "key.split"})),
    # Void draws
    "a void draw left out": ("redrawn", "draw", lambda case: case.entries.__delitem__(slice(1, 3))),
    "a void draw not counted": ("redrawn", "recount", says("verdict", "panel", void_draws=1)),
    "another number": ("redrawn", "draw", says("draw.result", draw=1)),
    "the first of two that were not voided": ("redrawn", "entries", drop("draw.voided")),
    "voided when the digits had fallen": (
        "ceremony",
        "entries",
        put("draw.result", {"kind": "draw.voided", "draw": 1, "why": "x"}),
    ),
    "other seats in a void draw": ("redrawn", "draw", says("draw.committed", seats=6)),
    "another kind in the verdict": (
        "beacon",
        "recount",
        says("verdict", "panel", randomness="house"),
    ),
    # The poll's end
    "early where the standard says no": (
        "early",
        "ballots",
        says("case.opened", "standard", early=False),
    ),
    "early before it opened": (
        "early",
        "ballots",
        says("case.closed", closes_at="2026-11-22T08:00:00Z"),
    ),
    "early and too late": (
        "early",
        "ballots",
        says("case.closed", closes_at="2026-11-27T08:00:00Z"),
    ),
    "early without a word of all": (
        "early",
        "ballots",
        lambda case: (case.entries.pop(-4), says("case.closed", ballots=4)(case)),
    ),
    "early with a word on another file": (
        "early",
        "ballots",
        lambda case: case.entries[-4].update(file="0" * 64),
    ),
    # The assembly
    "a voter more": ("assembly", "ballots", voters(lambda each: sorted([*each, b"x" * 16]))),
    "a voter less": ("assembly", "ballots", voters(lambda each: each[1:])),
    "voters in disorder": ("assembly", "ballots", voters(lambda each: each[::-1])),
    "a voter twice": ("assembly", "ballots", voters(lambda each: [each[0], *each])),
    "half a voter": ("assembly", "ballots", voters(lambda each: [*each, b"x"])),
    "no list of voters": ("assembly", "roll", lambda case: case.attached.pop("voters")),
    "a roll that nobody was drawn from": ("assembly", "roll", as_member("roll.jsonl", b"")),
    "a list of voters beside a panel": ("house", "roll", as_member("voters", b"")),
    "a shorter list than the roll": (
        "assembly",
        "draw",
        says("assembly.committed", "voters", count=31),
    ),
    "some kept away by the cap": (
        "assembly",
        "draw",
        capped,
    ),
    "an assembly under a panel's standard": (
        "assembly",
        "draw",
        says("case.opened", "standard", seats=5),
    ),
    "another voter in place of one": (
        "assembly",
        "ballots",
        voters(lambda each: sorted([*each[:-1], b"\xff" * 16])),
    ),
    "a vote of nobody on the list": (
        "assembly",
        "ballots",
        lambda case: case.one("ballot").update(pid=pid(99)),
    ),
    "a seat that changes hands": (
        "assembly",
        "entries",
        put(
            "case.closed",
            {"kind": "seat.replaced", "seat": 1, "why": "silent", "stream": [], "ord": None},
        ),
    ),
    "more votes than seats": ("assembly", "recount", says("verdict", "numbers", seats=3)),
    "more seats than voters": ("assembly", "recount", says("verdict", "numbers", seats=33)),
    "another list in the verdict": (
        "assembly",
        "recount",
        lambda case: case.one("verdict")["assembly"].update(voters={"count": 6, "root": "0" * 64}),
    ),
    "the quorum of those who came": (
        "assembly",
        "recount",
        lambda case: case.one("case.opened")["standard"].update(
            quorum={"absolute": 2, "share": [1, 2]}
        ),
    ),
    "an assembly without a word of it": (
        "assembly",
        "entries",
        lambda case: case.one("verdict").pop("assembly"),
    ),
    "a panel and an assembly": (
        "house",
        "entries",
        says("verdict", assembly={"roll": "0" * 64, "voters": {"count": 1, "root": "0" * 64}}),
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_about_a_mode_fails_at_its_step(name: str, tmp_path: Path) -> None:
    mode, where, change = LIES[name]
    case = MODES[mode]()
    change(case)
    steps = steps_of(case.bundle(), tmp_path)
    assert steps[where].status == step.FAIL, [str(one) for one in steps.values()]
    assert not all(one.good for one in steps.values())
