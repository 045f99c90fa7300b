"""What the pages show: an open paper in positions and letters, a graded one in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.grading import Answers, Graded, Result
from quiz.item import ItemVersion, Kind, split_quote
from quiz.paper import LETTERS, Paper
from rules.clause import ClauseVersion
from rules.text.reference import printed

PER_PAGE = 5


@dataclass(frozen=True)
class Asked:
    """A question as it is asked. It holds nothing that tells the item, its clause or its key."""

    position: int
    stem: str
    several: bool
    choices: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]

    @property
    def page(self) -> int:
        return (self.position - 1) // PER_PAGE + 1


def asked(paper: Paper, items: Mapping[str, ItemVersion], answers: Answers) -> list[Asked]:
    """Return the questions of an open paper with what was chosen so far."""
    found = []
    for position, question in enumerate(paper.questions, start=1):
        item = items[question.ref]
        found.append(
            Asked(
                position=position,
                stem=item.stem,
                several=item.kind is Kind.MULTIPLE,
                choices=tuple(
                    (letter, item.options[place])
                    for letter, place in zip(LETTERS, question.order, strict=False)
                ),
                chosen=tuple(answers.get(str(position), ())),
            )
        )
    return found


def page_count(questions: Sequence[Asked]) -> int:
    """Return how many pages a paper has."""
    return max(one.page for one in questions)


@dataclass(frozen=True)
class Explained:
    """A graded question with the words that settle it.

    before, quote, after: the text of the clause version as it is printed, in three parts.
    """

    position: int
    stem: str
    chosen: tuple[str, ...]
    right: tuple[str, ...]
    rationale: str
    clause: ClauseVersion
    before: str
    quote: str
    after: str


def explained(one: Graded, clause: ClauseVersion) -> Explained:
    """Explain a graded question by the clause version that its item is anchored to."""
    parts = split_quote(clause.text, one.item.anchor.quote)
    before, quote, after = (printed(part, clause.numbers) for part in parts)
    return Explained(
        position=one.position,
        stem=one.item.stem,
        chosen=tuple(one.item.options[place] for place in one.chosen),
        right=tuple(one.item.options[place] for place in one.item.key),
        rationale=one.item.rationale,
        clause=clause,
        before=before,
        quote=quote,
        after=after,
    )


def explained_all(
    result: Result, clauses: Mapping[tuple[str, int], ClauseVersion]
) -> dict[int, Explained]:
    """Explain every question of a result, by position. `clauses`: by id and version."""
    return {
        one.position: explained(one, clauses[one.item.anchor.clause, one.item.anchor.version])
        for one in result.graded
    }
