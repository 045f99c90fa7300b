"""The case file: all that jurors see of a case, frozen; its digest stands in each ballot."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from audit.entry import canonical

BEFORE_YOU_READ = "Before you read: "  # a warning, in emphasis, as the first lines of a summary
_WARNING = re.compile(rf"\*{BEFORE_YOU_READ}(.+?)\*(?:\n\n|\Z)", re.DOTALL)


@dataclass(frozen=True)
class CitedClause:
    """A clause in dispute, in the version that governs the case, and why it is cited."""

    id: str
    version: int
    digest: str
    why: str = ""

    @property
    def ref(self) -> str:
        return f"{self.id}/{self.version}"


def knows(versions: Mapping[str, int], clause_id: str, version: int) -> bool:
    """Whether one certified for `versions` (clause id to version) may judge under a version.

    Who knows a later one may: old cases are governed by versions that no exam asks for any more,
    and the file shows the text that governs. A clause that the certificate does not name is not
    known, so one that names no clause opens no case.
    """
    return versions.get(clause_id, 0) >= version


@dataclass(frozen=True)
class DateLine:
    """A date or a length of time that the system computed, and what it rests on."""

    label: str
    value: str
    rests_on: str = ""


@dataclass(frozen=True)
class QuizQuestion:
    """A question on the facts of the file; `key` is the number of the right option, from 0."""

    stem: str
    options: tuple[str, ...]
    key: int

    def __post_init__(self) -> None:
        if not 0 <= self.key < len(self.options):
            raise ValueError("the key is none of the options")


@dataclass(frozen=True)
class CaseFile:
    """What is handed down from a claim once nobody can be recognised in it.

    tiers: the sums in dispute, in fen; empty or one sum where only yes or no is asked.
    """

    ref: str
    title: str
    question: str
    summary: str
    claimant_says: str
    respondent_says: str
    clauses: tuple[CitedClause, ...]
    dates: tuple[DateLine, ...] = ()
    tiers: tuple[int, ...] = ()
    quiz: tuple[QuizQuestion, ...] = ()

    @property
    def asks_tier(self) -> bool:
        """Whether those who uphold also say which sum."""
        return len(self.tiers) > 1

    @property
    def warning(self) -> str:
        """What a reader may not want to meet unprepared, as the summary begins; "" for none."""
        found = _WARNING.match(self.summary)
        return found.group(1) if found else ""

    @property
    def issues(self) -> tuple[str, ...]:
        """The ids of the clauses in dispute."""
        return tuple(clause.id for clause in self.clauses)

    def digest(self) -> str:
        """Return the hex SHA-256 of all that jurors see; the keys of the quiz they do not see."""
        seen = self.as_json()
        seen["quiz"] = [
            {"options": list(question.options), "stem": question.stem} for question in self.quiz
        ]
        return sha256(canonical(seen)).hexdigest()

    def named(self, ref: str) -> "CaseFile":
        """Return the same file under another reference."""
        return replace(self, ref=ref)

    def emptied(self) -> "CaseFile":
        """Return what is left of it where no word may be: the clauses and the sums."""
        clauses = tuple(replace(clause, why="") for clause in self.clauses)
        return CaseFile(self.ref, "", "", "", "", "", clauses, tiers=self.tiers)

    def knows(self, answers: list[int]) -> bool:
        """Whether `answers` (option numbers in order) are all right."""
        return answers == [question.key for question in self.quiz]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON values, the keys of the quiz included."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "CaseFile":
        """Read what `as_json` wrote."""
        quiz = (
            QuizQuestion(one["stem"], tuple(one["options"]), one["key"]) for one in value["quiz"]
        )
        return cls(
            **{
                **value,
                "clauses": tuple(CitedClause(**one) for one in value["clauses"]),
                "dates": tuple(DateLine(**one) for one in value["dates"]),
                "tiers": tuple(value["tiers"]),
                "quiz": tuple(quiz),
            }
        )
