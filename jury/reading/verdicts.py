"""What everybody may read: how each case ended, one verdict at length, the same as JSON.

Where all who voted for or against in a small panel said the same, the numbers would tell how each
of them voted: then only the outcome is public.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from audit.entry import canonical
from audit.queries import checkpoint
from jury import queries
from jury.casefile import CaseFile
from jury.models import JuryCase, Verdict, Withdrawal
from jury.queries import PublishedVerdict
from jury.reading.clauses import Disputed, disputed, names_of
from jury.reasoning import Said, reasons_in_words
from jury.standard import Standard
from jury.verdict import UNANIMOUS
from kernel.clock import as_text

A_PAGE = 30  # verdicts
TELLING = ("issues", "numbers", "tiers")


@dataclass(frozen=True)
class Ending:
    """How a case ended, in the list of all."""

    ref: str
    title: str
    outcome: str
    at: datetime
    again_of: str | None
    again_in: str | None
    again_is_over: bool


@dataclass(frozen=True)
class Withdrawn:
    """A withdrawn case: that it was, and nothing of what it was about."""

    ref: str
    at: datetime
    again_of: str | None


@dataclass(frozen=True)
class VerdictPage:
    """One verdict at length."""

    verdict: PublishedVerdict
    body: dict[str, Any]
    standard: Standard
    clauses: list[Disputed]
    clause_names: dict[str, str]
    checkpoint: str | None
    withheld: bool
    again_is_over: bool

    @property
    def file(self) -> CaseFile:
        return self.verdict.file

    @property
    def sentences(self) -> list[Said]:
        """How the outcome follows from the numbers, in words."""
        return [one for one in reasons_in_words(self.body) if "clause" not in one.params]


def endings(session: Session, outcome: str, page: int) -> tuple[list[Ending], bool]:
    """Return a page of how cases ended, the latest first, and whether there are more.

    outcome: only these; all of them where it is empty.
    """
    decided = sa.select(
        Verdict.case_ref.label("ref"),
        JuryCase.title.label("title"),
        Verdict.outcome.label("outcome"),
        Verdict.decided_at.label("at"),
        JuryCase.again_of.label("again_of"),
    ).join(JuryCase, JuryCase.ref == Verdict.case_ref)
    withdrawn = sa.select(
        Withdrawal.case_ref,
        sa.literal(""),  # what it was about is not published
        sa.literal("withdrawn"),
        Withdrawal.withdrawn_at,
        JuryCase.again_of,
    ).join(JuryCase, JuryCase.ref == Withdrawal.case_ref)
    both = sa.union_all(decided, withdrawn).subquery()
    again, ended = sa.orm.aliased(JuryCase), sa.orm.aliased(both)
    query = (
        sa.select(both, again.ref, ended.c.ref.is_not(None))
        .outerjoin(again, again.again_of == both.c.ref)
        .outerjoin(ended, ended.c.ref == again.ref)
        .order_by(both.c.at.desc(), both.c.ref.desc())
    )
    if outcome:
        query = query.where(both.c.outcome == outcome)
    found = session.execute(query.offset((page - 1) * A_PAGE).limit(A_PAGE + 1)).all()
    listed = [Ending(*row) for row in found[:A_PAGE]]
    return listed, len(found) > A_PAGE


def withdrawn_case(session: Session, ref: str) -> Withdrawn | None:
    """Return a withdrawn case; None for any other."""
    row = session.get(Withdrawal, ref)
    case = session.get(JuryCase, ref) if row else None
    if row is None or case is None:
        return None
    return Withdrawn(ref, row.withdrawn_at, case.again_of)


def verdict_page(session: Session, ref: str) -> VerdictPage:
    """Return a verdict to read; raises Missing while there is none."""
    found = queries.verdict(session, ref)
    return VerdictPage(
        verdict=found,
        body=found.body,
        standard=Standard.from_json(found.body["standard"]),
        clauses=disputed(session, found.file.clauses),
        clause_names=names_of(session, found.file),
        checkpoint=checkpoint(session, ref),
        withheld=is_telling(found.body),
        again_is_over=_is_over(session, found.decided_again_in),
    )


def _is_over(session: Session, ref: str | None) -> bool:
    """Whether a case has a page that everybody may read."""
    return ref is not None and any(session.get(row, ref) for row in (Verdict, Withdrawal))


def is_telling(body: dict[str, Any]) -> bool:
    """Whether the numbers of a verdict would tell how each juror voted."""
    return UNANIMOUS in body["caveats"]


def verdict_json(session: Session, ref: str) -> bytes:
    """Return a verdict as JSON: the very bytes that stand in the case's log, where they may be
    shown to everybody. Raises Missing while there is none."""
    withdrawn = withdrawn_case(session, ref)
    if withdrawn is not None:
        ended = {"case": ref, "outcome": "withdrawn", "withdrawn_at": as_text(withdrawn.at)}
        return canonical(ended)
    found = queries.verdict(session, ref)
    record = {"v": 1, "kind": "verdict", "case": ref, **found.body}
    if is_telling(found.body):
        record = {name: value for name, value in record.items() if name not in TELLING}
        record["withheld"] = list(TELLING)
    return canonical(record)
