"""The book as it is read: clauses under their sections, found by words, told apart by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from rules.book import Section
from rules.clause import ClauseVersion
from rules.lint import Finding, findings
from rules.redline import Piece, redline


@dataclass(frozen=True)
class Change:
    """A version, the one before it, and what changed between the two; the first has no other."""

    version: ClauseVersion
    before: ClauseVersion | None
    pieces: tuple[Piece, ...]


def by_section(
    sections: Sequence[Section], clauses: Sequence[ClauseVersion]
) -> list[tuple[Section, list[ClauseVersion]]]:
    """Put clauses under their sections, both in the order of the book; empty sections fall out."""
    shelves = [
        (section, [clause for clause in clauses if clause.section == section.id])
        for section in sections
    ]
    return [(section, held) for section, held in shelves if held]


def with_words(clauses: Sequence[ClauseVersion], words: str) -> list[ClauseVersion]:
    """Return the clauses whose number, title or text holds each of the words, in any case."""
    wanted = words.casefold().split()

    def fits(clause: ClauseVersion) -> bool:
        held = f"{clause.number} {clause.title} {clause.text}".casefold()
        return all(word in held for word in wanted)

    return [clause for clause in clauses if fits(clause)]


def changes(versions: Sequence[ClauseVersion]) -> list[Change]:
    """Return what each of a clause's versions changed, the newest first."""
    ordered = sorted(versions, key=lambda one: one.in_force_from)
    later = [Change(new, old, redline(old.text, new.text)) for old, new in pairwise(ordered)]
    first = [Change(one, None, ()) for one in ordered[:1]]
    return list(reversed([*first, *later]))


def by_day(versions: Sequence[ClauseVersion]) -> list[tuple[date, list[ClauseVersion]]]:
    """Gather versions under the day on which they came into force, the latest day first."""
    ordered = sorted(versions, key=lambda one: one.place)
    ordered.sort(key=lambda one: one.in_force_from, reverse=True)
    return [(day, list(held)) for day, held in groupby(ordered, key=lambda one: one.in_force_from)]


def doubtful(versions: Sequence[ClauseVersion]) -> list[tuple[ClauseVersion, list[Finding]]]:
    """Return the versions that lint finds something in, in the order of the book."""
    ordered = sorted(versions, key=lambda one: (one.place, -one.version))
    found = [(version, findings(version.text)) for version in ordered]
    return [(version, held) for version, held in found if held]
