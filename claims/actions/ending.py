"""How a claim ends without a verdict: the claimant withdraws."""

from claims.actions.papers import erase_papers
from claims.actions.steps import for_claimant, note, tell
from claims.claim import Facts
from claims.events import ClaimWithdrawn
from claims.filing import Filing
from claims.life import Deed, State, after
from claims.models import SENT_BACK, WITHDRAWN, Claim, FilingRow
from claims.queries import (
    governing_rows,
    is_erased_if_withdrawn,
    present_case,
    state_now,
    steps,
)
from jury.actions import withdraw_case
from jury.models import OVER
from kernel.work import Work


def withdraw(work: Work, ref: str) -> Claim:
    """Withdraw one's own claim, at any stage until the poll closes; the box is never opened.

    While its claimant still writes it, and nothing was decided on it, its papers are erased with
    their key, and all that was written with them. Later they are kept with the claim: an officer
    may have decided on them.
    Raises Missing for a claim that is not one's own, Conflict when it is too late.
    """
    claim = for_claimant(work, ref)
    state = after(state_now(work.session, claim, work.now), Deed.WITHDRAW)
    case = present_case(work.session, ref)
    # A claim that was taken up again is withdrawn although its earlier case is over. One that is
    # not over ends with the claim, wherever that stands; before the jury, one that is over bars it.
    if case and (claim.state == State.FROZEN or case.stage not in OVER):
        withdraw_case(work, case.ref)
    is_erased = is_erased_if_withdrawn(work.session, claim)
    claim.state = state
    filed = work.session.get(FilingRow, claim.id)
    if filed is not None and is_erased:
        _erase(work, claim, filed)
    note(work, claim, WITHDRAWN)
    tell(work, claim, ClaimWithdrawn(claim=ref))
    return claim


def _erase(work: Work, claim: Claim, filed: FilingRow) -> None:
    """Leave of a claim its number and what was done when: no word of it, no name and no day.

    The reasons why it came back go too: they may name whoever stands in the papers.
    """
    filed.take(Filing())
    claim.facts = Facts(title="")
    for row in governing_rows(work.session, claim):  # each says a day
        work.session.delete(row)
    for step in steps(work.session, claim):
        if step.what == SENT_BACK:
            step.why = ""
    erase_papers(work, claim)
