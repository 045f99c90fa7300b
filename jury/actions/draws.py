"""The lottery: the roll it is drawn from, the commitment, the draw."""

import secrets
from collections import Counter
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from audit.actions import append, record
from audit.queries import covering, sequenced
from jury.casefile import CaseFile, knows
from jury.events import DrawOrdered, PanelDrawn, RollPublished
from jury.keys import draw_secret, make_draw_secret
from jury.models import Draw, DrawExclusion, Exclusion, JuryCase, Roll, RollLeaf, Seat
from jury.panel import drawn
from jury.queries import (
    CAP,
    account_at,
    case_for_officer,
    draw_of,
    experienced,
    file_of,
    last_drawn_epoch,
    latest_roll,
    locked_case,
    over_the_cap,
    pool_of,
    seated_in_epoch,
    standard_of,
)
from jury.sortition import (
    Disposition,
    Leaf,
    commitment,
    draw,
    excluded_root,
    resting,
    roll_root,
    seed_of,
)
from kernel.errors import N_, Conflict
from kernel.work import Work
from members.queries import eligible
from rules.queries import history

MOST_CASES = 3  # open cases; whoever has as many is left out of a draw
NOT_ELIGIBLE = "not-eligible"
OTHER_VERSION = "other-version"  # does not know a cited clause as it governs the case
TOOK_PART = "took_part"


def build_roll(work: Work) -> Roll:
    """Publish the next epoch of the roll: all who may be drawn now, under new random names.

    Raises Conflict when nobody may be drawn, or when another roll is published at the same time.
    """
    people = eligible(work.session, work.now)
    if not people:
        raise Conflict(N_("Nobody can be drawn yet: there are no jurors."))
    before = latest_roll(work.session)
    epoch = before.epoch + 1 if before else 1
    # A roll from which nobody was drawn ends no rest: publishing two in a row would wipe it.
    drawn_last = last_drawn_epoch(work.session)
    seated = seated_in_epoch(work.session, drawn_last) & {one.account_id for one in people}
    rests, known = resting(len(people), seated), experienced(work.session)
    # The order of random names is a random order: a place on the roll tells nothing.
    named = sorted((secrets.token_hex(16), one.account_id) for one in people)
    leaves = [
        Leaf(
            epoch=epoch,
            ord=ord,
            pseudonym=pseudonym,
            stratum="experienced" if account in known else "new",
            next_free_epoch=epoch + 1 if account in rests else 0,
        )
        for ord, (pseudonym, account) in enumerate(named)
    ]
    strata = dict(sorted(Counter(leaf.stratum for leaf in leaves).items()))
    roll = Roll(
        epoch=epoch, size=len(leaves), root=roll_root(leaves), strata=strata, built_at=work.now
    )
    work.session.add(roll)
    try:
        work.session.flush()
    except IntegrityError:
        raise Conflict(
            N_("Another roll was published just now. Look at it before you publish one more.")
        ) from None
    work.session.execute(
        sa.insert(RollLeaf),
        [
            {
                "epoch": epoch,
                "ord": leaf.ord,
                "account_id": account,
                "pseudonym": leaf.pseudonym,
                "stratum": leaf.stratum,
                "next_free_epoch": leaf.next_free_epoch,
            }
            for leaf, (_pseudonym, account) in zip(leaves, named, strict=True)
        ],
    )
    record(work, RollPublished(epoch=epoch, count=roll.size, root=roll.root, strata=strata))
    return roll


def commit_draw(work: Work, ref: str) -> Draw:
    """Commit to a draw: the roll, those left out, and a secret that nobody has seen.

    Whoever orders a draw is left out of it. Raises Missing, also for an actor with a stake or a
    seat in the case; Conflict without a roll, with too few free jurors on it, or when a draw was
    committed to before.
    """
    case = case_for_officer(work.session, ref, work.actor.account_id)
    if case.stage != "frozen":
        raise Conflict(N_("A panel was drawn for this case before, or its draw is under way."))
    roll = latest_roll(work.session)
    if roll is None:
        raise Conflict(N_("Publish a roll first: there is nobody to draw from."))
    standard = standard_of(case)
    excluded = _excluded(work, case, roll)
    _check_enough(work, roll, excluded, standard.seats)
    number = 1 + (
        work.session.scalar(
            sa.select(sa.func.count()).select_from(Draw).where(Draw.case_ref == ref)
        )
        or 0
    )
    committed = commitment(make_draw_secret(work.settings, ref, number))
    entry = append(
        work,
        ref,
        "draw.committed",
        {
            "draw": number,
            "mode": "drawn",
            "seats": standard.seats,
            "alternates": standard.alternates,
            "roll": {"epoch": roll.epoch, "size": roll.size, "root": roll.root},
            "excluded": {
                "count": len(excluded),
                "root": excluded_root(excluded),
                "reasons": dict(sorted(Counter(excluded.values()).items())),
            },
            "randomness": {"kind": "house", "commitment": committed},
        },
    )
    order = Draw(
        case_ref=ref,
        number=number,
        state="pending",
        epoch=roll.epoch,
        commit_leaf=entry.leaf_hash,
        commit_digest=entry.digest,
        commitment=committed,
    )
    work.session.add(order)
    work.session.flush()
    work.session.add_all(
        DrawExclusion(case_ref=ref, draw=number, pseudonym=pseudonym, reason=reason)
        for pseudonym, reason in excluded.items()
    )
    case.stage = "committed"
    record(work, DrawOrdered(case=ref, draw=number))
    work.session.flush()
    return order


