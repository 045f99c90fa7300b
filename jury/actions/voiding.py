"""How a draw whose randomness never came is given up: two officers, in the open.

Nobody gives up a draw that could still fall, or has fallen: they would draw until it suits.
"""

from audit.actions import append, record
from jury.draw_events import DrawGivenUp, VoidProposed
from jury.models import Draw, DrawVoid, JuryCase
from jury.queries import case_for_officer, waiting_draw
from jury.randomness import NEVER_CAME, Kind
from kernel.errors import N_, Conflict
from kernel.work import Work


def propose_void(work: Work, ref: str) -> DrawVoid:
    """Propose to give up the draw of a case that is overdue. Proposing it twice changes nothing.

    Raises Missing, also for an actor with a stake or a seat in the case; Conflict while the draw
    is not overdue, or when none waits.
    """
    case, order = _overdue(work, ref)
    found = work.session.get(DrawVoid, (ref, order.number))
    if found is not None:
        return found
    proposed = DrawVoid(
        case_ref=ref, draw=order.number, proposed_by=work.actor.account, proposed_at=work.now
    )
    work.session.add(proposed)
    record(work, VoidProposed(case=case.ref, draw=order.number))
    work.session.flush()
    return proposed


def void_draw(work: Work, ref: str) -> Draw:
    """Agree that an overdue draw is given up; the case can be drawn for again.

    Raises Missing, also for an actor with a stake or a seat in the case; Conflict for the officer
    who proposed it, where nobody did, while it is not overdue, or when none waits.
    """
    case, order = _overdue(work, ref)
    proposed = work.session.get(DrawVoid, (ref, order.number))
    if proposed is None:
        raise Conflict(N_("Nobody proposed to give this draw up."))
    if proposed.proposed_by == work.actor.account:
        raise Conflict(N_("You proposed to give this draw up; another officer must agree."))
    proposed.confirmed_by, proposed.confirmed_at = work.actor.account, work.now
    order.state, order.why_void = "void", NEVER_CAME[Kind(order.kind)]
    case.stage = "frozen"
    append(work, ref, "draw.voided", {"draw": order.number, "why": order.why_void})
    record(work, DrawGivenUp(case=ref, draw=order.number, why=order.why_void))
    work.session.flush()
    return order


def _overdue(work: Work, ref: str) -> tuple[JuryCase, Draw]:
    case = case_for_officer(work.session, ref, work.actor.account_id)
    order = waiting_draw(work.session, case)
    if order.shown is not None or order.due_by is None or work.now < order.due_by:
        raise Conflict(N_("The randomness of this draw is there, or may still come."))
    return case, order
