"""The archive that everybody may read: how each case ended, found by what it was about.

A case that ended without a count is told without what it was about, so nothing that asks for that
finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.entry import canonical
from jury.archive import Wanted
from jury.models import OVER, CaseVoid, JuryCase, Verdict, VerdictClause, Withdrawal
from jury.reading.ended import VOID, WITHDRAWN, estimates, is_assembly, uncounted
from jury.reading.verdicts import TELLING
from jury.verdict import is_telling
from kernel.clock import as_text
from rules.queries import clause_names

A_PAGE = 30  # verdicts


@dataclass(frozen=True)
class Ending:
    """How a case ended, in the list of all; without a title where that is not told.

    assembly: whether it was judged by whoever came, and not by a panel. estimates: whether a panel
    beside an assembly estimated only.
    """

    ref: str
    title: str
    outcome: str
    at: datetime
    again_of: str | None
    assembly: bool
    estimates: bool
    again_in: str | None
    again_is_over: bool


@dataclass(frozen=True)
class Offered:
    """What there is to ask for. clauses: id to name, in the order of the book; tiers in fen."""

    clauses: dict[str, str]
    years: list[int]
    standards: list[str]
    tiers: list[int]


def endings(session: Session, wanted: Wanted, page: int = 1) -> tuple[list[Ending], bool]:
    """Return a page of how cases ended, the latest first, and whether there are more."""
    both = _both(wanted)
    query = _told(both).where(*_ended(wanted, both)).order_by(both.c.at.desc(), both.c.ref.desc())
    found = session.execute(query.offset((page - 1) * A_PAGE).limit(A_PAGE + 1)).all()
    return [Ending(*row) for row in found[:A_PAGE]], len(found) > A_PAGE


def endings_of(session: Session, refs: Sequence[str]) -> list[Ending]:
    """Return how these decided cases ended, in this order."""
    decided = _decided().subquery()
    rows = session.execute(_told(decided).where(decided.c.ref.in_(refs)))
    found = {row.ref: Ending(*row) for row in rows}
    return [found[ref] for ref in refs]


def offered(session: Session, day: date) -> Offered:
    """Return what can be asked of the archive; clauses are called as they are on `day`."""
    cited = set(session.scalars(sa.select(VerdictClause.clause_id).distinct()))
    called = clause_names(session, day)
    return Offered(
        clauses={
            **{one: name for one, name in called.items() if one in cited},
            **{one: one for one in sorted(cited - set(called))},
        },
        years=_years(session),
        standards=sorted(session.scalars(sa.select(Verdict.standard).distinct())),
        tiers=sorted(
            tier for tier in session.scalars(sa.select(Verdict.tier).distinct()) if tier is not None
        ),
    )


def archive_json(session: Session, wanted: Wanted, page: int) -> bytes:
    """Return a page of the archive as JSON; numbers that are withheld are not in it."""
    listed, more = endings(session, wanted, page)
    refs = [one.ref for one in listed]
    verdicts = session.scalars(sa.select(Verdict).where(Verdict.case_ref.in_(refs)))
    bodies = {row.case_ref: row.body for row in verdicts}
    return canonical(
        {
            "verdicts": [_as_json(one, bodies.get(one.ref)) for one in listed],
            "page": page,
            "more": more,
        }
    )


def _as_json(one: Ending, body: dict[str, Any] | None) -> dict[str, Any]:
    if body is None:
        at = {WITHDRAWN: "withdrawn_at", VOID: "voided_at"}[one.outcome]
        return {"case": one.ref, "outcome": one.outcome, at: as_text(one.at)}
    told = {
        "case": one.ref,
        "title": one.title,
        "outcome": one.outcome,
        "decided_at": as_text(one.at),
        "stands": body["stands"],
        "question": body["question"],
        "clauses": [
            {"id": clause["id"], "version": clause["version"]} for clause in body["clauses"]
        ],
        "standard": body["standard"]["name"],
        "tier": body["tier"],
        "again_of": one.again_of,
        "again_in": one.again_in,
    }
    if is_telling(body):
        return {**told, "withheld": list(TELLING)}
    return {**told, "numbers": body["numbers"]}


def _decided() -> sa.Select[str, str, str, datetime, str | None, bool, bool]:
    return sa.select(
        Verdict.case_ref.label("ref"),
        JuryCase.title.label("title"),
        Verdict.outcome.label("outcome"),
        Verdict.decided_at.label("at"),
        JuryCase.again_of.label("again_of"),
        is_assembly(),
        estimates(),
    ).join(JuryCase, JuryCase.ref == Verdict.case_ref)


def _both(wanted: Wanted) -> sa.Subquery:
    """Return the verdicts that are asked for by what they are about; where nothing is, all cases
    that are over."""
    if wanted.asks_what_about:
        return _decided().where(*_about(wanted)).subquery()
    return sa.union_all(_decided(), *uncounted()).subquery()


def _told(both: sa.Subquery) -> sa.Select[Any]:
    """Return the query for these cases in the columns of an Ending."""
    again = sa.orm.aliased(JuryCase)
    return sa.select(both, again.ref, again.stage.in_(OVER)).outerjoin(
        again, again.again_of == both.c.ref
    )


def _about(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """Return what holds of the verdicts that are asked for by what they are about."""
    found: list[sa.ColumnElement[bool]] = [
        Verdict.words.contains(word, autoescape=True) for word in wanted.each_word
    ]
    if wanted.clause:
        cites = VerdictClause.case_ref == Verdict.case_ref
        found.append(sa.exists().where(cites, VerdictClause.clause_id == wanted.clause))
    if wanted.standard:
        found.append(Verdict.standard == wanted.standard)
    if wanted.tier is not None:
        found.append(Verdict.tier == wanted.tier)
    return found


def _ended(wanted: Wanted, both: sa.Subquery) -> list[sa.ColumnElement[bool]]:
    """Return what holds of the endings that are asked for by how and when a case ended."""
    found: list[sa.ColumnElement[bool]] = []
    if wanted.outcome:
        found.append(both.c.outcome == wanted.outcome)
    if wanted.year is not None:
        begins, ends = (datetime(wanted.year + more, 1, 1, tzinfo=UTC) for more in (0, 1))
        found += [both.c.at >= begins, both.c.at < ends]
    return found


def _years(session: Session) -> list[int]:
    """Return the years from the first ending to the last, the latest first."""
    ends = [Verdict.decided_at, Withdrawal.withdrawn_at, CaseVoid.confirmed_at]
    first = [session.scalar(sa.select(sa.func.min(column))) for column in ends]
    last = [session.scalar(sa.select(sa.func.max(column))) for column in ends]
    moments = [moment for moment in (*first, *last) if moment is not None]
    if not moments:
        return []
    return list(range(max(moments).year, min(moments).year - 1, -1))
