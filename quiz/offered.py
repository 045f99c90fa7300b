"""What papers are drawn from: the items that may be asked, and the pairs that never meet."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from audit.entry import canonical
from quiz.item import ItemVersion
from quiz.topic import Topic

Pair = tuple[str, str]
"""Two items that never meet in a paper, in the order of their ids."""


@dataclass(frozen=True)
class Offered:
    """The item versions that may be asked, in any order, and the pairs that never meet.

    What a draw asks of them is worked out once: one pool serves thousands of draws.
    """

    items: tuple[ItemVersion, ...]
    enemies: frozenset[Pair] = frozenset()

    @cached_property
    def by_id(self) -> Mapping[str, ItemVersion]:
        """Id to item version, in the order of the ids."""
        return {item.item: item for item in sorted(self.items, key=lambda item: item.item)}

    @cached_property
    def cases(self) -> tuple[ItemVersion, ...]:
        """The cases, in the order of their ids."""
        return tuple(item for item in self.by_id.values() if item.is_case)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The ids of all items that are no cases, in order."""
        return tuple(name for name, item in self.by_id.items() if not item.is_case)

    @cached_property
    def on(self) -> Mapping[Topic, list[str]]:
        """Topic to the ids of the items on it that are no cases; every topic is there."""
        found: dict[Topic, list[str]] = {topic: [] for topic in Topic}
        for name in self.plain:
            found[self.by_id[name].topic].append(name)
        return found

    @cached_property
    def clauses(self) -> Mapping[str, str]:
        """Item id to the clause that its first key rests on."""
        return {name: item.clause for name, item in self.by_id.items()}

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The enemies, in order."""
        return tuple(sorted(self.enemies))

    @cached_property
    def foes(self) -> Mapping[str, frozenset[str]]:
        """Item id to the ids of its enemies; nothing of an item without."""
        found: dict[str, set[str]] = defaultdict(set)
        for one, other in self.enemies:
            found[one].add(other)
            found[other].add(one)
        return {name: frozenset(others) for name, others in found.items()}

    @property
    def body(self) -> dict[str, Any]:
        """What is kept of it, so that a draw can be done again."""
        pairs = [list(pair) for pair in self.pairs]
        return {"enemies": pairs, "items": [item.ref for item in self.items]}

    @property
    def digest(self) -> str:
        return hashlib.sha256(canonical(self.body)).hexdigest()
