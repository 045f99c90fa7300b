"""How a claim ends without a verdict: the claimant withdraws."""

from audit.actions import record
from claims.actions.papers import erase_papers
from claims.actions.steps import note
from claims.events import ClaimWithdrawn
from claims.life import Deed, State, after
from claims.models import WITHDRAWN, Claim, FilingRow
from claims.queries import locked_claim, my_claim, present_case
from jury.actions import withdraw_case
from jury.queries import halt_of
from kernel.work import Work


def withdraw(work: Work, ref: str) -> Claim:
    """Withdraw one's own claim, at any stage until the poll closes; the box is never opened.

    While its claimant still writes it nothing was decided on its papers: they are erased with their
    key, the story and the names with them. Later they are kept with the claim: an officer may have
    decided on them.
    Raises Missing for a claim that is not one's own, Conflict when it is too late.
    """
    my_claim(work.session, work.actor.account, ref)
    claim = locked_claim(work.session, ref)
    state = after(State(claim.state), Deed.WITHDRAW)
    case = present_case(work.session, ref)
    if case and (claim.state == State.FROZEN or halt_of(work.session, case.ref)):
        withdraw_case(work, case.ref)
    is_being_written = claim.state == State.FILING
    claim.state = state
    filed = work.session.get(FilingRow, claim.id)
    if filed is not None and is_being_written:
        filed.story, filed.named = "", []
        erase_papers(work, claim)
    note(work, claim, WITHDRAWN)
    record(work, ClaimWithdrawn(claim=ref))
    return claim
