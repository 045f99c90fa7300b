"""An item: a question of the bank, anchored to words of clause versions.

A version of an item never changes; a better wording is a new version, and a pointer beside the
versions says which one is live. The basis of each key is a quote of a clause version.
"""

import hashlib
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cached_property

from audit.entry import canonical
from kernel.errors import N_, Sentence
from kernel.letters import is_unseen
from quiz.topic import Topic

LEAST_OPTIONS, MOST_OPTIONS = 2, 6
LEAST_PARTS, MOST_PARTS = 2, 5
MOST_ANCHORS = 3
JOINERS = "\u200c\u200d"  # unseen too, and some scripts are not written without them
TRUE_FALSE = ("True", "False")


class Kind(StrEnum):
    """How an item is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    ORDERING = "ordering"  # the options are put into their order
    CASE = "case"  # a story with two to five questions on it


@dataclass(frozen=True)
class Anchor:
    """The words that a key rests on: an exact passage of a version of a clause."""

    clause: str
    version: int
    quote: str


@dataclass(frozen=True)
class Part:
    """One question. A plain item is one part; a case is several on one story.

    options: in the order in which they were written; of an ordering item, in the right order.
    key: the places of the right options, counted from 0, ascending; of an ordering item, all.
    anchors: the first is the basis of the key, others help to explain it.
    in_order: the options stand in an order of their own (numbers, true and false): never shuffled.
    """

    topic: Topic
    kind: Kind
    stem: str
    options: tuple[str, ...]
    key: tuple[int, ...]
    rationale: str
    anchors: tuple[Anchor, ...]
    in_order: bool = False

    @property
    def basis(self) -> Anchor:
        """The words that settle the question."""
        return self.anchors[0]


@dataclass(frozen=True)
class ItemVersion:
    """One wording of an item.

    stimulus: the story of a case, which is told before its questions; empty otherwise.
    dated: the item names the day or the wording that it asks about, so that a later version of
        the clause does not make it stale.
    """

    item: str
    version: int
    parts: tuple[Part, ...]
    stimulus: str = ""
    dated: bool = False

    @property
    def ref(self) -> str:
        """The name of this version, such as `waiting-day-90/2`."""
        return f"{self.item}/{self.version}"

    @property
    def kind(self) -> Kind:
        return Kind.CASE if self.is_case else self.parts[0].kind

    @property
    def is_case(self) -> bool:
        return bool(self.stimulus)

    @cached_property
    def topic(self) -> Topic:
        """What the item is filed under: the topic of its first question."""
        return self.parts[0].topic

    @cached_property
    def clause(self) -> str:
        """The clause that its first key rests on."""
        return self.parts[0].basis.clause

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        return tuple(anchor for part in self.parts for anchor in part.anchors)

    @cached_property
    def clauses(self) -> frozenset[str]:
        """The clauses that the keys rest on: a paper asks about each in one item at most."""
        return frozenset(part.basis.clause for part in self.parts)

    @property
    def content(self) -> str:
        """The SHA-256 of all but the version number: equal content needs no new version."""
        body = asdict(self)
        del body["version"]
        return hashlib.sha256(canonical(body)).hexdigest()


@dataclass(frozen=True)
class Fault(Sentence):
    """What is wrong with the build of an item. part: the question, from 0; None for all of it."""

    part: int | None = None

    @property
    def told(self) -> Sentence:
        """The fault with the question that it is in, where an item has several."""
        if self.part is None:
            return self
        return Sentence(
            N_("Question %(number)s: %(fault)s"),
            {"number": self.part + 1, "fault": Sentence(self.message, self.values)},
        )


def faults(item: ItemVersion) -> list[Fault]:
    """Return what is wrong with the build of an item, in words for its author; empty if sound."""
    if not item.is_case:
        if len(item.parts) != 1:
            return [Fault(N_("Several questions need a story that they are about."))]
        return _faults(item.parts[0])
    found = []
    if not LEAST_PARTS <= len(item.parts) <= MOST_PARTS:
        message = N_("A case has %(least)s to %(most)s questions, and this one has %(count)s.")
        limits = {"least": LEAST_PARTS, "most": MOST_PARTS, "count": len(item.parts)}
        found.append(Fault(message, limits))
    for number, part in enumerate(item.parts):
        found += [replace(fault, part=number) for fault in _faults(part)]
    return found


def _faults(part: Part) -> list[Fault]:
    found = []
    count = len(part.options)
    if not LEAST_OPTIONS <= count <= MOST_OPTIONS:
        message = N_("Write %(least)s to %(most)s options; there are %(count)s.")
        limits = {"least": LEAST_OPTIONS, "most": MOST_OPTIONS, "count": count}
        found.append(Fault(message, limits))
    if len({option.strip() for option in part.options}) != count:
        found.append(Fault(N_("Two options read the same.")))
    if any(_unseen(text) for text in (part.stem, part.rationale, *part.options)):
        found.append(Fault(N_("It holds letters that nobody can see. Type it anew, do not paste.")))
    if not all(option.strip() for option in part.options):
        found.append(Fault(N_("An option is empty.")))
    if list(part.key) != sorted(set(part.key)) or not all(0 <= k < count for k in part.key):
        found.append(Fault(N_("The key must name options, each once, in ascending order.")))
    found += [Fault(message) for message in _faults_of_kind(part, count)]
    if not (part.stem.strip() and part.rationale.strip()):
        found.append(Fault(N_("Write the question, and why its right answer is right.")))
    if not part.anchors or not all(anchor.quote.strip() for anchor in part.anchors):
        found.append(Fault(N_("Choose the words of a clause that the right answer rests on.")))
    return found


def _unseen(text: str) -> bool:
    """Whether something in `text` shows nowhere, or turns the letters around it: two options that
    look alike would be two."""
    return any(is_unseen(letter) and letter not in JOINERS for letter in text)


def _faults_of_kind(part: Part, count: int) -> list[str]:
    match part.kind:
        case Kind.CASE:
            return [N_("A question within a case is no case itself.")]
        case Kind.ORDERING:
            if count < 3 or len(part.key) != count:
                return [N_("An ordering has at least three options, and all of them count.")]
            if part.in_order:
                return [N_("An ordering shown in its order would give itself away.")]
        case Kind.MULTIPLE:
            if not 2 <= len(part.key) < count:
                return [N_("Mark at least two options as right, and leave one that is wrong.")]
        case _:
            if len(part.key) != 1:
                return [N_("Mark exactly one option as right.")]
            if part.kind is Kind.TRUE_FALSE and count != 2:
                return [N_("A question of true or false has these two options.")]
    return []


def split_quote(text: str, quote: str) -> tuple[str, str, str]:
    """Return `text` as what stands before the quote, the quote, and what stands after it.

    Raises ValueError when the quote is not in the text: an anchor that does not hold.
    """
    before, found, after = text.partition(quote)
    if not found:
        raise ValueError(f"the quote is not in the clause: {quote!r}")
    return before, found, after
