"""The demo's claims before any dispute: one waits for an officer, one for its claimant."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import claims.actions
from claims.claim import Decision
from claims.dates import KnownDates
from claims.filing import Benefit, Filing, Named, PartyKind, Whom
from kernel.actor import Actor
from kernel.work import unit_of_work

At = Callable[[float], AbstractContextManager[None]]

KNEE = Filing(
    benefit=Benefit.ACCIDENT,
    whom=Whom.CHILD,
    story="My son fell from the wall behind the school on his way home. At Lakeside Hospital they "
    "operated on his head the same night. Dr Ada Moor says that he will need care for years.",
    named=(
        Named("Lakeside Hospital", PartyKind.HOSPITAL),
        Named("Dr Ada Moor", PartyKind.DOCTOR),
    ),
    dates=KnownDates(
        joined=date(2025, 2, 3), born=date(2017, 6, 11), event=date(2026, 9, 28), accident=True
    ),
)
KIDNEY = Filing(
    benefit=Benefit.ILLNESS,
    whom=Whom.MYSELF,
    story="In spring I was tired all the time. Dr Levi Stone at Harbour Hospital found that both "
    "kidneys had failed; since June I have dialysis three times a week.",
    named=(
        Named("Harbour Hospital", PartyKind.HOSPITAL),
        Named("Dr Levi Stone", PartyKind.DOCTOR),
    ),
    dates=KnownDates(diagnosed=date(2026, 6, 2), medication_days=45),
)
REFUSED = claims.actions.Decided(
    decision=Decision.REFUSE,
    title="Tablets against high pressure",
    reason="Two years before joining a doctor ordered tablets for 45 days without a break.",
    clauses=("medication",),
    amount=30_000_000,
    cost=275_000,
)


def file_two(claimant: Actor, other: Actor, officer: Actor, at: At) -> None:
    """One claim is handed in; another is refused on the papers, and waits for an answer."""
    with at(1), unit_of_work(other) as work:
        ref = claims.actions.file_claim(work, KNEE).ref
        claims.actions.hand_in_claim(work, ref)
    with at(6), unit_of_work(claimant) as work:
        filed = claims.actions.file_claim(work, KIDNEY)
        claims.actions.hand_in_claim(work, filed.ref)
        revision = filed.revision
    with at(2), unit_of_work(officer) as work:
        claims.actions.decide_claim(work, filed.ref, REFUSED, revision)
