"""What must be true of a case, worked out from its stream alone: it never asks the house."""

from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from jury.models import Draw, RollLeaf
from tests.jury.bench import Bench


class Model:
    """What must be true of one case. who: seat to holder; spare: alternates, in order."""

    def __init__(self, seats: dict[int, str], spare: list[str], stream: list[str]) -> None:
        self.who: dict[int, str | None] = dict(seats)
        self.spare, self.stream = spare, stream
        self.accepted: set[str] = set()
        self.knows: set[str] = set()
        self.voted: set[str] = set()  # at all, on whichever file
        self.said: dict[str, str] = {}  # on the file as it is now
        self.barred: dict[str, datetime] = {}  # challenged with success: when they leave a seat
        self.waiting: list[str] = []  # challenges that nobody has decided
        self.replaced: list[tuple[int, str | None]] = []
        self.stage, self.halted = "drawn", False

    def leaves(self, seat: int) -> None:
        """Give a seat to the next: an alternate, or before the poll whom the stream brings."""
        after = self.spare or (self.stream if self.stage == "drawn" else [])
        self.who[seat] = after.pop(0) if after else None
        self.replaced.append((seat, self.who[seat]))

    def seat_of(self, juror: str) -> int | None:
        return next((seat for seat, who in self.who.items() if who == juror), None)


def by_lot(seed: bytes, size: int) -> list[int]:
    """Return every place on the roll in the order in which the stream brings it."""
    found: dict[int, None] = {}
    j = 0
    while len(found) < size:
        number = int(sha256(b"jury-draw/v1/seat\0" + seed + j.to_bytes(8, "big")).hexdigest(), 16)
        if number < 2**256 // size * size:
            found.setdefault(number % size)
        j += 1
    return list(found)


def _roll(bench: Bench) -> list[RollLeaf]:
    with bench.work(writing=False) as w:
        epoch = w.session.get_one(Draw, (bench.ref, 1)).epoch
        query = sa.select(RollLeaf).where(RollLeaf.epoch == epoch).order_by(RollLeaf.ord)
        return [*w.session.scalars(query)]


def from_the_roll(bench: Bench) -> Model:
    """Go through the whole stream: who was drawn is in the log, who follows is worked out."""
    [result] = [entry for entry in bench.log() if entry["kind"] == "draw.result"]
    leaves = _roll(bench)
    account = {leaf.ord: leaf.account_id for leaf in leaves}
    free = {leaf.ord for leaf in leaves if leaf.next_free_epoch <= leaf.epoch}
    seated = [ord for _j, ord, what in result["stream"] if what == "seated"]
    spare = [ord for _j, ord, what in result["stream"] if what == "alternate"]
    seen = {row[1] for row in result["stream"]}
    stream = by_lot(bytes.fromhex(result["seed"]), len(leaves))
    later = [ord for ord in stream if ord not in seen and ord in free]
    seats = {number: account[ord] for number, ord in enumerate(seated, start=1)}
    return Model(seats, [account[ord] for ord in spare], [account[ord] for ord in later])


def told_of_seats(bench: Bench) -> list[tuple[int, str | None]]:
    """Return who took over which seat, as the log tells it."""
    account: dict[int | None, str | None] = {leaf.ord: leaf.account_id for leaf in _roll(bench)}
    told = [entry for entry in bench.log() if entry["kind"] == "seat.replaced"]
    return [(one["seat"], account.get(one["ord"])) for one in told]
