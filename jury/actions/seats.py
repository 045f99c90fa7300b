"""Seats: taken, given up, and handed to the next of the same stream. There is no second draw."""

from datetime import timedelta

import sqlalchemy as sa

from audit.actions import append, record
from jury.events import SeatAccepted, SeatGivenUp
from jury.models import SITTING, Draw, JuryCase, Replacement, Seat
from jury.queries import (
    account_at,
    drawn_of,
    has_voted,
    locked_case,
    panel_of,
    poll_of,
    pool_of,
    rows_of,
    seat_of,
    standard_of,
)
from jury.sortition import Disposition, Row, draw_on
from kernel.errors import N_, Conflict
from kernel.work import Work


def accept_seat(work: Work, ref: str) -> Seat:
    """Take the seat that the actor was summoned to. Taking it twice changes nothing.

    Raises Missing for a case that is not theirs; Conflict when the time to answer has passed,
    the seat was given up, or the poll has closed.
    """
    case = locked_case(work.session, ref)
    seat = seat_of(work.session, ref, work.actor.account)
    if seat.state == "accepted":
        return seat
    _check_seats_move(work, case)
    if seat.state != "summoned" or seat.answer_by is None or seat.answer_by <= work.now:
        raise Conflict(N_("This seat is no longer yours to take."))
    seat.state = "accepted"
    record(work, SeatAccepted(case=ref))
    work.session.flush()
    return seat


def decline_seat(work: Work, ref: str, recognised: bool = False) -> Seat:
    """Give the actor's seat up: `declined` when summoned, `stepped_down` once it was taken.

    recognised: the juror knows the people or the case, which is stepping down at any time.

    It is free, and the seat goes to the next of the stream. Raises Missing for a case that is not
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
    left = "stepped_down" if recognised or seat.state == "accepted" else "declined"
    hand_on(work, case, seat, left)
    return seat


def replace_silent(work: Work, ref: str) -> int:
    """Hand on every seat whose holder let the time to answer pass; return how many.

    One round: whoever is called now has the full time to answer. Raises Missing.
    """
    case = locked_case(work.session, ref)
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
    """Give the place of `seat` to the next: an alternate, or before the poll the stream's next."""
    number = seat.number
    if number is None:
        raise LookupError("an alternate holds no seat")
    seat.state = why
    work.session.flush()  # the old holder is up before the next sits down
    order = drawn_of(work.session, case.ref)
    panel = panel_of(work.session, order)
    rows: list[Row] = []
    ord: int | None = None
    if panel.alternates:
        ord = panel.alternates[0]
    elif case.stage == "drawn":
        before = rows_of([*order.stream, *order.further])
        rows = draw_on(bytes.fromhex(order.seed or ""), pool_of(work.session, order), before)
        if rows and rows[-1][2] is Disposition.SEATED:
            ord = rows[-1][1]
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
