"""Chance out of a seed, so that a paper can be drawn again years later, on any machine."""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

X = TypeVar("X")


class Stream:
    """Numbers out of a seed: the SHA-256 of label, seed and a counter, 64 bits at a time.

    seed: hexadecimal. Without it nobody can say which numbers will come.
    """

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
