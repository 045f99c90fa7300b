"""Which compositions keep the quotas, and what would have to change where none does.

Both are programs in whole numbers over types: a few dozen unknowns, whatever the pool.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jury.strata.solver import Program
from jury.strata.types import Composition, Frame, Quota, Type
from kernel.errors import N_, Conflict, Sentence, Sentences

COST = 1_000  # the largest cost that is handed to HiGHS; its tolerances are absolute


class Panels:
    """All compositions that a frame allows. They are never listed; the dearest is asked for."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._program = _program(frame)
        for quota in frame.quotas:
            counting = _counting(frame, quota)
            self._program.row(quota.least, quota.most, counting, [1] * len(counting))

    def dearest(self, prices: Sequence[int]) -> Composition | None:
        """Return the composition that costs most by these prices of a seat; None: none is there."""
        scale = COST / (max(prices) or 1)
        self._program.cost([-price * scale for price in prices])
        found = self._program.lowest()
        if found is None:
            return None
        composition = tuple(round(number) for number in found)
        if not self._frame.allows(composition):
            raise RuntimeError("HiGHS gave a composition that the quotas do not allow")
        return composition


@dataclass(frozen=True)
class Change:
    """Another bound for one quota: `least` or `most`, lowered or raised."""

    quota: Quota
    bound: str
    to: int

    @property
    def sentence(self) -> Sentence:
        """The change in a sentence."""
        values = {**self.quota.as_json(), "to": self.to}
        if self.bound == "least":
            return Sentence(
                N_("%(feature)s, %(value)s: at least %(to)s instead of %(least)s."), values
            )
        return Sentence(N_("%(feature)s, %(value)s: at most %(to)s instead of %(most)s."), values)


class Infeasible(Conflict):
    """No panel keeps these quotas. They are never relaxed silently: the changes are proposed."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = tuple(changes)
        super().__init__(
            N_("No panel keeps all these quotas. The smallest change that helps: %(changes)s"),
            changes=Sentences(change.sentence for change in changes),
        )


def smallest_change(
    available: Mapping[Type, int], quotas: Sequence[Quota], seats: int
) -> list[Change]:
    """Return the changes of bounds, smallest in sum, after which a panel is possible.

    None are needed where a panel is possible already. Where there are fewer people than seats, no
    quota is to blame, and Conflict says so.
    """
    frame = Frame(available, tuple(quotas), seats)
    check_enough(frame)
    program = _program(frame)
    first = len(frame.types)
    for at, quota in enumerate(frame.quotas):
        program.whole(1, quota.least)  # how far `least` is lowered
        program.whole(1, seats)  # how far `most` is raised
        counting = _counting(frame, quota)
        lowered, raised = first + 2 * at, first + 2 * at + 1
        infinite = seats + quota.most
        program.row(quota.least, infinite, [*counting, lowered], [1] * (len(counting) + 1))
        program.row(-infinite, quota.most, [*counting, raised], [1] * len(counting) + [-1])
    found = program.lowest()
    if found is None:
        raise RuntimeError("with bounds that may move as far as they like, a panel is possible")
    moved = [round(number) for number in found[first:]]
    pairs = zip(frame.quotas, moved[::2], moved[1::2], strict=True)
    changes = []
    for quota, lowered, raised in pairs:
        changes += [Change(quota, "least", quota.least - lowered)] if lowered else []
        changes += [Change(quota, "most", quota.most + raised)] if raised else []
    return changes


def check_enough(frame: Frame) -> None:
    """Refuse a panel with more seats than there are people."""
    people = sum(frame.people)
    if people < frame.seats:
        raise Conflict(
            N_("%(people)s may be drawn, and the panel has %(seats)s seats."),
            people=people,
            seats=frame.seats,
        )


def _program(frame: Frame) -> Program:
    """Return a program with the seats of each type, all seats filled."""
    program = Program()
    for number in frame.people:
        program.whole(0, min(number, frame.seats))
    every = range(len(frame.types))
    program.row(frame.seats, frame.seats, every, [1] * len(every))
    return program


def _counting(frame: Frame, quota: Quota) -> list[int]:
    return [at for at, one in enumerate(frame.types) if quota.counts(one)]
