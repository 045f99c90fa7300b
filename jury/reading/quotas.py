"""What an officer sees before a draw within quotas: who is alike, how many, and quotas that fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.orm import Session

from jury import queries
from jury.actions.draws import NO_ROLL, NOBODY
from jury.models import Draw, Roll
from jury.randomness import Kind
from jury.strata.bands import VALUES, alike, proportional, share
from jury.strata.types import Frame, Quota, Type
from kernel.errors import N_, Conflict
from kernel.work import ground


@dataclass(frozen=True)
class Value:
    """A value of a feature: how many on the roll have it, and their share of the seats.

    How many of them may be drawn is told nowhere before a draw: when it fell, an officer would read
    from it in which group somebody is of whom a challenge was upheld.
    usual: the quota by which a panel has its share of them.
    """

    feature: str
    value: str
    on_roll: int
    share: Fraction
    usual: Quota


@dataclass(frozen=True)
class QuotasPage:
    """The values that somebody on the roll has, by feature. people: on the roll, by type."""

    ref: str
    title: str
    epoch: int
    seats: int
    people: Mapping[Type, int]
    features: Mapping[str, Sequence[Value]]

    @property
    def values(self) -> list[Value]:
        return [one for values in self.features.values() for one in values]


def quotas_page(session: Session, account_id: str | None, ref: str, now: datetime) -> QuotasPage:
    """Return what quotas may be set over; raises as `frame_of`, and Conflict where nothing is."""
    case, roll = _undrawn(session, account_id, ref, now)
    people, seats = queries.types_on(session, roll.epoch), case.standard.seats
    usual = proportional(people, seats)
    if not usual:
        raise Conflict(N_("This roll tells too little of those on it to set quotas over."))
    values = [
        Value(
            feature=quota.feature,
            value=quota.value,
            on_roll=alike(people, quota.feature, quota.value),
            share=share(people, seats, quota.feature, quota.value),
            usual=quota,
        )
        for quota in usual
    ]
    features = {name: [one for one in values if one.feature == name] for name in VALUES}
    return QuotasPage(
        ref=ref,
        title=case.title,
        epoch=roll.epoch,
        seats=seats,
        people=people,
        features={name: found for name, found in features.items() if found},
    )


def frame_of(
    session: Session,
    account_id: str | None,
    ref: str,
    now: datetime,
    kind: Kind,
    quotas: Sequence[Quota],
) -> Frame:
    """Return what a panel within quotas would be drawn from if its draw were announced at `now`.

    From it `jury.strata.leximin` finds the lottery, which takes seconds: not in a unit of work,
    while others wait for the case. Raises Missing, also for an officer with a stake or a seat in
    the case; Conflict for an assembly, when a draw was announced before, without a roll to draw
    from, and for one from before rolls were in the order of their strata.
    """
    case, roll = _undrawn(session, account_id, ref, now)
    order = Draw(case_ref=ref, epoch=roll.epoch, kind=kind.value, ordered_by=account_id)
    needed = queries.to_know(session, queries.file_of(queries.the_case(session, ref)))
    cap = ground().settings.jury_cap
    there = queries.would_be_available(session, order, needed, cap, now)
    return Frame(there, tuple(quotas), case.standard.seats)


def _undrawn(
    session: Session, account_id: str | None, ref: str, now: datetime
) -> tuple[queries.OfficerCase, Roll]:
    case = queries.officer_case(session, ref, account_id)
    if case.is_assembly:
        raise Conflict(NOBODY)
    if case.stage != "frozen":
        raise Conflict(N_("A panel was drawn for this case before, or its draw is under way."))
    roll = queries.usable_roll(session, now)
    if roll is None:
        raise Conflict(NO_ROLL)
    queries.strata_of(session, roll.epoch)
    return case, roll
