"""Questions about what jurors would see of a claim, and what stands in the way of freezing it."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.claim import Issue, missing
from claims.handover import (
    Redaction,
    case_file,
    names_in,
    parties_of,
    redact_claim,
    text_digest,
    unresolved,
)
from claims.life import State
from claims.models import Agreement, Claim, FlagDecision, SignOff
from claims.queries.claims import claimant_name, present_case
from claims.queries.filing import preliminary_of
from claims.queries.governing import governing_of
from claims.rarity import FEW, Shared, told
from claims.redaction import Flag, redact
from jury.casefile import CaseFile
from jury.queries import file_of
from jury.reading.clauses import names_of
from kernel.errors import N_
from members.queries import account, count_born
from rules.clause import ClauseVersion
from rules.queries import version


def flags_decided(session: Session, claim: Claim) -> dict[str, FlagDecision]:
    """Return what was decided about the flags of the present revision, by their key."""
    rows = session.scalars(
        sa.select(FlagDecision).where(
            FlagDecision.claim_id == claim.id, FlagDecision.revision == claim.revision
        )
    )
    return {row.key: row for row in rows}


def sign_off(session: Session, claim: Claim) -> SignOff | None:
    """Return the approval of the present revision, if there is one."""
    return session.scalar(
        sa.select(SignOff).where(SignOff.claim_id == claim.id, SignOff.revision == claim.revision)
    )


def redaction(session: Session, claim: Claim) -> Redaction:
    """Return the texts of a claim as they stand redacted now."""
    decided = {key: row.decision for key, row in flags_decided(session, claim).items()}
    return redact_claim(claim.facts, decided, claimant=claimant_name(session, claim))


def flags(session: Session, claim: Claim) -> tuple[Flag, ...]:
    """Return the flags of a claim, each to be decided by a second officer."""
    return redact_claim(claim.facts, claimant=claimant_name(session, claim)).flags


def preview(session: Session, claim: Claim) -> CaseFile:
    """Return exactly what jurors would see if the claim were frozen now."""
    return case_file(
        claim.ref, claim.facts, redaction(session, claim), governing_of(session, claim)
    )


def digest_of(session: Session, claim: Claim) -> str:
    """Return the digest of what would be frozen now, with the amount at stake."""
    return text_digest(preview(session, claim), preliminary_of(session, claim).amount)


def agreement(session: Session, claim: Claim) -> Agreement | None:
    """Return what the claimant said of the present revision, if they have."""
    return session.get(Agreement, (claim.id, claim.revision))


@dataclass(frozen=True)
class Seen:
    """A claim as jurors see it: the file, and the clauses in dispute, each with why it governs.

    clause_names: id to number and title, of all that the file cites or its dates rest on. amount:
    in fen, what is at stake; 0 while nobody has said. It stands beside the file.
    """

    file: CaseFile
    amount: int
    clauses: list[tuple[ClauseVersion, str]]
    clause_names: dict[str, str]


def as_jurors_see(session: Session, claim: Claim) -> Seen:
    """Return what jurors see: the frozen file, or what it would be if it were frozen now."""
    case = present_case(session, claim.ref) if claim.state == State.FROZEN else None
    file = file_of(case) if case else preview(session, claim)
    clauses = [(version(session, one.id, one.version), one.why) for one in file.clauses]
    amount = preliminary_of(session, claim).amount
    return Seen(file, amount, clauses, names_of(session, file))


def shared(session: Session, claim: Claim) -> Shared | None:
    """Return how many members share what the file tells of the claimant.

    None where it tells no age, and where somebody else is covered: a child has no account.
    """
    found = told(claim.facts.dates)
    if found is None or account(session, claim.claimant_id).born_on != claim.born_on:
        return None
    count = count_born(session, found.born_from, found.born_until, found.joined, most=FEW)
    return Shared(count, by_day=found.joined is not None)


@dataclass(frozen=True)
class Titled:
    """A title that names somebody: the names, and what jurors would read."""

    names: tuple[str, ...]
    shown: str

    @property
    def quoted(self) -> str:
        return ", ".join(f"“{name}”" for name in self.names)


def named_in_title(session: Session, claim: Claim, title: str | None = None) -> Titled | None:
    """Return which declared names the title holds, or one that is to be given; None for none."""
    parties = parties_of(claim.facts, claimant_name(session, claim))
    found = redact(claim.title if title is None else title, parties)
    names = names_in(found)
    return Titled(names, found.text) if names else None


def issues_before_freezing(session: Session, claim: Claim) -> list[Issue]:
    """Return what stands in the way of freezing, each with the field or page that mends it."""
    issues = missing(claim.facts) + unresolved(claim.facts, governing_of(session, claim))
    approved = sign_off(session, claim)
    if approved is None or claim.state not in {State.SIGNED_OFF, State.AGREED}:
        issues.append(Issue(N_("A second officer has not approved the summary yet."), "review"))
    elif approved.text_digest != (digest := digest_of(session, claim)):
        issues.append(Issue(N_("What jurors would read is not what was approved."), "review"))
    elif claim.state == State.SIGNED_OFF:
        issues.append(Issue(N_("The claimant has not agreed to the text yet."), "claimant"))
    elif (agreed := agreement(session, claim)) is None or agreed.text_digest != digest:
        issues.append(Issue(N_("The claimant agreed to another text."), "review"))
    return issues
