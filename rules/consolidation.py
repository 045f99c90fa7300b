"""The book as it would read with a set of amendments, and what stands in their way.

All amendments of a revision take effect together, on one day. Whatever their order, the same book
comes out: no two of them may touch the words, or the place, of one clause.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kernel.errors import N_
from rules.amendment import PLACED, WORDED, Amendment, Kind
from rules.clause import NUMBER, ClauseVersion, is_clause_id
from rules.text.reference import references


@dataclass(frozen=True)
class Fault:
    """Why a set of amendments cannot be made as it stands. `message` is a msgid."""

    amendment_id: str
    message: str
    params: tuple[tuple[str, Any], ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """What fills the places of the message."""
        return dict(self.params)


@dataclass(frozen=True)
class Change:
    """A clause before and after; `before` is None for a new clause, `after` for one that ends."""

    before: ClauseVersion | None
    after: ClauseVersion | None

    @property
    def clause_id(self) -> str:
        one = self.after or self.before
        if one is None:
            raise LookupError("a change of nothing")
        return one.clause_id

    @property
    def words_changed(self) -> bool:
        """Whether there is another version of the clause, or none any more."""
        if self.before is None or self.after is None:
            return True
        return said(self.before) != said(self.after)

    @property
    def place_changed(self) -> bool:
        """Whether the clause stands elsewhere than before, or has a place for the first time."""
        if self.after is None:
            return False
        before = self.before
        return before is None or (before.section, before.number) != (
            self.after.section,
            self.after.number,
        )


def said(version: ClauseVersion) -> tuple[object, ...]:
    """Return what a version says, whatever its number and its days."""
    return (version.title, version.text, version.governs_by, version.criteria)


def changes(
    book: Sequence[ClauseVersion], amendments: Sequence[Amendment], day: date
) -> list[Change]:
    """Return what the amendments change on `day`, in the order of the book.

    book: the clauses as they would read on that day without the amendments. What has faults
    changes nothing.
    """
    there = {one.clause_id: one for one in book}
    after = dict(there)
    for amendment in sorted(amendments, key=lambda one: (one.kind not in WORDED, one.id)):
        _apply(amendment, there, after, day)
    made = [
        Change(there.get(clause_id), after.get(clause_id))
        for clause_id in {**there, **after}
        if there.get(clause_id) != after.get(clause_id)
    ]
    return sorted(made, key=lambda one: (one.after or one.before).place)  # type: ignore[union-attr]


def consolidated(
    book: Sequence[ClauseVersion], amendments: Sequence[Amendment], day: date
) -> list[ClauseVersion]:
    """Return the whole book as it would read on `day` with the amendments."""
    made = {one.clause_id: one.after for one in changes(book, amendments, day)}
    kept = [one for one in book if one.clause_id not in made]
    return sorted([*kept, *(one for one in made.values() if one)], key=lambda one: one.place)


def _apply(
    amendment: Amendment,
    there: dict[str, ClauseVersion],
    after: dict[str, ClauseVersion],
    day: date,
) -> None:
    kind, clause_id = amendment.kind, amendment.clause_id
    if not _can_be_a_clause(amendment):
        return
    if kind is Kind.INSERT:
        if clause_id not in there:
            after[clause_id] = _new(amendment, day)
        return
    if clause_id not in after:
        return
    if kind is Kind.REPEAL:
        del after[clause_id]
    elif kind in WORDED:
        after[clause_id] = _reworded(after[clause_id], amendment, day)
        if kind is Kind.SPLIT and amendment.other and amendment.other.clause_id not in there:
            after[amendment.other.clause_id] = _split_off(after[clause_id], amendment, day)
        if kind is Kind.MERGE and amendment.other:
            after.pop(amendment.other.clause_id, None)
    else:
        section = amendment.section if kind is Kind.MOVE else after[clause_id].section
        after[clause_id] = replace(after[clause_id], section=section, number=amendment.number)


def _can_be_a_clause(amendment: Amendment) -> bool:
    """Whether its names and numbers are such; what is not finished yet changes nothing."""
    other = amendment.other
    if amendment.kind is Kind.SPLIT:
        return bool(other and is_clause_id(other.clause_id) and NUMBER.fullmatch(other.number))
    if amendment.kind is Kind.INSERT and not is_clause_id(amendment.clause_id):
        return False
    return amendment.kind not in PLACED or NUMBER.fullmatch(amendment.number) is not None


def _new(amendment: Amendment, day: date) -> ClauseVersion:
    return ClauseVersion(
        clause_id=amendment.clause_id,
        version=1,
        number=amendment.number,
        section=amendment.section,
        title=amendment.title,
        text=amendment.text,
        in_force_from=day,
        in_force_until=None,
        governs_by=amendment.governs_by,
        criteria=amendment.criteria,
    )


def _reworded(before: ClauseVersion, amendment: Amendment, day: date) -> ClauseVersion:
    proposed = replace(
        before, title=amendment.title, text=amendment.text, criteria=amendment.criteria
    )
    if said(proposed) == said(before):
        return before
    return replace(proposed, version=before.version + 1, in_force_from=day, in_force_until=None)


def _split_off(kept: ClauseVersion, amendment: Amendment, day: date) -> ClauseVersion:
    other = amendment.other
    if other is None:
        raise LookupError("a split without its second clause")
    return replace(
        kept,
        clause_id=other.clause_id,
        version=1,
        number=other.number,
        title=other.title,
        text=other.text,
        in_force_from=day,
        in_force_until=None,
        criteria=(),
    )


def faults(
    book: Sequence[ClauseVersion],
    amendments: Sequence[Amendment],
    sections: Sequence[str],
    known: frozenset[str] = frozenset(),
) -> list[Fault]:
    """Return why the amendments cannot be made as they stand; empty when they can.

    sections: ids of the parts of the book. known: ids of all clauses there ever were, for an id is
    never given twice.
    """
    there = {one.clause_id: one for one in book}
    found = [
        fault
        for amendment in amendments
        for fault in _own_faults(amendment, there, frozenset(sections), known | there.keys())
    ]
    unmade = {fault.amendment_id for fault in found}
    whole = [one for one in amendments if one.id not in unmade]
    return [*found, *_together(whole), *_in_the_book(book, whole)]


def _own_faults(
    amendment: Amendment,
    there: dict[str, ClauseVersion],
    sections: frozenset[str],
    known: frozenset[str],
) -> Iterator[Fault]:
    kind, other = amendment.kind, amendment.other
    if kind is Kind.INSERT:
        yield from _name_faults(amendment, amendment.clause_id, known)
    elif amendment.clause_id not in there:
        yield Fault(amendment.id, N_("This clause is not in force on that day."))
    if kind in WORDED and not (amendment.title and amendment.text):
        yield Fault(amendment.id, N_("The clause needs a title and a text."))
    if kind in PLACED and not NUMBER.fullmatch(amendment.number):
        yield Fault(amendment.id, N_("Give the clause a number such as 2.10."))
    if kind in {Kind.INSERT, Kind.MOVE} and amendment.section not in sections:
        yield Fault(amendment.id, N_("Say in which section the clause stands."))
    if kind is Kind.SPLIT:
        yield from _split_faults(amendment, known)
    if kind is Kind.MERGE and (
        other is None or other.clause_id not in there or other.clause_id == amendment.clause_id
    ):
        yield Fault(amendment.id, N_("Say which other clause of that day is taken in."))


def _split_faults(amendment: Amendment, known: frozenset[str]) -> Iterator[Fault]:
    other = amendment.other
    if other is None or not (other.title and other.text):
        yield Fault(amendment.id, N_("The new clause needs a title and a text."))
        return
    yield from _name_faults(amendment, other.clause_id, known)
    if not NUMBER.fullmatch(other.number):
        yield Fault(amendment.id, N_("Give the new clause a number such as 2.10."))


def _name_faults(amendment: Amendment, name: str, known: frozenset[str]) -> Iterator[Fault]:
    if not is_clause_id(name):
        message = N_("A clause is named by short words such as hospital-stay, in small letters.")
        yield Fault(amendment.id, message)
    elif name in known:
        message = N_("There is or was a clause named %(name)s. A name is given once.")
        yield Fault(amendment.id, message, (("name", name),))


def _together(amendments: Sequence[Amendment]) -> Iterator[Fault]:
    """Two amendments of one clause: at most one of its words and one of its place."""
    seen: Counter[tuple[str, bool]] = Counter()
    for amendment in amendments:
        about_place = amendment.kind in {Kind.MOVE, Kind.RENUMBER}
        for clause_id in amendment.touches:
            seen[clause_id, about_place] += 1
            if seen[clause_id, about_place] > 1:
                message = N_("Another amendment of this revision changes the same clause.")
                yield Fault(amendment.id, message)


def _in_the_book(book: Sequence[ClauseVersion], amendments: Sequence[Amendment]) -> Iterator[Fault]:
    """What the amendments would leave behind: a number twice, a reference to nothing."""
    made = consolidated(book, amendments, date.max)
    by_id = {one.clause_id: one for one in made}
    changed = {name: one.id for one in amendments for name in one.touches}
    numbers = Counter(one.number for one in made)
    for name, amendment_id in changed.items():
        if name in by_id and numbers[by_id[name].number] > 1:
            message = N_("The number %(number)s is taken. Choose another, or renumber that clause.")
            yield Fault(amendment_id, message, (("number", by_id[name].number),))
    for one in made:
        for missing in set(references(one.text)) - by_id.keys():
            message = N_("Clause %(number)s would refer to %(name)s, which is no clause.")
            who = changed.get(one.clause_id) or changed.get(missing, "")
            if who:
                yield Fault(who, message, (("number", one.number), ("name", missing)))
    for amendment in amendments:
        before = {one.clause_id: one for one in book}.get(amendment.clause_id)
        if before is not None and by_id.get(amendment.clause_id) == before:
            yield Fault(amendment.id, N_("This amendment changes nothing yet."))
