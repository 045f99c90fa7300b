"""Doors for claimants before the jury: they file, and answer the decision."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from claims import actions, queries
from claims.claim import Stale
from claims.filing import Filing, check_drafts, check_whole, doubts_on, missing_in
from claims.forms import (
    AnswerDecisionForm,
    DisputeForm,
    FilingForm,
    filing_form,
    saved_instead,
)
from claims.life import State
from claims.views.room import room
from kernel.access import Permission, requires
from kernel.errors import Refusal
from kernel.web import answer, notice, open_work, see
from kernel.work import Work


@room.route("/claims/file", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def file() -> Response:
    """The first step: what happened, and to whom. It is saved, and asked what that needs."""
    form = filing_form()
    if not form.is_submitted():
        return _begin(form)
    if not form.validate():
        return answer("claims/begin.html", status=422, form=form)
    try:
        with open_work() as work:
            begun = actions.file_claim(work, form.filing)
    except Refusal as refusal:
        return answer("claims/begin.html", status=refusal.status, refusal=refusal, form=form)
    notice(_("Saved. Now tell what happened, in your own time."))
    return see("claims.filing", ref=begun.ref)


def _begin(form: FilingForm) -> Response:
    """Answer with the two questions, and with none where an answer could not be saved."""
    try:
        with open_work() as work:
            check_drafts(queries.drafts(work.session, work.actor.account))
    except Refusal as refusal:
        return answer(
            "claims/begin.html", status=refusal.status, refusal=refusal, full=True, form=form
        )
    return answer("claims/begin.html", form=form)


@room.route("/claims/<ref>/filing", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def filing(ref: str) -> Response:
    """The claim while its claimant writes; a POST saves it, and hands it in, or leads on to the
    papers, where that is asked."""
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
        page["doubts"] = doubts_on(filed.dates)
        return answer("claims/filing.html", issues=missing_in(filed, now), **page)
    page["issues"], page["doubts"] = form.issues(now), doubts_on(form.filing.dates)
    if not valid:
        return answer("claims/filing.html", status=422, unsaved=True, **page)
    saved = False
    try:
        with open_work() as work:
            actions.change_filing(work, ref, form.filing, form.revision.number)
        saved = True
        if request.form.get("then") == "hand_in":
            with open_work() as work:  # as it is saved: of a member the house knows days itself
                check_whole(_page(work, ref)["filed"], now)
            return see("claims.handing_in", ref=ref)
    except Refusal as refusal:
        return _refused(ref, page | {"unsaved": not saved, "refusal": refusal})
    notice(_("Saved."))
    if request.form.get("then") == "papers":
        return see("claims.claim", ref=ref, _anchor="papers")
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
    read = AnswerDecisionForm().number.number
    with open_work() as work:
        actions.accept_decision(work, ref, read)
    notice(_("You accepted the decision."))
    return see("claims.claim", ref=ref)


@room.route("/claims/<ref>/dispute", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def dispute(ref: str) -> Response:
    form = DisputeForm()
    with open_work() as work:
        claim = queries.my_claim(work.session, work.actor.account, ref)
        decision = queries.decision_of(work.session, claim)
    if decision is None:
        return see("claims.claim", ref=ref)
    if not form.is_submitted():
        form.number.show(decision.number)
    page: dict[str, Any] = {"claim": claim, "form": form, "decision": decision}
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return answer("claims/dispute.html", status=status, **page)
    try:
        with open_work() as work:
            actions.dispute_decision(work, ref, form.why.data, form.number.number)
    except Refusal as refusal:
        form.number.show(decision.number)  # with the refusal they are told that there is another
        return answer("claims/dispute.html", status=refusal.status, refusal=refusal, **page)
    notice(_("You disputed the decision. Members drawn by lot will decide."))
    return see("claims.claim", ref=ref)
