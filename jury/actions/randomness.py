"""How the randomness of a draw comes in from outside the house, once the draw is announced."""

from audit.actions import append, record
from jury.beacon import Round
from jury.draw_events import RandomnessEntered
from jury.models import Draw
from jury.queries import case_for_officer, locked_case, may_fall_on, waiting_draw
from jury.randomness import Kind, read_digits, read_source
from kernel.errors import N_, Conflict
from kernel.work import Work


def enter_digits(work: Work, ref: str, source: str, digits: str) -> Draw:
    """Enter what fell in a ceremony. Entering the same twice changes nothing.

    source: as it was announced: who enters digits says what they are of. Raises Missing, also for
    an actor with a stake or a seat in the case; Malformed for digits or a source that are none;
    Conflict for the officer who announced the draw, for one on whom the lot may fall, before the
    announcement is in the log, for another source than the announced one, and where other digits
    were entered before.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    order = waiting_draw(work.session, case)
    if order.kind != Kind.CEREMONY:
        raise Conflict(N_("This draw waits for no digits."))
    if order.ordered_by == work.actor.account_id:
        raise Conflict(N_("You announced this draw, so another officer enters the digits."))
    if may_fall_on(work.session, order, work.actor.account):
        raise Conflict(N_("The lot may fall on you, so another officer enters the digits."))
    named, fell = read_source(source), read_digits(digits)
    if named.casefold() != (order.source or "").casefold():
        raise Conflict(
            N_("The draw was announced with another source: %(source)s."), source=order.source
        )
    if order.shown is None:
        body = {"draw": order.number, "digits": fell, "count": len(fell)}
        append(work, ref, "draw.ceremony", body)
        _keep(work, order, fell)
    elif order.shown != fell:
        raise Conflict(N_("Other digits were entered before. The lot falls by those."))
    return order


def take_round(work: Work, ref: str, round: Round) -> Draw:
    """Take the round of the beacon that a draw waits for, from anybody: it can be only the one.

    Raises Missing; Conflict before the announcement is in the log, and for another round.
    """
    order = waiting_draw(work.session, locked_case(work.session, ref))
    if order.beacon_round != round.number:
        raise Conflict(N_("This draw waits for another round, or for none."))
    if order.shown is None:
        shown = round.signature.hex()
        body = {"draw": order.number, "round": round.number, "signature": shown}
        append(work, ref, "draw.beacon", body)
        _keep(work, order, shown)
    return order


def _keep(work: Work, order: Draw, shown: str) -> None:
    order.shown = shown
    record(work, RandomnessEntered(case=order.case_ref, draw=order.number))
    work.session.flush()
