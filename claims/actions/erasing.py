"""A claim that is over is erased, after a time, by two officers: no word of it is left but what was
published of its cases, in which nobody is named."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from audit.actions import record
from claims.actions.papers import erase_papers
from claims.actions.steps import for_officer
from claims.claim import Facts
from claims.events import ClaimErased, ClaimErasureProposed, ClaimErasureTakenBack
from claims.filing import Filing
from claims.models import (
    Agreement,
    Appeal,
    Claim,
    ClaimErasure,
    ClaimGoverning,
    ClaimStep,
    DecisionAnswer,
    ExtensionRow,
    FilingRow,
    FlagDecision,
    Objection,
    PreliminaryDecision,
    SignOff,
    StatementRow,
)
from claims.queries import cases_of, erasable_from, erasure_of
from jury.actions import forget_words
from jury.models import OVER
from kernel.db import leave_no_trace
from kernel.errors import N_, Conflict
from kernel.work import Work

UNDER_WAY = N_("This claim is under way. It can be erased some time after it is over.")
UNPROPOSED = N_("Nobody proposes to erase this claim, or it was taken back.")
ERASED = N_("This claim was erased already.")


def propose_erasure(work: Work, ref: str) -> ClaimErasure:
    """Propose to erase a claim that is over. Proposing it twice changes nothing.

    Raises Missing; Conflict while it is under way, or was not over for long enough.
    """
    claim = _erasable(work, ref)
    found = erasure_of(work.session, claim)
    if found is None:
        by = work.actor.account
        found = ClaimErasure(claim_id=claim.id, proposed_by=by, proposed_at=work.now)
        work.session.add(found)
        record(work, ClaimErasureProposed(claim=ref))
        work.session.flush()
    return found


def take_back_erasure(work: Work, ref: str) -> None:
    """Take back that a claim is to be erased: the officer who proposed it, or one who does not
    agree. It can be proposed anew.

    Raises Missing; Conflict where nobody proposed it, and once it is erased.
    """
    claim = for_officer(work, ref)
    found = erasure_of(work.session, claim)
    if found is None:
        raise Conflict(UNPROPOSED)
    if found.erased_at is not None:
        raise Conflict(ERASED)
    work.session.delete(found)
    record(work, ClaimErasureTakenBack(claim=ref))
    work.session.flush()


def erase_claim(work: Work, ref: str) -> Claim:
    """Agree that a claim is erased, and erase it: the key of its papers, all that was written, all
    days and names. Its number, who did what when, what was decided and in which amounts stay; and
    of its cases what is public.

    Raises Missing; Conflict for the officer who proposed it, and where nobody did.
    """
    claim = _erasable(work, ref)
    found = erasure_of(work.session, claim)
    if found is None:
        raise Conflict(UNPROPOSED)
    if found.erased_at is not None:
        raise Conflict(ERASED)
    if found.proposed_by == work.actor.account:
        raise Conflict(N_("You proposed to erase this claim; another officer must agree."))
    found.erased_by, found.erased_at = work.actor.account, work.now
    _blank(work, claim)
    for case in cases_of(work.session, ref):
        forget_words(work, case)
    erase_papers(work, claim)
    record(work, ClaimErased(claim=ref))
    leave_no_trace(work.session)
    return claim


def _erasable(work: Work, ref: str) -> Claim:
    claim = for_officer(work, ref)
    if any(case.stage not in OVER for case in cases_of(work.session, ref)):
        raise Conflict(UNDER_WAY)
    may = erasable_from(work.session, claim, work.now)
    if may is None:
        raise Conflict(UNDER_WAY)
    if work.now < may:
        raise Conflict(N_("This claim can be erased from %(day)s on."), day=f"{may:%Y-%m-%d}")
    return claim


def _blank(work: Work, claim: Claim) -> None:
    """Leave of a claim what was decided and in which amounts, and no word and no day."""
    facts = claim.facts
    claim.facts = Facts(
        title="",
        amount=facts.amount,
        decision=facts.decision,
        clauses=facts.clauses,
        tiers=facts.tiers,
        standard=facts.standard,
    )
    of = claim.id
    empty: dict[Any, dict[str, Any]] = {
        ClaimStep: {"why": ""},
        PreliminaryDecision: {"reason": ""},
        DecisionAnswer: {"why": ""},
        Agreement: {"remarks": "", "text_digest": None},
        SignOff: {"text_digest": "", "despite": ""},
        StatementRow: {"text": ""},
        ExtensionRow: {"told": ""},
        Objection: {"evidence": "", "answer": ""},
        Appeal: {"why": ""},
    }
    for rows, values in empty.items():
        work.session.execute(sa.update(rows).where(rows.claim_id == of).values(**values))
    for gone in (ClaimGoverning, FlagDecision):
        work.session.execute(sa.delete(gone).where(gone.claim_id == of))
    filed = work.session.get(FilingRow, of)
    if filed is not None:
        filed.take(replace(Filing(), benefit=filed.value(claim).benefit))
    work.session.flush()
    work.session.expire_all()
