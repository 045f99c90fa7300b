"""What is found by the index: cases, the steps of one, entries of the registry; a page at a time.

Each page begins where the one before it ended, and costs the same wherever it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from audit.exports import spool
from audit.figures import Figures
from audit.figures import figures as counted
from audit.keys import REGISTRY
from audit.models import ExportFile, IndexedCase, IndexedClause, IndexedEntry, IndexedSubject, Leaf
from audit.queries import Line
from kernel.errors import N_

VERDICT = "verdict"
A_FEW = {"yield_per": 500}
BEGINNING = re.compile("[0-9A-Fa-f]{16,63}")  # of a digest
AFTER_ALL_DIGITS = "g"
OVER = (VERDICT, "case.withdrawn", "case.voided")
OUTCOMES = ("upheld", "denied", "hung", "inquorate")
_DECIDES = (IndexedCase.kind == VERDICT, IndexedCase.estimate.is_(False))
STATES = ("running", *OUTCOMES, "withdrawn", "voided")


@dataclass(frozen=True)
class WantedCases:
    """Which cases are looked for; "" for any.

    words: what stands in the reference or the question. state: one of STATES, or `decided`.
    """

    words: str = ""
    state: str = ""
    clause: str = ""


BACKWARDS = N_("The last day is before the first one.")


@dataclass(frozen=True)
class WantedEntries:
    """Which entries of the registry are looked for; "" and None for any.

    subject: what they name: a case, an item, an account, or a digest, of which 16 hex digits do.
    since and until: days, both of them included.
    """

    kind: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def backwards(self) -> bool:
        """Whether its last day is before its first one: BACKWARDS."""
        return bool(self.since and self.until and self.until < self.since)

    @property
    def told(self) -> dict[str, str]:
        """What is looked for, by the names of the fields; nothing where all entries are."""
        return {name: str(value) for name, value in vars(self).items() if value}


ALL_ENTRIES = WantedEntries()


def cases(
    session: Session, wanted: WantedCases, before: str | None, count: int
) -> Sequence[IndexedCase]:
    """Return `count` cases that come before the reference `before`, the highest first."""
    query = sa.select(IndexedCase)
    for word in wanted.words.casefold().split():
        query = query.where(IndexedCase.words.contains(word, autoescape=True))
    if wanted.state:
        query = query.where(_in(wanted.state))
    if wanted.clause:
        about = sa.select(IndexedClause.ref).where(IndexedClause.clause == wanted.clause)
        query = query.where(IndexedCase.ref.in_(about))
    if before is not None:
        query = query.where(IndexedCase.ref < before)
    return session.scalars(query.order_by(IndexedCase.ref.desc()).limit(count)).all()


def _in(state: str) -> sa.ColumnElement[bool]:
    if state == "decided":
        return IndexedCase.kind == VERDICT
    if state in OUTCOMES:
        return IndexedCase.outcome == state
    if state == "running":
        return IndexedCase.kind.not_in(OVER)
    return IndexedCase.kind == f"case.{state}"


def case(session: Session, ref: str) -> IndexedCase | None:
    """Return a case as far as it is indexed; None before its first entry is."""
    return session.get(IndexedCase, ref)


def verdicts(
    session: Session, after: str = "", count: int | None = None
) -> Iterator[tuple[IndexedCase, bytes, bool]]:
    """Return each decided case, its verdict, and whether its last draw went by quotas, in the order
    of their references."""
    last = sa.and_(Leaf.log == IndexedCase.ref, Leaf.index == IndexedCase.size - 1)
    by_types = _last_of("draw.stratified") > _last_of("draw.committed")
    query = sa.select(IndexedCase, Leaf.entry, sa.func.coalesce(by_types, sa.false()))
    query = query.join(Leaf, last)
    query = query.where(IndexedCase.kind == VERDICT, IndexedCase.ref > after)
    found = session.execute(query.order_by(IndexedCase.ref).limit(count), execution_options=A_FEW)
    return ((case, raw, bool(within)) for case, raw, within in found)


def _last_of(kind: str) -> "sa.ScalarSelect[int]":
    """Return where the last entry of a kind stands in the log of each case."""
    query = sa.select(sa.func.max(IndexedEntry.index))
    query = query.where(IndexedEntry.log == IndexedCase.ref, IndexedEntry.kind == kind)
    return query.correlate(IndexedCase).scalar_subquery()


def figures(session: Session) -> Figures:
    """Return the verdicts in figures that can be passed on."""
    return counted(_verdicts_by_day(session), _verdicts_by_clause(session))


def _verdicts_by_day(session: Session) -> dict[tuple[date, str], int]:
    """Return how many verdicts decided, by the day on which the poll closed and by outcome."""
    by = (IndexedCase.closed_on, IndexedCase.outcome)
    query = sa.select(*by, sa.func.count()).where(*_DECIDES).group_by(*by)
    return {(day, how): n for day, how, n in session.execute(query) if day and how}


def _verdicts_by_clause(session: Session) -> dict[tuple[str, str], int]:
    """Return how many verdicts decided, by each clause in dispute and by outcome."""
    by = (IndexedClause.clause, IndexedCase.outcome)
    query = sa.select(*by, sa.func.count()).join(IndexedCase, IndexedCase.ref == IndexedClause.ref)
    query = query.where(*_DECIDES).group_by(*by)
    return {(clause, how): n for clause, how, n in session.execute(query) if how}


def decided(session: Session) -> list[str]:
    """Return the references of the decided cases, in their order."""
    query = sa.select(IndexedCase.ref).where(IndexedCase.kind == VERDICT)
    return list(session.scalars(query.order_by(IndexedCase.ref)))


def clauses(session: Session) -> list[str]:
    """Return the clauses that were ever in dispute."""
    return list(session.scalars(sa.select(IndexedClause.clause).distinct().order_by("clause")))


def count_cases(session: Session) -> tuple[int, int]:
    """Return how many cases have a log, and how many of them are decided."""
    decided = sa.func.count().filter(IndexedCase.kind == VERDICT)
    found = session.execute(sa.select(sa.func.count(), decided).select_from(IndexedCase)).one()
    return found[0], found[1]


def count_untaken(session: Session, account_ref: str) -> int:
    """Return how many decided cases there are of which an account has taken neither the bundle
    nor the votes by themselves: by what the registry says, at the auditors' own doors."""
    whose, what, sort = (aliased(IndexedSubject) for _ in range(3))
    taken = (
        sa.select(IndexedEntry.index)
        .join(whose, whose.index == IndexedEntry.index)
        .join(what, what.index == IndexedEntry.index)
        .join(sort, sort.index == IndexedEntry.index)
        .where(
            IndexedEntry.log == REGISTRY,
            IndexedEntry.kind == "export.taken",
            whose.subject == account_ref,
            what.subject == IndexedCase.ref,
            sort.subject.in_(("bundle", "votes")),
        )
    )
    query = sa.select(sa.func.count()).select_from(IndexedCase)
    return session.scalar(query.where(IndexedCase.kind == VERDICT, sa.not_(taken.exists()))) or 0


