"""A digest: one mail a day that tells what waits for a member, if there is something new."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Line:
    """What waits: what it is, where it is done, and as far as there are such, which case or claim,
    until when, and how many."""

    title: str
    url: str
    ref: str = ""
    until: datetime | None = None
    count: int = 1

    @property
    def key(self) -> str:
        """What tells it from others on the next day."""
        return hashlib.sha256(f"{self.title}\n{self.url}".encode()).hexdigest()[:16]


def standing(lines: Iterable[Line]) -> dict[str, int]:
    """Return how many of each wait, to be kept until the next day."""
    found: Counter[str] = Counter()
    for line in lines:
        found[line.key] += line.count
    return dict(found)


def says_more(told: Mapping[str, int], now: Mapping[str, int]) -> bool:
    """Whether something waits now that did not the day before, or more of it."""
    return any(count > told.get(key, 0) for key, count in now.items())
