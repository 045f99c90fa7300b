"""Questions about claims, from officers and from claimants. Nobody else has any."""

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.claim import Issue, State, check_handler, missing
from claims.handover import (
    Redaction,
    case_file,
    clauses_needed,
    redact_claim,
    rule_dates,
    unresolved,
)
from claims.models import PREPARING, Claim, ClaimStep, FlagDecision, SignOff
from claims.redaction import Flag
from jury.casefile import CaseFile
from jury.models import JuryCase, Seat
from jury.queries import file_of
from jury.reading.clauses import names_of
from kernel.errors import N_, Malformed, Missing
from members import queries as members
from members.models import Account
from rules.clause import ClauseVersion, Governing
from rules.queries import governing, version

# Whoever has a stake in a claim is on no panel for it; these are the codes that the log counts.
OWN, TOOK_PART = "claim", "took_part"
REF = re.compile(r"C-[0-9]{4}-[0-9]{4,9}")


def claim_by_ref(session: Session, ref: str) -> Claim:
    """Return the claim `ref`; raises Missing, for what is no ref too."""
    found = None
    if REF.fullmatch(ref):
        found = session.scalar(sa.select(Claim).where(Claim.ref == ref))
    if found is None:
        raise Missing()
    return found


def locked_claim(session: Session, ref: str) -> Claim:
    """Return the claim `ref` as it is now, kept from others until we are done; raises Missing."""
    claim_by_ref(session, ref)
    return session.scalars(
        sa.select(Claim)
        .where(Claim.ref == ref)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def my_claim(session: Session, account_id: str, ref: str) -> Claim:
    """Return a claim for its claimant; raises Missing, alike for another's and for none."""
    found = claim_by_ref(session, ref)
    if found.claimant_id != account_id:
        raise Missing()
    return found


def claim_for_officer(session: Session, account_id: str, ref: str) -> Claim:
    """Return a claim for an officer.

    Missing are their own, those of people close to them, and those that they were drawn to judge,
    now or before: a juror reads the redacted file and nothing else.
    """
    found = claim_by_ref(session, ref)
    if account_id == found.claimant_id or account_id in members.close_to(
        session, found.claimant_id
    ):
        raise Missing()
    if session.scalar(sa.select(Claim.ref).where(Claim.id == found.id, _drawn_for(account_id))):
        raise Missing()
    return found


def _drawn_for(account_id: str) -> sa.ColumnElement[bool]:
    """Return the condition on claims that `account_id` was drawn for the case or its successor."""
    return sa.exists().where(
        Seat.account_id == account_id,
        Seat.case_ref == JuryCase.ref,
        sa.or_(JuryCase.ref == Claim.ref, JuryCase.again_of == Claim.ref),
    )


def claimant_by_email(session: Session, account_id: str, email: str) -> Account:
    """Return the member whose claim the officer `account_id` may enter.

    Raises Malformed for an unknown e-mail, Conflict for an officer close to the member.
    """
    found = members.account_by_email(session, email)
    if found is None:
        raise Malformed(N_("No member has this e-mail address."))
    check_handler(account_id, found.id, members.close_to(session, found.id))
    return found


def claimant_name(session: Session, claim: Claim) -> str:
    """Return the name that redaction takes out although no officer declared it."""
    return members.account(session, claim.claimant_id).name


def my_claims(session: Session, account_id: str) -> list[Claim]:
    """Return the claims of an account, the latest first."""
    query = sa.select(Claim).where(Claim.claimant_id == account_id).order_by(Claim.ref.desc())
    return list(session.scalars(query))


def present_case(session: Session, ref: str) -> JuryCase | None:
    """Return the case before the jury: the one decided again, where there is one."""
    return session.scalar(
        sa.select(JuryCase)
        .where(sa.or_(JuryCase.ref == ref, JuryCase.again_of == ref))
        .order_by(JuryCase.again_of.is_(None), JuryCase.ref.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class DeskRow:
    """A claim in an officer's list: no names, nothing of the illness."""

    ref: str
    title: str
    state: State
    mine: bool  # whether this officer prepared it


def desk_rows(session: Session, account_id: str, limit: int = 200) -> list[DeskRow]:
    """Return the claims that an officer may handle, the latest first."""
    prepared = sa.exists().where(
        ClaimStep.claim_id == Claim.id,
        ClaimStep.by == account_id,
        ClaimStep.what.in_(PREPARING),
    )
    barred = [account_id, *members.close_to(session, account_id)]
    rows = session.execute(
        sa.select(Claim.ref, Claim.title, Claim.state, prepared.label("mine"))
        .where(Claim.claimant_id.not_in(barred), sa.not_(_drawn_for(account_id)))
        .order_by(Claim.ref.desc())
        .limit(limit)
    )
    return [DeskRow(row.ref, row.title, State(row.state), bool(row.mine)) for row in rows]


def steps(session: Session, claim: Claim) -> list[ClaimStep]:
    """Return what was done to a claim, in order."""
    query = sa.select(ClaimStep).where(ClaimStep.claim_id == claim.id).order_by(ClaimStep.number)
    return list(session.scalars(query))


@dataclass(frozen=True)
class Told:
    """One step of a claim as officers read it."""

    what: str
    who: str
    at: datetime
    why: str


def history(session: Session, claim: Claim) -> list[Told]:
    """Return the steps of a claim with the names of those who took them."""
    return [
        Told(step.what, members.account(session, step.by).name, step.at, step.why)
        for step in steps(session, claim)
    ]


def handlers(session: Session, claim: Claim) -> set[str]:
    """Return the accounts of all officers who did anything to a claim."""
    return {step.by for step in steps(session, claim)} - {claim.claimant_id}


def exclusions(session: Session, claim: Claim) -> dict[str, str]:
    """Return who may not judge a claim: account id to reason code, the weightiest one.

    A stake outweighs having taken part: who has one must not act on the case as an officer either.
    """
    return {
        **dict.fromkeys(handlers(session, claim), TOOK_PART),
        **members.close_to(session, claim.claimant_id),
        claim.claimant_id: OWN,
    }


def preparers(session: Session, claim: Claim) -> list[str]:
    """Return the accounts of those who prepared a claim, the latest last."""
    return [step.by for step in steps(session, claim) if step.what in PREPARING]


def decisions(session: Session, claim: Claim) -> dict[str, str]:
    """Return what was decided about the flags of the present revision: key to hide or show."""
    rows = session.execute(
        sa.select(FlagDecision.key, FlagDecision.decision).where(
            FlagDecision.claim_id == claim.id, FlagDecision.revision == claim.revision
        )
    )
    return {row.key: row.decision for row in rows}


def sign_off(session: Session, claim: Claim) -> SignOff | None:
    """Return the approval of the present revision, if there is one."""
    return session.scalar(
        sa.select(SignOff).where(SignOff.claim_id == claim.id, SignOff.revision == claim.revision)
    )


def redaction(session: Session, claim: Claim) -> Redaction:
    """Return the texts of a claim as they stand redacted now."""
    claimant = claimant_name(session, claim)
    return redact_claim(claim.facts, decisions(session, claim), claimant=claimant)


def flags(session: Session, claim: Claim) -> tuple[Flag, ...]:
    """Return the flags of a claim, each to be decided by a second officer."""
    return redact_claim(claim.facts, claimant=claimant_name(session, claim)).flags


def governing_of(session: Session, claim: Claim) -> dict[str, Governing]:
    """Return which version of each clause governs; a clause that is in no book is left out."""
    found: dict[str, Governing] = {}
    days = rule_dates(claim.facts)
    for clause_id in clauses_needed(claim.facts):
        try:
            found[clause_id] = governing(session, [clause_id], days)[0]
        except Missing:
            continue
    return found


def preview(session: Session, claim: Claim) -> CaseFile:
    """Return exactly what jurors would see if the claim were frozen now."""
    return case_file(
        claim.ref, claim.facts, redaction(session, claim), governing_of(session, claim)
    )


@dataclass(frozen=True)
class Seen:
    """A claim as jurors see it: the file, and the clauses in dispute, each with why it governs.

    clause_names: id to number and title, of all that the file cites or its dates rest on.
    """

    file: CaseFile
    clauses: list[tuple[ClauseVersion, str]]
    clause_names: dict[str, str]


def as_jurors_see(session: Session, claim: Claim) -> Seen:
    """Return what jurors see: the frozen file, or what it would be if it were frozen now."""
    case = present_case(session, claim.ref)
    file = file_of(case) if case else preview(session, claim)
    clauses = [(version(session, one.id, one.version), one.why) for one in file.clauses]
    return Seen(file, clauses, names_of(session, file))


def issues_before_freezing(session: Session, claim: Claim) -> list[Issue]:
    """Return what stands in the way of freezing, each with the field or page that mends it."""
    issues = missing(claim.facts) + unresolved(claim.facts, governing_of(session, claim))
    approved = sign_off(session, claim)
    if approved is None or claim.state != State.SIGNED_OFF:
        issues.append(Issue(N_("A second officer has not approved the summary yet."), "review"))
    elif approved.text_digest != redaction(session, claim).digest:
        issues.append(Issue(N_("The redacted text is not the one that was approved."), "review"))
    return issues
