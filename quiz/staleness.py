"""What a revision of the rules does to an item, on the day when it comes into force.

| the change is      | beside the quote     | inside the quote |
|--------------------|----------------------|------------------|
| editorial          | the anchor goes along | review          |
| of substance       | review               | out of papers    |

A defined term that changes in substance asks for review of every item whose clause uses it; a
clause that ends takes its items along. In review an item is still asked, and an editor who finds it
right says so in one step. Everything is computed from the book and from what editors said: it holds
on its day, whether or not anybody has looked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from quiz.item import Anchor, ItemVersion
from rules.clause import ClauseVersion
from rules.history import History, Step
from rules.history import is_substance as of_substance
from rules.text.anchor import anchor_at, reanchor

DEFINITION = -1
"""The place of an anchor that is none: the words of a term which the clause uses."""


class Effect(IntEnum):
    """What becomes of an item, from the mildest."""

    CARRIED = 0  # nothing: its words moved along
    REVIEW = 1  # somebody should look; it is asked meanwhile
    PULLED = 2  # it is not asked until it is written anew, or found right after all


class Why(StrEnum):
    """Why an item is to be looked at."""

    WORDS_TOUCHED = "words_touched"  # editorial, inside the quote
    CLAUSE_CHANGED = "clause_changed"  # of substance, beside the quote
    WORDS_CHANGED = "words_changed"  # of substance, inside the quote
    TERM_CHANGED = "term_changed"  # a term that its clause uses
    CLAUSE_ENDED = "clause_ended"  # nothing in force says so any more


@dataclass(frozen=True)
class Reaffirmed:
    """An editor found that a part still rests on these words of a later version.

    place: of the anchor among those of its part, or DEFINITION.
    """

    part: int
    place: int
    anchor: Anchor


@dataclass(frozen=True)
class Concern:
    """An item version and a change that it has not been held against yet.

    part, place: the anchor concerned, or DEFINITION. since: when the change came into force, or
    will. before, after: the clause as the item knew it, and as it is on the day asked about.
    quote: the words that stand there now in place of the quoted ones; empty where they are lost.
    """

    item: ItemVersion
    part: int
    place: int
    effect: Effect
    why: Why
    since: date
    before: ClauseVersion
    after: ClauseVersion | None
    quote: str = ""


@dataclass(frozen=True)
class Traced:
    """An anchor on a day: its words as they stand then, and the concerns on its way there."""

    anchor: Anchor
    concerns: tuple[Concern, ...] = ()


def concerns(
    item: ItemVersion,
    published_on: date,
    reaffirmed: Iterable[Reaffirmed],
    book: History,
    day: date,
) -> tuple[Concern, ...]:
    """Return what an item has to be held against on `day`; nothing for one that names its day.

    published_on: the day since which it is asked: terms that changed before were known to it.
    """
    if item.dated:
        return ()
    said = tuple(reaffirmed)
    found: list[Concern] = []
    for number, part in enumerate(item.parts):
        for place in range(len(part.anchors)):
            found += trace(item, number, place, said, book, day).concerns
        found += _terms(item, number, published_on, said, book, day)
    return tuple(sorted(found, key=lambda one: (-one.effect, one.since, one.part, one.place)))


def effect(found: Sequence[Concern]) -> Effect:
    """Return what becomes of an item with these concerns: the heaviest decides."""
    return max((one.effect for one in found), default=Effect.CARRIED)


def trace(
    item: ItemVersion,
    part: int,
    place: int,
    reaffirmed: Iterable[Reaffirmed],
    book: History,
    day: date,
) -> Traced:
    """Follow an anchor of an item to `day`.

    It starts from the words it was written on, or from those it was last reaffirmed on that are in
    force by then. Raises LookupError for words of a version that there never was.
    """
    anchor = item.parts[part].anchors[place]
    start = book.version(anchor.clause, anchor.version)
    if start is None:
        raise LookupError(f"{item.ref} rests on {anchor.clause}/{anchor.version}, which is none")
    if item.dated:
        return Traced(anchor)
    anchor = _latest(anchor, part, place, reaffirmed, book, day)
    known = book.version(anchor.clause, anchor.version) or start
    found: list[Concern] = []
    for one in book.since(anchor.clause, anchor.version, day):
        moved = _moved(one, anchor.quote)
        what, why = judged(one, anchor.quote)
        if what:
            found.append(
                Concern(
                    item, part, place, what, why, one.after.in_force_from, known, one.after, moved
                )
            )
        anchor = Anchor(anchor.clause, one.after.version, moved or anchor.quote)
    last = book.version(anchor.clause, anchor.version) or start
    if last.in_force_until is not None and last.in_force_until <= day:
        ended = last.in_force_until
        found.append(Concern(item, part, place, Effect.PULLED, Why.CLAUSE_ENDED, ended, last, None))
    return Traced(anchor, tuple(found))


def _latest(
    anchor: Anchor,
    part: int,
    place: int,
    reaffirmed: Iterable[Reaffirmed],
    book: History,
    day: date,
) -> Anchor:
    """Return the anchor, or the last place where it was found right that is in force by `day`."""
    found = [anchor]
    for one in reaffirmed:
        version = book.version(one.anchor.clause, one.anchor.version)
        mine = (one.part, one.place, one.anchor.clause) == (part, place, anchor.clause)
        if mine and version is not None and version.in_force_from <= day:
            found.append(one.anchor)
    return max(found, key=lambda one: one.version)


def judged(step: Step, quote: str) -> tuple[Effect, Why]:
    """Return what a step does to an item that rests on `quote`, by the table above."""
    inside = step.touching(quote)
    if any(of_substance(one.weight) for one in inside):
        return Effect.PULLED, Why.WORDS_CHANGED
    if step.is_substance:
        return Effect.REVIEW, Why.CLAUSE_CHANGED
    return (Effect.REVIEW if inside else Effect.CARRIED), Why.WORDS_TOUCHED


def _moved(step: Step, quote: str) -> str:
    """Return the words that stand in the newer text where the quote was; empty if none do."""
    before, after = step.before.text, step.after.text
    start = before.find(quote)
    if start < 0:
        return ""
    moved = reanchor(anchor_at(before, start, start + len(quote)), before, after)
    return moved.quote if moved is not None else ""


def _terms(
    item: ItemVersion,
    part: int,
    published_on: date,
    reaffirmed: Sequence[Reaffirmed],
    book: History,
    day: date,
) -> list[Concern]:
    """Return the terms of the basis clause that changed in substance since the item is asked."""
    basis = item.parts[part].basis
    clause = book.in_force(basis.clause, day)
    found: list[Concern] = []
    defining = {term.clause_id for term in clause.terms} if clause else set()
    for clause_id in sorted(defining - {basis.clause}):
        known = book.in_force(clause_id, published_on)
        seen = [
            one.anchor.version
            for one in reaffirmed
            if (one.part, one.place, one.anchor.clause) == (part, DEFINITION, clause_id)
        ]
        first = max([known.version if known else 1, *seen])
        found += [
            Concern(
                item,
                part,
                DEFINITION,
                Effect.REVIEW,
                Why.TERM_CHANGED,
                one.after.in_force_from,
                one.before,
                one.after,
            )
            for one in book.since(clause_id, first, day)
            if one.is_substance
        ]
    return found
