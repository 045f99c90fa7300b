"""What must be true of a case, worked out from its log and from what was done: it never asks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from jury.models import Draw, RollLeaf
from tests.jury.bench import Bench
from tests.jury.succession import ByTypes, OneLine, seated

CHOICES = ("uphold", "deny", "cannot_judge")
OVER, NOT_OVER = ("decided", "withdrawn", "void"), ("frozen", "drawn", "open", "closed")
A_DAY, AN_HOUR = timedelta(hours=24), timedelta(hours=1)


@dataclass(frozen=True)
class Said:
    """A ballot that was acknowledged. file: which of the case's it was cast on."""

    choice: str
    file: int
    last: bool = False


class Model:
    """What must be true of one case. who: seat to holder; gone: who gave a seat up, and how;
    barred: who was challenged with success, and when they leave a seat; waiting: challenges that
    nobody has decided; due: until when one who is asked may take the seat."""

    def __init__(self) -> None:
        self.stage = "frozen"
        self.who: dict[int, str | None] = {}
        self.line: OneLine | ByTypes = OneLine([], [])
        self.accepted: set[str] = set()
        self.knows: set[str] = set()
        self.gone: dict[str, str] = {}
        self.ballots: dict[str, list[Said]] = {}
        self.barred: dict[str, datetime] = {}
        self.waiting: list[str] = []
        self.due: dict[str, datetime] = {}
        self.replaced: list[tuple[int, str | None]] = []
        self.file = 0
        self.halted_at: datetime | None = None
        self.closes_at: datetime | None = None
        self.early_at: datetime | None = None
        self.was_closed = False

    @property
    def halted(self) -> bool:
        return self.halted_at is not None

    @property
    def ends_at(self) -> datetime | None:
        return self.early_at or self.closes_at

    @property
    def sitting(self) -> list[str]:
        return [who for who in self.who.values() if who]

    @property
    def said(self) -> dict[str, Said]:
        """The ballots that count: of each the last, if it was cast on the file as it is now."""
        last = {who: cast[-1] for who, cast in self.ballots.items()}
        return {who: one for who, one in last.items() if one.file == self.file}

    def says(self, who: str, choice: str, last: bool) -> None:
        self.ballots.setdefault(who, []).append(Said(choice, self.file, last))

    def has_last_word(self, who: str) -> bool:
        return who in self.said and self.said[who].last

    def polling(self, now: datetime) -> bool:
        return self.stage == "open" and self.ends_at is not None and now < self.ends_at

    def moves(self, now: datetime) -> bool:
        """Whether seats change hands."""
        return self.stage == "drawn" or self.polling(now)

    def before_its_end(self, now: datetime) -> bool:
        """Whether it may be halted or withdrawn: its poll is not over, or waits in a halt."""
        early = self.stage in {"frozen", "drawn"}
        return early or self.polling(now) or (self.stage == "open" and self.halted)

    def may_vote(self, who: str, now: datetime) -> bool:
        may = self.polling(now) and not self.halted and not self.has_last_word(who)
        return may and who in self.accepted & self.knows - {*self.barred}

    def seat_of(self, juror: str) -> int | None:
        return next((seat for seat, who in self.who.items() if who == juror), None)

    def is_drawn(self, seats: dict[int, str], line: OneLine | ByTypes) -> None:
        self.stage, self.who, self.line = "drawn", dict(seats), line

    def leaves(self, seat: int) -> str | None:
        """Give a seat to the next of the line; return who that is."""
        gone = self.who[seat]
        assert gone is not None
        self.accepted.discard(gone)
        self.who[seat] = self.line.next(gone, self.sitting, self.stage != "drawn")
        self.replaced.append((seat, self.who[seat]))
        return self.who[seat]

    def goes_on(self, now: datetime, file: int) -> None:
        """End a halt: what was left of every time is left again, and a day on another file."""
        assert self.halted_at is not None
        stood = now - self.halted_at
        if self.stage == "open" and self.closes_at:
            self.closes_at += stood
            if file != self.file:
                self.closes_at = max(self.closes_at, now + A_DAY)
        for who in self.sitting:
            if who not in self.accepted:
                self.due[who] += stood
        if file != self.file:
            self.knows.clear()
        self.file, self.halted_at, self.early_at = file, None, None

    def ends(self, stage: str) -> None:
        self.stage = stage
        self.waiting.clear()

    def counts(self) -> dict[str, int]:
        """Return the numbers of a verdict that follow from who said what."""
        spoken = Counter(one.choice for one in self.said.values())
        every = {choice: spoken[choice] for choice in CHOICES}
        cast = len(self.ballots)
        return {**every, "cast": cast, "void": cast - len(self.said)}


def outcome(numbers: dict[str, int], assembly: bool, quorum: int) -> str:
    """Return what follows under `twelve`, or in an assembly under `historic`."""
    up, down = numbers["uphold"], numbers["deny"]
    if up + down < quorum:
        return "inquorate"
    if assembly:
        return "upheld" if 2 * up >= up + down else "denied"
    needed = 2 * (up + down)
    return "upheld" if 3 * up >= needed else "denied" if 3 * down >= needed else "hung"


def roll_of(bench: Bench) -> list[RollLeaf]:
    """Return the leaves of the roll that a case was drawn from, by their places."""
    with bench.work(writing=False) as w:
        drawn = sa.select(Draw.epoch).where(Draw.case_ref == bench.ref, Draw.state == "drawn")
        query = sa.select(RollLeaf).where(RollLeaf.epoch == drawn.scalar_subquery())
        return [*w.session.scalars(query.order_by(RollLeaf.ord))]


def from_the_roll(bench: Bench) -> Model:
    """Go through the whole stream: who was drawn is in the log, who follows is worked out."""
    [result] = [entry for entry in bench.log() if entry["kind"] == "draw.result"]
    model = Model()
    model.is_drawn(*seated(result, roll_of(bench), ()))
    return model


def told_of_seats(
    log: Iterable[dict[str, Any]], roll: list[RollLeaf]
) -> list[tuple[int, str | None]]:
    """Return who took over which seat, as a log tells it."""
    told = [entry for entry in log if entry["kind"] == "seat.replaced"]
    return [
        (one["seat"], None if one["ord"] is None else roll[one["ord"]].account_id) for one in told
    ]
