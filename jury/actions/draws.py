"""The lottery: what is announced before the lot falls, and the draw.

Nobody but the lot chooses. What a draw hangs on stands in the log before its randomness is there:
`commit_draw`. Where that comes from outside the house, `jury.actions.randomness` takes it in.
"""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from audit.actions import append, record
from jury.beacon import QUICKNET
from jury.events import DrawOrdered, PanelDrawn
from jury.keys import draw_secret, make_draw_secret
from jury.models import Draw, DrawExclusion, JuryCase, Roll, Seat
from jury.panel import drawn
from jury.queries import (
    account_at,
    available_of,
    case_for_officer,
    excluded_of,
    file_of,
    free_of,
    left_out,
    locked_case,
    pool_of,
    reasons_of,
    standard_of,
    to_know,
    type_draw_of,
    types_on,
    usable_roll,
    waiting_draw,
)
from jury.randomness import (
    Kind,
    beacon_randomness,
    ceremony_randomness,
    due_by,
    read_source,
    round_at,
)
from jury.sortition import Disposition, Row, commitment, draw, excluded_root, seed_of
from jury.strata.bands import outside
from jury.strata.lottery import Lottery
from kernel.clock import as_text
from kernel.errors import N_, Conflict, Sentences
from kernel.work import Work

NOBODY = N_("Nobody is drawn for an assembly: everybody on the roll may come.")
NO_ROLL = N_("No roll may be drawn from: publish one, or wait until members have looked at it.")


