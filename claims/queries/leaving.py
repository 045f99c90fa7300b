"""Why a member cannot leave for now, as far as their claims are concerned."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.life import State
from claims.models import AdviserRow, Claim
from claims.queries.claims import latest_first
from claims.queries.settlement import settlements_of
from claims.settlement import is_done
from kernel.errors import N_, Sentence


def why_stays(session: Session, account_id: str, now: datetime) -> Sentence | None:
    """Return why an account is needed still: a claim of theirs, or that they advise on, is under
    way."""
    advises = sa.exists().where(
        AdviserRow.claim_id == Claim.id,
        AdviserRow.account_id == account_id,
        AdviserRow.removed_at.is_(None),
    )
    theirs = sa.or_(Claim.claimant_id == account_id, advises)
    query = sa.select(Claim).where(theirs, Claim.state != State.WITHDRAWN)
    claims = session.scalars(query.order_by(*latest_first())).all()
    settled = settlements_of(session, claims, now)
    for one in claims:
        if not is_done(settled[one.id], now):
            if one.claimant_id == account_id:
                return Sentence(N_("Their claim %(ref)s is under way."), {"ref": one.ref})
            return Sentence(
                N_("They advise on claim %(ref)s, which is under way."), {"ref": one.ref}
            )
    return None
