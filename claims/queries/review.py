"""Questions about what jurors would see of a claim, and what stands in the way of freezing it."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from claims.claim import Facts, Issue, missing
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
from claims.queries.steps import preparers
from claims.rarity import FEW, Shared, told
from claims.redaction import Flag, redact
from claims.standards import OFFERED, standard_named
from jury.casefile import CaseFile
from jury.example import Line, worked
from jury.models import JuryCase
from jury.queries import file_of, halt_of, is_beyond, standard_of
from jury.reading.clauses import names_of
from jury.standard import Standard
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


def signed(session: Session, claim: Claim, account_id: str) -> bool:
    """Whether an officer prepared or approved the text of a claim as it is."""
    row = sign_off(session, claim)
    approved = row is not None and row.approved_by == account_id
    return approved or account_id in preparers(session, claim)


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
    """Return the digest of what would be frozen now, with the amount at stake and the standard."""
    amount, case = preliminary_of(session, claim).amount, _case_that_has(session, claim)
    return text_digest(preview(session, claim), amount, _standard(claim, case))


def _case_that_has(session: Session, claim: Claim) -> JuryCase | None:
    """Return the case that has a claim's file, or waits for it to go on; None where the file, once
    it is frozen, begins another."""
    case = present_case(session, claim.ref)
    if case is None or claim.state == State.FROZEN:
        return case
    return case if halt_of(session, case.ref) is not None else None


def _standard(claim: Claim, case: JuryCase | None) -> Standard | None:
    """Return the standard that a claim's case was opened under, or the one chosen for it."""
    return standard_of(case) if case else standard_named(claim.standard)


def agreement(session: Session, claim: Claim) -> Agreement | None:
    """Return what the claimant said of the present revision, if they have."""
    return session.get(Agreement, (claim.id, claim.revision))


@dataclass(frozen=True)
class Seen:
    """A claim as jurors see it: the file, and the clauses in dispute, each with why it governs.

    clause_names: id to number and title, of all that the file cites or its dates rest on. amount:
    in fen, what is at stake; 0 while nobody has said. standard: by which they decide; None while
    none is chosen. new_panel: whether another is drawn if they come to no decision. These three
    stand beside the file.
    """

    file: CaseFile
    amount: int
    standard: Standard | None
    new_panel: bool
    clauses: list[tuple[ClauseVersion, str]]
    clause_names: dict[str, str]

    @property
    def examples(self) -> list[Line]:
        """The standard in its own numbers."""
        return worked(self.standard) if self.standard else []


def as_jurors_see(session: Session, claim: Claim) -> Seen:
    """Return what jurors see: the frozen file, or what it would be if it were frozen now."""
    case = _case_that_has(session, claim)
    is_frozen = case is not None and claim.state == State.FROZEN
    file = file_of(case) if case and is_frozen else preview(session, claim)
    standard = _standard(claim, case)
    return Seen(
        file=file,
        amount=preliminary_of(session, claim).amount,
        standard=standard,
        new_panel=standard is not None and standard.again and _is_first(session, claim, case),
        clauses=[(version(session, one.id, one.version), one.why) for one in file.clauses],
        clause_names=names_of(session, file),
    )


def _is_first(session: Session, claim: Claim, case: JuryCase | None) -> bool:
    """Whether no panel was asked about a claim before the one of `case`, or of the next case."""
    return case.again_of is None if case else present_case(session, claim.ref) is None


def shared(session: Session, claim: Claim) -> Shared | None:
    """Return how many members share what the file tells of the claimant.

    None where it tells no age. Where somebody else is covered, nobody is counted: a child has no
    account.
    """
    found = told(claim.facts.dates)
    if found is None:
        return None
    by_day = found.joined is not None
    if account(session, claim.claimant_id).born_on != claim.born_on:
        return Shared(None, by_day)
    count = count_born(session, found.born_from, found.born_until, found.joined, most=FEW)
    return Shared(count, by_day)


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


def beyond_the_roll(session: Session, facts: Facts) -> list[Issue]:
    """Return what stands in the way of the standard that is chosen."""
    standard = standard_named(facts.standard) if facts.standard in OFFERED else None
    if standard is None or not is_beyond(session, standard):
        return []
    return [
        Issue(
            N_("This standard takes more votes than the roll of jurors has members: take another."),
            "standard",
        )
    ]


def issues_before_freezing(session: Session, claim: Claim) -> list[Issue]:
    """Return what stands in the way of freezing, each with the field or page that mends it."""
    issues = missing(claim.facts) + unresolved(claim.facts, governing_of(session, claim))
    issues += beyond_the_roll(session, claim.facts)
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
