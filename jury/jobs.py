"""What falls due: draws, silent seats, polls to close, cases to decide, keys to destroy; and who is
reminded that a time of theirs ends."""

import logging
from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from jury import actions, drand, wording
from jury.ballot import TIED
from jury.beacon import QUICKNET, checked_round
from jury.hopeless import BEFORE_THE_COUNT
from jury.keys import destroy_case_keys, destroy_entered, destroy_words, those_kept
from jury.models import (
    BEFORE_CLOSING,
    SITTING,
    Ballot,
    CaseTrustee,
    JuryCase,
    Seat,
    SharedKey,
    Verdict,
)
from jury.queries import (
    challenged_seats,
    is_halted,
    latest_roll,
    note_asked,
    polls_ending,
    rounds_to_fetch,
    summons_ending,
)
from kernel.jobs import Apart, Job, each, in_turn
from kernel.mail import Letter, post_due
from kernel.work import Work, unit_of_work

log = logging.getLogger("venire.jury")


def draw_panels() -> int:
    """Draw every panel whose commitment is in the log."""
    return each(lambda work: _at(work, "committed"), actions.draw_panel)


def fetch_rounds() -> int:
    """Ask a relay for each round of the beacon that a draw waits for and that must be there by
    now. Whatever it answers is checked; one that does not answer is left alone for a while."""
    with unit_of_work(writing=False) as work:
        relay = work.settings.beacon_url
        waiting = rounds_to_fetch(work.session, work.now) if relay else {}
    return in_turn(waiting, lambda ref: _fetch(relay, ref, waiting[ref]))


def _fetch(relay: str, ref: str, number: int) -> bool:
    with unit_of_work() as work:
        note_asked(work.session, ref, work.now)
    try:
        signature = drand.by_url(relay)(QUICKNET, number)
    except drand.NotReached as why:
        log.warning("round %s of the beacon for %s: %s", number, ref, why)
        return False
    found = checked_round(QUICKNET, number, signature)
    with unit_of_work() as work:
        actions.take_round(work, ref, found)
    return True


def replace_silent_seats() -> int:
    """Hand on every seat whose holder let the time to answer pass, or has to leave it: one job, so
    that what it says of itself does not tell the one from the other."""

    def due(work: Work) -> Iterable[str]:
        silent = sa.exists().where(
            Seat.case_ref == JuryCase.ref, Seat.state == "summoned", Seat.answer_by <= work.now
        )
        return _movable(work, silent, sa.not_(is_halted()))

    def leaving(work: Work) -> Iterable[str]:
        seats = challenged_seats(work.now).subquery()
        return _movable(work, sa.exists().where(seats.c.case_ref == JuryCase.ref))

    return each(due, actions.replace_silent) + each(leaving, actions.release_challenged)


def _movable(work: Work, *also: sa.ColumnElement[bool]) -> Iterable[str]:
    """Select the cases in which seats change hands."""
    stages = JuryCase.stage.in_(("drawn", "open"))
    return work.session.scalars(sa.select(JuryCase.ref).where(stages, *also))


def close_due_polls() -> int:
    """Close every poll whose time is over. Of the others it finds out which end earlier, and does
    not say of how many: that is told at closing."""

    def early(work: Work) -> Iterable[str]:
        allowed = JuryCase.standard["early"].as_boolean()
        # Who said their last word is asked under the case's lock, and only where all may have.
        said = sa.select(sa.func.count(Ballot.pid.distinct())).where(
            Ballot.case_ref == JuryCase.ref, Ballot.final
        )
        sit = sa.select(sa.func.count()).where(
            Seat.case_ref == JuryCase.ref, Seat.state.in_(SITTING)
        )
        all_said = said.scalar_subquery() >= sit.scalar_subquery()
        unset = JuryCase.early_at.is_(None)
        return _at(work, "open", allowed, unset, sa.not_(is_halted()), all_said)

    def due(work: Work) -> Iterable[str]:
        ends_at = sa.func.coalesce(JuryCase.early_at, JuryCase.closes_at)
        return _at(work, "open", ends_at <= work.now, sa.not_(is_halted()))

    each(early, actions.end_early)
    return each(due, actions.close_poll)


