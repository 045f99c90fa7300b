"""What a revision of the rules does to an item, on the day when it comes into force.

| the change is      | beside the quote     | inside the quote |
|--------------------|----------------------|------------------|
| editorial          | the anchor goes along | review          |
| of substance       | review               | out of papers    |

A defined term that changes in substance, or is defined no more, asks for review of every item whose
clause uses it; a clause that ends takes its items along. In review an item is still asked, and an
editor who finds it right says so in one step. Everything is computed from the book and from what
editors said: it holds on its day, whether or not anybody has looked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from quiz.item import Anchor, ItemVersion
from rules.clause import ClauseVersion
from rules.history import History, Step
from rules.history import is_substance as of_substance
from rules.text.anchor import Anchor as Mark
from rules.text.anchor import anchor_at, find, reanchor

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
    NOT_IN_FORCE = "not_in_force"  # nothing in force says so, and nothing that is to come
    NOT_YET = "not_yet"  # the words come into force on a day that is set: nothing is to be done


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
    will. before: the clause as the item knew it; None for a version that was taken back. after: as
    the change left it; None where it is in force no more.
    quote: the words that stand there then in place of the quoted ones; empty where they are lost.
    """

    item: ItemVersion
    part: int
    place: int
    effect: Effect
    why: Why
    since: date
    before: ClauseVersion | None
    after: ClauseVersion | None
    quote: str = ""


@dataclass(frozen=True)
class Traced:
    """An anchor on a day: its words as they stand then, and the concerns on its way there.

    anchor: where the words are lost, it names the version with the last words that were known.
    start: where they stand in the text of that version; None where they are lost.
    """

    anchor: Anchor
    concerns: tuple[Concern, ...] = ()
    start: int | None = None


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


def clause_of(one: Concern) -> str:
    """Return the clause that a concern is about: that of its anchor, or the one of the term."""
    clause = one.after or one.before
    return clause.clause_id if clause else one.item.parts[one.part].anchors[one.place].clause


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
    force by then.
    """
    anchor = known_anchor(item, part, place, reaffirmed, book, day)
    known = book.version(anchor.clause, anchor.version)
    if item.dated or known is None or known.in_force_from > day:
        start = _start(known, anchor.quote)
        if item.dated:
            return Traced(anchor, (), start)
        why, since = (Why.NOT_YET, known.in_force_from) if known else (Why.NOT_IN_FORCE, day)
        gone = Concern(item, part, place, Effect.PULLED, why, since, known, None)
        return Traced(anchor, (gone,), start)
    mark, last, found = _mark(known, anchor.quote), known, []
    for step in book.since(anchor.clause, anchor.version, day):
        what, why = judged(step, find(mark, step.before.text) if mark else None)
        mark = _moved(mark, step) if mark else None
        last = step.after
        quote = mark.quote if mark else ""
        since = last.in_force_from
        if what:
            found.append(Concern(item, part, place, what, why, since, known, last, quote))
        anchor = Anchor(anchor.clause, last.version, quote or anchor.quote)
    if (ended := last.in_force_until) is not None and ended <= day:
        found.append(
            Concern(item, part, place, Effect.PULLED, Why.CLAUSE_ENDED, ended, known, None)
        )
    span = find(mark, last.text) if mark else None
    return Traced(anchor, tuple(found), span[0] if span else None)


def known_anchor(
    item: ItemVersion,
    part: int,
    place: int,
    reaffirmed: Iterable[Reaffirmed],
    book: History,
    day: date,
) -> Anchor:
    """Return an anchor as it was written, or as it was last found right by words in force then."""
    latest = item.parts[part].anchors[place]
    for one in () if item.dated else reaffirmed:
        mine = (one.part, one.place, one.anchor.clause) == (part, place, latest.clause)
        if mine and _is_known(one.anchor, book, day) and one.anchor.version >= latest.version:
            latest = one.anchor
    return latest


def _is_known(anchor: Anchor, book: History, day: date) -> bool:
    """Whether the version is one that is or was in force by `day`; not one that was taken back."""
    version = book.version(anchor.clause, anchor.version)
    return version is not None and version.in_force_from <= day


def _start(version: ClauseVersion | None, quote: str) -> int | None:
    """Return where the quoted words begin: of several places, the first is the one meant."""
    start = version.text.find(quote) if version is not None and quote else -1
    return start if start >= 0 else None


def _mark(version: ClauseVersion, quote: str) -> Mark | None:
    """Return the quoted words with what stands around them, to be followed from there."""
    start = _start(version, quote)
    return anchor_at(version.text, start, start + len(quote)) if start is not None else None


def _moved(mark: Mark, step: Step) -> Mark | None:
    """Follow the words to the newer text; where they went, to the place where they came again."""
    return reanchor(mark, step.before.text, step.after.text) or _mark(step.after, mark.quote)


def judged(step: Step, span: tuple[int, int] | None) -> tuple[Effect, Why]:
    """Return what a step does to an item, by the table above.

    span: of the words it rests on, in the older text; where they are lost, every change hits them.
    """
    inside = step.changes if span is None else step.touching(*span)
    if any(of_substance(one.weight) for one in inside):
        return Effect.PULLED, Why.WORDS_CHANGED
    if step.is_substance:
        return Effect.REVIEW, Why.CLAUSE_CHANGED
    return (Effect.REVIEW if inside else Effect.CARRIED), Why.WORDS_TOUCHED


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
    defining = {term.clause_id for term in clause.terms} if clause else set()
    found: list[Concern] = []
    for clause_id in sorted(defining - {basis.clause}):
        seen = [
            one.anchor.version
            for one in reaffirmed
            if (one.part, one.place, one.anchor.clause) == (part, DEFINITION, clause_id)
            and _is_known(one.anchor, book, day)
        ]
        known = _known_definition(clause_id, published_on, max(seen, default=0), book)
        if known is not None:
            changed = [one for one in book.since(clause_id, known.version, day) if one.is_substance]
            days: list[tuple[date, ClauseVersion | None]] = [
                (one.after.in_force_from, one.after) for one in changed
            ]
            if (ended := _ended(clause_id, known, book, day)) is not None:
                days.append((ended, None))
            found += [
                Concern(item, part, DEFINITION, Effect.REVIEW, Why.TERM_CHANGED, on, known, after)
                for on, after in days
            ]
    return found


def _known_definition(
    clause_id: str, published_on: date, seen: int, book: History
) -> ClauseVersion | None:
    """Return the definition as the item knows it, or as somebody has held the item against it.

    One that came after the item is known by its first wording: until then there was none.
    """
    held = book.versions.get(clause_id, ())
    asked = book.in_force(clause_id, published_on)
    known = [one for one in held if one.version == seen or one == asked]
    if not known and held and held[0].in_force_from > published_on:
        return held[0]
    return known[-1] if known else None


def _ended(clause_id: str, known: ClauseVersion, book: History, day: date) -> date | None:
    """Return the day since when a definition that was known is in force no more."""
    since = [
        one
        for one in book.versions.get(clause_id, ())
        if known.in_force_from <= one.in_force_from <= day
    ]
    until = since[-1].in_force_until if since else None
    return until if until is not None and until <= day else None
