"""A side says of a member that they must not judge its case."""

from claims.actions.steps import for_claimant, for_officer
from claims.queries import preparers, present_case
from claims.timetable import Side
from jury.actions import challenge
from kernel.errors import N_, Conflict
from kernel.work import Work


def challenge_member(work: Work, ref: str, side: Side, told: str) -> None:
    """Say for a side that a member must not judge its case: as the claimant, not as who advises
    them, or as an officer who speaks for the plan. told: who is meant, and why.

    Who speaks for the plan has prepared the file or written in it, and decides on no challenge: so
    there is always somebody left who may. Raises Missing, Malformed, and Conflict for another
    officer, before there is a case, and as `jury.actions.challenge` does.
    """
    claim = (for_claimant if side is Side.CLAIMANT else for_officer)(work, ref)
    if side is Side.RESPONDENT and work.actor.account not in preparers(work.session, claim):
        raise Conflict(N_("Whoever prepared the file, or wrote for the plan in it, speaks for it."))
    case = present_case(work.session, ref)
    if case is None:
        raise Conflict(N_("No jury is to judge this claim yet."))
    challenge(work, case.ref, side, told)
