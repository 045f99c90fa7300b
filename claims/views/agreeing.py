"""Doors of the agreement to the text: the claimant's, who agrees or does not, and the officer's,
who answers them."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from claims import actions, queries
from claims.forms import RefusalForm, TextForm
from claims.life import NOT_NOW, Deed, State
from claims.models import Claim
from claims.views.room import room
from kernel.access import Permission, requires
from kernel.errors import Conflict, Refusal
from kernel.web import answer, notice, open_work, see

AGREE, REFUSE, STRIKE = "agree", "refuse", "strike"


@room.route("/claims/<ref>/text", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def text(ref: str) -> Response:
    """What jurors will see, for the claimant to agree to, to refuse, or to strike their remarks."""
    form = TextForm()
    with open_work() as work:
        claim = queries.my_claim(work.session, work.actor.account, ref)
        if claim.state != State.SIGNED_OFF:
            return _late(claim, form) if form.is_submitted() else see("claims.claim", ref=ref)
        page: dict[str, Any] = {
            "claim": claim,
            "form": form,
            "seen": queries.as_jurors_see(work.session, claim),
            "refused": queries.last_refused(work.session, claim),
            "shared": queries.shared(work.session, claim),
        }
    if page["refused"] is None:
        del form.for_jurors
    if not form.is_submitted():
        form.revision.show(claim.revision)
        if form.for_jurors:
            form.for_jurors.data = claim.claimant_remarks
        return answer("claims/text.html", **page)
    said = request.form.get("answer", REFUSE)
    if not form.validate() or not _is_whole(form, said):
        return answer("claims/text.html", status=422, **page)
    try:
        notice(_say(ref, form, said))
    except Refusal as refusal:
        if form.revision.number != claim.revision:  # what was read is not what stands here now
            form.read.data = False
            form.revision.show(claim.revision)
        return answer("claims/text.html", status=refusal.status, refusal=refusal, **page)
    return see("claims.claim", ref=ref)


def _is_whole(form: TextForm, said: str) -> bool:
    """Whether a valid form holds what its button needs, and nothing that the button would drop."""
    if said == AGREE and not form.read.data:
        form.read.errors = [_("Tick this once you have read it.")]
    if said != REFUSE and form.told.data:
        form.told.errors = [
            _("Officers would not get this. Send it with “Do not agree”, or empty the field.")
        ]
    return not form.errors


def _say(ref: str, form: TextForm, said: str) -> str:
    """Do what the claimant said, and return what the page says of it."""
    revision = form.revision.number
    with open_work() as work:
        if said == AGREE:
            actions.agree_to_text(work, ref, revision)
            return str(_("You agreed. An officer closes the file next."))
        if said == STRIKE:
            actions.strike_remarks(work, ref, revision)
            return str(_("Your remarks are taken out. No juror reads them."))
        for_jurors = form.for_jurors.data if form.for_jurors else ""
        actions.refuse_text(work, ref, revision, form.told.data or "", for_jurors or "")
    return str(_("You did not agree. An officer changes the text or answers you."))


def _late(claim: Claim, form: TextForm) -> Response:
    """Answer one whose answer no text waits for any more, with their remarks for them to keep.

    The text is not shown: an officer may be writing it anew.
    """
    refusal = Conflict(NOT_NOW[Deed.REFUSE])
    kept = "\n\n".join(filter(None, (form.told.data, form.for_jurors.data)))
    return answer("claims/text.html", status=409, claim=claim, refusal=refusal, kept=kept)


@room.route("/claims/<ref>/refusal", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def refusal(ref: str) -> Response:
    """What the claimant did not agree to, for an officer to answer."""
    form = RefusalForm()
    with open_work() as work:
        claim = queries.claim_for_officer(work.session, work.actor.account, ref)
        refused = queries.last_refused(work.session, claim)
    if not form.is_submitted() and (refused is None or claim.state != State.PREPARED):
        return see("claims.review", ref=ref)
    page: dict[str, Any] = {"claim": claim, "refused": refused, "form": form}
    if not form.is_submitted():
        form.answer.data = refused.answer if refused else ""
        return answer("claims/refusal.html", **page)
    if not form.validate():
        return answer("claims/refusal.html", status=422, **page)
    try:
        with open_work() as work:
            actions.answer_refusal(work, ref, form.answer.data)
    except Refusal as refused_now:
        status = refused_now.status
        return answer("claims/refusal.html", status=status, refusal=refused_now, **page)
    notice(_("Answered. The claimant reads it when they are asked again."))
    return see("claims.edit", ref=ref)
