"""What is counted of the answers to a question, so that its figures can be read at any time.

All is whole numbers: sheets that are added one by one come to exactly what a full count comes to,
in whichever order. Of each question a histogram is kept: with
how many right answers in the rest of the paper was it answered wrongly, and rightly, how often?
Moments alone would not do: the highest covariance that these marks could have reached needs the
rest scores in their order.

Only the first entry sitting of a member that was graded should be added: who has seen a question
before answers another one. An action on a question changes sheets, and asks for a full count.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from quiz.grading import Graded
from quiz.item import Kind
from quiz.itemaction import Key, What


class Mark(NamedTuple):
    """How one question was answered.

    options: the places of the chosen options in the part, however they were shown; empty of an
        ordering, where every option is chosen.
    answered: False when the question was left open. It counts then as any other that is not
        right, and is counted apart besides.
    """

    item: str
    version: int
    part: int
    right: bool
    options: tuple[int, ...] = ()
    answered: bool = True

    @property
    def key(self) -> Key:
        return self.item, self.version, self.part


@dataclass(frozen=True)
class Sheet:
    """The marks of one sitting. Raises ValueError when a question stands in it twice."""

    marks: tuple[Mark, ...]

    def __post_init__(self) -> None:
        if len({mark.key for mark in self.marks}) != len(self.marks):
            raise ValueError("a paper asks a question once")

    @property
    def score(self) -> int:
        return sum(mark.right for mark in self.marks)


def sheet_of(graded: Iterable[Graded]) -> Sheet:
    """Return the marks of a paper whose questions were graded.

    Dropped questions are left out, and so are those with credit for all: that everybody has them
    right says nothing of anybody.
    """
    return Sheet(tuple(_mark(one) for one in graded if _tells(one)))


def _tells(one: Graded) -> bool:
    return one.action is None or one.action.what is What.ACCEPT


def _mark(one: Graded) -> Mark:
    options = () if one.part.kind is Kind.ORDERING else one.chosen
    asked = one.question
    return Mark(asked.item, asked.version, asked.part, one.right, options, one.answered)


@dataclass
class Sums:
    """What was counted of a question.

    rests: by the score on the rest of the paper, how many answers were wrong and how many right.
    options: by option, how many chose it, their rest scores together, and how many of them were
        right: an option that none of them was right with is a distractor.
    unanswered: how many left the question open; they are among the wrong of `rests`.
    """

    rests: dict[int, tuple[int, int]] = field(default_factory=dict)
    options: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    unanswered: int = 0

    @property
    def n(self) -> int:
        """How many were asked."""
        return sum(wrong + right for wrong, right in self.rests.values())

    @property
    def right(self) -> int:
        return sum(right for _wrong, right in self.rests.values())

    @property
    def wrong(self) -> int:
        return sum(wrong for wrong, _right in self.rests.values())

    def to_json(self) -> dict[str, Any]:
        """Return the sums as a row keeps them: lists in ascending order, of whole numbers."""
        return {
            "v": 1,
            "rests": [[rest, *counts] for rest, counts in sorted(self.rests.items())],
            "options": [[option, *counts] for option, counts in sorted(self.options.items())],
            "unanswered": self.unanswered,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Sums":
        """Return the sums that a row keeps."""
        return cls(
            rests={rest: (wrong, right) for rest, wrong, right in kept["rests"]},
            options={option: (n, rest, right) for option, n, rest, right in kept["options"]},
            unanswered=kept["unanswered"],
        )


def add(by_key: MutableMapping[Key, Sums], sheet: Sheet) -> None:
    """Count a sheet in the sums of its questions; what was not asked before gets its sums."""
    score = sheet.score
    for mark in sheet.marks:
        key = mark.key
        sums = by_key.get(key)
        if sums is None:
            sums = by_key[key] = Sums()
        _count(sums, mark, score - mark.right)


def counted(sheets: Iterable[Sheet]) -> dict[Key, Sums]:
    """Return the full count."""
    by_key: dict[Key, Sums] = {}
    for sheet in sheets:
        add(by_key, sheet)
    return by_key


def merged(one: Sums, other: Sums) -> Sums:
    """Return the sums of two lots of sheets together."""
    rests, options = dict(one.rests), dict(one.options)
    for rest, (wrong, right) in other.rests.items():
        had_wrong, had_right = rests.get(rest, (0, 0))
        rests[rest] = had_wrong + wrong, had_right + right
    for option, (count, rest, right) in other.options.items():
        had_count, had_rest, had_right = options.get(option, (0, 0, 0))
        options[option] = had_count + count, had_rest + rest, had_right + right
    return Sums(rests, options, one.unanswered + other.unanswered)


def _count(sums: Sums, mark: Mark, rest: int) -> None:
    wrong, right = sums.rests.get(rest, (0, 0))
    sums.rests[rest] = (wrong, right + 1) if mark.right else (wrong + 1, right)
    for option in mark.options:
        count, total, among = sums.options.get(option, (0, 0, 0))
        sums.options[option] = count + 1, total + rest, among + mark.right
    if not mark.answered:
        sums.unanswered += 1
