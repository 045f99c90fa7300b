"""What is measured, and against what."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from audit.merkle import leaf_hash, root
from bench.bundle import exporting, verifying
from bench.casting import casting
from bench.closing import closing
from bench.exam import read, recounted, spend, starts
from bench.sequencing import sequencing
from bench.votes import votes
from jury.sortition import SEAT, lots
from rules.text.redline import redline

Pair = tuple[Callable[[], object], Callable[[], object]]
ROLL = 80_000_000
ENTRY = 300  # bytes, about as long as a ballot's entry without its sealed part
CLAUSES, CHANGED = 60, 35  # of a book of 50 pages, which has about 25,000 words
SENTENCES, WORDS = 23, 18  # of a clause, of a sentence
BOOK_LIMIT = 0.1  # seconds of CPU for the redline of such a book


@dataclass(frozen=True)
class Case:
    """A work, its yardstick, and the least ratio between them that we promise.

    prepare: makes both of one size, and puts away afterwards what they needed. by_name: it takes
    so long that it is measured only when it is asked for. rounds: the best of so many counts.
    """

    name: str
    sizes: tuple[int, ...]
    at_least: float
    prepare: Callable[[int], AbstractContextManager[Pair]]
    by_name: bool = False
    rounds: int = 3
    tells_peak: bool = False  # the work returns the most memory that it took


@contextmanager
def tree(size: int) -> Iterator[Pair]:
    """The root over `size` entries, against bare SHA-256 of the same entries."""
    entries = [n.to_bytes(8, "big").ljust(ENTRY, b"x") for n in range(size)]
    yield (
        lambda: root(leaf_hash(entry) for entry in entries),
        lambda: [sha256(entry).digest() for entry in entries],
    )


@contextmanager
def draw(size: int) -> Iterator[Pair]:
    """`size` places drawn of a roll of 80 million, against as many SHA-256 of the same length."""
    seed = sha256(b"bench").digest()
    prefix = b"jury-draw/v1/seat\0" + seed
    yield (
        lambda: sum(1 for _ in islice(lots(SEAT, seed, range(ROLL)), size)),
        lambda: [sha256(prefix + j.to_bytes(8, "big")).digest() for j in range(size)],
    )


@contextmanager
def revised(size: int) -> Iterator[Pair]:
    """The redline of a book of `size` clauses, against the CPU time that we allow for it."""
    pairs = [(clause(n), clause(n)) for n in range(size)]
    for n in range(size * CHANGED // CLAUSES):
        old, _ = pairs[n]
        pairs[n] = (old, amended(old))
    yield (
        lambda: [redline(old, new) for old, new in pairs],
        lambda: spend(BOOK_LIMIT * size / CLAUSES),
    )


def clause(number: int) -> str:
    """Return made-up sentences of words that recur about as often as in a text."""
    words = (f"word{n * n % 331}" for n in range(number, number + SENTENCES * WORDS))
    return " ".join(" ".join(islice(words, WORDS)) + "." for _ in range(SENTENCES))


def amended(text: str) -> str:
    """Change a word in every fifth sentence, strike one sentence and add another."""
    sentences = text.split(". ")
    sentences[::5] = [one.replace(" ", " other ", 1) for one in sentences[::5]]
    sentences[7] = "A new sentence with a condition"
    return ". ".join(sentences)


ALL = (
    Case("tree", (1_000, 10_000, 100_000), 0.3, tree),
    Case("draw", (12, 10_000, 1_000_000), 0.3, draw),
    Case("redline", (12, 60, 600), 1.0, revised),
    Case("casting", (60, 200, 600), 0.4, casting),
    Case("starts", (100, 300, 1_000), 0.3, starts),
    Case("recount", (10_000, 100_000, 1_000_000), 1.0, recounted),
    Case("figures", (10_000, 100_000, 1_000_000), 1.0, read),
    Case("closing", (1_000, 30_000), 0.45, closing),
    Case("closing-all", (1_000_000,), 0.45, closing, by_name=True, rounds=1),
    Case("sequencing", (10_000, 30_000, 100_000), 0.25, sequencing),
    Case("bundle", (10_000, 30_000), 0.4, exporting, tells_peak=True),
    Case("verify", (10_000, 30_000), 0.45, verifying, tells_peak=True),
    Case("votes", (10_000, 30_000), 0.5, votes, tells_peak=True),
    Case("bundle-all", (1_000_000,), 0.4, exporting, by_name=True, rounds=1, tells_peak=True),
    Case("verify-all", (1_000_000,), 0.45, verifying, by_name=True, rounds=1, tells_peak=True),
    Case("votes-all", (1_000_000,), 0.5, votes, by_name=True, rounds=1, tells_peak=True),
)
