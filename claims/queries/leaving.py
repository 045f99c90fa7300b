"""Why a member cannot leave for now, as far as their claims are concerned."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.life import State
from claims.models import AdviserRow, Claim
from claims.queries.claims import latest_first, may_withdraw
from claims.queries.settlement import settlements_of
from claims.settlement import is_done
from kernel.errors import N_, Sentence
from members.leaving import Stay

WITHDRAW = N_("Your claim %(ref)s is under way. Withdraw it first, or wait until it is over.")
WAIT = N_(
    "Your claim %(ref)s is under way, and it is too late to withdraw it: you can leave once it is "
    "paid or closed, and nobody can object or appeal any more."
)
ADVISES = N_("You advise on claim %(ref)s. Ask whose claim it is to take you off it.")


def why_stays(session: Session, account_id: str, now: datetime) -> list[Stay]:
    """Return why an account is needed still: a claim of theirs, or that they advise on, is under
    way. Nobody's claim is withdrawn by their leaving: what it costs stands on the page of it."""
    advises = sa.exists().where(
        AdviserRow.claim_id == Claim.id,
        AdviserRow.account_id == account_id,
        AdviserRow.removed_at.is_(None),
    )
    concerned = sa.or_(Claim.claimant_id == account_id, advises)
    query = sa.select(Claim).where(concerned, Claim.state != State.WITHDRAWN)
    claims = session.scalars(query.order_by(*latest_first())).all()
    settled = settlements_of(session, claims, now)
    found = []
    for one in claims:
        if is_done(settled[one.id], now):
            continue
        theirs, mine = N_("They advise on claim %(ref)s, which is under way."), ADVISES
        url = "/claims/"
        if one.claimant_id == account_id:
            theirs, mine = N_("Their claim %(ref)s is under way."), WAIT
            url = f"/claims/{one.ref}"
            if may_withdraw(session, one):
                mine, url = WITHDRAW, f"{url}/withdrawal"
        said = {"ref": one.ref}
        found.append(Stay(Sentence(theirs, said), Sentence(mine, said), url))
    return found
