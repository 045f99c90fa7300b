"""How long jurors took to vote, over many cases: what of it may be told, and over what.

Told are whole months that are over, as many in a row as it takes until there are enough ballots out
of enough cases; each of them is in one such span, for good. So no two looks differ by one case, and
a span is never told before it is whole. Panels and assemblies are never in one sum.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from jury.minutes import KNOWN, Band

LEAST_BALLOTS = 30  # of which it is known how long they took
LEAST_CASES = 3
LEAST_OF_A_CASE = 5  # ballots likewise; a case of fewer hides no other
LEAST_OF_A_BAND = 5
SETTLES = timedelta(days=1)  # after a month: a count that began in it may take hours


@dataclass(frozen=True)
class Times:
    """How many ballots took how long, from the month `first` to the month `last`, each named by its
    first day. cases: how many count as one, see `counts_as_a_case`."""

    first: date
    last: date
    cases: int
    ballots: Mapping[Band, int]

    @property
    def known(self) -> int:
        """Of how many ballots it is known."""
        return _known(self.ballots)

    @property
    def tells(self) -> bool:
        """Whether it is so much that it tells of no single case."""
        return self.known >= LEAST_BALLOTS and self.cases >= LEAST_CASES

    def together(self) -> list[tuple[tuple[Band, ...], int]]:
        """Return neighbouring bands put together until each has 5 ballots or more, and how many it
        has: a few alone would tell of single jurors."""
        found: list[tuple[tuple[Band, ...], int]] = []
        bands: tuple[Band, ...] = ()
        count = 0
        for band in KNOWN:
            bands, count = (*bands, band), count + self.ballots.get(band, 0)
            if count >= LEAST_OF_A_BAND:
                found.append((bands, count))
                bands, count = (), 0
        if bands and found:
            last, before = found.pop()
            return [*found, ((*last, *bands), before + count)]
        return found

    def then(self, later: "Times") -> "Times":
        """Return both in one."""
        both = {band: self.ballots.get(band, 0) + later.ballots.get(band, 0) for band in Band}
        return Times(self.first, later.last, self.cases + later.cases, both)


def counts_as_a_case(ballots: Mapping[Band, int]) -> bool:
    """Whether so many ballots of a case are known that it can hide others in a sum."""
    return _known(ballots) >= LEAST_OF_A_CASE


def told(months: Iterable[Times], now: datetime) -> list[Times]:
    """Return what may be told of these months, the latest first. months: in their order."""
    over = (one for one in months if _is_over(one.last, now))
    sums = accumulate(over, lambda before, one: one if before.tells else before.then(one))
    return [span for span in sums if span.tells][::-1]


def _is_over(month: date, now: datetime) -> bool:
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following <= (now - SETTLES).date()


def _known(ballots: Mapping[Band, int]) -> int:
    return sum(ballots.get(band, 0) for band in KNOWN)