def commit_draw(
    work: Work,
    ref: str,
    kind: Kind = Kind.HOUSE,
    source: str = "",
    lottery: Lottery | None = None,
) -> Draw:
    """Commit to a draw: the roll, those left out, and where the randomness will come from.

    source: of a ceremony, the dice or the public lottery and its day; others have none. lottery:
    of a draw within quotas, over all who may be drawn now. Whoever orders a draw is left out of
    it, and of a ceremony every officer: any of them may enter digits.
    Raises Missing, also for an actor with a stake or a seat in the case; Malformed for a source
    that names nothing; Conflict without a roll, with too few free jurors on it, for an assembly,
    when a draw was committed to before and not voided, and for a lottery that some have no chance
    in, that is not proved to be the fairest, within narrower quotas than the shares of the roll, or
    over others than those who may be drawn.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    if case.mode == "open":
        raise Conflict(NOBODY)
    if case.stage != "frozen":
        raise Conflict(N_("A panel was drawn for this case before, or its draw is under way."))
    roll = usable_roll(work.session, work.now)
    if roll is None:
        raise Conflict(NO_ROLL)
    standard = standard_of(case)
    order = _order(work, ref, roll.epoch, kind, source)
    _leave_out(work, case, order)
    _check_enough(free_of(work.session, order), standard.seats)
    if lottery:
        _check_lottery(work, order, lottery, standard.seats)
    reasons = reasons_of(work.session, order)
    entry = append(
        work,
        ref,
        "draw.committed",
        {
            "draw": order.number,
            "mode": "stratified" if lottery else "drawn",
            "seats": standard.seats,
            "alternates": standard.alternates,
            "roll": {"epoch": roll.epoch, "size": roll.size, "root": roll.root},
            "excluded": {
                "count": sum(reasons.values()),
                "root": excluded_root(excluded_of(work.session, order, sa.true())),
                "reasons": reasons,
            },
            "randomness": _announced(order),
        },
    )
    order.commit_leaf, order.commit_digest = entry.leaf_hash, entry.digest
    case.stage, case.mode, case.quotas = "committed", "drawn", None
    if lottery:
        _announce(work, case, order, lottery)
    record(work, DrawOrdered(case=ref, draw=order.number))
    work.session.flush()
    return order


def draw_panel(work: Work, ref: str) -> Draw:
    """Draw the panel that was committed to, once its randomness is there.

    Raises Missing; Conflict before that, or when no draw waits.
    """
    case = locked_case(work.session, ref)
    order = waiting_draw(work.session, case)
    randomness = _randomness(work, order)
    seed, standard = seed_of(order.commit_digest, randomness), standard_of(case)
    order.state, order.seed = "drawn", seed.hex()
    by_types = type_draw_of(work.session, order)
    if by_types is not None:
        rows = by_types.rows(standard.alternates)
    else:
        rows = draw(seed, pool_of(work.session, order), standard.seats, standard.alternates)
    order.secret = randomness.hex() if order.kind == Kind.HOUSE else None
    order.stream = [[j, ord, what.value] for j, ord, what in rows]
    case.stage = "drawn"
    append(
        work,
        ref,
        "draw.result",
        {
            "draw": order.number,
            "randomness": randomness.hex(),
            "seed": order.seed,
            "stream": order.stream,
        },
    )
    _seat(work, order, rows, timedelta(hours=standard.answer_hours))
    record(work, PanelDrawn(case=ref, draw=order.number))
    work.session.flush()
    return order


def _check_lottery(work: Work, order: Draw, lottery: Lottery, seats: int) -> None:
    if (lottery.frame.seats, lottery.frame.available) != (seats, available_of(work.session, order)):
        raise Conflict(
            N_("Who may be drawn has changed just now. Look at the quotas, and announce it again.")
        )
    quotas, people = lottery.frame.quotas, types_on(work.session, order.epoch)
    if changes := outside(quotas, people, seats):
        raise Conflict(
            N_("These quotas are narrower than the shares of the roll allow. %(changes)s"),
            changes=Sentences(change.sentence for change in changes),
        )
    if lottery.never:
        raise Conflict(N_("With these quotas some could never sit. Leave room for them."))
    if not lottery.is_proved:
        raise Conflict(
            N_(
                "The fairest lottery was not found exactly enough for anybody to check. Loosen the "
                "quotas, or draw without any."
            )
        )


def _announce(work: Work, case: JuryCase, order: Draw, lottery: Lottery) -> None:
    """Put into the log what a draw by types chooses from; the draw waits for this entry too."""
    order.lottery = lottery.as_json()
    case.mode, case.quotas = "stratified", order.lottery["quotas"]
    body = {
        "draw": order.number,
        "lottery": sha256(lottery.encode()).hexdigest(),
        "strata": work.session.get_one(Roll, order.epoch).strata,
    }
    order.commit_leaf = append(work, case.ref, "draw.stratified", body).leaf_hash


def _order(work: Work, ref: str, epoch: int, kind: Kind, source: str) -> Draw:
    """Put in the row of a draw; its entry in the log is made once it is known who is left out."""
    number = 1 + (
        work.session.scalar(
            sa.select(sa.func.count()).select_from(Draw).where(Draw.case_ref == ref)
        )
        or 0
    )
    order = Draw(
        case_ref=ref,
        number=number,
        state="pending",
        epoch=epoch,
        commit_leaf=b"",
        commit_digest=b"",
        kind=kind.value,
        ordered_by=work.actor.account_id,
        committed_at=work.now,
        due_by=due_by(kind, work.now),
    )
    match kind:
        case Kind.HOUSE:
            order.commitment = commitment(make_draw_secret(work.settings, ref, number))
        case Kind.BEACON:
            order.beacon_round = round_at(work.now)
        case Kind.CEREMONY:
            order.source = read_source(source)
    work.session.add(order)
    work.session.flush()
    return order


def _announced(order: Draw) -> dict[str, Any]:
    """Return what the log says beforehand of where the randomness will come from."""
    if order.committed_at is None:
        raise LookupError("a draw that is committed to now has a time")
    at = as_text(order.committed_at)
    match Kind(order.kind):
        case Kind.HOUSE:
            return {"kind": order.kind, "commitment": order.commitment}
        case Kind.BEACON:
            beacon = {"chain": QUICKNET.hash, "round": order.beacon_round}
            return {"kind": order.kind, "at": at, **beacon}
        case Kind.CEREMONY:
            return {"kind": order.kind, "at": at, "source": order.source}


def _randomness(work: Work, order: Draw) -> bytes:
    """Return the 32 bytes that a draw hangs on; raises Conflict while they are not there."""
    if order.kind == Kind.HOUSE:
        return draw_secret(work.settings, order.case_ref, order.number)
    if order.shown is None:
        raise Conflict(N_("The draw waits for its randomness."))
    if order.kind == Kind.BEACON:
        return beacon_randomness(bytes.fromhex(order.shown))
    return ceremony_randomness(order.source or "", order.shown)


def _seat(work: Work, order: Draw, rows: list[Row], to_answer: timedelta) -> None:
    numbers = {ord: number for number, ord in drawn(rows).seats.items()}
    for _j, ord, what in rows:
        if what in {Disposition.SEATED, Disposition.ALTERNATE}:
            seated = what is Disposition.SEATED
            work.session.add(
                Seat(
                    case_ref=order.case_ref,
                    ord=ord,
                    account_id=account_at(work.session, order.epoch, ord),
                    number=numbers.get(ord),
                    state="summoned" if seated else "alternate",
                    answer_by=work.now + to_answer if seated else None,
                )
            )


def _leave_out(work: Work, case: JuryCase, order: Draw) -> None:
    """Put down who of the roll may not sit, in one statement: the roll is never loaded."""
    needed = to_know(work.session, file_of(case))
    out = left_out(order, needed, work.settings.jury_cap, work.now)
    literals = (sa.literal(order.case_ref), sa.literal(order.number))
    rows = sa.select(*literals, out.c.pseudonym, out.c.reason)
    work.session.execute(
        sa.insert(DrawExclusion).from_select(["case_ref", "draw", "pseudonym", "reason"], rows)
    )


def _check_enough(free: int, seats: int) -> None:
    if free < seats:
        raise Conflict(
            N_("Only %(count)s jurors on the roll are free for this case; %(seats)s are needed."),
            count=free,
            seats=seats,
        )
