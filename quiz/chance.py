"""Chance out of a seed, so that a paper can be drawn again years later, on any machine."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256, shake_256
from itertools import chain, count, permutations
from struct import Struct
from typing import TypeVar

X = TypeVar("X")
_FIRST, _MANY = Struct(">Q"), Struct(">32I")  # how a hash is cut into numbers


class Stream:
    """Numbers out of a seed: the SHA-256 of label, seed and a counter, the first 64 bits of each.

    seed: hexadecimal. Without it nobody can say which numbers will come.
    """

    _end = 2**64

    def __init__(self, label: bytes, seed: str) -> None:
        self._numbers = _numbers(label + bytes.fromhex(seed), self._block)

    @staticmethod
    def _block(message: bytes) -> tuple[int, ...]:
        return _FIRST.unpack_from(sha256(message).digest())

    def below(self, n: int) -> int:
        """Return the next number from 0 to n - 1, each as likely as the others."""
        fair = self._end - self._end % n
        while (number := next(self._numbers)) >= fair:
            pass
        return number % n

    def shuffled(self, things: Iterable[X]) -> list[X]:
        """Return the things in an order of chance (Fisher and Yates)."""
        mixed = list(things)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def ranks(self, names: Sequence[str]) -> dict[str, int]:
        """Return name to a number; by these the names stand in an order of chance."""
        return {name: place for place, name in enumerate(self.shuffled(names))}

    def order(self, n: int) -> tuple[int, ...]:
        """Return the numbers from 0 to n - 1 in an order of chance."""
        return tuple(self.shuffled(range(n)))


class FastStream(Stream):
    """For papers, which thousands draw within a minute: each hash gives many numbers, of 32 bits.

    The hash is SHAKE256 (FIPS 202). n of `below`: at most 2^32; of `order`: a few.
    """

    _end = 2**32

    @staticmethod
    def _block(message: bytes) -> tuple[int, ...]:
        return _MANY.unpack(shake_256(message).digest(_MANY.size))

    def ranks(self, names: Sequence[str]) -> dict[str, int]:
        """Return name to a number of its own. Where two get the same, all get others: so each order
        of the names is as likely as the others."""
        while True:
            ranks = dict(zip(names, self._numbers, strict=False))
            if len(set(ranks.values())) == len(ranks):
                return ranks

    def order(self, n: int) -> tuple[int, ...]:
        """Return one of all the orders, which themselves stand in ascending order."""
        orders = _orders(n)
        return orders[self.below(len(orders))]


@cache
def _orders(n: int) -> tuple[tuple[int, ...], ...]:
    return tuple(permutations(range(n)))


def _numbers(base: bytes, block: Callable[[bytes], tuple[int, ...]]) -> Iterator[int]:
    return chain.from_iterable(block(base + number.to_bytes(8, "big")) for number in count())
