"""The standard of a decision: how many sit, how many must vote, and what each side needs."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

OPERATORS = (">", ">=")


@dataclass(frozen=True)
class Bar:
    """A share of the valid ballots, and whether it must be passed or only reached."""

    share: Fraction
    operator: str

    def __post_init__(self) -> None:
        if self.operator not in OPERATORS or not 0 <= self.share <= 1:
            raise ValueError("a bar is a share from 0 to 1 with > or >=")

    def met_by(self, votes: int, of: int) -> bool:
        """Whether `votes` of `of` meet the bar; whole numbers are compared, nothing is rounded."""
        left, right = votes * self.share.denominator, self.share.numerator * of
        return left > right if self.operator == ">" else left >= right

    def as_json(self) -> dict[str, Any]:
        return {"operator": self.operator, "share": _pair(self.share)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Bar":
        return cls(Fraction(*value["share"]), value["operator"])


@dataclass(frozen=True)
class Standard:
    """What a case is decided under; frozen with the case.

    seats: of the panel; 0 for an open assembly, where everyone on the roll may take a seat.
    quorum_absolute, quorum_share: the least number of valid ballots is the larger of the two.
    threshold: what upholding needs.
    denial: what denying needs; without it, what is quorate and not upheld is denied.
    approval: the least number of votes of the winning side.
    hours, answer_hours: how long the poll is open; how long one who is summoned may think.
    again: whether a hung or inquorate case gets one new panel.
    early: whether the poll of a panel may end before its time, once all who sit have said their
    last word: then nothing can change the outcome any more.
    """

    name: str
    seats: int
    alternates: int
    quorum_absolute: int
    quorum_share: Fraction
    threshold: Bar
    denial: Bar | None = None
    approval: int = 0
    hours: int = 72
    answer_hours: int = 24
    again: bool = True
    early: bool = False

    @property
    def drawn(self) -> bool:
        """Whether a panel is drawn by lot."""
        return self.seats > 0

    def quorum(self, seats: int | None = None) -> int:
        """Return the least number of valid ballots for `seats` seats, its own unless told.

        In an assembly they are as many as may vote.
        """
        share = self.quorum_share * (self.seats if seats is None else seats)
        return max(self.quorum_absolute, -(-share.numerator // share.denominator))

    def as_json(self) -> dict[str, Any]:
        """Return the object that stands in `case.opened` and in the verdict. What may end early
        says so; where it is not said, it may not: so it is in logs from before."""
        said = {
            "name": self.name,
            "seats": self.seats,
            "alternates": self.alternates,
            "quorum": {"absolute": self.quorum_absolute, "share": _pair(self.quorum_share)},
            "threshold": self.threshold.as_json(),
            "denial": self.denial.as_json() if self.denial else None,
            "approval": self.approval,
            "hours": self.hours,
            "answer_hours": self.answer_hours,
            "again": self.again,
        }
        return {**said, "early": True} if self.early else said

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Standard":
        """Read what `as_json` wrote."""
        return cls(
            name=value["name"],
            seats=value["seats"],
            alternates=value["alternates"],
            quorum_absolute=value["quorum"]["absolute"],
            quorum_share=Fraction(*value["quorum"]["share"]),
            threshold=Bar.from_json(value["threshold"]),
            denial=Bar.from_json(value["denial"]) if value["denial"] else None,
            approval=value["approval"],
            hours=value["hours"],
            answer_hours=value["answer_hours"],
            again=value["again"],
            early=value.get("early", False),
        )


def _pair(share: Fraction) -> list[int]:
    return [share.numerator, share.denominator]


HALF, TWO_THIRDS, THREE_FIFTHS = Fraction(1, 2), Fraction(2, 3), Fraction(3, 5)
NONE = Fraction(0)

PRESETS: dict[str, Standard] = {
    standard.name: standard
    for standard in (
        Standard("panel", 31, 6, 21, NONE, Bar(HALF, ">")),
        Standard("early", 31, 6, 21, NONE, Bar(HALF, ">"), early=True),
        Standard(
            "historic", 0, 0, 1_000, NONE, Bar(HALF, ">="), hours=24, answer_hours=0, again=False
        ),
        Standard("band", 31, 6, 21, NONE, Bar(THREE_FIFTHS, ">="), denial=Bar(THREE_FIFTHS, ">=")),
        # A house rule: nine of the twelve must vote for or against.
        Standard(
            "twelve",
            12,
            4,
            0,
            Fraction(3, 4),
            Bar(TWO_THIRDS, ">="),
            denial=Bar(TWO_THIRDS, ">="),
        ),
    )
}
