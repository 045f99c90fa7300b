"""A published lottery over compositions, its certificate, and the ball that picks one.

Everything here is whole numbers and fractions, so that anybody can do it again by hand.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, count
from typing import Any

from audit.entry import canonical
from jury.sortition import lot
from jury.strata.types import Composition, Frame, Quota, Type

BALLS = 1_000_000
NEAR = Fraction(1, 100_000)  # of a chance: what is lost by counting balls instead of shares
PAYS = 10_000  # whoever is settled pays at least one part in so many
SEEN = 10_000  # no price is more times what is paid in all: a solver would not see the others
BALL = b"jury-draw/v1/ball\0"


@dataclass(frozen=True)
class Level:
    """Why the chance of some types cannot be higher, without lowering that of a level before.

    settled: the types whose chance is settled here.
    prices: what a seat costs, by type; a type that is not named costs nothing.
    most: what a panel costs at most, of all that the quotas allow.

    A lottery's panels cost `most` on average or less. So those who are not settled before cannot
    all have a higher chance than what is left of `most`, once the seats of those settled before are
    paid, would give them (`Lottery.bound`).
    """

    settled: tuple[Type, ...]
    prices: dict[Type, int]
    most: int

    def cost(self, panel: Mapping[Type, int]) -> int:
        """Return what a panel costs, of which this many are of each type."""
        return sum(price * panel.get(one, 0) for one, price in self.prices.items())


@dataclass(frozen=True)
class Lottery:
    """Compositions with weights, which sum to 10^6: how many balls of a million pick each."""

    frame: Frame
    compositions: tuple[Composition, ...]
    weights: tuple[int, ...]
    certificate: tuple[Level, ...] = ()

    def __post_init__(self) -> None:
        if len(self.weights) != len(self.compositions) or sum(self.weights) != BALLS:
            raise ValueError("the weights of the compositions do not sum to a million")
        if min(self.weights) < 1 or not all(map(self.frame.allows, self.compositions)):
            raise ValueError("a composition has no ball, or the quotas do not allow it")

    @cached_property
    def balls(self) -> dict[Type, int]:
        """The seats that each type gets in all million balls."""
        columns = zip(*self.compositions, strict=True)
        weighed = (sum(map(int.__mul__, column, self.weights)) for column in columns)
        return dict(zip(self.frame.types, weighed, strict=True))

    @property
    def never(self) -> tuple[Type, ...]:
        """The types of whom nobody can ever sit, though they may be drawn."""
        return tuple(one for one in self.frame.types if not self.balls[one])

    def composition(self, ball: int) -> Composition:
        """Return the composition that a ball picks, from 0 to 999,999."""
        if not 0 <= ball < BALLS:
            raise ValueError("there is no such ball")
        ends = accumulate(self.weights)
        return next(one for one, end in zip(self.compositions, ends, strict=True) if ball < end)

    def least(self, number: int) -> Fraction:
        """Return the least chance among the types that no level before this one settled."""
        before = self._settled_before(number)
        return min(chance(self, one) for one in self.frame.types if one not in before)

    def bound(self, number: int) -> Fraction:
        """Return what `least` cannot exceed at a level, under any lottery.

        Any, that is, which gives those settled before as high a chance as this one does.
        """
        level, before = self.certificate[number], self._settled_before(number)
        paid = sum(price * self.balls[one] for one, price in level.prices.items() if one in before)
        free = sum(
            price * self.frame.available[one]
            for one, price in level.prices.items()
            if one not in before
        )
        return Fraction(level.most * BALLS - paid, free * BALLS)

    @property
    def is_proved(self) -> bool:
        """Whether the certificate shows that no lottery is fairer, as a verifier holds it.

        All but that no other panel costs more than a level says, for which it takes a solver.
        """
        settled = Counter(one for level in self.certificate for one in level.settled)
        levels = range(len(self.certificate))
        return settled == Counter(self.frame.types) and all(map(self._proves, levels))

    def _proves(self, number: int) -> bool:
        """Whether nobody whom a level settles could have a higher chance, by what it says."""
        level, before = self.certificate[number], self._settled_before(number)
        there = self.frame.available
        pays = {one: n * there[one] for one, n in level.prices.items() if one not in before}
        free = sum(pays.values())
        return (
            bool(level.settled and free)
            and max(level.prices.values()) <= SEEN * free
            and all(pays.get(one, 0) * PAYS >= free for one in level.settled)
            and all(level.cost(self.frame.panel(one)) <= level.most for one in self.compositions)
            and self.bound(number) - self.least(number) <= NEAR
        )

    def _settled_before(self, number: int) -> set[Type]:
        return {one for level in self.certificate[:number] for one in level.settled}

    def as_json(self) -> dict[str, Any]:
        """Return what is published; types are named by their place in the list."""
        place = {one: at for at, one in enumerate(self.frame.types)}
        return {
            "v": 1,
            "seats": self.frame.seats,
            "quotas": [quota.as_json() for quota in self.frame.quotas],
            "types": [[one.name, self.frame.available[one]] for one in self.frame.types],
            "compositions": [list(one) for one in self.compositions],
            "weights": list(self.weights),
            "certificate": [
                {
                    "settled": [place[one] for one in level.settled],
                    "prices": [[place[one], price] for one, price in level.prices.items()],
                    "most": level.most,
                }
                for level in self.certificate
            ],
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Lottery":
        """Read what `as_json` wrote."""
        there = {Type.read(name): number for name, number in value["types"]}
        quotas = tuple(Quota(**quota) for quota in value["quotas"])
        types = tuple(there)
        levels = (
            Level(
                tuple(types[at] for at in level["settled"]),
                {types[at]: price for at, price in level["prices"]},
                level["most"],
            )
            for level in value["certificate"]
        )
        return cls(
            Frame(there, quotas, value["seats"]),
            tuple(tuple(one) for one in value["compositions"]),
            tuple(value["weights"]),
            tuple(levels),
        )

    def encode(self) -> bytes:
        """Return the file whose digest is logged before the randomness is there."""
        return canonical(self.as_json())


def chance(lottery: Lottery, one: Type) -> Fraction:
    """Return the chance to sit of each who is of this type."""
    return Fraction(lottery.balls[one], BALLS * lottery.frame.available[one])


def ball(seed: bytes) -> int:
    """Return the ball, from 0 to 999,999, each as likely as the others.

    r_j = SHA-256("jury-draw/v1/ball\\0" ‖ seed ‖ be64(j)); the first that favours none, mod 10^6.
    """
    drawn = (lot(BALL, seed, j, BALLS) for j in count())
    return next(number for number in drawn if number is not None)


def largest_remainder(shares: Sequence[float], whole: int = BALLS) -> list[int]:
    """Return whole numbers that sum to `whole`, each its share rounded up or down.

    What is left after rounding down goes one each to the largest remainders (Hare), the earlier
    first where two are equal.
    """
    exact = [Fraction(share) for share in shares]
    quotas = [share * whole / sum(exact) for share in exact]
    numbers = [int(quota) for quota in quotas]
    order = sorted(range(len(quotas)), key=lambda at: numbers[at] - quotas[at])
    for at in order[: whole - sum(numbers)]:
        numbers[at] += 1
    return numbers
