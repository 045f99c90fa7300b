"""The open assembly: nobody is drawn, and everybody on the roll may take a seat while the poll is
open. However many they are, no row of them is held for long: of each, a name of 16 bytes is.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from audit import merkle
from audit.actions import attach
from audit.entry import canonical
from jury.actions.opening import begin, check_ready
from jury.ballot import check_open
from jury.keys import ballot_key
from jury.models import JuryCase, Roll, Seat, Voter
from jury.queries import (
    case_for_officer,
    check_not_halted,
    file_of,
    has_conflict,
    is_voter,
    load_of,
    locked_case,
    place_on_roll,
    poll_of,
    sifted,
    standard_of,
    the_assembly,
    to_know,
    usable_roll,
)
from jury.seal import pid_of
from kernel.errors import N_, Conflict
from kernel.work import Work
from members.queries import account

CHUNK = 1_000  # rows that are held at once


def open_assembly(work: Work, ref: str) -> JuryCase:
    """Open the poll of a case to everybody on the newest roll who may judge it.

    Who may come is fixed now, and the log commits to it before anybody can come. Raises Missing,
    also for an actor with a stake or a seat in the case; Conflict with the first of
    `issues_before_opening` while there is one, without a roll, and where so few may come that
    there can be no quorum.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    if case.mode != "open":
        raise Conflict(N_("A panel is drawn for this case; it is no assembly."))
    check_not_halted(work.session, ref)
    check_ready(work, ref)
    roll = usable_roll(work.session, work.now)
    if roll is None:
        raise Conflict(
            N_("No roll may be used yet: publish one, or wait until members have looked at it.")
        )
    excluded = _sift(work, case, roll)
    voters = _commit_to_voters(work, case)
    standard = standard_of(case)
    if voters["count"] < (quorum := standard.quorum(voters["count"])):
        raise Conflict(
            N_("Only %(count)s on the roll may come, and a decision takes %(quorum)s votes."),
            count=voters["count"],
            quorum=quorum,
        )
    case.epoch = roll.epoch
    on_roll = {"epoch": roll.epoch, "size": roll.size, "root": roll.root}
    who = {"roll": on_roll, "excluded": excluded, "voters": voters}
    begin(work, case, "assembly.committed", who)
    return case


def take_seat(work: Work, ref: str) -> Seat:
    """Take a seat in an assembly, as one who may. Taking it twice changes nothing.

    It has no number: that would tell who came when. And no event says so: whoever reads the
    registry would count who comes to vote. Raises Missing for a case that is no assembly; Conflict
    when its poll is not open, for who is not on its list, may not judge it as things stand now,
    sits in as many cases as one may, or gave a seat in it back because they knew the case.
    """
    case = locked_case(work.session, ref)
    the_assembly(work.session, ref)
    seat = work.session.scalar(
        sa.select(Seat).where(Seat.case_ref == ref, Seat.account_id == work.actor.account)
    )
    if seat is not None and seat.state == "accepted":
        return seat
    check_open(poll_of(case), work.now)
    check_not_halted(work.session, ref)
    if seat is not None and seat.state != "declined":
        raise Conflict(N_("You gave your seat back because you know the case. That stands."))
    _check_may_come(work, ref)
    if seat is None:
        seat = Seat(
            case_ref=ref,
            ord=place_on_roll(work.session, case.epoch, work.actor.account),
            account_id=work.actor.account,
            number=None,
            answer_by=None,
        )
        work.session.add(seat)
    seat.state = "accepted"
    work.session.flush()
    return seat


def _check_may_come(work: Work, ref: str) -> None:
    if not is_voter(work.session, ref, work.actor.account):
        raise Conflict(
            N_(
                "You are not on the list of this assembly. It was fixed when the poll opened: of "
                "all on the roll of jurors, those who may judge this case."
            )
        )
    if not account(work.session, work.actor.account).good_standing:
        raise Conflict(N_("Only members in good standing can vote."))
    if has_conflict(work.session, ref, work.actor.account):
        raise Conflict(N_("You are close to somebody in this case, so you cannot judge it."))
    load = load_of(work.session, work.actor.account, work.settings.jury_cap, work.now)
    if load.full:
        raise Conflict(
            N_("You sit in %(count)s open cases, which is as many as anybody may."),
            count=load.open,
        )


def _sift(work: Work, case: JuryCase, roll: Roll) -> dict[str, Any]:
    """Put down who of a roll may come; return what the log says of those who may not."""
    needed = to_know(work.session, file_of(case))
    key = ballot_key(work.settings, case.ref)
    found = work.session.execute(
        sifted(case, roll.epoch, work.actor.account, needed, work.now),
        execution_options={"yield_per": CHUNK},
    )
    reasons, edge, names = Counter[str](), merkle.Edge(), bytearray()
    for rows in found.partitions():
        out = [row for row in rows if row.reason is not None]
        reasons.update(row.reason for row in out)
        edge = edge.extended(_leaves(row.pseudonym for row in out))
        names += b"".join(canonical(row.pseudonym) + b"," for row in out)
        may = [
            {"case_ref": case.ref, "pid": pid_of(key, row.account_id)}
            for row in rows
            if row.reason is None
        ]
        if may:
            work.session.execute(sa.insert(Voter), may)
    listed = b'{"cap":[],"conflict":[' + names.removesuffix(b",") + b"]}"
    attach(work, case.ref, "excluded.json", listed)
    return {"count": edge.size, "root": edge.root.hex(), "reasons": dict(sorted(reasons.items()))}


def _commit_to_voters(work: Work, case: JuryCase) -> dict[str, Any]:
    """Hand the list of those who may come down for the bundle; return what the log says of it."""
    pids = work.session.scalars(
        sa.select(Voter.pid).where(Voter.case_ref == case.ref).order_by(Voter.pid),
        execution_options={"yield_per": CHUNK},
    )
    edge, raw = merkle.Edge(), bytearray()  # 16 bytes for each of them
    for some in pids.partitions():
        edge = edge.extended(_leaves(some))
        raw += bytes.fromhex("".join(some))
    attach(work, case.ref, "voters", bytes(raw))
    return {"count": edge.size, "root": edge.root.hex()}


def _leaves(names: Iterable[str]) -> Iterable[bytes]:
    return (merkle.leaf_hash(bytes.fromhex(name)) for name in names)
