"""Who comes next when a seat is given up, as docs/formats.md tells it: it never asks the house.

Before the poll opens, whom the stream brings; at any time an alternate. In a draw within quotas the
next is of the same type; only where none of it is left, the ladder names another.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from jury.models import RollLeaf

SEAT, TYPE = b"jury-draw/v1/seat\0", b"jury-draw/v1/type\0"
Entry = dict[str, Any]


@dataclass
class OneLine:
    """After a draw from the whole roll. spare: the alternates, in order. later: whom the stream is
    still to bring, and whether they may sit. steps: how often the next was of which kind."""

    spare: list[str]
    later: list[tuple[str, bool]]
    steps: Counter[str] = field(default_factory=Counter)

    def next(self, _gone: str, _sitting: Collection[str], opened: bool) -> str | None:
        """Return who comes after the one who is gone, and take them from the line."""
        if self.spare:
            return self.spare.pop(0)
        while self.later and not opened:
            who, may = self.later.pop(0)
            if may:
                return who
        return None

    def is_over(self) -> bool:
        """Whether the stream has brought everybody."""
        return not self.later


@dataclass
class ByTypes:
    """After a draw within quotas. later: by type, who may still be brought. kinds: of which type
    each is, by name. The rest is as above."""

    spare: list[str]
    later: dict[str, list[str]]
    kinds: Mapping[str, str]
    quotas: list[Entry]
    steps: Counter[str] = field(default_factory=Counter)

    def next(self, gone: str, sitting: Collection[str], opened: bool) -> str | None:
        left = Counter(self.kinds[who] for who in self.spare)
        if not opened:
            left.update({kind: len(people) for kind, people in self.later.items()})
        if not +left:
            return None
        kind, same = self._kind(left, gone, sitting), self.kinds[gone]
        self.steps["the same type" if kind == same else "another type"] += 1
        waiting = [who for who in self.spare if self.kinds[who] == kind]
        if not waiting:
            return self.later[kind].pop(0)
        self.spare.remove(waiting[0])
        return waiting[0]

    def _kind(self, left: Counter[str], gone: str, sitting: Collection[str]) -> str:
        same = self.kinds[gone]
        if left[same]:
            return same
        there = [self.kinds[who] for who in sitting if who != gone]

        def rank(kind: str) -> tuple[int, int, int, str]:
            alike = len({*kind.split(";")} & {*same.split(";")})
            return self._off([*there, kind]), -alike, -left[kind], kind

        return min((kind for kind in left if left[kind]), key=rank)

    def _off(self, panel: list[str]) -> int:
        """Return by how many seats a panel misses its quotas."""
        missed = 0
        for one in self.quotas:
            n = sum(f"{one['feature']}={one['value']}" in kind.split(";") for kind in panel)
            missed += max(0, one["least"] - n, n - one["most"])
        return missed

    def is_over(self) -> bool:
        return not any(self.later.values())


def by_lot(seed: bytes, size: int) -> list[int]:
    """Return every place of so many in the order in which a stream brings it. seed: what stands
    before the number in each hash."""
    found: dict[int, None] = {}
    j = 0
    while len(found) < size:
        number = int(sha256(seed + j.to_bytes(8, "big")).hexdigest(), 16)
        if number < 2**256 // size * size:
            found.setdefault(number % size)
        j += 1
    return list(found)


def seated(
    result: Entry, roll: list[RollLeaf], out: Collection[str]
) -> tuple[dict[int, str], OneLine]:
    """Return who was drawn, by seat, and who follows. result: the entry `draw.result`; out: the
    accounts that the draw leaves out. Those who were drawn are the first who may be: else it is no
    draw of this stream."""
    order = by_lot(SEAT + bytes.fromhex(result["seed"]), len(roll))
    may = [ord for ord in order if _may(roll[ord], out)]
    called = [ord for _j, ord, what in result["stream"] if what in {"seated", "alternate"}]
    assert called == may[: len(called)]
    seen = {ord for _j, ord, _what in result["stream"]}
    later = [(roll[ord].account_id, ord in may) for ord in order if ord not in seen]
    return _seats(result, roll), OneLine(_spare(result, roll), later)


def seated_by_types(
    result: Entry, roll: list[RollLeaf], out: Collection[str], lottery: Entry
) -> tuple[dict[int, str], ByTypes]:
    """Return the same for a draw within quotas. lottery: as it was published."""
    stream, seed = result["stream"], bytes.fromhex(result["seed"])
    called = [ord for _j, ord, what in stream if what in {"seated", "alternate"}]
    later: dict[str, list[str]] = {}
    for number, (kind, available) in enumerate(lottery["types"]):
        places = [leaf.ord for leaf in roll if leaf.stratum == kind]
        order = by_lot(TYPE + seed + number.to_bytes(4, "big"), len(places))
        may = [places[at] for at in order if _may(roll[places[at]], out)]
        drawn = [ord for ord in called if ord in places]
        assert (drawn, len(may)) == (may[: len(drawn)], available)
        later[kind] = [roll[ord].account_id for ord in may[len(drawn) :]]
    kinds = {leaf.account_id: leaf.stratum for leaf in roll}
    line = ByTypes(_spare(result, roll), later, kinds, lottery["quotas"])
    return _seats(result, roll), line


def _may(leaf: RollLeaf, out: Collection[str]) -> bool:
    return leaf.next_free_epoch <= leaf.epoch and leaf.account_id not in out


def _seats(result: Entry, roll: list[RollLeaf]) -> dict[int, str]:
    drawn = [roll[ord].account_id for _j, ord, what in result["stream"] if what == "seated"]
    return dict(enumerate(drawn, start=1))


def _spare(result: Entry, roll: list[RollLeaf]) -> list[str]:
    return [roll[ord].account_id for _j, ord, what in result["stream"] if what == "alternate"]
