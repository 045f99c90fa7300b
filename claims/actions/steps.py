"""Parts of what is done with claims. The actions that use them record it."""

from claims.models import Claim, ClaimStep
from claims.queries import claim_for_officer, locked_claim, steps
from kernel.work import Work


def for_officer(work: Work, ref: str) -> Claim:
    """Return a claim that the acting officer may handle, held; raises Missing."""
    claim_for_officer(work.session, work.actor.account, ref)
    return locked_claim(work.session, ref)


def note(work: Work, claim: Claim, what: str, why: str = "") -> None:
    """Keep that something was done to a claim, by whom, when and why."""
    work.session.add(
        ClaimStep(
            claim_id=claim.id,
            number=len(steps(work.session, claim)) + 1,
            what=what,
            by=work.actor.account,
            at=work.now,
            why=why,
        )
    )
    work.session.flush()
