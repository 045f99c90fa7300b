"""Seats: taken, given up, and handed to the next of the same draw. There is no second one."""

from datetime import timedelta

import sqlalchemy as sa

from audit.actions import append, record
from jury.events import SeatAccepted, SeatGivenUp
from jury.models import SITTING, Draw, JuryCase, Replacement, Seat
from jury.queries import (
    account_at,
    drawn_of,
    halt_of,
    has_voted,
    is_challenged,
    locked_case,
    poll_of,
    seat_of,
    standard_of,
    successor,
)
from kernel.errors import N_, Conflict
from kernel.work import Work

CHALLENGED = N_(
    "You do not judge this case: one of its sides gave a reason, and an officer found it good."
)


def accept_seat(work: Work, ref: str) -> Seat:
    """Take the seat that the actor was summoned to. Taking it twice changes nothing.

    Raises Missing for a case that is not theirs; Conflict when the time to answer has passed,
    the seat was given up, the poll has closed, or a side has challenged them with success.
    """
    case = locked_case(work.session, ref)
    seat = seat_of(work.session, ref, work.actor.account)
    if seat.state == "accepted":
        return seat
    _check_seats_move(work, case)
    if is_challenged(work.session, ref, work.actor.account):
        raise Conflict(CHALLENGED)
    if seat.state != "summoned" or seat.answer_by is None or seat.answer_by <= work.now:
        raise Conflict(N_("This seat is no longer yours to take."))
    seat.state = "accepted"
    record(work, SeatAccepted(case=ref))
    work.session.flush()
    return seat


def decline_seat(work: Work, ref: str, recognised: bool = False) -> Seat:
    """Give the actor's seat up: `declined` when summoned, `stepped_down` once it was taken.

    recognised: the juror knows the people or the case, which is stepping down at any time.

    It is free, and the seat goes to the next of the stream; in an assembly to nobody, and no event
    says so, as none says that it was taken. Raises Missing for a case that is not
    theirs; Conflict when there is no seat to give up, or their ballot is in the box.
    """
    case = locked_case(work.session, ref)
    seat = seat_of(work.session, ref, work.actor.account)
    if seat.state in {"declined", "stepped_down"}:
        return seat
    _check_seats_move(work, case)
    if seat.state not in SITTING:
        raise Conflict(N_("You hold no seat in this case."))
    if case.stage == "open" and has_voted(work.session, work.actor.account, ref):
        raise Conflict(N_("Your ballot is in the box, so the seat stays yours."))
    if case.mode == "open":
        # Who only has no time may come again.
        seat.state = "stepped_down" if recognised else "declined"
        work.session.flush()
        return seat
    left = "stepped_down" if recognised or seat.state == "accepted" else "declined"
    hand_on(work, case, seat, left)
    return seat


def replace_silent(work: Work, ref: str) -> int:
    """Hand on every seat whose holder let the time to answer pass; return how many.

    One round: whoever is called now has the full time to answer. None while the case is halted:
    nobody can read what they are asked to judge. Raises Missing.
    """
    case = locked_case(work.session, ref)
    if halt_of(work.session, ref) is not None:
        return 0
    if case.stage != "drawn" and not poll_of(case).is_open(work.now):
        return 0
    silent = work.session.scalars(
        sa.select(Seat)
        .where(Seat.case_ref == ref, Seat.state == "summoned", Seat.answer_by <= work.now)
        .order_by(Seat.number)
    ).all()
    for seat in silent:
        hand_on(work, case, seat, "silent")
    return len(silent)


def hand_on(work: Work, case: JuryCase, seat: Seat, why: str) -> None:
    """Give the place of `seat` to the next: an alternate, or before the poll one who was not
    called yet. Of which type they are in a draw by types, the ladder says."""
    number = seat.number
    if number is None:
        raise LookupError("an alternate holds no seat")
    seat.state = why
    work.session.flush()  # the old holder is up before the next sits down
    order = drawn_of(work.session, case.ref)
    rows, ord = successor(work.session, order, number, opened=case.stage != "drawn")
    order.further = [*order.further, *([j, at, what.value] for j, at, what in rows)]
    if ord is not None:
        _summon(work, case, order, ord, number)
    append(
        work,
        case.ref,
        "seat.replaced",
        {
            "seat": number,
            "why": why,
            "stream": [[j, at, what.value] for j, at, what in rows],
            "ord": ord,
        },
    )
    work.session.add(
        Replacement(
            case_ref=case.ref,
            place=_replacements(work, case.ref) + 1,
            number=number,
            why=why,
            ord=ord,
        )
    )
    record(work, SeatGivenUp(case=case.ref, why=why))
    work.session.flush()


def _summon(work: Work, case: JuryCase, order: Draw, ord: int, number: int) -> None:
    answer_by = work.now + timedelta(hours=standard_of(case).answer_hours)
    if case.closes_at is not None:
        answer_by = min(answer_by, case.closes_at)
    seat = work.session.get(Seat, (case.ref, ord))
    if seat is None:
        seat = Seat(
            case_ref=case.ref, ord=ord, account_id=account_at(work.session, order.epoch, ord)
        )
        work.session.add(seat)
    seat.state, seat.number, seat.answer_by = "summoned", number, answer_by
    work.session.flush()


def _replacements(work: Work, ref: str) -> int:
    return (
        work.session.scalar(
            sa.select(sa.func.count()).select_from(Replacement).where(Replacement.case_ref == ref)
        )
        or 0
    )


def _check_seats_move(work: Work, case: JuryCase) -> None:
    """Seats change hands from the draw until the poll closes."""
    if case.stage != "drawn" and not poll_of(case).is_open(work.now):
        raise Conflict(N_("The poll has closed, or the case is over."))
