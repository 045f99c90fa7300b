"""Questions from everybody: what was decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.ballot import Choice
from jury.casefile import CaseFile
from jury.models import JuryCase, Reason, Verdict
from jury.opinion import Written
from jury.queries.blackening import taken_out
from jury.queries.cases import file_of
from kernel.errors import Missing


@dataclass(frozen=True)
class PublishedVerdict:
    """A verdict as everybody may read it. `body` is the record that the log holds."""

    ref: str
    title: str
    outcome: str
    decided_at: datetime
    body: dict[str, Any]
    again_of: str | None
    decided_again_in: str | None
    file: CaseFile
    reasons: list[Written]  # those that an officer has published
    taken_out: list[datetime]  # when something was, after it was published
    kept_back: int  # how many an officer has not


def verdict(session: Session, ref: str) -> PublishedVerdict:
    """Return the verdict of the case `ref`; raises Missing while there is none."""
    row = session.execute(_verdicts().where(Verdict.case_ref == ref)).one_or_none()
    if row is None:
        raise Missing()
    reasons = session.execute(
        sa.select(Reason.choice, Reason.text, Reason.cites)
        .where(Reason.case_ref == ref, Reason.state == "published")
        .order_by(Reason.id)  # which is random: in which order they were cast nobody knows
    )
    kept_back = session.scalar(
        sa.select(sa.func.count())
        .select_from(Reason)
        .where(Reason.case_ref == ref, Reason.state == "withheld", Reason.moderated_at.is_not(None))
    )
    written = [Written(Choice(one.choice), one.text, tuple(one.cites)) for one in reasons]
    return _published(*row, written, taken_out(session, ref), kept_back or 0)


def _verdicts() -> sa.Select[Verdict, JuryCase, str]:
    again = sa.orm.aliased(JuryCase)
    return (
        sa.select(Verdict, JuryCase, again.ref)
        .join(JuryCase, JuryCase.ref == Verdict.case_ref)
        .outerjoin(again, again.again_of == JuryCase.ref)
    )


def _published(
    row: Verdict,
    case: JuryCase,
    again: str | None,
    reasons: list[Written],
    out: list[datetime],
    kept_back: int,
) -> PublishedVerdict:
    return PublishedVerdict(
        ref=case.ref,
        title=case.title,
        outcome=row.outcome,
        decided_at=row.decided_at,
        body=row.body,
        again_of=case.again_of,
        decided_again_in=again,
        file=file_of(case),
        reasons=reasons,
        taken_out=out,
        kept_back=kept_back,
    )
