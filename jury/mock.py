"""Mock cases: invented, to practise on. What their clauses say settles each of them, and why.

A known answer is known from the words of the rules, never from how a jury voted. So a mock case
names for each clause in dispute the words that settle it; where the book in force lacks them, the
case is not offered.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from audit.entry import canonical
from jury.ballot import Ballot, Choice, Finding
from jury.casefile import CaseFile, CitedClause, DateLine, QuizQuestion

MOCK = Path(__file__).with_name("mock.toml")
NAME = re.compile(r"[a-z]+(-[a-z0-9]+)*")
LONGEST_NAME = 40
LONGEST_STATEMENT = 5_000  # characters a side, as in a real case
QUESTIONS = 3


@dataclass(frozen=True)
class Settled:
    """What is known of a clause in dispute: the finding, the clause's `words` that settle it, why.

    ref: clause and version, as `medication/2`.
    """

    ref: str
    finding: Finding
    words: str
    because: str


@dataclass(frozen=True)
class MockCase:
    """An invented case with its known answer. tier: the known amount, where amounts are in dispute;
    settled: one for each clause in dispute, in the order of the file."""

    file: CaseFile
    choice: Choice
    tier: int | None
    why: str
    settled: tuple[Settled, ...]

    @property
    def name(self) -> str:
        return self.file.ref

    @property
    def digest(self) -> str:
        """The hex SHA-256 of the case and its answer: another wording is another digest."""
        said = {**asdict(self), "file": self.file.as_json()}
        return sha256(canonical(said)).hexdigest()

    def is_right(self, ballot: Ballot) -> bool | None:
        """Whether the vote, and the amount where one is asked, are the known ones; None of one who
        says that they cannot judge, which is neither right nor wrong."""
        if ballot.choice is Choice.CANNOT_JUDGE:
            return None
        return (ballot.choice, ballot.tier) == (self.choice, self.tier)

    def stands_on(self, words: Mapping[str, str], in_force: Collection[str]) -> bool:
        """Whether a book holds what settles this case.

        words: what each version says, by clause and version; in_force: ids of the clauses that have
        a version in force, another one than the case is judged by too.
        """
        rests_on = {line.rests_on for line in self.file.dates if line.rests_on}
        return (
            rests_on <= words.keys()
            and set(self.file.issues) <= set(in_force)
            and all(one.words in words.get(one.ref, "") for one in self.settled)
        )


@cache
def mock_cases() -> dict[str, MockCase]:
    """Return the mock cases of the house by name, in the order of the file."""
    return {one.name: one for one in read_mock(MOCK.read_text(encoding="utf-8"))}


def read_mock(text: str) -> list[MockCase]:
    """Return the cases that a TOML file holds; raises ValueError for one that is not whole."""
    found = [_read(table) for table in tomllib.loads(text).get("case", [])]
    if len({one.name for one in found}) < len(found):
        raise ValueError("two mock cases have one name")
    return found


def _read(table: dict[str, Any]) -> MockCase:
    try:
        case = MockCase(
            file=_file(table),
            choice=Choice(table["choice"]),
            tier=table.get("tier"),
            why=table["why"],
            settled=tuple(
                Settled(
                    f"{one['id']}/{one['version']}",
                    Finding(one["finding"]),
                    one["words"],
                    one["because"],
                )
                for one in table["clause"]
            ),
        )
    except KeyError as error:
        raise ValueError(f"{table.get('name', 'a case')} lacks {error}") from None
    if fault := _fault(case):
        raise ValueError(f"{case.name}: {fault}")
    return case


def _file(table: dict[str, Any]) -> CaseFile:
    return CaseFile(
        ref=table["name"],
        title=table["title"],
        question=table["question"],
        summary=table["summary"].strip(),
        claimant_says=table["claimant_says"].strip(),
        respondent_says=table["respondent_says"].strip(),
        clauses=tuple(
            CitedClause(one["id"], one["version"], "", one["asks"]) for one in table["clause"]
        ),
        dates=tuple(DateLine(**one) for one in table.get("date", [])),
        tiers=tuple(table.get("tiers", [])),
        quiz=tuple(
            QuizQuestion(one["stem"], tuple(one["options"]), one["key"]) for one in table["quiz"]
        ),
    )


def _fault(case: MockCase) -> str | None:
    """Say what keeps a case from being one that a jury could get, and that has a known answer."""
    file, upheld = case.file, case.choice is Choice.UPHOLD
    longest = max(len(file.claimant_says), len(file.respondent_says))
    faults = {
        "its name is none": len(case.name) > LONGEST_NAME or not NAME.fullmatch(case.name),
        "its answer is none": case.choice is Choice.CANNOT_JUDGE,
        "it cites a clause twice, or none": not file.issues
        or len(set(file.issues)) < len(file.issues),
        "what settles it is not said": not all(
            one.words.strip() and one.because.strip() for one in case.settled
        ),
        "a statement is too long": longest > LONGEST_STATEMENT,
        "it asks other than three questions": len(file.quiz) != QUESTIONS,
        "its amount is none in dispute": case.tier
        not in (file.tiers if upheld and file.asks_tier else (None,)),
    }
    return next((fault for fault, holds in faults.items() if holds), None)
