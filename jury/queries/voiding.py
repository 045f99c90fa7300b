"""Questions about cases that cannot come to a count: whether one is, and how far it is given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.hopeless import BEFORE_THE_COUNT, BEFORE_THE_POLL, Finding, Prospects, find
from jury.keys import has_keys
from jury.models import SITTING, CaseVoid, JuryCase, Roll, Seat
from jury.queries.cases import standard_of
from jury.queries.draws import drawn_of, rows_of
from jury.queries.roll import usable_roll
from jury.queries.strata import lottery_of
from jury.queries.trustees import unkept
from jury.strata.draw import CALLED
from kernel.work import ground

MAY_SIT = (*SITTING, "alternate")


@dataclass(frozen=True)
class Voiding:
    """A case that cannot come to a count, as one officer sees it.

    proposed: whether somebody proposed to void it, for the reason that holds now. mine_to_agree:
    whether that was another officer.
    """

    finding: Finding
    proposed: bool
    mine_to_agree: bool


def finding_on(session: Session, case: JuryCase, now: datetime) -> Finding | None:
    """Return why a case can come to no count, None while it can."""
    if case.stage not in BEFORE_THE_COUNT:
        return None
    can_sit, quorum, everybody, roll = 0, standard_of(case).quorum(), False, None
    if case.stage == "frozen":
        roll = usable_roll(session, now)
    if case.stage == "drawn":
        can_sit = _can_sit(session, case.ref)
        everybody = can_sit < quorum and _brought_all(session, case)
    return find(
        Prospects(
            stage=case.stage,
            can_sit=can_sit,
            quorum=quorum,
            everybody=everybody,
            roll=roll.size if roll else 0,
            has_key=has_keys(ground().settings, case.ref),
            unkept=case.stage in BEFORE_THE_POLL and unkept(session, case.ref, now),
        )
    )


def voidings(
    session: Session, refs: Sequence[str], account_id: str | None, now: datetime
) -> dict[str, Voiding]:
    """Return what an officer sees of those cases of `refs` that can come to no count."""
    under_way = sa.and_(JuryCase.ref.in_(refs), JuryCase.stage.in_(BEFORE_THE_COUNT))
    cases = session.scalars(sa.select(JuryCase).where(under_way)).all()
    found = {case.ref: finding_on(session, case, now) for case in cases}
    return {
        ref: _voiding(session, ref, finding, account_id)
        for ref, finding in found.items()
        if finding is not None
    }


def _voiding(session: Session, ref: str, finding: Finding, account_id: str | None) -> Voiding:
    row = session.get(CaseVoid, ref)
    proposed_by = row.proposed_by if row is not None and row.why == finding.why else None
    return Voiding(finding, proposed_by is not None, proposed_by not in {None, account_id})


def _can_sit(session: Session, ref: str) -> int:
    query = sa.select(sa.func.count()).select_from(Seat)
    return session.scalar(query.where(Seat.case_ref == ref, Seat.state.in_(MAY_SIT))) or 0


def _brought_all(session: Session, case: JuryCase) -> bool:
    """Whether all of the roll who may be drawn for a case were called. What a draw from the whole
    roll brings is every place of it; one by types knows how many may sit, and stops there."""
    order = drawn_of(session, case.ref)
    rows = rows_of([*order.stream, *order.further])
    lottery = lottery_of(order)
    if lottery is None:
        return len({ord for _j, ord, _what in rows}) == session.get_one(Roll, order.epoch).size
    return sum(what in CALLED for _j, _ord, what in rows) == sum(lottery.frame.people)
