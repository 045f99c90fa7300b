"""A stratified draw, made again: the ball, a stream for each type, and the ladder after it."""

from fractions import Fraction

from .lottery import Lottery, ball_of, pairs_of
from .roll import Roll
from .step import need
from .stream import Row, Stream, chosen


class Draw:
    """A draw by types, and who comes after one who does not sit; see `draw.Draw`."""

    def __init__(self, seed: bytes, roll: Roll, lottery: Lottery, alternates: int) -> None:
        self.lottery = lottery
        self.streams = [
            Stream(b"jury-draw/v1/type\0" + seed + at.to_bytes(4, "big"), roll.strata[name], roll)
            for at, name in enumerate(lottery.names)
        ]
        self.rows: list[Row] = []
        self.taken = [0] * len(self.streams)  # seats and alternates that a type has given
        self.alternates: list[int] = []
        composition = lottery.composition(ball_of(seed))
        spare = _shared(alternates, composition)
        for at, (seats, others) in enumerate(zip(composition, spare, strict=True)):
            more = min(others, lottery.available[at] - seats)
            rows, name = self.streams[at].rows(seats, more), lottery.names[at]
            self.alternates += chosen(rows, "alternate")
            self.taken[at] = len(chosen(rows, "seated")) + len(chosen(rows, "alternate"))
            need(self.taken[at] == seats + more, f"{name} has fewer people than lottery.json says")
            self.rows += rows
        self.holders: dict[int, int | None] = dict(enumerate(chosen(self.rows, "seated"), 1))

    def type_of(self, ord: int) -> int:
        """Return the place in the list of the type that somebody on the roll is of."""
        return next(at for at, one in enumerate(self.streams) if ord in one.places)

    def successor(self, seat: int, opened: bool) -> tuple[list[Row], int | None]:
        """Return the further rows that a replacement takes, and who takes the seat."""
        waiting = [[one for one in self.alternates if one in s.places] for s in self.streams]
        left = [len(ords) for ords in waiting]
        if not opened:
            pairs = zip(left, self.lottery.available, self.taken, strict=True)
            left = [here + available - taken for here, available, taken in pairs]
        at = self._next_type(seat, left)
        if at is None:
            return [], None
        if waiting[at]:
            self.alternates.remove(waiting[at][0])
            return [], waiting[at][0]
        rows, name = self.streams[at].rows(1), self.lottery.names[at]
        need(chosen(rows, "seated"), f"{name} has fewer people than lottery.json says")
        self.taken[at] += 1
        return rows, chosen(rows, "seated")[0]

    def _next_type(self, seat: int, left: list[int]) -> int | None:
        """Climb down the ladder: of which type the next is; None where nobody is left."""
        held = {n: self.type_of(ord) for n, ord in self.holders.items() if ord is not None}
        gone = held.pop(seat)
        if left[gone]:
            return gone
        sitting = [list(held.values()).count(at) for at in range(len(left))]

        def place(at: int) -> tuple[int, int, int, str]:
            panel = [n + (other == at) for other, n in enumerate(sitting)]
            names = self.lottery.names
            common = len(pairs_of(names[gone]) & pairs_of(names[at]))
            return self.lottery.off(panel), -common, -left[at], names[at]

        return min((at for at, number in enumerate(left) if number), key=place, default=None)


def _shared(whole: int, parts: list[int]) -> list[int]:
    """Share a number out in the proportion of the parts, by largest remainder (Hare)."""
    exact = [Fraction(part * whole, sum(parts)) for part in parts]
    found = [int(share) for share in exact]
    order = sorted(range(len(parts)), key=lambda at: (found[at] - exact[at], at))
    for at in order[: whole - sum(found)]:
        found[at] += 1
    return found