def steps(session: Session, ref: str, start: int, count: int) -> list[Line]:
    """Return `count` entries of a case that are no ballots, from index `start` on."""
    query = _lines(ref).where(IndexedEntry.index >= start).order_by(IndexedEntry.index)
    return [Line(index, raw) for index, raw in session.execute(query.limit(count))]


def registry(session: Session, wanted: WantedEntries, before: int | None, count: int) -> list[Line]:
    """Return `count` entries of the registry, the newest first, that stand before `before`."""
    query = _fitting(wanted)
    if before is not None:
        query = query.where(IndexedEntry.index < before)
    found = session.execute(query.order_by(IndexedEntry.index.desc()).limit(count))
    return [Line(index, raw) for index, raw in found]


def registry_in_order(session: Session, wanted: WantedEntries) -> Iterator[Line]:
    """Yield the entries of the registry that fit, in their order, a few at a time."""
    query = _fitting(wanted).order_by(IndexedEntry.index)
    for index, raw in session.execute(query, execution_options=A_FEW):
        yield Line(index, raw)


def _fitting(wanted: WantedEntries) -> "sa.Select[int, bytes]":
    query = _lines(REGISTRY)
    if wanted.kind:
        query = query.where(IndexedEntry.kind == wanted.kind)
    if wanted.subject:
        named = sa.select(IndexedSubject.index).where(_is(wanted.subject))
        query = query.where(IndexedEntry.index.in_(named))
    if wanted.since:
        query = query.where(IndexedEntry.day >= wanted.since)
    if wanted.until:
        query = query.where(IndexedEntry.day <= wanted.until)
    return query


def _is(subject: str) -> sa.ColumnElement[bool]:
    """What an entry has to name: this word, in whatever letters, or a digest that begins so."""
    if BEGINNING.fullmatch(subject):
        digits = subject.lower()
        return IndexedSubject.subject.between(digits, digits + AFTER_ALL_DIGITS)
    return IndexedSubject.subject.in_({subject, subject.lower(), subject.upper()})


def dated_before(session: Session, index: int) -> bytes | None:
    """Return the last entry of the registry before `index` that tells when it was made."""
    query = _lines(REGISTRY).where(IndexedEntry.index < index, IndexedEntry.day.is_not(None))
    found = session.execute(query.order_by(IndexedEntry.index.desc()).limit(1)).one_or_none()
    return found[1] if found else None


def kinds(session: Session) -> list[str]:
    """Return the kinds of the entries that the registry holds."""
    query = sa.select(IndexedEntry.kind).where(IndexedEntry.log == REGISTRY).distinct()
    return list(session.scalars(query.order_by(IndexedEntry.kind)))


def _lines(log: str) -> "sa.Select[int, bytes]":
    there = sa.and_(Leaf.log == IndexedEntry.log, Leaf.index == IndexedEntry.index)
    query = sa.select(IndexedEntry.index, Leaf.entry).join(Leaf, there)
    return query.where(IndexedEntry.log == log)


def exports(session: Session, count: int) -> Sequence[ExportFile]:
    """Return the files that were made last, and can still be taken; bundles, which anybody may have
    made, have doors of their own."""
    return session.scalars(
        sa.select(ExportFile)
        .where(ExportFile.what != "bundle")
        .order_by(ExportFile.made_at.desc(), ExportFile.name)
        .limit(count)
    ).all()


def export(session: Session, digest: str, name: str) -> ExportFile | None:
    """Return a file that was made, if it is still known."""
    return session.get(ExportFile, (digest, name))


def export_made(session: Session, name: str, now: datetime) -> ExportFile | None:
    """Return the file of this name that was made last, if it is not about to be removed."""
    query = sa.select(ExportFile).where(ExportFile.name == name)
    query = query.where(ExportFile.made_at > now - spool.KEPT)
    return session.scalar(query.order_by(ExportFile.made_at.desc()).limit(1))


def exports_gone_old(session: Session, now: datetime) -> bool:
    """Whether a file was made longer ago than files are kept."""
    old = sa.exists().where(ExportFile.made_at < now - spool.KEPT - spool.LAST)
    return bool(session.scalar(sa.select(old)))


def exports_kept(session: Session) -> set[str]:
    """Return the digests of the files that can be taken."""
    return set(session.scalars(sa.select(ExportFile.digest)))
