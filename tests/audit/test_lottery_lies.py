"""Every lie about a panel drawn by types that an operator with the key could tell, likewise."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from audit.entry import canonical, strict
from audit.verify import step
from tests.audit.checking import failed, steps_of
from tests.audit.modes import MODES, Stratified
from tests.audit.synthetic import Case, Says
from tests.audit.test_modes_lies import Change, as_member, drop, put, says


def lottery(change: Callable[[Says], None], announced: bool = True) -> Change:
    """Change lottery.json, and announce it so unless told otherwise: all else stays as drawn."""

    def made(case: Case) -> None:
        found = strict(case.attached["lottery.json"])
        change(found)
        case.attached["lottery.json"] = canonical(found)
        if announced:
            digest = sha256(case.attached["lottery.json"]).hexdigest()
            case.one("draw.stratified")["lottery"] = digest

    return made


def unfair(found: Says) -> None:
    """All balls for one composition."""
    found["compositions"], found["weights"] = found["compositions"][:1], [1_000_000]


def modest(found: Says) -> None:
    """Nobody of the last type can sit, says the certificate, and so none of them does.

    Every sum in it is right, but there are panels that cost more than it says.
    """
    found["compositions"], found["weights"] = [[3, 2, 0]], [1_000_000]
    found["certificate"] = [
        {"settled": [at], "prices": [[at, 1]], "most": most}
        for at, most in ((2, 0), (1, 2), (0, 3))
    ]


def level(change: Callable[[Says], object]) -> Change:
    """Change the first level of the certificate."""
    return lottery(lambda found: change(found["certificate"][0]))


def other_type(case: Case) -> None:
    first, second = [one for one in case.entries if one["kind"] == "seat.replaced"][:2]
    first["ord"], second["ord"] = second["ord"], first["ord"]


def moved_border(case: Case) -> None:
    strata = case.one("draw.stratified")["strata"]
    first, second = sorted(strata)[:2]
    strata[first] -= 1
    strata[second] += 1


LIES: dict[str, tuple[str, str, Change]] = {
    "another lottery": ("stratified", "roll", lottery(unfair, announced=False)),
    "no lottery": ("stratified", "roll", lambda case: case.attached.pop("lottery.json")),
    "a lottery beside a plain draw": ("house", "roll", as_member("lottery.json", b"{}")),
    "no word of the lottery": ("stratified", "entries", drop("draw.stratified")),
    "a lottery announced for a plain draw": (
        "house",
        "entries",
        put(
            "draw.result",
            {"kind": "draw.stratified", "draw": 1, "lottery": "0" * 64, "strata": {"all": 40}},
        ),
    ),
    "weights of another sum": (
        "stratified",
        "roll",
        lottery(lambda found: found["weights"].__setitem__(0, found["weights"][0] + 1)),
    ),
    "a panel that breaks a quota": (
        "stratified",
        "roll",
        lottery(lambda found: found["quotas"][0].update(least=3)),
    ),
    "other seats": ("stratified", "roll", lottery(lambda found: found.update(seats=6))),
    "more of a type than are on the roll": (
        "stratified",
        "roll",
        lottery(lambda found: found["types"][0].__setitem__(1, 17)),
    ),
    "a type of nobody": (
        "stratified",
        "roll",
        lottery(lambda found: found["types"][0].__setitem__(0, "age=ancient")),
    ),
    "another version": ("stratified", "roll", lottery(lambda found: found.update(v=2))),
    "types in disorder": ("stratified", "roll", lottery(lambda found: found["types"].reverse())),
    "a quota of less than nobody": (
        "stratified",
        "roll",
        lottery(lambda found: found["quotas"][0].update(least=-1)),
    ),
    "a panel that no ball picks": (
        "stratified",
        "roll",
        lottery(
            lambda found: (
                found["weights"].append(0),
                found["compositions"].append(found["compositions"][0]),
            )
        ),
    ),
    "a panel without a weight": (
        "stratified",
        "roll",
        lottery(lambda found: found["compositions"].append(found["compositions"][0])),
    ),
    "a stratum of nobody": (
        "stratified",
        "roll",
        says("draw.stratified", "strata", **{"age=ancient": 0}),
    ),
    "strata of another size": ("stratified", "roll", moved_border),
    "fewer people than the roll": (
        "stratified",
        "roll",
        lambda case: case.one("draw.stratified")["strata"].popitem(),
    ),
    "balls for one panel alone": ("stratified", "chances", lottery(unfair)),
    "a certificate that asks for little": ("stratified", "chances", lottery(modest)),
    "a level left out": (
        "stratified",
        "chances",
        lottery(lambda found: found["certificate"].pop()),
    ),
    "no certificate": (
        "stratified",
        "chances",
        lottery(lambda found: found.update(certificate=[])),
    ),
    "two prices for a type": (
        "stratified",
        "chances",
        level(lambda first: first["prices"].append(first["prices"][0])),
    ),
    "a price for nobody": (
        "stratified",
        "chances",
        level(lambda first: first["prices"].append([99, 1])),
    ),
    "a level that settles nothing": (
        "stratified",
        "chances",
        lottery(
            lambda found: found["certificate"].insert(0, {**found["certificate"][0], "settled": []})
        ),
    ),
    "a level twice": (
        "stratified",
        "chances",
        lottery(lambda found: found["certificate"].insert(0, found["certificate"][0])),
    ),
    "all settled at once": (
        "stratified",
        "chances",
        lottery(
            lambda found: found.update(
                certificate=[{**found["certificate"][0], "settled": [0, 1, 2]}]
            )
        ),
    ),
    "a panel dearer than the most": (
        "stratified",
        "chances",
        level(lambda first: first.update(most=first["most"] - 1)),
    ),
    "no prices": (
        "stratified",
        "chances",
        lottery(lambda found: found["certificate"][0].update(prices=[])),
    ),
    "another seat than the ball gives": (
        "stratified",
        "draw",
        lambda case: case.one("draw.result")["stream"][0].__setitem__(2, "alternate"),
    ),
    "another type than the ladder says": (
        "stratified",
        "draw",
        other_type,
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_about_a_draw_by_types_fails_at_its_step(name: str, tmp_path: Path) -> None:
    mode, where, change = LIES[name]
    case = MODES[mode]()
    change(case)
    steps = steps_of(case.bundle(), tmp_path)
    assert steps[where].status == step.FAIL, [str(one) for one in steps.values()]
    assert not all(one.good for one in steps.values())


@dataclass
class Generous(Stratified):
    """The lottery counts on three of a type; they are excluded, and the draw gives their seat to
    nobody."""

    secret: bytes = bytes(32)  # its ball picks a composition in which one of them has a seat
    gives_up: tuple[int, ...] = ()
    gives_up_later: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.lottery = Stratified().lottery
        named = [one for one in self.roll.leaves if one["stratum"] == "age=young;joined=long ago"]
        capped = {*self.roll.cap, *(one["pseudonym"] for one in named)} - {*self.roll.conflict}
        self.roll.cap = sorted(capped)
        super().__post_init__()


def test_a_lottery_that_counts_on_more_than_there_are_fails_at_the_draw(tmp_path: Path) -> None:
    steps = steps_of(Generous().bundle(), tmp_path)
    assert failed(steps) == ["draw"], [str(one) for one in steps.values()]
    assert "has fewer people than lottery.json says" in steps["draw"].reason
