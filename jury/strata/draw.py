"""A draw by types: the ball picks how many of each type, a stream of each type who they are.

docs/formats.md, "Stratified draws", says the same at length.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jury.panel import Panel
from jury.sortition import Disposition, Pool, Row, Stream
from jury.strata.ladder import Step, step
from jury.strata.lottery import Lottery, ball, largest_remainder
from jury.strata.types import Type

TYPE = b"jury-draw/v1/type\0"
CALLED = frozenset({Disposition.SEATED, Disposition.ALTERNATE})


@dataclass(frozen=True)
class TypeDraw:
    """What a draw by types goes by. strata: where on the roll each stratum stands, by name."""

    seed: bytes
    lottery: Lottery
    strata: Mapping[str, range]
    pool: Pool

    def rows(self, alternates: int) -> list[Row]:
        """Draw a panel; return the rows of the types, one type after the other.

        The alternates are shared out in the proportion of the seats, as far as there are people.
        """
        frame = self.lottery.frame
        seats = self.lottery.composition(ball(self.seed))
        rows: list[Row] = []
        spare = largest_remainder(seats, alternates)
        for one, taken, people, more in zip(frame.types, seats, frame.people, spare, strict=True):
            rows += self._stream(one).rows([], taken, min(more, people - taken))
        return rows

    def type_of(self, ord: int) -> Type:
        """Return the type of whoever stands at a place of the roll."""
        return Type.read(next(name for name, places in self.strata.items() if ord in places))

    def types_of(self, ords: Sequence[int]) -> Counter[Type]:
        """Return how many of each type these are."""
        return Counter(map(self.type_of, ords))

    def successor(
        self, panel: Panel, seat: int, before: Sequence[Row], opened: bool
    ) -> tuple[Step, list[Row], int] | None:
        """Return of which type the next for a seat is, the rows that brings, and who it is.

        panel: with the one in it who gives the seat up. before: all rows of the draw so far.
        opened: whether only alternates may come. None where nobody is left.
        """
        gone = panel.seats[seat]
        if gone is None:
            raise LookupError("nobody holds that seat")
        waiting = self.types_of(panel.alternates)
        left = waiting if opened else waiting + self._uncalled(before)
        sitting = self.types_of([ord for ord in panel.sitting if ord != gone])
        found = step(self.type_of(gone), sitting, left, self.lottery.frame.quotas)
        if found is None:
            return None
        if waiting[found.type]:
            same = (ord for ord in panel.alternates if self.type_of(ord) == found.type)
            return found, [], next(same)
        stream = self._stream(found.type)
        rows = stream.rows([row for row in before if row[1] in stream.places], 1)
        if not rows or rows[-1][2] is not Disposition.SEATED:
            raise RuntimeError(f"{found.type.name} has fewer people than its lottery counts on")
        return found, rows, rows[-1][1]

    def _uncalled(self, before: Sequence[Row]) -> Counter[Type]:
        """Return how many of each type may still be drawn."""
        called = self.types_of([ord for _j, ord, what in before if what in CALLED])
        return Counter(self.lottery.frame.available) - called

    def _stream(self, one: Type) -> Stream:
        number = self.lottery.frame.types.index(one)
        return Stream(TYPE, self.seed + number.to_bytes(4, "big"), self.strata[one.name], self.pool)
