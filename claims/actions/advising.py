"""Who helps a claimant: a member whom they name, until they end it."""

from claims.actions.steps import for_claimant, tell
from claims.events import AdviserNamed
from claims.models import AdviserRow, Claim
from claims.queries import adviser_row, advisers_ever, present_case
from kernel.actor import Role
from kernel.errors import N_, Conflict, Malformed
from kernel.work import Work
from members.models import Account
from members.queries import account_told, roles_of

# One sentence for all, so that nothing tells who is a member, and what one is.
NOBODY = N_(
    "Nobody can be named by this. Ask the member for the reference on their account page. It can "
    "be neither your own nor that of an officer of the plan, who would read what you still write."
)


# Whoever is named is on no panel of the claim for good. Five are enough for help that changes
# hands, and too few to choose one's judges by naming those whom one does not want.
MOST_ADVISERS = 5


def name_adviser(work: Work, ref: str, told: str) -> None:
    """Name a member who reads the actor's claim and writes for it, in place of one named before.

    told: that member's reference, as people write it. Raises Missing, Malformed where nobody can be
    named by it, and Conflict for the sixth member, and once a case was before the jury: the one
    named may sit on its panel.
    """
    claim = for_claimant(work, ref)
    if present_case(work.session, ref) is not None:
        raise Conflict(N_("The file was before the jury: nobody can be named any more."))
    found = _nameable(work, claim, told)
    held = adviser_row(work.session, claim)
    if held is not None:
        if held.account_id == found.id:
            return
        _end(work, held)
    named = AdviserRow(claim_id=claim.id, account_id=found.id, named_at=work.now)
    work.session.add(named)
    work.session.flush()
    tell(work, claim, AdviserNamed(claim=ref))


def remove_adviser(work: Work, ref: str) -> None:
    """Let nobody advise the actor on their claim from now on. Raises Missing, Conflict."""
    claim = for_claimant(work, ref)
    held = adviser_row(work.session, claim)
    if held is None:
        raise Conflict(N_("Nobody advises you."))
    _end(work, held)
    tell(work, claim, AdviserNamed(claim=ref))


def _end(work: Work, held: AdviserRow) -> None:
    held.removed_at, held.removed_by = work.now, work.actor.account
    work.session.flush()


def _nameable(work: Work, claim: Claim, told: str) -> Account:
    found, known = account_told(work.session, told), advisers_ever(work.session, claim)
    if len(known) >= MOST_ADVISERS and (found is None or found.id not in known):
        raise Conflict(
            N_("You have named %(count)s members for this claim. Name one of them again."),
            count=MOST_ADVISERS,
        )
    if found is None or found.id == work.actor.account:
        raise Malformed(NOBODY)
    if Role.OFFICER in roles_of(work.session, found.id):
        raise Malformed(NOBODY)
    return found
