"""How much a change of words weighs, and which procedure it therefore takes.

A rule weighs; people may raise what it says, and nobody lowers it alone. The rule is cautious: it
takes a change for editorial only where no reader could take the new words in another sense.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Protocol

from rapidfuzz.distance import LCSseq

from rules.text.heavy import Marks, Sense, marks
from rules.text.reference import Term
from rules.text.spelling import is_variant
from rules.text.tokens import ENDS, tokens

PASSAGE_WORDS = 8  # more words than these are a sentence's worth
SHORTEST_SENTENCE = 3  # words
LOWERING = 2  # people, other than whoever raised it
NEGATING = ("un", "in", "im", "il", "ir", "dis", "non", "non-")


class Weight(IntEnum):
    """From the lightest to the heaviest; a change weighs as much as the heaviest in it.

    PASSAGE is the heaviest of all: a whole sentence, or more than eight words, came or went, and
    with them a condition.
    """

    SPACE = 1
    PUNCTUATION = 2
    SPELLING = 3
    WORDING = 4
    NUMBER = 5
    MODAL = 6
    NEGATION = 7
    COMPARISON = 8
    TERM = 9
    PASSAGE = 10


class Procedure(StrEnum):
    """What a revision has to pass."""

    EDITORIAL = "editorial"  # two editors
    LANGUAGE = "language"  # the language group, which weighs every word
    CONSULTATION = "consultation"  # the members read it and vote


class Weighed(Protocol):
    """Something that the rule has weighed."""

    @property
    def weight(self) -> Weight: ...


@dataclass(frozen=True)
class Opinion:
    """Somebody says that a change weighs at least this much."""

    by: str
    weight: Weight


@dataclass(frozen=True)
class Lowering:
    """Somebody says that the opinions given so far need not count."""

    by: str


def procedure(weight: Weight) -> Procedure:
    """Return what a change of this weight has to pass."""
    if weight <= Weight.SPELLING:
        return Procedure.EDITORIAL
    return Procedure.LANGUAGE if weight == Weight.WORDING else Procedure.CONSULTATION


def class_of(unit: Weighed, opinions: Sequence[Opinion | Lowering] = ()) -> Weight:
    """Return what a change weighs by the rule and by people, whichever is more.

    opinions: in the order in which they were given. An opinion counts until two people other than
    the one who gave it have lowered it since; what the rule says, nobody lowers.
    """
    standing = [
        one.weight
        for at, one in enumerate(opinions)
        if isinstance(one, Opinion) and not _lowered(one, opinions[at + 1 :])
    ]
    return max([unit.weight, *standing])


def _lowered(opinion: Opinion, since: Sequence[Opinion | Lowering]) -> bool:
    others = {one.by for one in since if isinstance(one, Lowering)} - {opinion.by}
    return len(others) >= LOWERING


def weigh(old: str, new: str, terms: Iterable[str] = (), elsewhere: Collection[str] = ()) -> Weight:
    """Return what it weighs that `old` gives way to `new`.

    What both begin and end with may be given along: it tells where a phrase or a term is hit.
    terms: the forms of defined terms. elsewhere: words, in small letters, that the text uses
    besides; none of them is taken for a slip of the pen.
    """
    before, after = (unicodedata.normalize("NFC", text) for text in (old, new))
    defined = tuple(Term(form, (), "") for form in terms if form.strip())
    lightest = _lightest(_Words.of(before), _Words.of(after), elsewhere)
    if lightest == Weight.SPACE:
        return lightest
    gone, come = marks(before, defined), marks(after, defined)
    hit = (gone - come) + (come - gone)
    if _reordered(before, after):
        for middle in _middles(before, after):
            hit += marks(middle, defined)
    return max([lightest, *_weights(hit)])


def _weights(hit: Marks) -> list[Weight]:
    weights = {
        Sense.NUMBER: Weight.NUMBER,
        Sense.MODAL: Weight.MODAL,
        Sense.NEGATION: Weight.NEGATION,
        Sense.COMPARISON: Weight.COMPARISON,
        Sense.TERM: Weight.TERM,
    }
    return [weights[sense] for sense, _ in hit]


@dataclass(frozen=True)
class _Words:
    """The tokens of a text, apart: its words, and the marks between them."""

    every: tuple[str, ...]
    words: tuple[str, ...]
    odd: tuple[str, ...]  # neither words nor punctuation: signs, and characters nobody sees

    @classmethod
    def of(cls, text: str) -> "_Words":
        every = tuple(token.word for token in tokens(text) if token.word)
        other = [word for word in every if not _is_word(word)]
        odd = tuple(mark for mark in other if not unicodedata.category(mark).startswith("P"))
        return cls(every, tuple(word for word in every if _is_word(word)), odd)

    @property
    def counted(self) -> Counter[str]:
        return Counter(word.lower() for word in self.words)

    @property
    def ends(self) -> int:
        """How many sentences end."""
        return sum(word in ENDS for word in self.every)


def _is_word(token: str) -> bool:
    return any(letter.isalnum() for letter in token)


def _lightest(old: _Words, new: _Words, elsewhere: Collection[str]) -> Weight:
    """Weigh a change as far as its heavy words do not matter."""
    if old.every == new.every:
        return Weight.SPACE
    gone, come = old.counted - new.counted, new.counted - old.counted
    most = max(gone.total(), come.total())
    if most > PASSAGE_WORDS or (old.ends != new.ends and most >= SHORTEST_SENTENCE):
        return Weight.PASSAGE
    if any(f"{un}{word}" in come for word in gone for un in NEGATING) or any(
        f"{un}{word}" in gone for word in come for un in NEGATING
    ):
        return Weight.NEGATION
    if old.odd != new.odd:
        return Weight.WORDING
    if old.words == new.words:
        return Weight.PUNCTUATION
    return Weight.SPELLING if _same_words(old, new, elsewhere) else Weight.WORDING


def _same_words(old: _Words, new: _Words, elsewhere: Collection[str]) -> bool:
    if len(old.words) == len(new.words):
        pairs = zip(old.words, new.words, strict=True)
        return all(one == other or is_variant(one, other, elsewhere) for one, other in pairs)
    return _parts(old.words) == _parts(new.words)  # follow up, follow-up


def _parts(words: Iterable[str]) -> list[str]:
    return " ".join(words).replace("-", " ").replace("‑", " ").split()


def _reordered(old: str, new: str) -> bool:
    """Whether a word that stayed has changed its place among the others."""
    before, after = ([word.lower() for word in _Words.of(text).words] for text in (old, new))
    common = (Counter(before) & Counter(after)).total()
    return LCSseq.similarity(before, after) < common


def _middles(old: str, new: str) -> tuple[str, str]:
    """Return both texts without the words that both begin or end with."""
    before, after = tokens(old), tokens(new)
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n].word != after[n].word), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if before[-1 - n].word != after[-1 - n].word), rest)
    left, right = before[head : len(before) - tail], after[head : len(after) - tail]
    return "".join(map("".join, left)), "".join(map("".join, right))