def decide_cases() -> int:
    """Decide every closed case whose closing is in the log; one beside an assembly, after it."""

    def due(work: Work) -> Iterable[str]:
        of = sa.orm.aliased(JuryCase)
        waits = sa.exists().where(of.ref == JuryCase.beside_of, of.stage.in_(BEFORE_THE_COUNT))
        return _at(work, "closed", sa.not_(waits))

    return each(due, actions.decide_case)


def void_lost_keys() -> int:
    """Void every closed case whose trustees did not bring enough of its key in time."""

    def due(work: Work) -> Iterable[str]:
        late = sa.exists().where(SharedKey.case_ref == JuryCase.ref, SharedKey.enter_by <= work.now)
        return _at(work, "closed", late)

    return each(due, actions.void_lost_key)


def destroy_keys() -> int:
    """Destroy the keys of cases that were decided long ago; and keys, and parts of them, that a
    crash left behind: when a case ended without a count, when it was decided, and when a trustee
    had put their words on paper.

    Only cases are looked at of which any key lies here: of those that ended long ago, none does.
    """
    with unit_of_work(writing=False) as work:
        settings, find = work.settings, work.session.execute
        here = JuryCase.ref.in_(sorted(those_kept(settings)))
        at = sa.select(JuryCase.ref, JuryCase.stage).where(here)
        stages = {row.ref: row.stage for row in find(at)}
        over = [ref for ref, stage in stages.items() if stage in {"withdrawn", "void"}]
        decided = [ref for ref, stage in stages.items() if stage == "decided"]
        over += _untied(work, list(stages))
        shared = sa.select(SharedKey.case_ref).where(SharedKey.case_ref.in_(decided))
        opened = list(work.session.scalars(shared))
        before = [ref for ref, stage in stages.items() if stage in BEFORE_CLOSING]
        written = sa.select(CaseTrustee.case_ref, CaseTrustee.place).where(
            CaseTrustee.case_ref.in_(before), CaseTrustee.kept_at.is_not(None)
        )
        places = {f"{ref}/{place}": (ref, place) for ref, place in find(written)}
    return (
        in_turn(over, lambda ref: destroy_case_keys(settings, ref))
        + in_turn(opened, lambda ref: destroy_entered(settings, ref))
        + in_turn(places, lambda name: destroy_words(settings, *places[name]))
    )


def _untied(work: Work, refs: list[str]) -> Iterable[str]:
    """Select of these cases those whose keys are to lead to no ballot any more."""
    old = sa.and_(Verdict.case_ref.in_(refs), Verdict.decided_at <= work.now - TIED)
    return work.session.scalars(sa.select(Verdict.case_ref).where(old))


def remind() -> int:
    """Post a mail before each time of a juror that ends, once; return how many."""
    return post_due(_letters)


def _letters(work: Work) -> Iterable[Letter]:
    for one in summons_ending(work.session, work.now):
        yield wording.answer_summons(work.settings, one)
    for one in polls_ending(work.session, work.now):
        yield wording.poll_closes(work.settings, one)


def _at(work: Work, stage: str, *also: sa.ColumnElement[bool]) -> Iterable[str]:
    return work.session.scalars(sa.select(JuryCase.ref).where(JuryCase.stage == stage, *also))


def build_rolls() -> int:
    """Publish the next roll when the newest is older than the setting says; never where it is 0."""
    return each(
        lambda work: ["roll"] if _roll_is_due(work) else [],
        # Asked again in its own unit of work: another worker may have been quicker.
        lambda work, _what: _roll_is_due(work) and actions.build_roll(work),
    )


def _roll_is_due(work: Work) -> bool:
    period = timedelta(days=work.settings.roll_period_days)
    newest = latest_roll(work.session)
    return bool(period) and (newest is None or newest.built_at + period <= work.now)


JOBS: dict[str, Job] = {
    "jury.build-rolls": build_rolls,
    "jury.fetch-rounds": Apart(fetch_rounds),
    "jury.draw-panels": draw_panels,
    "jury.replace-silent-seats": replace_silent_seats,
    "jury.close-polls": close_due_polls,
    "jury.decide-cases": decide_cases,
    "jury.void-lost-keys": void_lost_keys,
    "jury.destroy-keys": destroy_keys,
    "jury.remind": remind,
}
