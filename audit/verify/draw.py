"""The draw, made again: jury-draw/v1."""

from hashlib import sha256
from typing import Any

from . import stratified
from .entries import CaseLog, Line
from .lottery import Lottery
from .roll import Roll
from .step import need
from .stream import Row, Stream, chosen


class Draw:
    """A draw from the whole roll, and who comes after one who does not sit.

    holders: who sits in each seat; None where nobody is left. alternates: those not called yet.
    """

    def __init__(self, seed: bytes, roll: Roll, size: int, seats: int, alternates: int) -> None:
        self.stream = Stream(b"jury-draw/v1/seat\0" + seed, range(size), roll)
        self.rows = self.stream.rows(seats, alternates)
        self.holders: dict[int, int | None] = dict(enumerate(chosen(self.rows, "seated"), 1))
        self.alternates = chosen(self.rows, "alternate")

    def successor(self, _seat: int, opened: bool) -> tuple[list[Row], int | None]:
        """Return the further rows that a replacement takes, and who takes the seat."""
        if self.alternates:
            return [], self.alternates.pop(0)
        rows = [] if opened else self.stream.rows(1)
        return rows, next(iter(chosen(rows, "seated")), None)


def check(log: CaseLog, roll: Roll, lottery: Lottery | None) -> str:
    """Draw again and compare every row, seat and replacement; raises Wrong."""
    standard = log.one("case.opened").says["standard"]
    if log.mode == "assembly":
        return _check_assembly(log.poll.says, standard)
    committed, result = log.last("draw.committed"), log.one("draw.result").says
    _check_numbers(log)
    need(standard["seats"] > 0, "a panel is drawn under the standard of an assembly")
    for line in log.all("draw.committed"):
        for field in ("seats", "alternates"):
            same = line.says[field] == standard[field]
            need(same, f"the draw has other {field} than the standard")
    seed = seed_of(committed, bytes.fromhex(result["randomness"]))
    need(seed.hex() == result["seed"], "the seed is another")
    size = committed.says["roll"]["size"]
    draw: Draw | stratified.Draw = (
        stratified.Draw(seed, roll, lottery, standard["alternates"])
        if lottery
        else Draw(seed, roll, size, standard["seats"], standard["alternates"])
    )
    _compare(draw.rows, result["stream"], "draw.result")
    seats = len(draw.holders)
    for line in log.lines:
        if line.kind == "seat.replaced":
            _replace(line.says, draw, line.index > log.poll.index)
        elif line.kind == "roll.committed":
            _check_voters(line.says["pids"], draw)
    return f"{seats} seats come out the same from seed {result['seed'][:16]}…"


def seed_of(committed: Line, randomness: bytes) -> bytes:
    """Return the seed: it hangs on the logged commitment and on the randomness."""
    return sha256(b"jury-draw/v1/seed\0" + sha256(committed.raw).digest() + randomness).digest()


def _check_assembly(committed: dict[str, Any], standard: dict[str, Any]) -> str:
    """Nobody is drawn: who is on the roll and not excluded may vote, as many as that are."""
    places = standard["seats"] + standard["alternates"]
    need(places == 0, "an assembly votes under the standard of a panel")
    excluded = committed["excluded"]
    need(not excluded["reasons"].get("cap"), "the cap keeps nobody from an assembly's list")
    left = committed["roll"]["size"] - excluded["count"]
    voters = committed["voters"]["count"]
    need(voters == left, f"{voters} may vote, but {left} are on the roll and not excluded")
    return f"an assembly: nobody is drawn, and all {left} who are not excluded may vote"


def _check_numbers(log: CaseLog) -> None:
    """Draws are numbered from 1; what belongs to a draw has its number."""
    number = 0
    for line in log.lines:
        number += line.kind == "draw.committed"
        if line.kind.startswith("draw."):
            need(line.says["draw"] == number, f"entry {line.index} is not of draw {number}")


def _check_voters(pids: list[str], draw: "Draw | stratified.Draw") -> None:
    held = sum(at is not None for at in draw.holders.values())
    left = len(draw.alternates)
    need(
        len(pids) == held + left,
        f"{len(pids)} may vote, but {held} seats are held and {left} alternates left",
    )


def _replace(says: dict[str, Any], draw: "Draw | stratified.Draw", opened: bool) -> None:
    seat = says["seat"]
    need(draw.holders.get(seat) is not None, f"seat {seat} is given up, but nobody holds it")
    rows, draw.holders[seat] = draw.successor(seat, opened)
    _compare(rows, says["stream"], f"the replacement in seat {seat}")
    need(says["ord"] == draw.holders[seat], f"another takes seat {seat} than the next in line")


def _compare(rows: list[Row], given: list[list[Any]], where: str) -> None:
    for ours, theirs in zip(rows, given, strict=False):
        need(list(ours) == theirs, f"{where} says {theirs}; the draw gives {list(ours)}")
    need(len(rows) == len(given), f"{where} has {len(given)} rows; the draw gives {len(rows)}")
