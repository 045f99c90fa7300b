"""Lies about the roll that fit everything else: roots, seed and draw are made anew over them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit import merkle
from audit.entry import canonical
from audit.verify import step
from tests.audit.checking import failed, steps_of
from tests.audit.lottery import Roll, Says, StrataRoll
from tests.audit.modes import Assembly, Stratified
from tests.audit.synthetic import Case


def told_of(roll: Roll) -> Roll:
    """Make the roll's hashes anew, after its leaves were changed."""
    for at, leaf in enumerate(roll.leaves):
        leaf["ord"] = at
    roll.hashes = [merkle.leaf_hash(canonical(leaf)) for leaf in roll.leaves]
    return roll


def one_name_for_all() -> Case:
    roll = Roll()
    for leaf in roll.leaves:
        if leaf["pseudonym"] not in {*roll.conflict, *roll.cap}:
            leaf["pseudonym"] = "ab" * 16
    return Case(roll=told_of(roll))


def in_disorder() -> Case:
    roll = StrataRoll()
    roll.leaves.sort(key=lambda leaf: leaf["pseudonym"], reverse=True)
    roll.leaves.sort(key=lambda leaf: leaf["stratum"])
    return Stratified(roll=told_of(roll))


ENDS = {0, 2, 3, 18, 19, 33, 34, 39}  # of the strata of StrataRoll


class Misplaced(Stratified):
    """The last leaf of a stratum, which was not drawn, says that it is of another."""

    def __post_init__(self) -> None:
        self.roll.leaves[18]["stratum"] += " or not"
        told_of(self.roll)
        super().__post_init__()

    def attachments(self, ords: set[int]) -> dict[str, bytes]:
        return {**super().attachments(ords), "roll.jsonl": self.roll.lines(ords | ENDS)}


class Told(Roll):
    """A roll of which something else is said than is so."""

    def __init__(self, **others: Any) -> None:
        super().__init__()
        self.others = others

    @property
    def excluded(self) -> Says:
        return {**super().excluded, **self.others}


class OfAnotherEpoch(Case):
    def from_roll(self) -> Says:
        found = super().from_roll()
        return {**found, "roll": {**found["roll"], "epoch": 4}}


class OfNobody(Case):
    def from_roll(self) -> Says:
        found = super().from_roll()
        return {**found, "roll": {**found["roll"], "size": 0}}


class Nobody(Assembly):
    def from_roll(self) -> Says:
        found = super().from_roll()
        return {**found, "roll": {**found["roll"], "size": 0}}


def twice_excluded() -> Case:
    roll = Roll()
    roll.cap = sorted([*roll.cap, roll.cap[0]])
    return Case(roll=roll)


def excluded(change: Callable[[Says], Says]) -> Case:
    case = Case()
    shown = change({"cap": case.roll.cap, "conflict": case.roll.conflict})
    case.attached["excluded.json"] = canonical(shown)
    return case


def lines(change: Callable[[list[bytes]], list[bytes]]) -> Case:
    case = Case()
    each = case.attached["roll.jsonl"].splitlines(keepends=True)
    case.attached["roll.jsonl"] = b"".join(change(each))
    return case


def counts(**reasons: int) -> Case:
    return Case(roll=Told(reasons=reasons))


LIES: dict[str, tuple[str, Callable[[], Case]]] = {
    "one pseudonym for all": ("stands on the roll twice", one_name_for_all),
    "a stratum in disorder": ("not in the order of its strata", in_disorder),
    "a leaf of another stratum": ("lies outside its stratum", Misplaced),
    "another epoch": ("is of another epoch", OfAnotherEpoch),
    "a roll of nobody": ("the roll is empty", OfNobody),
    "an assembly of nobody": ("the roll is empty", Nobody),
    "somebody excluded twice": ("excluded twice", twice_excluded),
    "more excluded than there are": (
        "number of excluded people",
        lambda: Case(roll=Told(count=17)),
    ),
    "fewer under the cap": ("under the cap is another", lambda: counts(household=9, cap=7)),
    "reasons that do not add up": ("do not add up", lambda: counts(household=8, cap=9)),
    "conflicts in disorder": (
        "not sorted",
        lambda: excluded(lambda both: {**both, "conflict": both["conflict"][::-1]}),
    ),
    "the capped in disorder": (
        "not sorted",
        lambda: excluded(lambda both: {**both, "cap": both["cap"][::-1]}),
    ),
    "a list too many": ("other fields", lambda: excluded(lambda both: {**both, "more": []})),
    "a leaf twice": ("not sorted", lambda: lines(lambda each: [each[0], *each])),
    "leaves in disorder": ("not sorted", lambda: lines(lambda each: each[::-1])),
    "no leaves": ("shows other leaves", lambda: lines(lambda each: [])),
    "half a line": ("end with a newline", lambda: lines(lambda each: [*each[:-1], each[-1][:-1]])),
    "a field beside the leaf": (
        "other fields",
        lambda: lines(lambda each: [each[0].replace(b"{", b'{"by":1,', 1), *each[1:]]),
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_about_the_roll_alone_fails_there(name: str, tmp_path: Path) -> None:
    words, made = LIES[name]
    steps = steps_of(made().bundle(), tmp_path)
    assert (steps["roll"].status, words in steps["roll"].reason) == (step.FAIL, True), steps["roll"]
    assert set(failed(steps)) <= {"roll", "randomness", "ballots"}
