"""What each change of a revision weighs, what was said of it, and what stands in the way."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from rules.amendment import Amendment, Kind
from rules.clause import ClauseVersion
from rules.consolidation import Change
from rules.history import words_of
from rules.lint import Context, Finding, findings
from rules.models import (
    LintWaiver,
    Revision,
    UnitReason,
    UnitStance,
    UnitWeight,
)
from rules.queries.book import numbers, terms
from rules.queries.revisions import (
    amendments,
    changes_of,
    latest_book,
)
from rules.revision import Stance
from rules.text.units import Unit, units
from rules.text.weight import Lowering, Opinion, Procedure, Weight, class_of, procedure

# What an amendment weighs by its kind alone, whatever its words.
BY_KIND = {
    Kind.REPLACE: Weight.SPACE,
    Kind.INSERT: max(Weight),
    Kind.REPEAL: max(Weight),
    Kind.MOVE: Weight.WORDING,
    Kind.RENUMBER: Weight.SPELLING,
    Kind.SPLIT: max(Weight),
    Kind.MERGE: max(Weight),
}


Row = TypeVar("Row", UnitReason, UnitStance, UnitWeight)


@dataclass(frozen=True)
class Said:
    """What one of the language group holds of a change."""

    by: str
    stance: Stance
    word: str


@dataclass(frozen=True)
class Weighed:
    """A changed group of words with all that was said of it.

    weight: what it counts as; by_rule: what the rules alone say.
    """

    amendment_id: str
    clause_id: str
    unit: Unit
    weight: Weight
    by_rule: Weight
    raised_by: frozenset[str]
    lowered_by: frozenset[str]
    reason: str
    stances: tuple[Said, ...]

    def stance_of(self, account_id: str) -> Said | None:
        """Return what this account holds of it, if anything."""
        return next((one for one in self.stances if one.by == account_id), None)


def text_digest(version: ClauseVersion) -> str:
    """Return the digest that a waiver holds for: of the words alone, whatever their version."""
    return hashlib.sha256(words_of(version).encode()).hexdigest()


def owner(amendments: Iterable[Amendment], change: Change) -> str:
    """Return the id of the amendment that a change comes from; words before places."""
    touching = [one for one in amendments if change.clause_id in one.touches]
    worded = [one for one in touching if one.kind not in {Kind.MOVE, Kind.RENUMBER}]
    return next((one.id for one in [*worded, *touching]), "")


def weighed(session: Session, revision: Revision) -> list[Weighed]:
    """Return each changed group of words of a revision, in the order of the book."""
    made = amendments(session, revision)
    ids = [one.id for one in made]
    reasons = {(row.amendment_id, row.unit): row.reason for row in _rows(session, UnitReason, ids)}
    stances = _rows(session, UnitStance, ids)
    weights = _rows(session, UnitWeight, ids)
    defined = [form for term in terms(session) for form in (term.name, *term.forms)]
    found = []
    for change in changes_of(session, revision):
        amendment_id = owner(made, change)
        for unit in units(words_of(change.before), words_of(change.after), defined):
            about = (amendment_id, unit.key)
            said = [row for row in weights if (row.amendment_id, row.unit) == about]
            opinions = [
                Lowering(row.by) if row.weight is None else Opinion(row.by, Weight(row.weight))
                for row in said
            ]
            found.append(
                Weighed(
                    amendment_id=amendment_id,
                    clause_id=change.clause_id,
                    unit=unit,
                    weight=class_of(unit, opinions),
                    by_rule=unit.weight,
                    raised_by=frozenset(one.by for one in opinions if isinstance(one, Opinion)),
                    lowered_by=frozenset(one.by for one in opinions if isinstance(one, Lowering)),
                    reason=reasons.get(about, ""),
                    stances=tuple(
                        Said(row.by, Stance(row.stance), row.word)
                        for row in stances
                        if (row.amendment_id, row.unit) == about
                    ),
                )
            )
    return found


def _rows(session: Session, table: type[Row], ids: Sequence[str]) -> list[Row]:
    query = sa.select(table).where(table.amendment_id.in_(ids))
    return list(session.scalars(query.order_by(table.at, table.by)))


def weight_of(session: Session, revision: Revision) -> Weight:
    """Return what a revision weighs: as much as its heaviest change."""
    kinds = [BY_KIND[one.kind] for one in amendments(session, revision)]
    computed = [
        Weight.NUMBER
        for one in changes_of(session, revision)
        if one.before and one.after and one.before.criteria != one.after.criteria
    ]
    said = [one.weight for one in weighed(session, revision)]
    return max([Weight(revision.floor), *kinds, *computed, *said])


def procedure_of(session: Session, revision: Revision) -> Procedure:
    """Return the procedure that a revision goes through."""
    return procedure(weight_of(session, revision))


@dataclass(frozen=True)
class Doubt:
    """A finding in a proposed wording, and why it may stand if somebody waived it."""

    clause_id: str
    amendment_id: str
    finding: Finding
    waived: str


def lint_context(session: Session, book: Sequence[ClauseVersion]) -> Context:
    """Return what the rules of wording know of the rest of the book."""
    return Context(
        terms=terms(session),
        clauses={one.clause_id: one.text for one in book},
        numbers=numbers(session),
    )


def waivers(session: Session, version: ClauseVersion) -> dict[str, str]:
    """Return the findings that may stand in this wording: their key to the reason."""
    rows = session.scalars(
        sa.select(LintWaiver).where(
            LintWaiver.clause_id == version.clause_id,
            LintWaiver.text_digest == text_digest(version),
        )
    )
    return {row.finding: row.reason for row in rows}


def doubts(session: Session, revision: Revision) -> list[Doubt]:
    """Return what the rules of wording find in the words that a revision proposes."""
    made = amendments(session, revision)
    context = lint_context(session, latest_book(session))
    found = []
    for change in changes_of(session, revision):
        if change.after is None or not change.words_changed:
            continue
        waived = waivers(session, change.after)
        own = context_of(context, change)
        found += [
            Doubt(change.clause_id, owner(made, change), one, waived.get(one.waiver_key, ""))
            for one in findings(change.after.text, own)
            if one.kind == "doubt"
        ]
    return found


def context_of(context: Context, change: Change) -> Context:
    """Return the context of one clause: its own name and its words before the change."""
    previous = change.before.text if change.before else ""
    return Context(context.terms, context.clauses, context.numbers, change.clause_id, previous)
