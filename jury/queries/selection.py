"""Questions for the audit of the lot: how many of each stratum came how far."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.figures.selection import Stratum
from jury.models import CaseStratum, Roll, RollLeaf, Seat, Voted
from jury.queries.draws import drawn_of, may_be_drawn


def strata_in(session: Session, ref: str) -> list[Stratum]:
    """Return how many of each stratum were on the roll of a case, and so on to those who voted.

    Counted where the rows are: for a closed poll whose panel was drawn.
    """
    order = drawn_of(session, ref)
    leaf = sa.select(RollLeaf.stratum, sa.func.count()).where(RollLeaf.epoch == order.epoch)
    eligible = leaf.where(*may_be_drawn(order))
    drawn = leaf.join(Seat, Seat.ord == RollLeaf.ord).where(Seat.case_ref == ref)
    seated = drawn.where(Seat.state == "accepted")
    voted = seated.join(
        Voted, sa.and_(Voted.case_ref == Seat.case_ref, Voted.account_id == Seat.account_id)
    )
    came = [_by_stratum(session, query) for query in (eligible, drawn, seated, voted)]
    return [
        Stratum(name, roll, *(one.get(name, 0) for one in came))
        for name, roll in sorted(session.get_one(Roll, order.epoch).strata.items())
    ]


def kept_strata(session: Session) -> dict[str, list[Stratum]]:
    """Return what was kept of all decided cases, by the case."""
    found: dict[str, list[Stratum]] = {}
    for row in session.scalars(sa.select(CaseStratum)):
        one = Stratum(row.name, row.roll, row.eligible, row.drawn, row.seated, row.voted)
        found.setdefault(row.case_ref, []).append(one)
    return found


def _by_stratum(session: Session, query: sa.Select[str, int]) -> dict[str, int]:
    rows = session.execute(query.group_by(RollLeaf.stratum))
    return {row[0]: row[1] for row in rows}
