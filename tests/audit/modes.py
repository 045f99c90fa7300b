"""Decided cases of every kind of draw, and of none; each is good, as `synthetic.Case` is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from typing import Any

from audit import merkle
from jury.strata.ladder import step
from jury.strata.leximin import leximin
from jury.strata.lottery import Lottery, ball, largest_remainder
from jury.strata.types import Quota, Type
from tests.audit.lottery import Roll, Says, StrataRoll, Stream
from tests.audit.synthetic import SECRET, STANDARD, TIERS, WINDOW, Case, ballot, pid, replaced

# Round 657413 of quicknet, as its League signed it (a test vector of drand's).
ROUND = 657_413
SIGNATURE = (
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef"
    "9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
)
CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
ANNOUNCED = "2023-09-15T10:50:03Z"  # 600 seconds before that round
SOURCE = "Lotto 6 aus 49, 28 November 2026: the six numbers in the order drawn, two digits each"
DIGITS = "071134080249"


class Beacon(Case):
    """A public beacon decides."""

    signature = SIGNATURE

    def announced(self) -> Says:
        return {"kind": "beacon", "chain": CHAIN, "at": ANNOUNCED, "round": ROUND}

    def shown(self) -> list[Says]:
        return [{"kind": "draw.beacon", "draw": 1, "round": ROUND, "signature": self.signature}]

    def randomness(self) -> bytes:
        return sha256(bytes.fromhex(self.signature)).digest()

    def who_sat(self) -> Says:
        return {"panel": {**super().who_sat()["panel"], "randomness": "beacon"}}


class Ceremony(Case):
    """A public lottery decides."""

    def announced(self) -> Says:
        return {"kind": "ceremony", "source": SOURCE, "at": "2026-11-21T09:00:00Z"}

    def shown(self) -> list[Says]:
        return [{"kind": "draw.ceremony", "draw": 1, "digits": DIGITS, "count": len(DIGITS)}]

    def randomness(self) -> bytes:
        text = f"{SOURCE}\n{DIGITS}"
        return sha256(b"jury-draw/v1/ceremony\0" + text.encode()).digest()

    def who_sat(self) -> Says:
        return {"panel": {**super().who_sat()["panel"], "randomness": "ceremony"}}


class Trustees(Case):
    """Three of five trustees open the box; a side challenged a juror."""

    def drawing(self) -> list[Says]:
        return [{"kind": "key.split", "threshold": 3, "count": 5}, *super().drawing()]

    def seating(self) -> list[Says]:
        first, *others = super().seating()
        return [{**first, "why": "challenged"}, *others]


class Redrawn(Case):
    """Two draws were voided: a secret was lost, and a beacon fell silent."""

    def drawing(self) -> list[Says]:
        beacon = {"kind": "beacon", "chain": CHAIN, "at": ANNOUNCED, "round": ROUND}
        voided = [
            self.committed(1),
            {"kind": "draw.voided", "draw": 1, "why": "The secret was lost."},
            {**self.committed(2), "randomness": beacon},
            {"kind": "draw.voided", "draw": 2, "why": "The beacon fell silent."},
        ]
        return [*voided, *({**one, "draw": 3} for one in super().drawing())]

    def committed(self, number: int = 3) -> Says:
        return super().committed(number)


class Early(Case):
    """All who hold a seat have said their last word a day before the poll would end."""

    def __post_init__(self) -> None:
        self.standard["early"] = True
        super().__post_init__()

    def ballots(self) -> list[Says]:
        first, second, _void, *others = super().ballots()
        return [first, second, *others, ballot(pid(3), "cannot_judge", ref=self.ref)]

    def ending(self) -> list[Says]:
        closed, key, verdict = super().ending()
        verdict["numbers"].update(cannot_judge=1, void=0)
        verdict["issues"]["medication"].update(unclear=3)
        return [{**closed, "closes_at": "2026-11-25T08:00:00Z"}, key, verdict]


@dataclass
class Assembly(Case):
    """Nobody was drawn: all 32 who are not excluded may vote, and six took a seat."""

    def __post_init__(self) -> None:
        self.roll.cap = []
        self.standard.update(name="open", seats=0, alternates=0, answer_hours=0, again=False)
        self.standard["quorum"] = {"absolute": 2, "share": [3, 32]}
        self.voters = sorted(pid(n) for n in range(40 - self.roll.excluded["count"]))
        super().__post_init__()

    def drawing(self) -> list[Says]:
        leaves = [merkle.leaf_hash(bytes.fromhex(one)) for one in self.voters]
        voters = {"count": len(leaves), "root": merkle.root(leaves).hex()}
        committed = {"kind": "assembly.committed", **self.from_roll(), "voters": voters, **WINDOW}
        return [committed]

    def seating(self) -> list[Says]:
        return []

    def attachments(self, ords: set[int]) -> dict[str, bytes]:
        return {"voters": bytes.fromhex("".join(self.voters))}

    def who_sat(self) -> Says:
        (committed,) = self.drawing()
        return {"assembly": {"roll": committed["roll"]["root"], "voters": committed["voters"]}}

    def ending(self) -> list[Says]:
        closed, key, verdict = super().ending()
        verdict["numbers"]["seats"] = 6
        return [closed, key, verdict]


QUOTAS = (Quota("age", "old", 2, 3), Quota("joined", "lately", 2, 3))


@cache
def lottery_of(available: tuple[tuple[str, int], ...], quotas: tuple[Quota, ...]) -> Lottery:
    return leximin({Type.read(name): number for name, number in available}, quotas, 5)


@dataclass
class Stratified(Case):
    """A panel by types. Seats are given up until types run out, and alternates after opening."""

    roll: Roll = field(default_factory=StrataRoll)
    secret: bytes = SECRET
    gives_up: tuple[int, ...] = (1, 1, 1, 4)
    gives_up_later: tuple[int, ...] = (2, 3, 5)
    quotas: tuple[Quota, ...] = QUOTAS
    mode = "stratified"

    @cached_property
    def lottery(self) -> Lottery:
        there = ((name, self.roll.available(name)) for name in StrataRoll.SIZES)
        return lottery_of(tuple(one for one in there if one[1]), self.quotas)

    def announced(self) -> Says:
        commitment = sha256(b"jury-draw/v1/house\0" + self.secret).hexdigest()
        return {"kind": "house", "commitment": commitment}

    def randomness(self) -> bytes:
        return self.secret

    def shown(self) -> list[Says]:
        lottery = sha256(self.lottery.encode()).hexdigest()
        strata = dict(StrataRoll.SIZES)
        return [{"kind": "draw.stratified", "draw": 1, "lottery": lottery, "strata": strata}]

    def draw(self) -> list[list[Any]]:
        types = self.lottery.frame.types
        label = b"jury-draw/v1/type\0" + self.seed
        self.streams = {
            one: Stream(self.roll, at.to_bytes(4, "big"), label, self.roll.places(one.name))
            for at, one in enumerate(types)
        }
        composition = self.lottery.composition(ball(self.seed))
        more = largest_remainder(composition, 2)
        self.rows, self.called = [], Counter[Type]()
        for one, seats, others in zip(types, composition, more, strict=True):
            others = min(others, self.lottery.frame.available[one] - seats)
            self.rows += self.streams[one].rows(*["seated"] * seats, *["alternate"] * others)
            self.called[one] = seats + others
        return self.rows

    def type_of(self, ord: int) -> Type:
        return Type.read(self.roll.leaves[ord]["stratum"])

    def seating(self) -> list[Says]:
        seats = [row[1] for row in self.rows if row[2] == "seated"]
        self.holders: dict[int, int | None] = dict(enumerate(seats, 1))
        self.changes = 0
        self.waiting = [row[1] for row in self.rows if row[2] == "alternate"]
        before = list(self.given_up(self.gives_up, opened=False))
        polled = self.polled(len(self.held) + len(self.waiting))
        return [*before, polled, *self.given_up(self.gives_up_later, opened=True)]

    def given_up(self, seats: Iterable[int], *, opened: bool) -> Iterator[Says]:
        """Yield how each of these seats changes hands that somebody still holds."""
        for seat in seats:
            if self.holders[seat] is not None:
                self.changes += 1
                yield self.next(seat, opened=opened)

    @property
    def held(self) -> list[int]:
        return [ord for ord in self.holders.values() if ord is not None]

    def next(self, seat: int, *, opened: bool) -> Says:
        """Climb down the ladder of the house."""
        was = self.holders.pop(seat)
        assert was is not None
        gone = self.type_of(was)
        left = Counter(map(self.type_of, self.waiting))
        if not opened:
            for one, number in self.lottery.frame.available.items():
                left[one] += number - self.called[one]
        found = step(gone, Counter(map(self.type_of, self.held)), left, QUOTAS)
        rows: list[list[Any]] = []
        ord = None
        if found:
            same = [one for one in self.waiting if self.type_of(one) == found.type]
            if same:
                ord = same[0]
                self.waiting.remove(ord)
            else:
                rows = self.streams[found.type].rows("seated")
                ord = rows[-1][1]
                self.called[found.type] += 1
        self.holders[seat] = ord
        return replaced(seat, "declined", ord, rows)

    def ballots(self) -> list[Says]:
        return [ballot(pid(n), "uphold", tier=TIERS[n]) for n in range(2)]

    def attachments(self, ords: set[int]) -> dict[str, bytes]:
        places = [self.roll.places(name) for name in StrataRoll.SIZES]
        ends = {at for one in places for at in (one[0], one[-1])}
        return {"roll.jsonl": self.roll.lines(ords | ends), "lottery.json": self.lottery.encode()}

    def who_sat(self) -> Says:
        return {"panel": {"drawn": 5, "accepted": 2, "randomness": "house"}}

    def ending(self) -> list[Says]:
        closed, key, verdict = super().ending()
        verdict["panel"]["replaced"] = self.changes
        verdict["numbers"].update(cast=2, valid=2, deny=0, void=0, replaced_ballots=0)
        verdict["issues"]["medication"].update(applies=0)
        verdict.update(outcome="inquorate", stands="new panel", tier=None)
        return [{**closed, "ballots": 2}, key, verdict]


MODES: dict[str, type[Case]] = {
    "house": Case,
    "beacon": Beacon,
    "ceremony": Ceremony,
    "trustees": Trustees,
    "redrawn": Redrawn,
    "early": Early,
    "assembly": Assembly,
    "stratified": Stratified,
}
assert STANDARD["seats"] == 5
