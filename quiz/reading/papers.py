"""What the pages show: an open paper in positions and letters, a graded one in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quiz.grading import Answers, Graded, Result
from quiz.item import ItemVersion, Kind, Part, split_quote
from quiz.paper import LETTERS, Paper
from rules.clause import ClauseVersion
from rules.text.reference import printed

PER_PAGE = 5


@dataclass(frozen=True)
class Asked:
    """A question as it is asked. It holds nothing that tells the item, its clause or its key.

    story: of the case that it belongs to; told before the first of its questions on a page.
    chosen: the letters; of an ordering, each with the place given to it (`b1`).
    """

    position: int
    page: int
    stem: str
    kind: Kind
    choices: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    story: str = ""
    tells: bool = False

    @property
    def several(self) -> bool:
        return self.kind is Kind.MULTIPLE

    @property
    def ordering(self) -> bool:
        return self.kind is Kind.ORDERING

    @property
    def given(self) -> tuple[str, ...]:
        """What was answered, in words."""
        texts = dict(self.choices)
        if self.ordering:
            placed = sorted(self.chosen, key=lambda one: one[1:])
            return tuple(f"{one[1:]}. {texts[one[0]]}" for one in placed if one[0] in texts)
        return tuple(text for letter, text in self.choices if letter in self.chosen)

    @property
    def twice(self) -> tuple[str, ...]:
        """The places of an ordering that were given to more than one thing."""
        places = Counter(one[1:] for one in self.chosen) if self.ordering else Counter()
        return tuple(sorted(place for place, count in places.items() if count > 1))

    @property
    def placeless(self) -> int:
        """How many things of an ordering that was begun have no place yet."""
        return len(self.choices) - len(self.chosen) if self.ordering and self.chosen else 0

    @property
    def unfinished(self) -> bool:
        """Whether something was answered, and cannot be right as it stands: it is no order."""
        return bool(self.twice or self.placeless)


def asked(paper: Paper, items: Mapping[str, ItemVersion], answers: Answers) -> list[Asked]:
    """Return the questions of an open paper with what was chosen so far.

    A page has five questions at most; the questions of a case stay together on a page of their own.
    """
    found: list[Asked] = []
    page, on_page, story = 1, 0, ""
    for position, question in enumerate(paper.questions, start=1):
        item = items[question.ref]
        part = item.parts[question.part]
        tells = item.is_case and question.part == 0
        if (on_page == PER_PAGE and not (item.is_case and item.stimulus == story)) or (
            on_page and (tells or (story and not item.is_case))
        ):
            page, on_page = page + 1, 0
        on_page, story = on_page + 1, item.stimulus
        found.append(
            Asked(
                position=position,
                page=page,
                stem=part.stem,
                kind=part.kind,
                choices=tuple(
                    (letter, part.options[place])
                    for letter, place in zip(LETTERS, question.order, strict=False)
                ),
                chosen=tuple(answers.get(str(position), ())),
                story=item.stimulus,
                tells=tells,
            )
        )
    return found


def page_count(questions: Sequence[Asked]) -> int:
    """Return how many pages a paper has."""
    return max(one.page for one in questions)


def time_left(until: datetime, now: datetime) -> tuple[int, int]:
    """Return the hours and minutes that are left, whole ones."""
    hours, minutes = divmod(max(int((until - now).total_seconds()) // 60, 0), 60)
    return hours, minutes


@dataclass(frozen=True)
class Option:
    """An option of a graded question. accepted: it is right only since it was decided so later."""

    text: str
    chosen: bool
    right: bool
    accepted: bool


def options_of(one: Graded) -> tuple[Option, ...]:
    """Return the options of a graded question in the order in which they were shown."""
    key = one.part.key
    later = {place for answer in _accepted(one) for place in answer}.difference(key)
    return tuple(
        Option(one.part.options[place], place in one.chosen, place in key, place in later)
        for place in one.question.order
    )


def _accepted(one: Graded) -> tuple[tuple[int, ...], ...]:
    """Return the further answers that were accepted, as places of options."""
    return one.action.accepted if one.action else ()


@dataclass(frozen=True)
class Explained:
    """A graded question with the words that settle it.

    accepted: further answers that are right since it was decided so, each in words.
    before, quote, after: the text of the clause version as it is printed, in three parts.
    """

    position: int
    stem: str
    chosen: tuple[str, ...]
    right: tuple[str, ...]
    accepted: tuple[tuple[str, ...], ...]
    rationale: str
    clause: ClauseVersion
    before: str
    quote: str
    after: str


def explained(one: Graded, clause: ClauseVersion, quote: str | None = None) -> Explained:
    """Explain a graded question by the clause version that its item is anchored to, or by a later
    one, in which `quote` are the words that it rests on."""
    parts = split_quote(clause.text, quote or one.part.basis.quote)
    before, quote, after = (printed(part, clause.numbers) for part in parts)
    return Explained(
        position=one.position,
        stem=one.part.stem,
        chosen=_in_words(one.part, one.chosen),
        right=_in_words(one.part, one.part.key),
        accepted=tuple(_in_words(one.part, answer) for answer in _accepted(one)),
        rationale=one.part.rationale,
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
        one.position: explained(one, clauses[one.part.basis.clause, one.part.basis.version])
        for one in result.graded
    }


def _in_words(part: Part, options: Iterable[int]) -> tuple[str, ...]:
    if part.kind is Kind.ORDERING:
        return tuple(f"{n}. {part.options[place]}" for n, place in enumerate(options, start=1))
    return tuple(part.options[place] for place in options)
