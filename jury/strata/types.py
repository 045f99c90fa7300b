"""Types, quotas and compositions: who is alike for a panel, and how many of whom it seats."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kernel.errors import N_, Sentence

Composition = tuple[int, ...]  # seats by type, in the order of the frame's types


@dataclass(frozen=True)
class Type:
    """A feature vector: people of one type are alike for every quota and have the same chance.

    features: pairs of a feature and its value, in alphabetical order.
    """

    features: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        names = [feature for feature, _value in self.features]
        words = [word for pair in self.features for word in pair]
        if names != sorted(set(names)) or any(not word or set("=;") & set(word) for word in words):
            raise ValueError("a type has each feature once, in order, in words without = and ;")

    @classmethod
    def of(cls, features: Mapping[str, str]) -> "Type":
        """Return the type of somebody with these features."""
        return cls(tuple(sorted(features.items())))

    @classmethod
    def read(cls, name: str) -> "Type":
        """Read what `name` wrote."""
        pairs = (pair.partition("=") for pair in name.split(";") if pair)
        return cls(tuple((feature, value) for feature, _sign, value in pairs))

    @property
    def name(self) -> str:
        """The type in one word, as it stands on the roll: `age=18-29;experience=none`."""
        return ";".join(f"{feature}={value}" for feature, value in self.features)

    def common(self, other: "Type") -> int:
        """Return how many features both have with the same value."""
        return len(set(self.features) & set(other.features))


@dataclass(frozen=True)
class Quota:
    """At least and at most how many on a panel have one value of one feature."""

    feature: str
    value: str
    least: int
    most: int

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most:
            raise ValueError("a quota is from 0 up, and its least is not above its most")

    def counts(self, one: Type) -> bool:
        """Whether those of the type count towards it."""
        return (self.feature, self.value) in one.features

    def off(self, seats: int) -> int:
        """Return by how many seats it is missed: below 0 too few, above 0 too many, 0 kept."""
        return min(0, seats - self.least) or max(0, seats - self.most)

    def as_json(self) -> dict[str, Any]:
        return {
            "feature": self.feature,
            "value": self.value,
            "least": self.least,
            "most": self.most,
        }


@dataclass(frozen=True)
class Missed:
    """A quota that a panel does not keep, and how many seats it has instead."""

    quota: Quota
    seats: int

    @property
    def sentence(self) -> Sentence:
        """What is wrong, in a sentence."""
        values = {**self.quota.as_json(), "seats": self.seats}
        if self.quota.off(self.seats) < 0:
            return Sentence(
                N_("%(feature)s, %(value)s: %(seats)s sit, and at least %(least)s should."), values
            )
        return Sentence(
            N_("%(feature)s, %(value)s: %(seats)s sit, and at most %(most)s should."), values
        )


def missed(panel: Mapping[Type, int], quotas: Iterable[Quota]) -> tuple[Missed, ...]:
    """Return the quotas that a panel does not keep."""
    having = {
        quota: sum(seats for one, seats in panel.items() if quota.counts(one)) for quota in quotas
    }
    return tuple(Missed(quota, seats) for quota, seats in having.items() if quota.off(seats))


@dataclass(frozen=True)
class Frame:
    """What a panel is made from: how many may be drawn of each type, the quotas and the seats."""

    available: Mapping[Type, int]
    quotas: tuple[Quota, ...]
    seats: int

    def __post_init__(self) -> None:
        if self.seats < 1 or any(number < 0 for number in self.available.values()):
            raise ValueError("a panel has a seat, and nobody is counted below 0")

    @cached_property
    def types(self) -> tuple[Type, ...]:
        """The types that somebody is of, in the order of their names."""
        there = (one for one, number in self.available.items() if number)
        return tuple(sorted(there, key=lambda one: one.name))

    @cached_property
    def people(self) -> Composition:
        """How many may be drawn, in the order of the types."""
        return tuple(self.available[one] for one in self.types)

    def panel(self, composition: Composition) -> dict[Type, int]:
        """Return a composition by type."""
        return dict(zip(self.types, composition, strict=True))

    def allows(self, composition: Composition) -> bool:
        """Whether a panel may be so: as many as there are, all seats filled, all quotas kept."""
        there = len(composition) == len(self.types) and sum(composition) == self.seats
        fits = there and all(0 <= n <= of for n, of in zip(composition, self.people, strict=True))
        return fits and not missed(self.panel(composition), self.quotas)
