"""Questions about erasing a claim: from when on it may be, and how far that is."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.life import State
from claims.models import WITHDRAWN, Claim, ClaimErasure, ClaimStep
from claims.queries.settlement import settlement_of
from claims.settlement import KEPT, is_done


def erasable_from(session: Session, claim: Claim, now: datetime) -> datetime | None:
    """Return from when on a claim may be erased; None while it is under way."""
    if State(claim.state) is State.WITHDRAWN:
        withdrawn = sa.select(sa.func.max(ClaimStep.at)).where(
            ClaimStep.claim_id == claim.id, ClaimStep.what == WITHDRAWN
        )
        at = session.scalar(withdrawn)
        return at and at + KEPT
    settlement = settlement_of(session, claim, now)
    if settlement is None or not is_done(settlement, now):
        return None
    return settlement.free_at + KEPT


def erasure_of(session: Session, claim: Claim) -> ClaimErasure | None:
    """Return what was proposed and done to erase a claim."""
    return session.get(ClaimErasure, claim.id)
