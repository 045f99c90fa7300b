"""A revision on its way: from draft to force, and who may take which step.

Its heaviest change sets the procedure. Whatever the procedure, nobody decides on their own words.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from kernel.errors import N_, Conflict
from rules.text.weight import Procedure, Weight

OBJECTION_DAYS = 7  # how long members may object to an editorial revision; a rule of the house
FURTHEST = timedelta(days=730)  # how far ahead a day may be set
SIGN_OFFS = {Procedure.EDITORIAL: 1, Procedure.LANGUAGE: 2, Procedure.CONSULTATION: 2}
LONGEST_SUMMARY = 2_000
LONGEST_REASON = 500


class State(StrEnum):
    """Where a revision stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CONSULTATION = "consultation"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class Stance(StrEnum):
    """What a member of the language group holds of one change."""

    AGREE = "agree"
    OBJECT = "object"


ENDED = frozenset({State.IN_FORCE, State.WITHDRAWN, State.REJECTED})
PUBLIC = frozenset(State) - {State.DRAFT, State.IN_REVIEW, State.WITHDRAWN}


class Stale(Conflict):
    """What was sent was written on an older edition than the present one."""


@dataclass(frozen=True)
class Issue:
    """Something that stands in the way, in words, and the address part that mends it.

    message: a msgid. where: `summary`, `amendments/<id>`, `questions`, `` for the revision itself.
    """

    message: str
    where: str = ""
    params: tuple[tuple[str, Any], ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """What fills the places of the message."""
        return dict(self.params)


def check_edit(state: State) -> None:
    """Raise Conflict unless the revision may still be changed."""
    if state is not State.DRAFT:
        raise Conflict(N_("The revision is no draft any more. Take it back to change it."))


def check_fresh(edition: int, seen: int) -> None:
    """Raise Stale unless the edition that the change was made on is the present one."""
    if seen != edition:
        raise Stale(
            N_(
                "Somebody has changed this revision since you opened it. Nothing of yours is saved "
                "yet: compare, then save again."
            )
        )


def check_send(state: State, issues: Collection[Issue]) -> None:
    """Raise Conflict unless a draft has nothing left that stands in its way."""
    check_edit(state)
    _none_of(issues)


def check_review(state: State, reviewer: str, authors: Collection[str]) -> None:
    """Raise Conflict unless a revision in review is weighed by somebody who did not write it."""
    if state is not State.IN_REVIEW:
        raise Conflict(N_("The revision is not in review."))
    check_not_own(reviewer, authors)


def check_not_own(actor: str, authors: Collection[str]) -> None:
    """Raise Conflict for an author."""
    if actor in authors:
        raise Conflict(N_("You wrote on this revision. Another editor has to take this step."))


def check_sign_off(
    state: State,
    reviewer: str,
    authors: Collection[str],
    unweighed: int,
    objected: int,
    edition: int,
    seen: int,
) -> None:
    """Raise Conflict unless the reviewer has weighed every change and objects to none.

    unweighed, objected: how many changes the reviewer took no stance on, and objects to.
    """
    check_review(state, reviewer, authors)
    check_fresh(edition, seen)
    if unweighed:
        raise Conflict(
            N_("Weigh every change first: %(count)s of them still want your stance."),
            count=unweighed,
        )
    if objected:
        raise Conflict(
            N_("You object to %(count)s of the changes. Return the revision with your reasons."),
            count=objected,
        )


def check_return(state: State, reviewer: str, authors: Collection[str]) -> None:
    """Raise Conflict unless there is something to return; an author takes it back instead."""
    if state not in {State.IN_REVIEW, State.APPROVED}:
        raise Conflict(N_("Only a revision in review, or approved, can be returned."))


def check_consultation(state: State, issues: Collection[Issue]) -> None:
    """Raise Conflict unless a reviewed revision may be put before the members."""
    if state is not State.IN_REVIEW:
        raise Conflict(N_("The revision is not in review."))
    _none_of(issues)


def check_schedule(
    state: State,
    actor: str,
    authors: Collection[str],
    issues: Collection[Issue],
    effective_on: date,
    today: date,
    procedure: Procedure,
    contested: bool = False,
) -> None:
    """Raise Conflict unless an approved revision may come into force on that day."""
    if state is not State.APPROVED:
        raise Conflict(N_("Only an approved revision can be scheduled."))
    check_not_own(actor, authors)
    _none_of(issues)
    if effective_on > today + FURTHEST:
        raise Conflict(N_("That day is too far ahead. Set one within the next two years."))
    day = earliest(today, procedure, contested)
    if effective_on < day:
        if contested or procedure is Procedure.EDITORIAL:
            message = N_(
                "A revision that is editorial, or was objected to, waits %(days)s days: it comes "
                "into force on %(day)s at the earliest."
            )
        else:
            message = N_("A revision comes into force tomorrow at the earliest.")
        raise Conflict(message, days=OBJECTION_DAYS, day=day.isoformat())


def earliest(today: date, procedure: Procedure, contested: bool = False) -> date:
    """Return the first day on which a revision scheduled `today` may come into force.

    contested: a member objected to an earlier form of it; an objection takes no protection away.
    """
    waits = contested or procedure is Procedure.EDITORIAL
    return today + timedelta(days=(OBJECTION_DAYS if waits else 0) + 1)


def contested(floor: int) -> bool:
    """Whether a member has objected to a revision's being editorial: its floor tells."""
    return floor > Weight.SPACE


def objections_end(scheduled_at: datetime) -> datetime:
    """Return the moment until which members may object; half-open, as all deadlines."""
    return scheduled_at + timedelta(days=OBJECTION_DAYS)


def check_objection(
    state: State, procedure: Procedure, scheduled_at: datetime | None, now: datetime
) -> None:
    """Raise Conflict unless a scheduled editorial revision is still open to objections."""
    if state is not State.SCHEDULED or procedure is not Procedure.EDITORIAL or not scheduled_at:
        raise Conflict(N_("This revision is not open to objections."))
    if now >= objections_end(scheduled_at):
        raise Conflict(N_("The time for objections is over."))


def check_withdraw(
    state: State,
    actor: str,
    authors: Collection[str],
    effective_on: date | None,
    today: date,
) -> None:
    """Raise Conflict unless one who wrote on a revision ends it while it is on its way."""
    if actor not in authors:
        raise Conflict(N_("Only those who wrote on a revision withdraw it. You can return it."))
    if state in ENDED:
        raise Conflict(N_("The revision has ended already."))
    if state is State.SCHEDULED and effective_on is not None and effective_on <= today:
        raise Conflict(N_("The revision is in force already. Revise the clauses again instead."))


def _none_of(issues: Collection[Issue]) -> None:
    if issues:
        first = next(iter(issues))
        raise Conflict(first.message, **first.values)
