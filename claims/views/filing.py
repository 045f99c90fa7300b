"""Doors for claimants before the jury: they file, answer the decision, and agree to the text."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from claims import actions, queries
from claims.claim import Stale
from claims.filing import Filing, check_drafts, missing_in
from claims.forms import DisputeForm, TextForm, filing_form, saved_instead
from claims.life import NOT_NOW, Deed, State
from claims.models import Claim
from claims.views.room import room
from kernel.access import Permission, requires
from kernel.errors import Conflict, Refusal
from kernel.web import answer, notice, open_work, see
from kernel.work import Work


@room.route("/claims/file", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def file() -> Response:
    form = filing_form()
    page: dict[str, Any] = {"form": form, "claim": None, "issues": []}
    if not form.is_submitted():
        return _begin(page)
    if not form.validate():
        return answer("claims/filing.html", status=422, **page)
    try:
        with open_work() as work:
            begun = actions.file_claim(work, form.filing)
    except Refusal as refusal:
        return answer("claims/filing.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Saved. Nobody but you can read it before you hand it in."))
    return see("claims.filing", ref=begun.ref)


def _begin(page: dict[str, Any]) -> Response:
    """Answer with an empty form, and with none where what is typed could not be saved."""
    try:
        with open_work() as work:
            check_drafts(queries.drafts(work.session, work.actor.account))
    except Refusal as refusal:
        return answer(
            "claims/filing.html", status=refusal.status, refusal=refusal, full=True, **page
        )
    return answer("claims/filing.html", **page)


@room.route("/claims/<ref>/filing", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def filing(ref: str) -> Response:
    """The claim while its claimant writes; a POST saves it, and hands it in where that is asked."""
    with open_work() as work:
        page = _page(work, ref)
        filed: Filing = page["filed"]
        form = page["form"] = filing_form(filed, page["claim"].revision)
        now = work.now
    sent = form.is_submitted()
    valid = sent and form.validate()
    if page["claim"].state != State.FILING and not (valid and saved_instead(form, filed)):
        return see("claims.claim", ref=ref)
    if not sent:
        return answer("claims/filing.html", issues=missing_in(filed, now), **page)
    page["issues"] = form.issues(now)
    if not valid:
        return answer("claims/filing.html", status=422, unsaved=True, **page)
    saved = False
    try:
        with open_work() as work:
            actions.change_filing(work, ref, form.filing, form.revision.number)
        saved = True
        if request.form.get("then") == "hand_in":
            with open_work() as work:
                actions.hand_in_claim(work, ref)
            notice(_("Handed in. An officer looks into it now."))
            return see("claims.claim", ref=ref)
    except Refusal as refusal:
        return _refused(ref, page | {"unsaved": not saved, "refusal": refusal})
    notice(_("Saved."))
    return see("claims.filing", ref=ref)


def _refused(ref: str, page: dict[str, Any]) -> Response:
    """Answer with what was typed, and with what stands now where another tab was quicker.

    The form then stands for the claim as it is by now, so that it can be sent again.
    """
    form, refusal = page["form"], page["refusal"]
    with open_work() as work:
        page |= _page(work, ref)
    if isinstance(refusal, Stale):
        page["stands"] = saved_instead(form, page["filed"])
    form.revision.show(page["claim"].revision)
    if not page["unsaved"]:
        notice(_("What you typed is saved."))
    return answer("claims/filing.html", status=refusal.status, **page)


def _page(work: Work, ref: str) -> dict[str, Any]:
    claim = queries.my_claim(work.session, work.actor.account, ref)
    return {
        "claim": claim,
        "filed": queries.filing_row(work.session, claim).value(claim),
        "sent_back": queries.why_sent_back(work.session, claim),
        "papers_missing": queries.papers_missing(work.session, claim),
    }


@room.route("/claims/<ref>/acceptance", methods=["POST"])
@requires(Permission.SIGNED_IN)
def acceptance(ref: str) -> Response:
    with open_work() as work:
        actions.accept_decision(work, ref)
    notice(_("You accepted the decision."))
    return see("claims.claim", ref=ref)


@room.route("/claims/<ref>/dispute", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def dispute(ref: str) -> Response:
    form = DisputeForm()
    with open_work() as work:
        claim = queries.my_claim(work.session, work.actor.account, ref)
        if queries.decision_of(work.session, claim) is None:
            return see("claims.claim", ref=ref)
    page: dict[str, Any] = {"claim": claim, "form": form}
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return answer("claims/dispute.html", status=status, **page)
    try:
        with open_work() as work:
            actions.dispute_decision(work, ref, form.why.data)
    except Refusal as refusal:
        return answer("claims/dispute.html", status=refusal.status, refusal=refusal, **page)
    notice(_("You disputed the decision. Members drawn by lot will decide."))
    return see("claims.claim", ref=ref)


@room.route("/claims/<ref>/text", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def text(ref: str) -> Response:
    """What jurors will see, for the claimant to agree to or to refuse with remarks."""
    form = TextForm()
    with open_work() as work:
        claim = queries.my_claim(work.session, work.actor.account, ref)
        if claim.state != State.SIGNED_OFF:
            return _late(claim, form) if form.is_submitted() else see("claims.claim", ref=ref)
        page: dict[str, Any] = {
            "claim": claim,
            "form": form,
            "seen": queries.as_jurors_see(work.session, claim),
            "refused": queries.refusals(work.session, claim),
        }
    if not form.is_submitted():
        form.revision.show(claim.revision)
        return answer("claims/text.html", **page)
    agrees = request.form.get("answer") == "agree"
    if not form.validate() or (agrees and not form.read.data):
        if agrees and not form.read.data:
            form.read.errors = [_("Tick this once you have read it.")]
        return answer("claims/text.html", status=422, **page)
    try:
        with open_work() as work:
            if agrees:
                actions.agree_to_text(work, ref, form.revision.number)
            else:
                actions.refuse_text(work, ref, form.revision.number, form.remarks.data or "")
    except Refusal as refusal:
        if form.revision.number != claim.revision:  # what was read is not what stands here now
            form.read.data = False
            form.revision.show(claim.revision)
        return answer("claims/text.html", status=refusal.status, refusal=refusal, **page)
    if agrees:
        notice(_("You agreed. An officer closes the file next."))
    else:
        notice(_("An officer writes the text anew, with your remarks before them."))
    return see("claims.claim", ref=ref)


def _late(claim: Claim, form: TextForm) -> Response:
    """Answer one whose answer no text waits for any more, with their remarks for them to keep.

    The text is not shown: an officer may be writing it anew.
    """
    refusal = Conflict(NOT_NOW[Deed.REFUSE])
    kept = form.remarks.data or ""
    return answer("claims/text.html", status=409, claim=claim, refusal=refusal, kept=kept)
