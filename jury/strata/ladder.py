"""The ladder: of which type the next is asked when one who was drawn does not sit.

Who it is within the type is the lottery's to say; the ladder only names the type.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jury.strata.types import Missed, Quota, Type, missed
from kernel.errors import N_


class Rung(StrEnum):
    """How far down the ladder a seat was filled."""

    SAME = "same"
    OTHER = "other"
    NEAREST = "nearest"


TOLD = {
    Rung.SAME: N_("The next of the same type is asked."),
    Rung.OTHER: N_(
        "Nobody of the same type is left. One of another type is asked, and every quota is kept."
    ),
    Rung.NEAREST: N_(
        "Nobody is left with whom every quota would be kept. One is asked with whom the panel "
        "comes nearest to them."
    ),
}


@dataclass(frozen=True)
class Step:
    """The type of the next one, and the quotas that the panel misses then."""

    type: Type
    rung: Rung
    missed: tuple[Missed, ...]


def step(
    gone: Type, sitting: Mapping[Type, int], left: Mapping[Type, int], quotas: Iterable[Quota]
) -> Step | None:
    """Return who is asked after one of the type `gone`; None where nobody is left.

    sitting: the panel without the one who is gone. left: who may still be asked.

    The same type comes first; else one with which every quota is kept; else one with which the
    fewest seats are off. Among several the one with most features in common comes first, then the
    one of which most are left, then the first by name: anybody who knows the numbers can say it.
    """
    quotas = tuple(quotas)
    then = {one: missed(_with(sitting, one), quotas) for one, n in left.items() if n}
    if not then:
        return None
    if gone in then:
        return Step(gone, Rung.SAME, then[gone])

    def place(one: Type) -> tuple[int, int, int, str]:
        return _off(then[one]), -gone.common(one), -left[one], one.name

    best = min(then, key=place)
    return Step(best, Rung.NEAREST if then[best] else Rung.OTHER, then[best])


def _with(sitting: Mapping[Type, int], one: Type) -> dict[Type, int]:
    return {**sitting, one: sitting.get(one, 0) + 1}


def _off(quotas: Iterable[Missed]) -> int:
    return sum(abs(one.quota.off(one.seats)) for one in quotas)
