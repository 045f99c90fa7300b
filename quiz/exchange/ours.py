"""Our items as questions of a file, and questions of a file as drafts of ours.

Another program knows no clause. What an item rests on goes along where it is of use to whoever
learns there too: in the feedback, as the quoted words with the name of the clause version. Where a
file says it in that way, a draft has its anchor again.
"""

import re
from collections.abc import Iterable
from fractions import Fraction

from quiz.draft import Draft, DraftPart
from quiz.exchange.question import Choice, Question
from quiz.item import MOST_ANCHORS, TRUE_FALSE, Anchor, ItemVersion, Kind, Part
from quiz.topic import TITLES, Topic

QUOTED = re.compile(
    r"\n\n“(?P<quote>(?:(?!\n\n“).)+)” "
    r"\((?P<clause>[a-z][a-z0-9-]*)/(?P<version>[1-9][0-9]{0,5})\)\Z",
    re.DOTALL,
)


def questions(items: Iterable[ItemVersion]) -> list[Question]:
    """Return the questions of these items, by topic; a case is split into its questions, each with
    the story before it."""
    ordered = sorted(items, key=lambda item: (list(Topic).index(item.topic), item.item))
    return [
        _question(item, number, part) for item in ordered for number, part in enumerate(item.parts)
    ]


def _question(item: ItemVersion, number: int, part: Part) -> Question:
    name = f"{item.item}-{number + 1}" if item.is_case else item.item
    return Question(
        line=1,
        kind=part.kind,
        stem=f"{item.stimulus}\n\n{part.stem}" if item.is_case else part.stem,
        choices=_choices(part),
        name=name,
        category=TITLES[part.topic],
        general=part.rationale + "".join(_quoted(anchor) for anchor in part.anchors),
        idnumber=name,
        tags=(f"topic:{part.topic}", *(("dated",) if item.dated else ())),
    )


def _quoted(anchor: Anchor) -> str:
    return f"\n\n“{anchor.quote}” ({anchor.clause}/{anchor.version})"


def _choices(part: Part) -> tuple[Choice, ...]:
    if part.kind is Kind.ORDERING:
        return tuple(Choice(text, Fraction(0)) for text in part.options)
    wrong = Fraction(0)
    if part.kind is Kind.MULTIPLE:  # ticking everything comes to nothing
        wrong = Fraction(-1, len(part.options) - len(part.key))
    right = Fraction(1, len(part.key))
    return tuple(
        Choice(text, right if place in part.key else wrong)
        for place, text in enumerate(part.options)
    )


def draft_of(question: Question, item: str) -> Draft:
    """Return a draft of a question that came in a file; what the file does not say stays open."""
    ordering = question.kind is Kind.ORDERING
    options = tuple(one.text for one in question.choices)
    right = tuple(place for place, one in enumerate(question.choices) if one.worth > 0)
    rationale, anchors = _read_general(question.general)
    part = DraftPart(
        topic=_topic(question),
        kind=question.kind,
        stem=question.stem,
        options=TRUE_FALSE if question.kind is Kind.TRUE_FALSE else options,
        key=tuple(range(len(options))) if ordering else right,
        rationale=rationale,
        anchors=anchors,
        in_order=question.kind is Kind.TRUE_FALSE,
    )
    return Draft(item, (part,), dated="dated" in question.tags)


def _topic(question: Question) -> str:
    told = {tag.removeprefix("topic:") for tag in question.tags if tag.startswith("topic:")}
    return next((str(topic) for topic in Topic if topic in told), "")


def _read_general(general: str) -> tuple[str, tuple[Anchor, ...]]:
    """Return the rationale, and the anchors that stand after it; what is before them is read as
    part of the rationale."""
    anchors: list[Anchor] = []
    while len(anchors) < MOST_ANCHORS and (found := QUOTED.search(general)):
        anchors.insert(0, Anchor(found["clause"], int(found["version"]), found["quote"]))
        general = general[: found.start()]
    return general, tuple(anchors)
