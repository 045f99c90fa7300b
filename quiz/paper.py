"""Drawing a paper from the bank: the same seed, bank and history give the same paper again.

Chance comes from a stream of SHA-256, so that a paper can be drawn again years later, on any
version of Python, and nobody can say which questions will come without the seed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from kernel.errors import N_, Conflict
from quiz.item import ItemVersion, Kind
from quiz.specification import Specification

X = TypeVar("X")
LETTERS = "abcdef"
DRAW, ORDER, OPTIONS = b"quiz-paper/v1/draw\0", b"quiz-paper/v1/order\0", b"quiz-paper/v1/options\0"


@dataclass(frozen=True)
class Question:
    """A place of a paper. `order[i]` is the option of the item version that stands at letter i."""

    item: str
    version: int
    order: tuple[int, ...]

    @property
    def ref(self) -> str:
        return f"{self.item}/{self.version}"

    def chosen(self, letters: Iterable[str]) -> tuple[int, ...]:
        """Return the options behind `letters`, ascending; a letter that is not there is nothing."""
        places = {LETTERS.index(one) for one in letters if len(one) == 1 and one in LETTERS}
        return tuple(sorted(self.order[place] for place in places if place < len(self.order)))

    def letters(self, options: Iterable[int]) -> tuple[str, ...]:
        """Return the letters at which `options` stand."""
        return tuple(sorted(LETTERS[self.order.index(option)] for option in options))


@dataclass(frozen=True)
class Paper:
    """Questions in the order in which they are asked.

    repeated: clauses that more than one question rests on, because the bank held no other.
    """

    specification: str
    questions: tuple[Question, ...]
    repeated: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the paper as a sitting keeps it."""
        asked = [[q.item, q.version, list(q.order)] for q in self.questions]
        return {
            "v": 1,
            "specification": self.specification,
            "questions": asked,
            "repeated": list(self.repeated),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Paper":
        """Return the paper that a sitting keeps."""
        questions = tuple(Question(item, n, tuple(order)) for item, n, order in kept["questions"])
        return cls(kept["specification"], questions, tuple(kept["repeated"]))


class Stream:
    """Numbers out of a seed: the SHA-256 of label, seed and a counter, 64 bits at a time."""

    def __init__(self, label: bytes, seed: str) -> None:
        self._base = label + bytes.fromhex(seed)
        self._count = 0

    def below(self, n: int) -> int:
        """Return the next number from 0 to n - 1, each as likely as the others."""
        fair = 2**64 // n * n
        while True:
            block = hashlib.sha256(self._base + self._count.to_bytes(8, "big")).digest()
            self._count += 1
            if (number := int.from_bytes(block[:8], "big")) < fair:
                return number % n

    def shuffled(self, things: Iterable[X]) -> list[X]:
        """Return the things in an order of chance (Fisher and Yates)."""
        mixed = list(things)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed


def draw(
    specification: Specification, bank: Sequence[ItemVersion], seen: Iterable[str], seed: str
) -> Paper:
    """Draw a paper.

    bank: the item versions that may be asked, in any order.
    seen: ids of items that this member has met in a paper before; they come last.
    seed: hexadecimal, kept with the sitting.

    At most one item rests on a clause, as far as the bank allows; what it did not allow is said in
    `Paper.repeated`. Raises Conflict when the bank cannot fill a quota at all.
    """
    met = frozenset(seen)
    stream = Stream(DRAW, seed)
    mixed = stream.shuffled(sorted(bank, key=lambda item: item.item))
    slots = [quota.topics for quota in specification.quotas for _ in range(quota.count)]
    pools = [[item for item in mixed if item.topic in topics] for topics in slots]
    taken = _one_a_clause(pools, met)
    repeated = _fill(pools, taken, met)
    asked = Stream(ORDER, seed).shuffled(taken[slot] for slot in range(len(slots)))
    options = Stream(OPTIONS, seed)
    questions = tuple(Question(i.item, i.version, _order(i, options)) for i in asked)
    return Paper(specification.name, questions, repeated)


def _one_a_clause(pools: list[list[ItemVersion]], met: frozenset[str]) -> dict[int, ItemVersion]:
    """Match slots with clauses, unseen items first: as many slots as can have their own clause.

    Augmenting paths (Kuhn 1955): a slot may push another to a second choice, never out.
    """
    taken: dict[int, ItemVersion] = {}

    def place(slot: int, offered: list[list[ItemVersion]], tried: set[str]) -> bool:
        for item in offered[slot]:
            clause = item.anchor.clause
            if clause in tried:
                continue
            tried.add(clause)
            holder = next((s for s, held in taken.items() if held.anchor.clause == clause), None)
            if holder is None or place(holder, offered, tried):
                taken[slot] = item
                return True
        return False

    unseen = [[item for item in pool if item.item not in met] for pool in pools]
    whole = [sorted(pool, key=lambda item: item.item in met) for pool in pools]
    for offered in (unseen, whole):
        for slot in range(len(pools)):
            if slot not in taken:
                place(slot, offered, set())
    return taken


def _fill(
    pools: list[list[ItemVersion]], taken: dict[int, ItemVersion], met: frozenset[str]
) -> tuple[str, ...]:
    """Fill the slots left over with any item of their topics; return the clauses met twice."""
    used = {item.item for item in taken.values()}
    repeated = set()
    for slot, pool in enumerate(pools):
        if slot in taken:
            continue
        left = sorted((i for i in pool if i.item not in used), key=lambda i: i.item in met)
        if not left:
            raise Conflict(
                N_("The question bank cannot fill a paper at the moment. The editors know of it.")
            )
        taken[slot] = left[0]
        used.add(left[0].item)
        repeated.add(left[0].anchor.clause)
    return tuple(sorted(repeated))


def _order(item: ItemVersion, stream: Stream) -> tuple[int, ...]:
    places = range(len(item.options))
    if item.in_order or item.kind is Kind.TRUE_FALSE:
        return tuple(places)
    return tuple(stream.shuffled(places))
