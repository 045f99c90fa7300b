"""Ballots: who may cast them, and which of them count. What is in them is read by `opening`."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import accumulate, pairwise
from typing import Any, overload

from . import merkle
from .box import Box
from .entries import CaseLog, moment
from .step import need

FEW = 64  # pids that are looked through one after the other
MANY = 4_096  # voters; among fewer, any is found as fast without knowing where to begin


class Voters(Sequence[bytes]):
    """The pids that may vote, sorted, 16 bytes each; and which of their ballots there are."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.first = bytearray(len(self))  # 1 where there is a ballot with rev 1
        self.again: dict[int, list[int]] = {}  # further revs, by place
        # Where the pids begin with each two first bytes, and where the last of them end.
        self._begin: list[int] = []
        if len(self) > MANY:
            counts = Counter(zip(raw[::16], raw[1::16], strict=True))
            each = (counts[first, second] for first in range(256) for second in range(256))
            self._begin = [*accumulate(each, initial=0)]

    def __len__(self) -> int:
        return len(self.raw) // 16

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(at, slice):
            return [self[one] for one in range(len(self))[at]]
        return self.raw[at * 16 : at * 16 + 16]

    def __iter__(self) -> Iterator[bytes]:
        return (self.raw[at : at + 16] for at in range(0, len(self.raw), 16))

    def place(self, pid: bytes) -> int | None:
        """Return where a pid stands; None if it may not vote."""
        low, high = 0, len(self)
        if self._begin:
            begins = pid[0] << 8 | pid[1]
            low, high = self._begin[begins], self._begin[begins + 1]
        if high - low <= FEW:
            at = self.raw.find(pid, low * 16, high * 16)
            if at % 16 == 0:
                return at // 16
        at = bisect_left(self, pid, low, high)
        return at if at < high and self[at] == pid else None

    def take(self, place: int, rev: int) -> None:
        """Note a ballot of a voter."""
        if rev == 1 and not self.first[place]:
            self.first[place] = 1
        else:
            self.again.setdefault(place, []).append(rev)

    @property
    def voted(self) -> int:
        """How many have voted."""
        return sum(self.first) + sum(not self.first[place] for place in self.again)


def check_roll(log: CaseLog, members: Box) -> tuple[str, dict[bytes, int]]:
    """Check the list of voters, the window and the ballots' names and numbers; raises Wrong.

    Return what there is to say, and the last rev of each pid that has more than one ballot.
    """
    poll, closed = log.poll.says, log.one("case.closed").says
    voters = _voters(log, members)
    opens, closes = moment(poll["opens_at"]), moment(poll["closes_at"])
    hours = log.one("case.opened").says["standard"]["hours"]
    need(closes - opens == timedelta(hours=hours), f"the poll was not open for {hours} hours")
    _check_halts(log)
    ballots = log.ballots
    need(closed["ballots"] == len(ballots), f"case.closed counts {closed['ballots']} ballots")
    for index, pid, rev in zip(ballots.places, ballots.pids, ballots.revs, strict=True):
        place = voters.place(pid)
        if place is None:
            need(False, f"entry {index}: this pid is not on the roll")
        else:
            voters.take(place, rev)
    last = {}
    for place, revs in voters.again.items():
        count, pid = len(revs) + voters.first[place], voters[place]
        said = sorted([*revs, *[1][: voters.first[place]]])
        need(said == list(range(1, count + 1)), f"the ballots of {pid.hex()} are not 1, 2 …")
        last[pid] = count
    voted, held = voters.voted, seats_held(log)
    need(voted <= held, f"{voted} have voted, but only {held} seats were held at closing")
    _check_closing(log, last, voted, held)
    told = f"{len(ballots)} ballots of {voted} voters, {len(voters)} on the roll"
    if log.mode == "assembly":
        return f"{told}; not proved: whose pids they are", last
    return f"{told}; {held} seats were held at closing; not proved: which seat a pid holds", last


def _voters(log: CaseLog, members: Box) -> Voters:
    """Return the pids that may vote: those in the log, or those that it commits to."""
    if log.mode != "assembly":
        pids: list[str] = log.poll.says["pids"]
        need(pids == sorted(set(pids)), "the list of voters is not sorted, or double")
        return Voters(bytes.fromhex("".join(pids)))
    raw, committed = members["voters"], log.poll.says["voters"]
    need(len(raw) % 16 == 0, "the list of voters does not hold 16 bytes for each")
    each = Voters(raw)
    need(
        all(one < after for one, after in pairwise(each)),
        "the list of voters is not sorted, or double",
    )
    need(len(each) == committed["count"], f"{len(each)} are on the list of voters")
    root = merkle.root(merkle.leaf(one) for one in each).hex()
    need(root == committed["root"], "the list of voters is not the one that was committed to")
    return each


def _check_closing(log: CaseLog, last: dict[bytes, int], voted: int, held: int) -> None:
    """A poll closes when it said, or earlier if the standard allows that and all have voted."""
    closed_at, end = log.one("case.closed").says["closes_at"], log.closes_at
    if closed_at == end:
        return
    early = log.one("case.opened").says["standard"].get("early", False)
    need(early, "the poll closed at another time than it said")
    inside = moment(log.poll.says["opens_at"]) <= moment(closed_at) < moment(end)
    need(inside, "the poll closed early, but not while it was open")
    need(voted == held, f"the poll closed early, and {held - voted} seats had not voted")
    ballots, file = log.ballots, log.file
    each = zip(ballots.places, ballots.pids, ballots.revs, ballots.files, strict=True)
    for index, pid, rev, digest in each:
        same = digest == file or rev < last.get(pid, rev)
        need(same, f"the poll closed early, and entry {index} is on another file")


def _check_halts(log: CaseLog) -> None:
    """A halt in the poll moves its end, and never to an earlier moment; one before it has none."""
    end = moment(log.poll.says["closes_at"])
    for line in log.all("case.resumed"):
        moved = line.says["closes_at"]
        need(
            (moved is not None) == (line.index > log.poll.index),
            f"entry {line.index}: a closing time is said before the poll, or not said in it",
        )
        if moved is not None:
            need(moment(moved) >= end, f"entry {line.index}: the poll ends earlier than it said")
            end = moment(moved)


def seats_held(log: CaseLog) -> int:
    """Return how many seats somebody held at closing, as the log says it; `draw` checks that.

    Who has voted keeps the seat, so no more than these can have voted. A seat that is empty stays
    empty: what was given up without a successor is counted once. In an assembly there is a seat for
    everybody on the list.
    """
    if log.mode == "assembly":
        count: int = log.poll.says["voters"]["count"]
        return count
    stream: list[list[Any]] = log.one("draw.result").says["stream"]
    seated = [row for row in stream if row[2] == "seated"]
    emptied = [line for line in log.all("seat.replaced") if line.says["ord"] is None]
    return len(seated) - len(emptied)
