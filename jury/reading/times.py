"""How long jurors took to vote, as operators are told: over many cases, and never before."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.figures.times import Times, told
from jury.minutes import Band
from jury.models import VotingTime


@dataclass(frozen=True)
class Kind:
    """The times of panels, or of assemblies: the latest span first, none where all is too few."""

    assembly: bool
    spans: list[Times]


def times_page(session: Session, now: datetime) -> list[Kind]:
    """Return the times of panels and of assemblies."""
    rows = session.scalars(sa.select(VotingTime).order_by(VotingTime.month)).all()
    return [
        Kind(assembly, told([_of(row) for row in rows if row.assembly is assembly], now))
        for assembly in (False, True)
    ]


def _of(row: VotingTime) -> Times:
    ballots = {band: getattr(row, band.name.lower()) for band in Band}
    return Times(row.month, row.month, row.cases, ballots)
