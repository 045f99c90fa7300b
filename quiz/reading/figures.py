"""What the figures of the bank show: of an item, of a clause, and of what to look at first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from quiz.analysis.clause_figures import Blame, ClauseFigures, clause_figures
from quiz.analysis.item_figures import Change, Figures, change, figures
from quiz.analysis.sums import Sums, merged
from quiz.item import ItemVersion, Part
from quiz.itemaction import Key
from quiz.queries.bank import items_by_ref, live_rows, versions_of_item
from quiz.queries.figures import sums
from quiz.queries.reports import clauses_reported
from rules.clause import ClauseVersion
from rules.history import History
from rules.queries import clauses_at, history
from rules.signals import Signal, Source


@dataclass(frozen=True)
class PartFigures:
    """A question of an item version. figures: None while nobody was asked.

    change: against the same question of the version before, where both were asked.
    """

    item: ItemVersion
    number: int
    figures: Figures | None
    change: Change | None = None

    @property
    def part(self) -> Part:
        return self.item.parts[self.number]


def item_figures(session: Session, item: str) -> list[PartFigures]:
    """Return the figures of every version of an item, the latest first; raises Missing."""
    counted = sums(session, [item])
    found: list[PartFigures] = []
    before: dict[int, Figures] = {}
    for row in reversed(versions_of_item(session, item)):
        version = row.value
        told = []
        for number in range(len(version.parts)):
            one = counted.get((item, row.version, number))
            now = figures(one) if one is not None and one.n else None
            was = before.get(number)
            told.append(
                PartFigures(version, number, now, change(was, now) if was and now else None)
            )
            if now:
                before[number] = now
        found = told + found
    return found


@dataclass(frozen=True)
class Cell:
    """A clause in the heat map. change: of all its questions together, since its words changed in
    substance, where they were asked about before and after."""

    clause: ClauseVersion
    figures: ClauseFigures
    change: Change | None


def heat_map(session: Session, day: date) -> list[Cell]:
    """Return the clauses that the exam asks about, in the order of the book.

    Each is judged by the questions on words that say the same in substance as those in force.
    """
    counted, book = sums(session), history(session)
    basis = _bases(session, counted)
    told = clause_figures(counted, _in_force(basis, book, day))
    return [
        Cell(clause, told[clause.clause_id], _change(clause, counted, basis, book))
        for clause in clauses_at(session, day)
        if clause.clause_id in told
    ]


def _bases(session: Session, counted: Iterable[Key]) -> dict[Key, tuple[str, int]]:
    """Return the clause and version that each question's key rests on."""
    keys = list(counted)
    items = items_by_ref(session, {f"{key[0]}/{key[1]}" for key in keys})
    found = {}
    for key in keys:
        anchor = items[f"{key[0]}/{key[1]}"].parts[key[2]].basis
        found[key] = anchor.clause, anchor.version
    return found


def _in_force(
    basis: Mapping[Key, tuple[str, int]], book: History, day: date
) -> dict[Key, tuple[str]]:
    """Return the questions that say something of the words in force, with their clause."""
    now = book.versions_on(day)
    return {
        key: (clause,)
        for key, (clause, version) in basis.items()
        if clause in now and book.substance(clause, version) == book.substance(clause, now[clause])
    }


def _change(
    clause: ClauseVersion,
    counted: Mapping[Key, Sums],
    basis: Mapping[Key, tuple[str, int]],
    book: History,
) -> Change | None:
    """Compare the answers on the wording in force with those on the one before it."""
    name = clause.clause_id
    first = book.substance(name, clause.version)
    earlier = [one.before for one in book.steps.get(name, ()) if one.after.version == first]
    if not earlier:
        return None
    was = book.substance(name, earlier[0].version)
    lots: dict[int, Sums] = {}
    for key, (on, version) in basis.items():
        if on == name:
            lot = book.substance(name, version)
            lots[lot] = merged(lots.get(lot, Sums()), counted[key])
    before, after = lots.get(was), lots.get(first)
    if not (before and after and before.n and after.n):
        return None
    return change(figures(before), figures(after))


def flagged_items(session: Session) -> list[PartFigures]:
    """Return the questions of live items that something speaks against, by their first answers;
    the worst discrimination first. Written anew, an item begins without answers."""
    live = {(row.item, row.version) for row in live_rows(session)}
    counted = {key: one for key, one in sums(session).items() if key[:2] in live}
    told = {key: figures(one) for key, one in counted.items() if one.n}
    flagged = {key: one for key, one in told.items() if one.flags}
    items = items_by_ref(session, {f"{key[0]}/{key[1]}" for key in flagged})
    found = [PartFigures(items[f"{key[0]}/{key[1]}"], key[2], one) for key, one in flagged.items()]
    return sorted(found, key=lambda one: (_worth(one), one.item.ref, one.number))


def _worth(one: PartFigures) -> float:
    if one.figures is None or one.figures.discrimination is None:
        return 1.0
    return one.figures.discrimination


def exam_speaks(session: Session) -> list[Signal]:
    """Return the clauses that the exam speaks against: most of their questions are got wrong.

    The book is read with all that is scheduled, as the queue of editors reads it: what is mended
    already speaks against nothing.
    """
    counted, book = sums(session), history(session)
    latest = max((one[-1].in_force_from for one in book.versions.values()), default=date.min)
    told = clause_figures(counted, _in_force(_bases(session, counted), book, latest))
    return [
        Signal(clause, Source.EXAM, one.wrong, one.answers, "/quiz/figures/")
        for clause, one in told.items()
        if one.blame is Blame.CLAUSE
    ]


def members_find_unclear(session: Session) -> list[Signal]:
    """Return the clauses that members reported as unclear after an exam, and how many did."""
    return [
        Signal(clause, Source.REPORTED, count, url="/quiz/reports/")
        for clause, count in sorted(clauses_reported(session).items())
    ]
