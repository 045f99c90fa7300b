"""The reasoned text of a verdict: what jurors wrote, put in order. No word of it is the house's.

It is made of the published reasons alone, and so it changes by moderation, and where two
officers take words out. The
side that carried the verdict comes first, then the dissent, then those who could not judge; inside
a side, reasons stand under the clause that they rest on. Where the numbers are withheld, neither
sides nor clauses are told: they would say how many said what.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jury.ballot import Choice
from jury.tally import Outcome
from jury.verdict import is_telling


class Part(StrEnum):
    """What a side is to the verdict."""

    VERDICT = "verdict"  # it carried
    DISSENT = "dissent"
    SIDE = "side"  # neither carried
    CANNOT_JUDGE = "cannot_judge"
    WITHHELD = "withheld"  # all sides in one


TOLD_EMPTY = frozenset({Part.VERDICT, Part.DISSENT, Part.SIDE})
CARRIED: dict[str, Choice] = {Outcome.UPHELD: Choice.UPHOLD, Outcome.DENIED: Choice.DENY}


@dataclass(frozen=True)
class Written:
    """A published reason. cites: ids of the clauses that it rests on, in the order of the case."""

    choice: Choice
    text: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """The reasons of a side that rest on a clause, or on none in particular (None).

    A reason stands once, under the first clause that it names. findings: how many jurors, of both
    sides, found what on that clause.
    """

    clause: str | None
    reasons: tuple[Written, ...]
    findings: dict[str, int] | None = None


@dataclass(frozen=True)
class Side:
    """Those who voted alike: how many they were (None: not told), and what they wrote."""

    part: Part
    choice: Choice | None
    votes: int | None
    grounds: tuple[Ground, ...]


def opinion(body: dict[str, Any], written: Sequence[Written]) -> list[Side]:
    """Return the sides of a verdict in order; nothing where no reason has been published.

    body: the record of the verdict. A side that voted and of which nothing is published is there,
    without grounds: that it dissented is no secret.
    """
    if not written:
        return []
    if is_telling(body):
        alone = tuple(Written(one.choice, one.text) for one in written)
        return [Side(Part.WITHHELD, None, None, (Ground(None, alone),))]
    numbers = body["numbers"]
    sides = [
        Side(part, choice, numbers[choice], _grounds(body, choice, written))
        for part, choice in _order(body["outcome"], numbers)
    ]
    return [side for side in sides if side.grounds or (side.votes and side.part in TOLD_EMPTY)]


def _order(outcome: str, numbers: dict[str, int]) -> list[tuple[Part, Choice]]:
    """Return the sides in the order in which they speak; of two equal ones, upholding first."""
    sides = sorted((Choice.UPHOLD, Choice.DENY), key=lambda one: -numbers[one])
    parts = [Part.SIDE, Part.SIDE]
    if outcome in CARRIED:
        sides.sort(key=lambda one: one is not CARRIED[outcome])
        parts = [Part.VERDICT, Part.DISSENT]
    return [*zip(parts, sides, strict=True), (Part.CANNOT_JUDGE, Choice.CANNOT_JUDGE)]


def _grounds(
    body: dict[str, Any], choice: Choice, written: Sequence[Written]
) -> tuple[Ground, ...]:
    """Return the reasons of one side under their clauses, in the order of the case."""
    of_side = [one for one in written if one.choice == choice]
    clauses = [clause["id"] for clause in body["clauses"]]
    found = []
    for clause in (*clauses, None):
        reasons = tuple(one for one in of_side if next(iter(one.cites), None) == clause)
        if reasons:
            found.append(Ground(clause, reasons, body["issues"].get(clause)))
    return tuple(found)


def as_json(sides: Sequence[Side]) -> list[dict[str, Any]]:
    """Return a reasoned text as plain JSON values."""
    return [
        {
            "part": side.part.value,
            "choice": side.choice.value if side.choice else None,
            "votes": side.votes,
            "grounds": [
                {
                    "clause": ground.clause,
                    "findings": ground.findings,
                    "reasons": [
                        {"cites": list(one.cites), "text": one.text} for one in ground.reasons
                    ],
                }
                for ground in side.grounds
            ],
        }
        for side in sides
    ]
