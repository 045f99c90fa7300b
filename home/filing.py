"""The demo's claims before the jury: one is looked into, one to be answered, one disputed."""

from dataclasses import replace
from datetime import date

import claims.actions
from claims.claim import Decision
from claims.dates import KnownDates
from claims.decision import Decided
from claims.filing import Benefit, Filing, Named, PartyKind, Whom
from claims.papers import Paper
from claims.timetable import Side
from claims.uploads import judge
from home.papers import card, report
from home.stage import Scene
from kernel.actor import Actor
from kernel.work import Work, unit_of_work

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
REFUSED = Decided(
    decision=Decision.REFUSE,
    title="Tablets against high pressure",
    reason="Two years before joining a doctor ordered tablets for 45 days without a break.",
    clauses=("medication",),
    amount=30_000_000,
    cost=275_000,
)


THUMB = replace(
    KNEE,
    whom=Whom.MYSELF,
    story="A saw took the thumb of my right hand. I am a joiner. Dr Ada Moor at Lakeside Hospital "
    "could not save it.",
    dates=KnownDates(event=date(2026, 8, 14), accident=True, stay_days=17),
)
STAY = replace(
    REFUSED,
    title="A hand, and an earlier stay",
    reason="A stay of 17 days in the two years before joining was not told of.",
    clauses=("hospital-stay",),
)


ABOUT = {
    Paper.ACCIDENT: ("police report.pdf", "REPORT OF AN ACCIDENT", "A child fell from a wall."),
    Paper.DIAGNOSIS: ("report.pdf", "REPORT", "Findings and diagnosis of the person named above."),
    Paper.DISCHARGE: ("discharge.pdf", "DISCHARGE SUMMARY", "Sent home in a stable condition."),
    Paper.INVOICE: ("invoice.pdf", "INVOICE", "Treatment as listed. To be paid within 30 days."),
}


def bring(work: Work, ref: str, *wanted: Paper) -> None:
    """Bring papers of a claim as its claimant, each made for the demo."""
    for paper in wanted:
        name, *lines = ABOUT.get(paper, ("card.png",))
        data = report(*lines, "(An example, made for the demo.)") if lines else card()
        claims.actions.add_paper(work, ref, paper, judge(data, name))


def file_three(
    claimant: Actor, other: Actor, third: Actor, officer: Actor
) -> tuple[Scene[None], Scene[None], Scene[None]]:
    """One claim is handed in; one is refused on the papers, and waits for an answer; one is
    disputed, and both sides write."""
    return _handed_in(other), _refused(claimant, officer), _disputed(third, officer)


def _handed_in(claimant: Actor) -> Scene[None]:
    yield 1
    with unit_of_work(claimant) as work:
        ref = claims.actions.file_claim(work, KNEE).ref
        bring(work, ref, Paper.IDENTITY, Paper.ACCIDENT, Paper.DIAGNOSIS)
        claims.actions.hand_in_claim(work, ref)


def _refused(claimant: Actor, officer: Actor) -> Scene[None]:
    yield 6
    with unit_of_work(claimant) as work:
        filed = claims.actions.file_claim(work, KIDNEY)
        claims.actions.hand_in_claim(work, filed.ref)
        bring(work, filed.ref, Paper.IDENTITY, Paper.DIAGNOSIS, Paper.DISCHARGE, Paper.INVOICE)
        ref, revision, amount = filed.ref, filed.revision, filed.amount or REFUSED.amount
    yield 2
    with unit_of_work(officer) as work:
        claims.actions.decide_claim(work, ref, replace(REFUSED, amount=amount), revision)


def _disputed(claimant: Actor, officer: Actor) -> Scene[None]:
    yield 9
    with unit_of_work(claimant) as work:
        filed = claims.actions.file_claim(work, THUMB)
        bring(work, filed.ref, Paper.IDENTITY, Paper.INVOICE)
        claims.actions.hand_in_claim(work, filed.ref)
        ref, revision, amount = filed.ref, filed.revision, filed.amount or REFUSED.amount
    yield 5
    with unit_of_work(officer) as work:
        claims.actions.decide_claim(work, ref, replace(STAY, amount=amount), revision)
    yield 3
    with unit_of_work(claimant) as work:
        why = "The stay was for a tooth, and had nothing to do with the hand."
        claims.actions.dispute_decision(work, ref, why)
        letter = judge(report("A LETTER", "The stay of 17 days was for a tooth."), "letter.pdf")
        claims.actions.attach(work, ref, Side.CLAIMANT, letter)
