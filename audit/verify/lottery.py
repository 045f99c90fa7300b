"""The lottery of a stratified draw: `lottery.json`, its ball, and whether it is a fair one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from importlib import import_module
from math import ceil, floor
from typing import Any

from . import schema
from .entries import CaseLog, strict
from .roll import Roll
from .step import CannotTell, NotGiven, need
from .stream import numbers

BALLS = 1_000_000
NEAR = Fraction(1, 100_000)  # of a chance: what is lost by counting balls instead of shares
SECONDS = 600  # for the panels of all levels; those of a roll of ours take a few
PAYS = 10_000  # whoever is settled pays at least one part in so many
SEEN = 10_000  # no price is more times what is paid in all: a solver would not see the others


@dataclass(frozen=True)
class Lottery:
    """Types by name with how many may be drawn, quotas, and compositions with their weights."""

    seats: int
    quotas: list[dict[str, Any]]
    names: list[str]
    available: list[int]
    compositions: list[list[int]]
    weights: list[int]
    certificate: list[dict[str, Any]]

    def composition(self, ball: int) -> list[int]:
        """Return the composition that a ball from 0 to 999,999 picks."""
        for composition, weight in zip(self.compositions, self.weights, strict=True):
            if ball < weight:
                return composition
            ball -= weight
        raise AssertionError("the weights sum to a million")

    def off(self, panel: list[int]) -> int:
        """Return by how many seats in all a panel misses the quotas; seats by type."""
        off = 0
        for quota in self.quotas:
            there = sum(n for n, name in zip(panel, self.names, strict=True) if counts(quota, name))
            off += max(0, quota["least"] - there, there - quota["most"])
        return off

    def allows(self, panel: list[int]) -> bool:
        """Whether a panel of these seats by type may be."""
        fits = len(panel) == len(self.names) and sum(panel) == self.seats
        enough = fits and all(n <= of for n, of in zip(panel, self.available, strict=True))
        return enough and self.off(panel) == 0

    def chance(self, at: int) -> Fraction:
        """Return the chance to sit of each who is of a type."""
        pairs = zip(self.compositions, self.weights, strict=True)
        balls = sum(composition[at] * weight for composition, weight in pairs)
        return Fraction(balls, BALLS * self.available[at])


def pairs_of(name: str) -> set[tuple[str, str]]:
    """Return the features and values that the name of a type holds."""
    found = (pair.partition("=") for pair in name.split(";"))
    return {(feature, value) for feature, _sign, value in found}


def counts(quota: dict[str, Any], name: str) -> bool:
    """Whether people of the type count towards a quota."""
    return (quota["feature"], quota["value"]) in pairs_of(name)


def read(log: CaseLog, members: Mapping[str, bytes], roll: Roll) -> Lottery | None:
    """Read `lottery.json` of a stratified case; raises Wrong for one that cannot be. None: other.

    It is the one whose digest was logged, all its panels keep the quotas, and its weights sum.
    """
    if log.mode != "stratified":
        return None
    raw = members["lottery.json"]
    logged = log.last("draw.stratified").says["lottery"]
    need(sha256(raw).hexdigest() == logged, "lottery.json is not the one that was announced")
    says = strict(raw)
    schema.check_fields("lottery.json", says)
    need(says.pop("v") == 1, "lottery.json is of an unknown version")
    types = says.pop("types")
    names, available = [name for name, _n in types], [number for _name, number in types]
    found = Lottery(names=names, available=available, **says)
    seats = log.one("case.opened").says["standard"]["seats"]
    need(found.seats == seats, "the lottery is for other seats than the standard")
    need(names == sorted(set(names)), "the types are not in the order of their names")
    for name, number in types:
        people = len(roll.strata.get(name, ()))
        need(1 <= number <= people, f"{number} may be drawn of {people} in {name}")
    need(sum(found.weights) == BALLS and min(found.weights) > 0, "the weights do not sum to 10^6")
    need(len(found.weights) == len(found.compositions), "a weight stands for no composition")
    for composition in found.compositions:
        need(found.allows(composition), f"a composition breaks the quotas: {composition}")
    return found


def note(lottery: Lottery | None, roll: Roll) -> str:
    """Return what is to be said of quotas narrower than the shares of those whom they are about.

    `least` is at most a share of the seats rounded down, or 1; `most` at least one rounded up. That
    was not always asked, so a bundle does not fail for it.
    """
    narrow = [] if lottery is None else list(_narrow(lottery, roll))
    return f"; narrower than their shares of the roll: {'; '.join(narrow)}" if narrow else ""


def _narrow(lottery: Lottery, roll: Roll) -> Iterator[str]:
    people = {name: len(places) for name, places in roll.strata.items()}
    for quota in lottery.quotas:
        alike = sum(number for name, number in people.items() if counts(quota, name))
        due = Fraction(lottery.seats * alike, sum(people.values()))
        of = f"{quota['feature']}={quota['value']}, due {float(due):.2f} of {lottery.seats} seats"
        if quota["least"] > max(1, floor(due)):
            yield f"at least {quota['least']} of {of}"
        if quota["most"] < ceil(due):
            yield f"at most {quota['most']} of {of}"


def ball_of(seed: bytes) -> int:
    """Return the ball, from 0 to 999,999."""
    return next(numbers(b"jury-draw/v1/ball\0" + seed, BALLS))[1]


def check_chances(lottery: Lottery | None) -> str:
    """Check that no lottery gives the unluckiest a better chance; raises Wrong, CannotTell."""
    if lottery is None:
        raise NotGiven("no panel was drawn by types, each with its own chance")
    before: set[int] = set()
    for number, level in enumerate(lottery.certificate, 1):
        _check_level(lottery, level, before, level["most"], f"level {number}")
        before |= set(level["settled"])
    missing = set(range(len(lottery.names))) - before
    need(not missing, "the certificate does not settle every type")
    least = min(map(lottery.chance, range(len(lottery.names))))
    before, panels = set(), _Panels(lottery)
    for number, level in enumerate(lottery.certificate, 1):
        most = max(level["most"], panels.dearest(level))
        _check_level(lottery, level, before, most, f"level {number}")
        before |= set(level["settled"])
    return (
        f"the least chance is {least}, and no lottery gives a better one; "
        "not proved: how many of each type may be drawn"
    )


def _check_level(
    lottery: Lottery, level: dict[str, Any], before: set[int], most: int, where: str
) -> None:
    """Those who are not settled before have as high a least chance as the prices allow.

    A lottery's panels cost `most` on average or less. What is left of that when the seats of those
    settled before are paid bounds the least chance of the others.
    """
    settled, prices = level["settled"], dict(level["prices"])
    places = range(len(lottery.names))
    need(len(prices) == len(level["prices"]), f"{where}: a type has two prices")
    need(set(settled) | set(prices) <= set(places), f"{where}: there is no such type")
    need(settled and not before & set(settled), f"{where} settles nothing, or something again")
    costs = [sum(prices.get(at, 0) * one[at] for at in places) for one in lottery.compositions]
    need(max(costs) <= most, f"{where}: a panel costs more than the most")
    free = sum(price * lottery.available[at] for at, price in prices.items() if at not in before)
    for at in settled:
        pays = prices.get(at, 0) * lottery.available[at]
        need(pays * PAYS >= free > 0, f"{where} settles {lottery.names[at]}, which pays nothing")
    need(max(prices.values()) <= SEEN * free, f"{where}: a price hides all others from a solver")
    paid = sum(
        price * lottery.available[at] * lottery.chance(at)
        for at, price in prices.items()
        if at in before
    )
    bound = (most - paid) / free
    least = min(lottery.chance(at) for at in places if at not in before)
    need(bound - least <= NEAR, f"{where}: the least chance is {least}, not {bound}")


class _Panels:
    """All panels that the quotas allow, asked for the dearest; CannotTell without HiGHS.

    HiGHS reckons in floats; what it finds is held against the quotas in whole numbers.
    """

    def __init__(self, lottery: Lottery) -> None:
        try:
            highspy = import_module("highspy")
        except ImportError:
            raise CannotTell(
                "the certificate fits if no panel costs more than it says; to find the dearest "
                "takes highspy: python -m pip install highspy"
            ) from None
        # It prints its licence as soon as it sets up callbacks, which nobody here needs.
        quiet = {"enableCallbacks": lambda self: self.silent()}
        self.lottery, self.status = lottery, highspy.HighsModelStatus
        self.highs = type("Quiet", (highspy.Highs,), quiet)()
        for option in ("mip_rel_gap", "mip_abs_gap"):
            self.highs.setOptionValue(option, 0.0)
        self.types = list(range(len(lottery.names)))
        for at, available in enumerate(lottery.available):
            self.highs.addCol(0.0, 0, min(available, lottery.seats), 0, [], [])
            self.highs.changeColIntegrality(at, highspy.HighsVarType.kInteger)
        self._row(lottery.seats, lottery.seats, self.types)
        for quota in lottery.quotas:
            of = [at for at in self.types if counts(quota, lottery.names[at])]
            self._row(quota["least"], quota["most"], of)

    def _row(self, least: int, most: int, of: list[int]) -> None:
        self.highs.addRow(least, most, len(of), of, [1.0] * len(of))

    def dearest(self, level: dict[str, Any]) -> int:
        """Return what the dearest panel costs by the prices of a level; raises CannotTell."""
        prices = dict(level["prices"])
        scale = 1000 / max(1, *prices.values())  # HiGHS's tolerances are absolute
        costs = [-prices.get(at, 0) * scale for at in self.types]
        self.highs.changeColsCost(len(costs), self.types, costs)
        # Each run is held against the limit; the time of all levels is counted.
        self.highs.setOptionValue("time_limit", max(0.0, SECONDS - self.highs.getRunTime()))
        self.highs.run()
        if self.highs.getModelStatus() == self.status.kTimeLimit:
            raise CannotTell("HiGHS did not find the dearest panel in time")
        solved = self.highs.getModelStatus() == self.status.kOptimal
        panel = [round(number) for number in self.highs.getSolution().col_value]
        if not solved or not self.lottery.allows(panel):
            raise CannotTell("HiGHS did not find the dearest panel")
        return sum(price * panel[at] for at, price in prices.items())
