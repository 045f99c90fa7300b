"""Drawing a paper from the bank: the same seed, bank and history give the same paper again.

What must hold: every quota is met, no item is asked twice, no two enemies meet. What is wished for,
in this order: each clause is asked about once, and items that the member has not met come first.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from kernel.errors import N_, Conflict
from quiz.chance import Stream
from quiz.item import ItemVersion, Kind, Part
from quiz.paper import Paper, Question
from quiz.specification import Specification
from quiz.topic import TITLES, Topic

DRAW, CASES = b"quiz-paper/v1/draw\0", b"quiz-paper/v2/cases\0"
ORDER, OPTIONS = b"quiz-paper/v1/order\0", b"quiz-paper/v1/options\0"
ENEMIES = b"quiz-paper/v2/enemies\0"
TRIES = 2_000  # ways around enemies that are looked at before a bank is called too poor

Pair = tuple[str, str]
"""Two items that never meet in a paper, in the order of their ids."""


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


@dataclass(frozen=True)
class _Pools:
    """Slot by slot the items that may stand there, in the order of chance; unseen ones first."""

    slots: tuple[tuple[ItemVersion, ...], ...]
    topics: tuple[tuple[Topic, ...], ...]
    met: frozenset[str]
    used: frozenset[str]  # clauses that the cases ask about

    def without(self, item: str) -> "_Pools":
        slots = tuple(tuple(i for i in slot if i.item != item) for slot in self.slots)
        return _Pools(slots, self.topics, self.met, self.used)


def draw(
    specification: Specification,
    bank: Sequence[ItemVersion],
    seen: Iterable[str],
    seed: str,
    enemies: Collection[Pair] = (),
) -> Paper:
    """Draw a paper.

    bank: the item versions that may be asked, in any order.
    seen: ids of items that this member has met in a paper before; they come last.
    seed: hexadecimal, kept with the sitting.

    At most one item rests on a clause, as far as the bank allows; what it did not allow is said in
    `Paper.repeated`. Raises CannotFill when the bank holds no such paper at all.
    """
    met = frozenset(seen)
    ordered = sorted(bank, key=lambda item: item.item)
    plain = Stream(DRAW, seed).shuffled(item for item in ordered if not item.is_case)
    short: CannotFill | None = None
    for cases in _cases(specification, [item for item in ordered if item.is_case], met, seed):
        try:
            pools = _pools(specification, plain, met, cases, enemies)
            taken, repeated = _peaceful(pools, enemies, Stream(ENEMIES, seed))
        except CannotFill as error:
            short = short or error
            continue
        asked = Stream(ORDER, seed).shuffled(taken[slot] for slot in range(len(pools.slots)))
        options = Stream(OPTIONS, seed)
        questions = tuple(
            Question(item.item, item.version, order_of(part, options), number)
            for item in (*asked, *cases)
            for number, part in enumerate(item.parts)
        )
        return Paper(specification.name, questions, repeated)
    raise short or CannotFill((), lacks_case=True)


def shortage(
    specification: Specification, bank: Sequence[ItemVersion], enemies: Collection[Pair]
) -> CannotFill | None:
    """Return what keeps the bank from filling a paper, or None. One draw tells it, whatever the
    seed: a paper is found wherever there is one, within `TRIES`."""
    try:
        draw(specification, bank, (), "00" * 32, enemies)
    except CannotFill as error:
        return error
    return None


def order_of(part: Part, stream: Stream) -> tuple[int, ...]:
    """Return in which order the options are shown."""
    places = range(len(part.options))
    if part.in_order or part.kind is Kind.TRUE_FALSE:
        return tuple(places)
    return tuple(stream.shuffled(places))


def _cases(
    specification: Specification, cases: Sequence[ItemVersion], met: frozenset[str], seed: str
) -> list[tuple[ItemVersion, ...]]:
    """Return what may stand in the last section, the first choice first: one case each, with as
    many questions as the section has; or nothing, where there is no such section."""
    if not specification.case_questions:
        return [()]
    fitting = [case for case in cases if len(case.parts) == specification.case_questions]
    mixed = Stream(CASES, seed).shuffled(fitting)
    return [(case,) for case in sorted(mixed, key=lambda case: case.item in met)]


def _pools(
    specification: Specification,
    plain: Sequence[ItemVersion],
    met: frozenset[str],
    cases: Sequence[ItemVersion],
    enemies: Collection[Pair],
) -> _Pools:
    quotas = specification.quotas
    topics = [quota.topics for quota in quotas for _ in range(quota.count)]
    asked = {case.item for case in cases}
    foes = {one for pair in enemies if not asked.isdisjoint(pair) for one in pair}
    offers: dict[tuple[Topic, ...], list[ItemVersion]] = {quota.topics: [] for quota in quotas}
    within = {topic: [one for one in offers if topic in one] for topic in Topic}
    for item in sorted(plain, key=lambda item: item.item in met) if met else plain:
        if item.item not in foes:
            for one in within[item.topic]:
                offers[one].append(item)
    used = frozenset(clause for case in cases for clause in case.clauses)
    return _Pools(tuple(tuple(offers[one]) for one in topics), tuple(topics), met, used)


def _peaceful(
    pools: _Pools, enemies: Collection[Pair], stream: Stream
) -> tuple[dict[int, ItemVersion], tuple[str, ...]]:
    """Fill the slots so that no two enemies meet.

    Where two meet, one of them must go: both ways are filled, and the better is looked at first
    (fewer clauses met twice, fewer items met before, then chance). So a paper is found wherever
    there is one, within `TRIES`, and without need none is worse than it has to be.
    """
    order = sorted(enemies)
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
        asked = {item.item for item in filled.taken.values()}
        pair = next((pair for pair in order if asked.issuperset(pair)), None)
        if pair is None:
            return filled.taken, filled.repeated
        for one in pair:
            look(filled.offer.without(one))
    raise short or CannotFill(())


@dataclass(frozen=True)
class _Filled:
    """Slots with their items, as if there were no enemies."""

    offer: _Pools
    taken: dict[int, ItemVersion]
    repeated: tuple[str, ...]

    @property
    def met(self) -> int:
        return sum(item.item in self.offer.met for item in self.taken.values())


def _filled(offer: _Pools) -> _Filled:
    taken = _one_a_clause(offer)
    return _Filled(offer, taken, _fill(offer, taken))


def _one_a_clause(pools: _Pools) -> dict[int, ItemVersion]:
    """Match slots with clauses, unseen items first: as many slots as can have their own clause.

    Augmenting paths (Kuhn 1955): a slot may push another to a second choice, never out.
    """
    taken: dict[int, ItemVersion] = {}
    holders: dict[str, int] = {}

    def place(slot: int, *, unseen: bool, tried: set[str]) -> bool:
        for item in pools.slots[slot]:
            if unseen and item.item in pools.met:
                break
            clause = item.clause
            if clause in tried:
                continue
            tried.add(clause)
            holder = holders.get(clause)
            if holder is None or place(holder, unseen=unseen, tried=tried):
                taken[slot] = item
                holders[clause] = slot
                return True
        return False

    for unseen in (True, False):
        for slot in range(len(pools.slots)):
            if slot not in taken:
                place(slot, unseen=unseen, tried=set(pools.used))
    return taken


def _fill(pools: _Pools, taken: dict[int, ItemVersion]) -> tuple[str, ...]:
    """Fill the slots left over with any item of their topics; return the clauses met twice.

    The clause of one slot may be met again here, never its item: slots that share an item pool
    are matched once more, item by item, where the plain way leaves one open.
    """
    lacking: list[Topic] = []
    for slot in range(len(pools.slots)):
        if slot not in taken and not _place_item(pools, taken, slot, set()):
            lacking += pools.topics[slot]
    if lacking:
        raise CannotFill(tuple(dict.fromkeys(lacking)))
    met_once: set[str] = set(pools.used)
    repeated = set()
    for item in taken.values():
        clause = item.clause
        if clause in met_once:
            repeated.add(clause)
        met_once.add(clause)
    return tuple(sorted(repeated))


def _place_item(pools: _Pools, taken: dict[int, ItemVersion], slot: int, tried: set[str]) -> bool:
    """Give a slot an item of its own; whoever holds the item takes another if there is one."""
    held_already = {item.item for item in taken.values()}
    candidates = sorted(pools.slots[slot], key=lambda item: item.item in held_already)
    for item in candidates:
        if item.item in tried:
            continue
        tried.add(item.item)
        holder = next((s for s, held in taken.items() if held.item == item.item), None)
        if holder is None or _place_item(pools, taken, holder, tried):
            taken[slot] = item
            return True
    return False
