"""What an editor is asked about an item after a change, and what it rests on from then on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from quiz.draft import exact
from quiz.item import Anchor, ItemVersion
from quiz.staleness import (
    DEFINITION,
    Concern,
    Effect,
    Reaffirmed,
    Why,
    clause_of,
    known_anchor,
    trace,
)
from rules.clause import ClauseVersion
from rules.history import History

Words = dict[tuple[int, int], str]
"""What an editor chose for the anchors: by question, and place among its anchors."""


@dataclass(frozen=True)
class Asked:
    """One anchor of an item, or one definition, with all that became of it by a day.

    before: the clause as the item knew it, and `known`, the words of it that it rests on; nothing
    where they were taken back. after: the clause on the day; None where it is in force no more.
    start, quote: where its words stand in that, and how they read; None and empty where they are
    lost. wants_words: an editor has to say what it rests on; else one click says that it stays.
    """

    part: int
    place: int
    effect: Effect
    whys: tuple[Why, ...]
    since: tuple[date, ...]
    before: ClauseVersion | None
    after: ClauseVersion | None
    known: str
    quote: str
    start: int | None

    @property
    def is_definition(self) -> bool:
        return self.place == DEFINITION

    @property
    def wants_words(self) -> bool:
        if self.is_definition or self.after is None:
            return False
        return self.effect is Effect.PULLED or self.start is None or self.quote != self.known

    @property
    def field(self) -> str:
        """What its words are called in a form."""
        return f"quote-{self.part}-{self.place}"

    def settled(self, given: str = "") -> Anchor | None:
        """Return what it rests on from the day on: the given words, or those that stand there.

        None for words that are not in the clause as it reads then, and where there is no clause.
        """
        if self.after is None:
            return None
        if self.is_definition:
            return Anchor(self.after.clause_id, self.after.version, "")
        text = self.after.text
        if given.strip():
            words = exact(text, given.strip()) or ""
        elif self.wants_words or self.start is None:
            words = ""
        else:
            words = told_apart(text, self.start, self.quote)
        return Anchor(self.after.clause_id, self.after.version, words) if words else None


def told_apart(text: str, start: int, quote: str) -> str:
    """Return the quote with as many words before it as tell it from the same words further up."""
    end = start + len(quote)
    while text.find(text[start:end]) != start:
        start = max(text.rfind(" ", 0, start - 1) + 1, 0)
    return text[start:end]


def asked_about(
    item: ItemVersion,
    found: Iterable[Concern],
    said: Sequence[Reaffirmed],
    book: History,
    day: date,
) -> tuple[Asked, ...]:
    """Return what an editor is asked about an item on `day`: the heaviest first.

    found: its concerns on that day.
    """
    by_place: dict[tuple[int, int, str], list[Concern]] = {}
    for one in sorted(found, key=lambda one: one.since):
        by_place.setdefault((one.part, one.place, clause_of(one)), []).append(one)
    asked = [_asked(held, clause, said, book, day) for (_, _, clause), held in by_place.items()]
    return tuple(sorted(asked, key=lambda one: (-one.effect, one.part, one.place)))


def _asked(
    held: list[Concern], clause: str, said: Sequence[Reaffirmed], book: History, day: date
) -> Asked:
    last = held[-1]
    known, quote, start = "", "", None
    if last.place != DEFINITION:
        at = (last.item, last.part, last.place, said, book, day)
        known, traced = known_anchor(*at).quote, trace(*at)
        start = traced.start
        quote = traced.anchor.quote if start is not None else ""
    return Asked(
        last.part,
        last.place,
        max(one.effect for one in held),
        tuple(dict.fromkeys(one.why for one in held)),
        tuple(one.since for one in held),
        last.before,
        book.in_force(clause, day),
        known,
        quote,
        start,
    )


def looked_at(item: ItemVersion, asked: Iterable[Asked]) -> str:
    """Return what an editor has before them: the item and the clauses, each in its version."""
    refs = sorted({one.after.ref for one in asked if one.after is not None})
    return " ".join([item.ref, *refs])
