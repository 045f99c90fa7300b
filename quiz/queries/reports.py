"""Questions about what members reported after the exam, and who asked for help."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.db import held, is_id
from kernel.errors import Missing
from quiz.models import HelpRequest, Report, Sitting


def report(session: Session, report_id: str, *, lock: bool = False) -> Report:
    """Return a report; raises Missing."""
    found = None
    if is_id(report_id):
        found = session.get(Report, report_id, with_for_update=lock, populate_existing=lock)
    if found is None:
        raise Missing()
    return found


def report_of(session: Session, sitting_id: str, item: str, part: int, about: str) -> Report | None:
    """Return what was reported from a paper about one of its questions, held for a change."""
    query = sa.select(Report).where(
        Report.sitting_id == sitting_id,
        Report.item == item,
        Report.part == part,
        Report.about == about,
    )
    return session.scalar(held(query))


def reports_of(session: Session, sitting_id: str) -> list[Report]:
    """Return what was reported from one paper."""
    return list(session.scalars(sa.select(Report).where(Report.sitting_id == sitting_id)))


def said_by(session: Session, account_id: str) -> list[tuple[Report, Sitting]]:
    """Return what an account reported, each with its paper, the latest first."""
    rows = session.execute(
        sa.select(Report, Sitting)
        .join(Sitting, Sitting.id == Report.sitting_id)
        .where(Sitting.account_id == account_id)
        .order_by(Report.at.desc(), Report.id)
    )
    return [(row.Report, row.Sitting) for row in rows]


def open_reports(session: Session, about: str, item: str | None = None) -> list[Report]:
    """Return the unanswered reports about items or clauses, the oldest first."""
    query = sa.select(Report).where(Report.about == about, Report.answered_at.is_(None))
    if item is not None:
        query = query.where(Report.item == item)
    return list(session.scalars(query.order_by(Report.at, Report.id)))


def clauses_reported(session: Session) -> dict[str, int]:
    """Return clause id to how many members found it unclear in the exam."""
    count = sa.func.count(sa.distinct(Sitting.account_id)).label("members")
    rows = session.execute(
        sa.select(Report.clause, count)
        .join(Sitting, Sitting.id == Report.sitting_id)
        .where(Report.about == "clause")
        .group_by(Report.clause)
    )
    return {row.clause: row.members for row in rows}


def help_requests(session: Session) -> list[HelpRequest]:
    """Return who asked for help and was not taken care of yet, the longest waiting first."""
    query = sa.select(HelpRequest).where(HelpRequest.taken_at.is_(None))
    return list(session.scalars(query.order_by(HelpRequest.asked_at, HelpRequest.account_id)))


def help_request(session: Session, account_id: str) -> HelpRequest | None:
    """Return an account's own request, taken up or not."""
    return session.get(HelpRequest, account_id)
