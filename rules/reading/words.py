"""The word bench as it is read: one amendment, what it changes, what is asked about its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from rules.amendment import Amendment
from rules.clause import ClauseVersion
from rules.consolidation import Change, Fault
from rules.consolidation import changes as changes_in
from rules.history import words_of
from rules.lint import Finding, Readability, findings, readability
from rules.models import Revision
from rules.queries.book import version
from rules.queries.revisions import THE_LATEST, faults_of, latest_book
from rules.queries.weighing import (
    Weighed,
    context_of,
    lint_context,
    waivers,
    weighed,
)
from rules.reading.bench import redlined
from rules.text.merge import Rebased, rebase
from rules.text.redline import Piece
from rules.text.units import Unit, units


@dataclass(frozen=True)
class Proposed:
    """A clause as the amendment would leave it: beside what it is, in marks, and with questions.

    doubts: what to mend or to say why it may stand, with the reason where one was given.
    readings: how the words are read, spelled out.
    """

    change: Change
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    doubts: tuple[tuple[Finding, str], ...]
    readings: tuple[Finding, ...]
    readability: Readability | None


@dataclass(frozen=True)
class Words:
    """The word bench of one amendment.

    base: what the clause says now; asked: what the rules of wording ask about that.
    """

    amendment: Amendment
    base: ClauseVersion | None
    asked: tuple[Finding, ...]
    proposed: tuple[Proposed, ...]
    units: tuple[Weighed, ...]
    faults: tuple[Fault, ...]
    behind: bool


def proposed(session: Session, amendment: Amendment) -> list[Proposed]:
    """Return what an amendment, saved or not, would leave of the clauses that it touches."""
    book = latest_book(session)
    context = lint_context(session, book)
    made = []
    for change in changes_in(book, [amendment], THE_LATEST):
        change = _lent(change, context.numbers)
        title, text = redlined(change)
        found: list[Finding] = []
        waived: Mapping[str, str] = {}
        if change.after is not None and change.words_changed:
            found = findings(change.after.text, context_of(context, change))
            waived = waivers(session, change.after)
        made.append(
            Proposed(
                change=change,
                title=title,
                text=text,
                doubts=tuple(
                    (one, waived.get(one.waiver_key, "")) for one in found if one.kind == "doubt"
                ),
                readings=tuple(one for one in found if one.kind == "reading"),
                readability=readability(change.after.text) if change.after else None,
            )
        )
    return made


def _lent(change: Change, numbers: Mapping[str, str]) -> Change:
    """The change with what references are printed as."""
    before, after = (
        replace(one, numbers=numbers) if one is not None else None
        for one in (change.before, change.after)
    )
    return Change(before, after)


def words_page(session: Session, revision: Revision, amendment: Amendment) -> Words:
    """Return the word bench of a saved amendment."""
    book = {one.clause_id: one for one in latest_book(session)}
    base = book.get(amendment.clause_id)
    context = lint_context(session, list(book.values()))
    asked = findings(base.text, context_of(context, Change(None, base))) if base else []
    return Words(
        amendment=amendment,
        base=base,
        asked=tuple(one for one in asked if one.kind == "doubt"),
        proposed=tuple(proposed(session, amendment)),
        units=tuple(one for one in weighed(session, revision) if one.amendment_id == amendment.id),
        faults=tuple(
            one for one in faults_of(session, revision) if one.amendment_id == amendment.id
        ),
        behind=amendment.base is not None and (base is None or base.version != amendment.base),
    )


def carried(old: Sequence[Unit], new: Sequence[Unit], reasons: Mapping[str, str]) -> dict[str, str]:
    """Return reasons given for changes, for the changes that took their place.

    A reason goes with the words that it was given for. Where those changed in the same breath, it
    goes to the change of the same old words, else to the one in the same place: what was typed is
    never lost.
    """
    kept = {one.key: reasons[one.key] for one in new if reasons.get(one.key)}
    free = [one for one in new if one.key not in kept]
    for place, unit in enumerate(old):
        reason = reasons.get(unit.key)
        if not reason or unit.key in kept or not free:
            continue
        alike = [one for one in free if one.old == unit.old or one.new == unit.new]
        there = [one for one in new[place : place + 1] if one in free]
        taker = [*alike, *there, *free][0]
        kept[taker.key] = reason
        free.remove(taker)
    return kept


def units_of(session: Session, amendment: Amendment) -> list[Unit]:
    """Return the changed groups of words of an amendment, saved or not."""
    made = changes_in(latest_book(session), [amendment], THE_LATEST)
    return [unit for one in made for unit in units(words_of(one.before), words_of(one.after))]


@dataclass(frozen=True)
class Clash:
    """An amendment against the words that the clause has got meanwhile."""

    title: str
    base: ClauseVersion
    latest: ClauseVersion | None
    rebased: Rebased


def clash(session: Session, amendment: Amendment) -> Clash | None:
    """Return how an amendment and the clause's new words go together; None where none came."""
    if amendment.base is None:
        return None
    there = {one.clause_id: one for one in latest_book(session)}
    latest = there.get(amendment.clause_id)
    base = version(session, amendment.clause_id, amendment.base)
    if latest is not None and latest.version == amendment.base:
        return None
    title = amendment.title
    if latest is not None and amendment.title == base.title:
        title = latest.title
    found = rebase(base.text, latest.text if latest else base.text, amendment.text)
    return Clash(title, base, latest, found)
