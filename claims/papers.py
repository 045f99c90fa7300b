"""Which papers a claim is asked for, where to get each, and how soon claims have all of them.

A paper is a document that the claimant hands in: a report, an invoice, a certificate. Which ones
are asked for is a rule of this house (the plan's own list is not public): what shows who is
covered, what happened, and what it took to treat it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from claims.filing import Benefit, Whom
from claims.life import State
from kernel.errors import N_, Conflict
from kernel.share import Share

MOST_BYTES = 10 * 1024 * 1024  # of one file
MOST_FILES = 40  # of one claim, attachments apart
ATTACHMENTS = 3  # files that a side adds to its statement
OPEN_TO_PAPERS = frozenset({State.FILING, State.INVESTIGATED})  # brought, and taken back
DAY, WEEK = 1, 7  # days; the aim is that nine claims in ten are complete within a day


class Paper(StrEnum):
    """A kind of document."""

    IDENTITY = "identity"
    BIRTH = "birth"
    PARENT = "parent"
    DIAGNOSIS = "diagnosis"
    PATHOLOGY = "pathology"
    ACCIDENT = "accident"
    DISCHARGE = "discharge"
    INVOICE = "invoice"
    OTHER = "other"


NAMES: dict[Paper, str] = {
    Paper.IDENTITY: N_("Identity document of the person covered"),
    Paper.BIRTH: N_("Birth certificate of the child"),
    Paper.PARENT: N_("Identity document of the parent"),
    Paper.DIAGNOSIS: N_("Report with the diagnosis"),
    Paper.PATHOLOGY: N_("Pathology report"),
    Paper.ACCIDENT: N_("Report of the accident"),
    Paper.DISCHARGE: N_("Discharge summary"),
    Paper.INVOICE: N_("Hospital invoice"),
    Paper.OTHER: N_("Another paper"),
}

WHERE: dict[Paper, str] = {
    Paper.IDENTITY: N_(
        "Photograph both sides of the identity card, or the page of the passport with the picture."
        " For a child without one, the page of the household register will do."
    ),
    Paper.BIRTH: N_(
        "The hospital of birth gave it out; the registry office of that place makes a copy."
    ),
    Paper.PARENT: N_("Photograph both sides of your own identity card or passport page."),
    Paper.DIAGNOSIS: N_(
        "Ask the doctor who made the diagnosis, or the records office of the hospital, for the"
        " report with its date and the findings it rests on."
    ),
    Paper.PATHOLOGY: N_(
        "Ask the pathology department, or the records office of the hospital where the tissue was"
        " taken."
    ),
    Paper.ACCIDENT: N_(
        "Ask the police station that took it down. Where no police came: the emergency service,"
        " the employer or the school."
    ),
    Paper.DISCHARGE: N_(
        "You were given it on leaving the hospital; its records office makes a copy."
    ),
    Paper.INVOICE: N_(
        "The hospital's cashier prints it again. One invoice of the treatment is enough."
    ),
    Paper.OTHER: N_("Whatever else shows what happened."),
}

_BY_BENEFIT: dict[Benefit, tuple[Paper, ...]] = {
    Benefit.ILLNESS: (Paper.DIAGNOSIS, Paper.DISCHARGE, Paper.INVOICE),
    Benefit.LIGHT: (Paper.DIAGNOSIS, Paper.PATHOLOGY, Paper.INVOICE),
    Benefit.ACCIDENT: (Paper.ACCIDENT, Paper.DIAGNOSIS, Paper.DISCHARGE, Paper.INVOICE),
}
_BY_WHOM: dict[Whom, tuple[Paper, ...]] = {
    Whom.MYSELF: (Paper.IDENTITY,),
    Whom.CHILD: (Paper.IDENTITY, Paper.BIRTH, Paper.PARENT),
}


@dataclass(frozen=True)
class KindOfClaim:
    """What decides which papers are asked for: the benefit, and who is covered."""

    benefit: Benefit
    whom: Whom


def asked_for(kind: KindOfClaim) -> tuple[Paper, ...]:
    """Return the papers that such a claim needs, in the order of the list that is shown."""
    return _BY_WHOM[kind.whom] + _BY_BENEFIT[kind.benefit]


def still_asked_for(kind: KindOfClaim, have: Collection[Paper]) -> tuple[Paper, ...]:
    """Return the papers that such a claim still needs, in order; none when it is complete."""
    return tuple(paper for paper in asked_for(kind) if paper not in have)


def check_open(state: State) -> None:
    """Raise Conflict unless papers may be brought and taken back."""
    if state is State.WITHDRAWN:
        raise Conflict(N_("The claim was withdrawn."))
    if state not in OPEN_TO_PAPERS:
        raise Conflict(
            N_(
                "The plan has decided on the papers that it had. What else you have can be added"
                " to your statement, if you dispute the decision."
            )
        )


def check_take_back(brought: datetime, decided: datetime | None) -> None:
    """Raise Conflict for a paper that was there when the plan last decided."""
    if stays(brought, decided):
        raise Conflict(
            N_(
                "The plan has decided on this paper, and it stays with the claim. You can bring"
                " others beside it."
            )
        )


def stays(brought: datetime, decided: datetime | None) -> bool:
    """Whether a decision rests on a paper: else whoever was paid could have it erased."""
    return decided is not None and brought <= decided


def check_room(held: int, most: int) -> None:
    """Raise Conflict unless one more file may stand beside those that are held."""
    if held >= most:
        raise Conflict(
            N_("There are %(most)s files already, and no more are taken. Remove one first."),
            most=most,
        )


def share_within(
    days: int, filed_and_completed: Iterable[tuple[datetime, datetime | None]], now: datetime
) -> Share:
    """Return how many claims had all their papers within `days` times 24 hours of being filed.

    filed_and_completed: of each claim, when it was filed and when its last missing paper came
    (before filing counts as at once), None while papers are missing. Claims filed less than `days`
    before `now` are left out, complete or not: counting only the quick ones of them would flatter.
    """
    time = timedelta(days=days)
    over = [(filed, done) for filed, done in filed_and_completed if filed + time <= now]
    return Share(sum(done is not None and done - filed <= time for filed, done in over), len(over))
