"""Why a member cannot leave for now, as far as the jury is concerned."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jury.models import OVER, SITTING, CaseTrustee, Draw, JuryCase, RollLeaf, Seat
from jury.queries.cases import poll_of
from jury.queries.jurors import has_voted
from kernel.errors import N_, Sentence
from members.leaving import Stay

VOTED = N_("Your ballot in case %(ref)s is cast: you can leave once the case is over.")
CLOSED = N_("You sit in case %(ref)s, which is being counted: you can leave once it is over.")
SITS = N_("You were drawn for case %(ref)s. When you leave, your seat goes to the next.")
CAME = N_("You took a seat in case %(ref)s. When you leave, it is given back.")
STANDS_BY = N_(
    "You are an alternate in case %(ref)s: others count on your coming. You can leave once it is "
    "over."
)
DRAWN_SOON = N_(
    "You may be drawn for case %(ref)s any moment. You can leave once the lot has fallen."
)
HOLDS = N_(
    "You hold a part of the key of case %(ref)s, and it cannot be handed on. You can leave once "
    "the case is over."
)


def why_stays(session: Session, account_id: str, now: datetime) -> list[Stay]:
    """Return why an account is needed still: it was drawn for a case that is not over, or may be
    any moment, or holds a part of its key. A seat is given back by whoever leaves by themselves, as
    long as it can be."""
    is_open = JuryCase.stage.not_in(OVER)
    found = [_seat(session, seat, case, now) for seat, case in _seats(session, account_id)]
    coming = sa.select(Draw.case_ref).join(RollLeaf, RollLeaf.epoch == Draw.epoch)
    may_be = coming.where(Draw.state == "pending", RollLeaf.account_id == account_id)
    theirs = N_("They may be drawn for case %(ref)s any moment.")
    soon = session.scalars(may_be.order_by(Draw.case_ref))
    found += [_stay(theirs, DRAWN_SOON, ref) for ref in soon]
    holds = sa.select(CaseTrustee.case_ref).join(JuryCase, JuryCase.ref == CaseTrustee.case_ref)
    theirs = N_("They hold a part of the key of case %(ref)s, which is not over.")
    held = holds.where(is_open, CaseTrustee.account_id == account_id)
    parts = session.scalars(held.order_by(CaseTrustee.case_ref))
    return found + [_stay(theirs, HOLDS, ref, url=f"/jury/keys/{ref}") for ref in parts]


def seats_to_give_back(session: Session, account_id: str, now: datetime) -> list[str]:
    """Return the cases in which an account has a seat that it can give back, in their order."""
    seats = _seats(session, account_id)
    return [case.ref for seat, case in seats if _seat(session, seat, case, now).given_back]


def _seats(session: Session, account_id: str) -> Sequence[sa.Row[Seat, JuryCase]]:
    drawn = sa.select(Seat, JuryCase).join(JuryCase, JuryCase.ref == Seat.case_ref)
    mine = (Seat.account_id == account_id, Seat.state.in_((*SITTING, "alternate")))
    still = drawn.where(JuryCase.stage.not_in(OVER), *mine)
    return session.execute(still.order_by(JuryCase.ref)).all()


def _seat(session: Session, seat: Seat, case: JuryCase, now: datetime) -> Stay:
    mine, given_back = CLOSED, False
    sits = CAME if case.mode == "open" else SITS
    if seat.state == "alternate":
        mine = STANDS_BY
    elif case.stage == "drawn":
        mine, given_back = sits, True
    elif case.stage == "open" and has_voted(session, seat.account_id, case.ref):
        mine = VOTED
    elif poll_of(case).is_open(now):
        mine, given_back = sits, True
    theirs = N_("They were drawn for case %(ref)s, which is not over.")
    if case.mode == "open":
        theirs = N_("They took a seat in case %(ref)s, which is not over.")
    return _stay(theirs, mine, case.ref, url=f"/jury/cases/{case.ref}", given_back=given_back)


def _stay(theirs: str, mine: str, ref: str, **more: Any) -> Stay:
    return Stay(Sentence(theirs, {"ref": ref}), Sentence(mine, {"ref": ref}), **more)