def draw_panel(work: Work, ref: str) -> Draw:
    """Draw the panel that was committed to, once the commitment stands in a signed checkpoint.

    Raises Missing; Conflict before that, or when no draw waits.
    """
    case = locked_case(work.session, ref)
    order = draw_of(work.session, ref)
    if case.stage != "committed" or order is None or order.state != "pending":
        raise Conflict(N_("No draw waits in this case."))
    index = sequenced(work.session, ref, order.commit_leaf)
    if index is None or covering(work.session, ref, index) is None:
        raise Conflict(N_("The commitment is not in the log yet. Try again in a moment."))
    secret = draw_secret(work.settings, ref, order.number)
    seed, standard = seed_of(order.commit_digest, secret), standard_of(case)
    rows = draw(seed, pool_of(work.session, order), standard.seats, standard.alternates)
    order.state, order.secret, order.seed = "drawn", secret.hex(), seed.hex()
    order.stream = [[j, ord, what.value] for j, ord, what in rows]
    case.stage = "drawn"
    append(
        work,
        ref,
        "draw.result",
        {
            "draw": order.number,
            "randomness": order.secret,
            "seed": order.seed,
            "stream": order.stream,
        },
    )
    panel = drawn(rows)
    numbers = {ord: number for number, ord in panel.seats.items()}
    answer_by = work.now + timedelta(hours=standard.answer_hours)
    for _j, ord, what in rows:
        if what in {Disposition.SEATED, Disposition.ALTERNATE}:
            seated = what is Disposition.SEATED
            work.session.add(
                Seat(
                    case_ref=ref,
                    ord=ord,
                    account_id=account_at(work.session, order.epoch, ord),
                    number=numbers.get(ord),
                    state="summoned" if seated else "alternate",
                    answer_by=answer_by if seated else None,
                )
            )
    record(work, PanelDrawn(case=ref, draw=order.number))
    work.session.flush()
    return order


def _excluded(work: Work, case: JuryCase, roll: Roll) -> dict[str, str]:
    """Return who of the roll may not sit: pseudonym to one reason; a conflict outweighs the cap."""
    session = work.session
    still = {one.account_id: one for one in eligible(session, work.now)}
    needed = _to_know(session, file_of(case))
    capped = over_the_cap(session, MOST_CASES)
    given = {
        row.account_id: row.reason
        for row in session.scalars(sa.select(Exclusion).where(Exclusion.case_ref == case.ref))
    }
    if work.actor.account_id is not None:
        given.setdefault(work.actor.account_id, TOOK_PART)
    rows = session.execute(
        sa.select(RollLeaf.account_id, RollLeaf.pseudonym).where(RollLeaf.epoch == roll.epoch)
    )
    excluded = {}
    for account, pseudonym in rows:
        if account in given:
            excluded[pseudonym] = given[account]
        elif account not in still:
            excluded[pseudonym] = NOT_ELIGIBLE
        elif not all(
            knows(still[account].clause_versions, name, number) for name, number in needed.items()
        ):
            excluded[pseudonym] = OTHER_VERSION
        elif account in capped:
            excluded[pseudonym] = CAP
    return excluded


def _to_know(session: Session, file: CaseFile) -> dict[str, int]:
    """Return clause id to the version from which on a juror may judge: the first that says the
    same in substance as the governing one."""
    book = history(session)
    needed: dict[str, int] = {}
    for one in file.clauses:
        needed[one.id] = max(needed.get(one.id, 0), book.substance(one.id, one.version))
    return needed


def _check_enough(work: Work, roll: Roll, excluded: dict[str, str], seats: int) -> None:
    free = work.session.scalars(
        sa.select(RollLeaf.pseudonym).where(
            RollLeaf.epoch == roll.epoch, RollLeaf.next_free_epoch <= roll.epoch
        )
    )
    count = sum(pseudonym not in excluded for pseudonym in free)
    if count < seats:
        raise Conflict(
            N_("Only %(count)s jurors on the roll are free for this case; %(seats)s are needed."),
            count=count,
            seats=seats,
        )
