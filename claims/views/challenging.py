"""Doors of the sides, each its own: a member who must not judge the case."""

from flask import Response
from flask_babel import gettext as _

from claims import actions, queries
from claims.forms import ChallengeForm
from claims.timetable import Side
from claims.views.room import room
from jury.actions.challenges import MOST
from jury.hopeless import BEFORE_THE_POLL
from jury.queries import challenges_of
from jury.wording.challenges import CHALLENGES
from kernel.access import Permission, requires
from kernel.errors import Missing, Refusal
from kernel.web import answer, notice, open_work, see

DOORS = {Side.CLAIMANT: "claims.challenge", Side.RESPONDENT: "claims.plan_challenge"}


@room.route("/claims/<ref>/challenge", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def challenge(ref: str) -> Response:
    """The claimant's challenges."""
    return _challenges(ref, Side.CLAIMANT)


@room.route("/claims/<ref>/plan-challenge", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def plan_challenge(ref: str) -> Response:
    """The plan's challenges, for officers who speak for it."""
    return _challenges(ref, Side.RESPONDENT)


def _challenges(ref: str, side: Side) -> Response:
    form = ChallengeForm()
    if not form.validate_on_submit():
        return _page(ref, side, form, 422 if form.is_submitted() else 200)
    try:
        with open_work() as work:
            actions.challenge_member(work, ref, side, form.told.data)
    except Refusal as refusal:
        return _page(ref, side, form, refusal.status, refusal)
    notice(_("An officer who has no part in the case decides. You read the answer here."))
    return see(DOORS[side], ref=ref)


def _page(
    ref: str, side: Side, form: ChallengeForm, status: int = 200, refusal: Refusal | None = None
) -> Response:
    with open_work() as work:
        mine = work.actor.account
        if side is Side.CLAIMANT:
            claim = queries.my_claim(work.session, mine, ref)
        else:
            claim = queries.claim_for_officer(work.session, mine, ref)
            if mine not in queries.preparers(work.session, claim):
                raise Missing()
        case = queries.present_case(work.session, ref)
        said = challenges_of(work.session, case.ref, side) if case else []
    return answer(
        "claims/challenge.html",
        status=status,
        claim=claim,
        side=side,
        door=DOORS[side],
        form=form,
        refusal=refusal,
        said=said,
        states=CHALLENGES,
        most=MOST,
        may=case is not None and case.stage in BEFORE_THE_POLL and len(said) < MOST,
        early=case is None,
        over=case is not None and case.stage not in BEFORE_THE_POLL,
    )
