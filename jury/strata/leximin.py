"""LEXIMIN: the fairest lottery over all panels that keep the quotas.

The least chance of anybody is as high as it can be; under that the second least, and so on.

Source: Flanigan, Gölz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens'
assemblies", Nature 596 (2021), 548-552: a linear program over the panels that are known, a
whole-number program that finds the panel worth adding, and one level of chances after the other.
Here the unknowns are types instead of people. That loses nothing: the fairest lottery gives alike
people the same chance, since swapping them changes no quota.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from jury.strata.feasible import Infeasible, Panels, smallest_change
from jury.strata.lottery import PAYS, Level, Lottery, largest_remainder
from jury.strata.solver import TOO_LONG, Program
from jury.strata.types import Composition, Frame, Quota, Type
from kernel.errors import N_, Conflict

MOST_SEATS = 200
ROUNDS = 2_000  # of a search, each with another composition; 60 types take 300
PRICES = 10**9  # the highest price of a level
NEAR = 1e-8  # of a chance; published chances are a hundred times coarser


def leximin(available: Mapping[Type, int], quotas: Sequence[Quota], seats: int) -> Lottery:
    """Return the fairest lottery, with its certificate.

    Raises Infeasible where no panel is possible, and Conflict when the search takes too long.
    """
    frame = Frame(available, tuple(quotas), seats)
    if seats > MOST_SEATS:
        raise Conflict(N_("A stratified panel has at most %(most)s seats."), most=MOST_SEATS)
    if changes := smallest_change(available, quotas, seats):
        raise Infeasible(changes)
    search = _Search(frame)
    certificate = []
    while search.open:
        certificate.append(search.level())
    weights = largest_remainder(search.shares.now)
    pairs = sorted(zip(search.shares.known, weights, strict=True), reverse=True)
    drawn = {composition: weight for composition, weight in pairs if weight}
    covering = tuple(_covering(level, map(frame.panel, drawn)) for level in certificate)
    return Lottery(frame, tuple(drawn), tuple(drawn.values()), covering)


def _covering(level: Level, panels: Iterable[Mapping[Type, int]]) -> Level:
    """Let no panel cost more than a level says, though a later level may have found a dearer one:
    HiGHS reckons in floats."""
    return replace(level, most=max(level.most, *map(level.cost, panels)))


@dataclass(frozen=True)
class _Prices:
    """What the linear program says.

    seat: a price for a seat of each type. known: what the dearest composition known so far costs.
    least: the least chance of those who are not settled.
    """

    seat: list[int]
    known: float
    least: float


class _Shares:
    """The linear program: shares of the known compositions that lift the least chance.

    Its first column is that chance. It has a row for each type (its chance, less the least chance
    while the type is not settled) and one for the shares, which sum to 1.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._program = Program()
        self._program.column(-1, inf)
        for _one in frame.types:
            self._program.row(0, inf, [0], [-1])
        self._program.row(1, 1, [], [])
        self.known: list[Composition] = []
        self.now: list[float] = []

    def add(self, composition: Composition) -> None:
        """Make one more composition known."""
        self.known.append(composition)
        taken = [(at, n) for at, n in enumerate(composition) if n]
        rows = [*(at for at, _n in taken), len(self._frame.types)]
        values = [*(n / self._frame.people[at] for at, n in taken), 1.0]
        self._program.column(0, inf, rows, values)

    def solve(self) -> _Prices:
        """Lift the least chance as far as the known compositions allow."""
        found = self._program.lowest()
        if found is None:
            raise RuntimeError("the chances that were settled cannot be kept")
        self.now = [max(0.0, share) for share in found[1:]]
        *duals, known = self._program.duals()
        exact = [max(0.0, dual) / n for dual, n in zip(duals, self._frame.people, strict=True)]
        scale = PRICES / max(exact)
        return _Prices([round(price * scale) for price in exact], -known * scale, found[0])

    def settle(self, at: int, least: float) -> None:
        """Keep the chance of a type from now on, and lift those of others."""
        self._program.highs.changeCoeff(at, 0, 0)
        self._program.highs.changeRowBounds(at, least - NEAR, inf)


class _Search:
    """Level after level: compositions are added until none is worth it, then types are settled."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._panels = Panels(frame)
        self.shares = _Shares(frame)
        self.open = set(range(len(frame.types)))
        self._rounds = 0
        for at in sorted(self.open):  # a composition with as many of each type as can be
            found = self._dearest([int(at == other) for other in range(len(frame.types))])
            if found not in self.shares.known:
                self.shares.add(found)

    def level(self) -> Level:
        """Return the next level, and settle its types."""
        while True:
            self._rounds += 1
            if self._rounds > ROUNDS:
                raise Conflict(TOO_LONG)
            prices = self.shares.solve()
            paid = {at: prices.seat[at] * self._frame.people[at] for at in self.open}
            found = self._dearest(prices.seat)
            more = _cost(prices.seat, found) - prices.known
            if found in self.shares.known or more <= NEAR * sum(paid.values()):
                break
            self.shares.add(found)
        tight = [at for at in sorted(self.open) if paid[at] * PAYS >= sum(paid.values())]
        for at in tight:
            self.shares.settle(at, prices.least)
        self.open -= set(tight)
        types = self._frame.types
        return Level(
            tuple(types[at] for at in tight),
            {types[at]: price for at, price in enumerate(prices.seat) if price},
            max(_cost(prices.seat, one) for one in (found, *self.shares.known)),
        )

    def _dearest(self, prices: Sequence[int]) -> Composition:
        found = self._panels.dearest(prices)
        if found is None:
            raise RuntimeError("a panel was possible before")
        return found


def _cost(prices: Sequence[int], composition: Composition) -> int:
    return sum(price * n for price, n in zip(prices, composition, strict=True))
