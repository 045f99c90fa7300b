"""An item: a question of the bank, anchored to words of a clause version.

A version of an item never changes; a better wording is a new version, and a pointer beside the
versions says which one is live. The basis of the key is a quote of a clause version.
"""

import hashlib
from dataclasses import asdict, dataclass
from enum import StrEnum

from audit.entry import canonical
from quiz.topic import Topic

LEAST_OPTIONS, MOST_OPTIONS = 2, 6


class Kind(StrEnum):
    """How an item is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"


@dataclass(frozen=True)
class Anchor:
    """The words that an item rests on: an exact passage of a version of a clause."""

    clause: str
    version: int
    quote: str


@dataclass(frozen=True)
class ItemVersion:
    """One wording of an item.

    key: the places of the right options, counted from 0, ascending.
    in_order: the options stand in an order of their own (numbers, true and false): never shuffled.
    dated: the stem names the day or the wording that it asks about, so that a later version of
        the clause does not make the item stale.
    """

    item: str
    version: int
    topic: Topic
    kind: Kind
    stem: str
    options: tuple[str, ...]
    key: tuple[int, ...]
    rationale: str
    anchor: Anchor
    in_order: bool = False
    dated: bool = False

    @property
    def ref(self) -> str:
        return f"{self.item}/{self.version}"

    @property
    def content(self) -> str:
        """The SHA-256 of all but the version number: equal content needs no new version."""
        body = asdict(self)
        del body["version"]
        return hashlib.sha256(canonical(body)).hexdigest()


def faults(item: ItemVersion) -> list[str]:
    """Return what is wrong with the build of an item, in words for its author; empty if sound."""
    found = []
    count = len(item.options)
    if not LEAST_OPTIONS <= count <= MOST_OPTIONS:
        found.append(f"{count} options; there must be {LEAST_OPTIONS} to {MOST_OPTIONS}")
    if len(set(item.options)) != count:
        found.append("two options read the same")
    if list(item.key) != sorted(set(item.key)) or not all(0 <= k < count for k in item.key):
        found.append("the key must name options, each once, in ascending order")
    if item.kind is Kind.MULTIPLE:
        if not 2 <= len(item.key) < count:
            found.append("a multiple item has at least two right options and one wrong one")
    elif len(item.key) != 1:
        found.append("exactly one option must be right")
    if item.kind is Kind.TRUE_FALSE and count != 2:
        found.append("a true-or-false item has two options")
    if not (item.stem.strip() and item.rationale.strip() and item.anchor.quote.strip()):
        found.append("stem, rationale and quote must not be empty")
    return found


def is_stale(item: ItemVersion, in_force: dict[str, int]) -> bool:
    """Whether the clause moved on since the item was written.

    in_force: clause id to the version in force on the day in question (`rules` knows).
    """
    return not item.dated and in_force.get(item.anchor.clause) != item.anchor.version


def split_quote(text: str, quote: str) -> tuple[str, str, str]:
    """Return `text` as what stands before the quote, the quote, and what stands after it.

    Raises ValueError when the quote is not in the text: an anchor that does not hold.
    """
    before, found, after = text.partition(quote)
    if not found:
        raise ValueError(f"the quote is not in the clause: {quote!r}")
    return before, found, after
