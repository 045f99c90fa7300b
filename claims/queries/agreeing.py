"""Questions about what a claimant said of the text that jurors would read."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from claims.models import ANSWERED, REFUSED, Agreement, Claim
from claims.queries.review import digest_of
from claims.queries.steps import steps
from claims.refusal import TextRefused


def refusals(session: Session, claim: Claim) -> int:
    """Return how often the claimant refused the text that jurors would read, since they last agreed
    to one: a text that is written anew after that can be refused like the first."""
    agreed = sa.select(sa.func.coalesce(sa.func.max(Agreement.revision), 0)).where(
        Agreement.claim_id == claim.id, Agreement.agrees
    )
    query = sa.select(sa.func.count()).where(
        Agreement.claim_id == claim.id,
        Agreement.agrees.is_(False),
        Agreement.revision > agreed.scalar_subquery(),
    )
    return session.scalar(query) or 0


def last_refused(session: Session, claim: Claim) -> TextRefused | None:
    """Return the last refusal of the text, and what came of it; None where the claimant has refused
    none since they last agreed to one."""
    said = sa.select(Agreement).where(Agreement.claim_id == claim.id)
    last = session.scalar(said.order_by(Agreement.revision.desc()).limit(1))
    if last is None or last.agrees:
        return None
    done = [one for one in steps(session, claim) if one.what in {REFUSED, ANSWERED}]
    answer = done[-1].why if done[-1].what == ANSWERED else ""
    is_changed = last.text_digest is None or last.text_digest != digest_of(session, claim)
    return TextRefused(last.remarks, last.at, answer, is_changed)


def refused_among(session: Session, ids: Sequence[str]) -> set[str]:
    """Return those of claims whose text their claimant refused, and agreed to none since."""
    later = aliased(Agreement)
    is_last = ~sa.exists().where(
        later.claim_id == Agreement.claim_id, later.revision > Agreement.revision
    )
    said = sa.select(Agreement.claim_id).where(Agreement.claim_id.in_(ids), is_last)
    return set(session.scalars(said.where(Agreement.agrees.is_(False))))
