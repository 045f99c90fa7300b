"""What the roll says of a member: coarse bands of age, of membership, of service on juries.

The roll's counts are public, and so is the leaf of whoever was drawn. So a band is wide, and where
too few people would be alike their features are left out, one after another: a leaf that fits one
person of the plan would name whoever sits. Quotas of a panel are by the same bands.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from math import ceil, floor

from jury.strata.feasible import Change
from jury.strata.types import Quota, Type
from members.member import age_on

AGES = (18, 30, 45, 60)  # where each band begins, in whole years
TENURES = (0, 2, 6)
LEAST = 5  # people who are alike in all that the roll says of them
ANY = "any"  # the value of a feature that is left out
COARSER = ("tenure", "age", "experience")  # the order in which features are left out
VALUES = {
    "age": ("18-29", "30-44", "45-59", "60+"),
    "experience": ("none", "some"),
    "tenure": ("0-1", "2-5", "6+"),
}


def features(born_on: date, joined_on: date, voted: bool, day: date) -> Type:
    """Return what the roll of `day` says of a member. voted: in a case before the jury, ever."""
    age, tenure = _band(AGES, age_on(born_on, day)), _band(TENURES, age_on(joined_on, day))
    return _type(VALUES["age"][age], VALUES["experience"][voted], VALUES["tenure"][tenure])


@cache  # a roll asks it of everybody, and there are two dozen answers
def _type(age: str, experience: str, tenure: str) -> Type:
    return Type.of({"age": age, "experience": experience, "tenure": tenure})


def coarser(counts: Mapping[Type, int], least: int = LEAST) -> dict[Type, Type]:
    """Return what the roll says instead of those of too small types: type to its coarser one.

    Features are left out of these one after another until at least `least` are alike. Where even
    those without any are fewer, the smallest other types go with them; on a roll of fewer people
    than `least`, all are alike.
    """
    now = {one: one for one in counts}
    for feature in COARSER:
        sizes = _sizes(now, counts)
        now = {one: _without(to, feature) if sizes[to] < least else to for one, to in now.items()}
    sizes = _sizes(now, counts)
    rest = next((to for to in sizes if {value for _feature, value in to.features} == {ANY}), None)
    for other in sorted(sizes, key=lambda to: (sizes[to], to.name)):
        if rest is None or sizes[rest] >= least:
            break
        if other != rest:
            sizes[rest] += sizes[other]
            now = {one: rest if to == other else to for one, to in now.items()}
    return {one: to for one, to in now.items() if to != one}


def proportional(people: Mapping[Type, int], seats: int) -> list[Quota]:
    """Return quotas by which a panel is like these people: for each value that somebody has, its
    share of the seats, rounded down and up. What is left out of a type (`any`) is no value."""
    kinds = [(feature, value) for feature, values in VALUES.items() for value in values]
    due = {kind: share(people, seats, *kind) for kind in kinds}
    return [Quota(*kind, floor(its), ceil(its)) for kind, its in due.items() if its]


def outside(quotas: Sequence[Quota], people: Mapping[Type, int], seats: int) -> list[Change]:
    """Return the changes of bounds after which no quota is narrower than these people allow.

    `least` is at most the share of a kind rounded down, or one: a seat may be kept for the
    smallest. `most` is at least its share rounded up. So the quotas of a feature force none of its
    kinds above what is due to it, and whoever sets them can only loosen the usual ones.
    """
    changes = []
    for quota in quotas:
        due = share(people, seats, quota.feature, quota.value)
        least, most = max(1, floor(due)), ceil(due)
        changes += [Change(quota, "least", least)] if quota.least > least else []
        changes += [Change(quota, "most", most)] if quota.most < most else []
    return changes


def alike(people: Mapping[Type, int], feature: str, value: str) -> int:
    """Return how many of these people have a value of a feature."""
    return sum(number for one, number in people.items() if (feature, value) in one.features)


def share(people: Mapping[Type, int], seats: int, feature: str, value: str) -> Fraction:
    """Return what is due of the seats to those who have a value of a feature."""
    return Fraction(seats * alike(people, feature, value), sum(people.values()) or 1)


def _band(starts: tuple[int, ...], years: int) -> int:
    return max(0, bisect(starts, years) - 1)


def _without(one: Type, feature: str) -> Type:
    return Type.of({**dict(one.features), feature: ANY})


def _sizes(now: Mapping[Type, Type], counts: Mapping[Type, int]) -> Counter[Type]:
    sizes: Counter[Type] = Counter()
    for one, to in now.items():
        sizes[to] += counts[one]
    return sizes
