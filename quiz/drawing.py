"""Drawing a paper from the bank: the same seed, bank and history give the same paper again.

What must hold: every quota is met, no item is asked twice, no two enemies meet. What is wished for,
in this order: each clause is asked about once, and items that the member has not met come first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain, count
from typing import NamedTuple

from kernel.errors import N_, Conflict
from quiz.chance import FastStream, Stream
from quiz.item import ItemVersion, Kind, Part
from quiz.offered import Offered, Pair
from quiz.paper import VERSION, Paper, Question
from quiz.specification import Specification
from quiz.topic import TITLES, Topic

DRAW, CASES, ENEMIES, ORDER, OPTIONS = "draw", "cases", "enemies", "order", "options"
FIRST_LABELS = {
    DRAW: b"quiz-paper/v1/draw\0",
    CASES: b"quiz-paper/v2/cases\0",
    ENEMIES: b"quiz-paper/v2/enemies\0",
    ORDER: b"quiz-paper/v1/order\0",
    OPTIONS: b"quiz-paper/v1/options\0",
}
TRIES = 2_000  # ways around enemies that are looked at before a bank is called too poor


class CannotFill(Conflict):
    """The bank holds no paper of this specification. topics: of the quotas that stay open; none
    where only enemies are left, or where it is the section of cases, which `lacks_case` tells."""

    def __init__(self, topics: Sequence[Topic], *, lacks_case: bool = False) -> None:
        super().__init__(
            N_("The question bank cannot fill a paper at the moment. The editors know of it.")
        )
        self.topics = tuple(topics)
        self.lacks_case = lacks_case

    @property
    def headings(self) -> list[str]:
        """The titles of the topics, for editors."""
        return [TITLES[topic] for topic in self.topics]


class _Pools(NamedTuple):
    """Slot by slot the items that may stand there, in the order of chance; unseen ones first."""

    slots: Sequence[Sequence[str]]
    topics: Sequence[tuple[Topic, ...]]
    clauses: Mapping[str, str]  # of each item
    met: frozenset[str]
    used: frozenset[str]  # clauses that the cases ask about
    out: frozenset[str]  # items that may not stand there after all

    def without(self, item: str) -> "_Pools":
        return self._replace(out=self.out | {item})


def draw(
    specification: Specification,
    offered: Offered,
    seen: Iterable[str],
    seed: str,
    v: int = VERSION,
) -> Paper:
    """Draw a paper.

    seen: ids of items that this member has met in a paper before; they come last.
    seed: hexadecimal, kept with the sitting.
    v: the version of the paper; to draw one of the past again, its own.

    At most one item rests on a clause, as far as what is offered allows; what it did not allow is
    said in `Paper.repeated`. Raises CannotFill when it holds no such paper at all.
    """
    met = frozenset(seen)
    ranks = _stream(DRAW, seed, v).ranks(offered.plain)
    short: CannotFill | None = None
    for cases in _cases(specification, offered, met, _stream(CASES, seed, v)):
        try:
            pools = _pools(specification, offered, ranks, met, cases)
            taken, repeated = _peaceful(pools, offered.pairs, _stream(ENEMIES, seed, v))
        except CannotFill as error:
            short = short or error
            continue
        in_slots = [offered.by_id[taken[slot]] for slot in range(len(pools.slots))]
        asked = _stream(ORDER, seed, v).shuffled(in_slots)
        options = _stream(OPTIONS, seed, v)
        questions = tuple(
            Question(item.item, item.version, order_of(part, options), number)
            for item in (*asked, *cases)
            for number, part in enumerate(item.parts)
        )
        return Paper(specification.name, questions, repeated, v)
    raise short or CannotFill((), lacks_case=True)


def _stream(purpose: str, seed: str, v: int) -> Stream:
    """Return the numbers for one purpose of a paper of version `v`."""
    if v < 3:
        return Stream(FIRST_LABELS[purpose], seed)
    return FastStream(f"quiz-paper/v3/{purpose}\0".encode(), seed)


def shortage(specification: Specification, offered: Offered) -> CannotFill | None:
    """Return what keeps the bank from filling a paper, or None. One draw tells it, whatever the
    seed: a paper is found wherever there is one, within `TRIES`."""
    try:
        draw(specification, offered, (), "00" * 32)
    except CannotFill as error:
        return error
    return None


def order_of(part: Part, stream: Stream) -> tuple[int, ...]:
    """Return in which order the options are shown."""
    if part.in_order or part.kind is Kind.TRUE_FALSE:
        return tuple(range(len(part.options)))
    return stream.order(len(part.options))


def _cases(
    specification: Specification, offered: Offered, met: frozenset[str], stream: Stream
) -> list[tuple[ItemVersion, ...]]:
    """Return what may stand in the last section, the first choice first: one case each, with as
    many questions as the section has; or nothing, where there is no such section."""
    wanted = specification.case_questions
    if not wanted:
        return [()]
    mixed = stream.shuffled(case for case in offered.cases if len(case.parts) == wanted)
    return [(case,) for case in sorted(mixed, key=lambda case: case.item in met)]


def _pools(
    specification: Specification,
    offered: Offered,
    ranks: Mapping[str, int],
    met: frozenset[str],
    cases: Sequence[ItemVersion],
) -> _Pools:
    foes = frozenset(foe for case in cases for foe in offered.foes.get(case.item, ()))
    slots: list[list[str]] = []
    topics: list[tuple[Topic, ...]] = []
    for quota in specification.quotas:
        on_them = chain.from_iterable(map(offered.on.__getitem__, quota.topics))
        offer = sorted(on_them, key=ranks.__getitem__)
        if met:
            offer.sort(key=met.__contains__)
        slots += [offer] * quota.count
        topics += [quota.topics] * quota.count
    used = frozenset(clause for case in cases for clause in case.clauses)
    return _Pools(slots, topics, offered.clauses, met, used, foes)


def _peaceful(
    pools: _Pools, pairs: Sequence[Pair], stream: Stream
) -> tuple[dict[int, str], tuple[str, ...]]:
    """Fill the slots so that no two enemies meet.

    Where two meet, one of them must go: both ways are filled, and the better is looked at first
    (fewer clauses met twice, fewer items met before, then chance). So a paper is found wherever
    there is one, within `TRIES`, and without need none is worse than it has to be.
    """
    short: CannotFill | None = None
    waiting: list[tuple[int, int, int, int, _Filled]] = []
    number = count()

    def look(offer: _Pools) -> None:
        nonlocal short
        try:
            filled = _filled(offer)
        except CannotFill as error:
            short = short or error
            return
        cost = (len(filled.repeated), filled.met)
        heappush(waiting, (*cost, stream.below(2**32), next(number), filled))

    look(pools)
    for _ in range(TRIES):
        if not waiting:
            break
        filled = heappop(waiting)[-1]
        asked = set(filled.taken.values())
        pair = next(filter(asked.issuperset, pairs), None)
        if pair is None:
            return filled.taken, filled.repeated
        for one in pair:
            look(filled.offer.without(one))
    raise short or CannotFill(())


@dataclass(frozen=True)
class _Filled:
    """Slots with their items, as if there were no enemies."""

    offer: _Pools
    taken: dict[int, str]
    repeated: tuple[str, ...]

    @property
    def met(self) -> int:
        return len(self.offer.met.intersection(self.taken.values()))


def _filled(offer: _Pools) -> _Filled:
    taken = _one_a_clause(offer)
    return _Filled(offer, taken, _fill(offer, taken))


def _one_a_clause(pools: _Pools) -> dict[int, str]:
    """Match slots with clauses, unseen items first: as many slots as can have their own clause.

    Augmenting paths (Kuhn 1955): a slot may push another to a second choice, never out.
    """
    taken: dict[int, str] = {}
    holders: dict[str, int] = {}
    slots, clauses, met, out = pools.slots, pools.clauses, pools.met, pools.out

    def place(slot: int, unseen: bool, tried: set[str]) -> bool:
        for item in slots[slot]:
            if item in out:
                continue
            if unseen and item in met:
                break
            clause = clauses[item]
            if clause in tried:
                continue
            tried.add(clause)
            holder = holders.get(clause)
            if holder is None or place(holder, unseen, tried):
                taken[slot] = item
                holders[clause] = slot
                return True
        return False

    for unseen in (True, False):
        for slot in range(len(slots)):
            if slot not in taken:
                place(slot, unseen, set(pools.used))
    return taken


def _fill(pools: _Pools, taken: dict[int, str]) -> tuple[str, ...]:
    """Fill the slots left over with any item of their topics; return the clauses met twice.

    The clause of one slot may be met again here, never its item: slots that share an item pool
    are matched once more, item by item, where the plain way leaves one open.
    """
    lacking: list[Topic] = []
    for slot in range(len(pools.slots)):
        if slot not in taken and not _place_item(pools, taken, slot, set(pools.out)):
            lacking += pools.topics[slot]
    if lacking:
        raise CannotFill(tuple(dict.fromkeys(lacking)))
    met_once: set[str] = set(pools.used)
    repeated = set()
    for item in taken.values():
        clause = pools.clauses[item]
        if clause in met_once:
            repeated.add(clause)
        met_once.add(clause)
    return tuple(sorted(repeated))


def _place_item(pools: _Pools, taken: dict[int, str], slot: int, tried: set[str]) -> bool:
    """Give a slot an item of its own; whoever holds the item takes another if there is one."""
    for item in sorted(pools.slots[slot], key=set(taken.values()).__contains__):
        if item in tried:
            continue
        tried.add(item)
        holder = next((one for one, held in taken.items() if held == item), None)
        if holder is None or _place_item(pools, taken, holder, tried):
            taken[slot] = item
            return True
    return False
