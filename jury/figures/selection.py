"""Whether the lot, and what comes before and after it, treats the strata of the roll alike."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jury.figures.chi import Spread, spread
from jury.strata.types import Type
from kernel.share import Share

# From one to the next, people drop out: by a rule, by lot, by their own choice.
WAY = ("roll", "eligible", "drawn", "seated", "voted")


@dataclass(frozen=True)
class Stratum:
    """The people of a stratum in one case: on its roll, and so on to those who voted.

    eligible: not left out by a conflict, the cap or a rest. drawn: named by the lot, as a seat, an
    alternate or a replacement. seated: took a seat and held it at closing.
    """

    name: str
    roll: int
    eligible: int
    drawn: int
    seated: int
    voted: int

    def __post_init__(self) -> None:
        numbers = [self.at(place) for place in WAY]
        if sorted(numbers, reverse=True) != numbers or numbers[-1] < 0:
            raise ValueError("on the way from the roll to the box nobody comes in")

    def at(self, place: str) -> int:
        """Return how many there are at a place on the way."""
        return int(getattr(self, place))


def by_value(strata: Iterable[Stratum], feature: str) -> list[Stratum]:
    """Return the strata of one case put together by their value of one feature.

    Empty for rolls from before strata said it.
    """
    whole: dict[str, Counter[str]] = {}
    for one in strata:
        if "=" not in one.name:
            return []
        value = dict(Type.read(one.name).features)[feature]
        whole.setdefault(value, Counter()).update({place: one.at(place) for place in WAY})
    return [Stratum(value, *(sums[place] for place in WAY)) for value, sums in whole.items()]


@dataclass(frozen=True)
class Step:
    """A step on the way: of those at `start`, how many of each stratum came to `end`.

    spread: how far the strata are from having gone on alike. Where people stay away by themselves
    it tells that strata differ, not that somebody made them; over many cases the same people come
    again, so that chance alone gives more than it says. None where there is nothing to compare,
    or the step is not meant to be alike.
    """

    start: str
    end: str
    strata: dict[str, Share]
    spread: Spread | None


def step(start: str, end: str, cases: Iterable[Sequence[Stratum]], alike: bool = True) -> Step:
    """Return a step, all cases taken together. alike: whether the strata should go on alike."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for strata in cases:
        for one in strata:
            before[one.name] += one.at(start)
            after[one.name] += one.at(end)
    names = sorted(before)
    taken, of = [after[name] for name in names], [before[name] for name in names]
    shares = {name: Share(after[name], before[name]) for name in names}
    return Step(start, end, shares, spread(taken, of) if alike else None)
