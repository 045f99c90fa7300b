"""Why a member cannot leave for now, as far as the jury is concerned."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import OVER, SITTING, CaseTrustee, Draw, JuryCase, RollLeaf, Seat
from kernel.errors import N_, Sentence


def why_stays(session: Session, account_id: str, _now: datetime) -> Sentence | None:
    """Return why an account is needed still: it was drawn for a case that is not over, or may be
    any moment, or holds a part of its key."""
    is_open = JuryCase.stage.not_in(OVER)
    drawn = sa.select(Seat.case_ref).join(JuryCase, JuryCase.ref == Seat.case_ref)
    mine = (Seat.account_id == account_id, Seat.state.in_((*SITTING, "alternate")))
    if ref := session.scalar(drawn.where(is_open, *mine).limit(1)):
        return Sentence(N_("They were drawn for case %(ref)s, which is not over."), {"ref": ref})
    coming = sa.select(Draw.case_ref).join(RollLeaf, RollLeaf.epoch == Draw.epoch)
    may_be = coming.where(Draw.state == "pending", RollLeaf.account_id == account_id)
    if ref := session.scalar(may_be.limit(1)):
        return Sentence(N_("They may be drawn for case %(ref)s any moment."), {"ref": ref})
    holds = sa.select(CaseTrustee.case_ref).join(JuryCase, JuryCase.ref == CaseTrustee.case_ref)
    if ref := session.scalar(holds.where(is_open, CaseTrustee.account_id == account_id).limit(1)):
        said = N_("They hold a part of the key of case %(ref)s, which is not over.")
        return Sentence(said, {"ref": ref})
    return None
