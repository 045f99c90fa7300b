"""A paper: which questions are asked, in which order, and what stands at which letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from quiz.item import Kind, Part

LETTERS = "abcdef"
VERSION = 3


class Question(NamedTuple):
    """A place of a paper. `order[i]` is the option of the item's part that stands at letter i.

    part: which question of a case, from 0; 0 of a plain item.
    """

    item: str
    version: int
    order: tuple[int, ...]
    part: int = 0

    @property
    def ref(self) -> str:
        """The name of the item version."""
        return f"{self.item}/{self.version}"

    @property
    def key(self) -> tuple[str, int, int]:
        """What the question is counted under: item, version, part."""
        return self.item, self.version, self.part

    def chosen(self, part: Part, answer: Iterable[str]) -> tuple[int, ...]:
        """Return the options behind an answer; what is not offered is nothing.

        answer: letters (`b`), ascending options come back; of an ordering, letters with places
        (`b1`, `a2`), and the options come back in the order given, or none unless each option
        has a place of its own.
        """
        if part.kind is Kind.ORDERING:
            return self._ordered(answer)
        offered = dict(zip(LETTERS, self.order, strict=False))
        return tuple(sorted({offered[letter] for letter in answer if letter in offered}))

    def _ordered(self, answer: Iterable[str]) -> tuple[int, ...]:
        count = len(self.order)
        at = {one[1:]: one[0] for one in answer if len(one) == 2 and one[0] in LETTERS[:count]}
        places = [str(place) for place in range(1, count + 1)]
        letters = [at.get(place, "") for place in places]
        if sorted(letters) != sorted(LETTERS[:count]):
            return ()
        return tuple(self.order[LETTERS.index(letter)] for letter in letters)

    def answer(self, part: Part, options: Iterable[int]) -> tuple[str, ...]:
        """Return the answer that chooses `options`: the inverse of `chosen`."""
        letters = [LETTERS[self.order.index(option)] for option in options]
        if part.kind is Kind.ORDERING:
            letters = [f"{letter}{place}" for place, letter in enumerate(letters, start=1)]
        return tuple(sorted(letters))


@dataclass(frozen=True)
class Paper:
    """Questions in the order in which they are asked; the questions of a case follow each other.

    repeated: clauses that more than one item rests on, because the bank held no other.
    v: its version, which says how chance drew it. The first knew no cases.
    """

    specification: str
    questions: tuple[Question, ...]
    repeated: tuple[str, ...] = ()
    v: int = VERSION

    @property
    def items(self) -> frozenset[str]:
        return frozenset(question.item for question in self.questions)

    @property
    def refs(self) -> frozenset[str]:
        """The names of the item versions that are asked."""
        return frozenset(question.ref for question in self.questions)

    def to_json(self) -> dict[str, Any]:
        """Return the paper as a sitting keeps it."""
        asked = [[q.item, q.version, list(q.order), q.part] for q in self.questions]
        return {
            "v": self.v,
            "specification": self.specification,
            "questions": asked,
            "repeated": list(self.repeated),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Paper":
        """Return the paper that a sitting keeps."""
        questions = tuple(
            Question(item, version, tuple(order), *part)
            for item, version, order, *part in kept["questions"]
        )
        return cls(kept["specification"], questions, tuple(kept["repeated"]), kept["v"])
