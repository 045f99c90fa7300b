"""How many members share what a case file tells of a person: few of them, and it points at one.

The house knows when its members were born and joined, so that is what can be counted. An illness
and a place stand in texts alone; whether they are rare, a second officer has to judge.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from claims.dates import KnownDates, years_before
from members.member import age_on

FEW = 20  # members; a choice of the house, as no rule of the plan says how few are too few
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What jurors read of a person: born within these days, both included; and joined on a day,
    where the day of joining is told."""

    born_from: date
    born_until: date
    joined: date | None


@dataclass(frozen=True)
class Shared:
    """How many members fit what is told, the claimant among them.

    members: None where nobody was counted: the person covered is no member. by_day: whether the day
    of joining is told too.
    """

    members: int | None
    by_day: bool

    @property
    def is_few(self) -> bool:
        return self.members is not None and self.members < FEW


def told(known: KnownDates) -> Told | None:
    """Return what the lines of a case file tell of the person; None where no age stands in them."""
    day, born = known.deciding, known.born
    if known.joined is None or day is None or born is None or born > day:
        return None
    age = age_on(born, day)
    first, last = years_before(day, age + 1), years_before(day, age)
    while age_on(first, day) > age:  # whoever has their birthday on that day; or 29 February
        first += DAY
    while age_on(last, day) < age:
        last -= DAY
    return Told(first, last, None if known.relative else known.joined)
