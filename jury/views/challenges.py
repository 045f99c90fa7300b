"""Doors of those who decide on challenges. No page here says who was drawn, nor asks it."""

from flask import Response, request
from flask_babel import gettext as _

from jury import actions
from jury.forms import ChallengeForm
from jury.queries import challenge_for_officer, the_case
from jury.views.room import known_id, room
from kernel.access import Permission, requires
from kernel.errors import Refusal
from kernel.web import answer, notice, open_work, see
from members.actions import count_try
from members.models import Account
from members.queries import account, those_told


@room.route("/jury/bench/challenges/<challenge_id>", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def challenge(challenge_id: str) -> Response:
    """What a side says against a member; whom it means is shown once more before it is upheld."""
    form = ChallengeForm()
    if not form.validate_on_submit():
        return _page(challenge_id, form, 422 if form.is_submitted() else 200)
    if request.form.get("step") == "change":
        return _page(challenge_id, form)  # with all that was typed
    meant = None
    if form.decision.data == "uphold":
        meant = _meant(challenge_id, form)
        if meant is None:
            return _page(challenge_id, form, 422)
        if request.form.get("step") != "decide" or form.who.data != meant.ref:
            return _page(challenge_id, form, meant=meant)
    try:
        with open_work() as work:
            against = meant.id if meant else None
            row = actions.decide_challenge(work, challenge_id, form.answer.data, against)
    except Refusal as refusal:
        return _page(challenge_id, form, refusal.status, refusal)
    if meant:
        notice(_("Upheld. Whether this member was drawn is told to nobody, and not to you."))
    else:
        notice(_("Dismissed. The side reads your answer."))
    return see("jury.bench_case", ref=row.case_ref)


def _meant(challenge_id: str, form: ChallengeForm) -> Account | None:
    """Return whose account is meant, or say beside the field why nobody is."""
    with open_work() as work:
        mine = account(work.session, work.actor.account).email
        count_try(work, "adviser", mine, request.remote_addr or "")
    with open_work() as work:
        challenge_for_officer(work.session, known_id(challenge_id), work.actor.account)
        found = those_told(work.session, form.who.data or "")
    if len(found) == 1:
        return found[0]
    if found:
        refs = ", ".join(one.ref for one in found)
        said = _("Several members have this name: %(refs)s. Write the reference.", refs=refs)
    else:
        said = _("No member has this name or reference. Write it as it stands on their account.")
    form.who.errors = [said]
    return None


def _page(
    challenge_id: str,
    form: ChallengeForm,
    status: int = 200,
    refusal: Refusal | None = None,
    meant: Account | None = None,
) -> Response:
    with open_work() as work:
        row = challenge_for_officer(work.session, known_id(challenge_id), work.actor.account)
        case = the_case(work.session, row.case_ref)
    return answer(
        "jury/challenge.html",
        status=status,
        challenge=row,
        case=case,
        form=form,
        refusal=refusal,
        meant=meant,
    )
