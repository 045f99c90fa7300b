"""Doors for the second officer: the redaction side by side, and the freezing of the file."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from claims import actions, queries
from claims.forms import (
    FreezingForm,
    ReturnForm,
    about_standards,
    flag_answers,
    flag_whys,
    review_form,
)
from claims.handover import parties_of
from claims.life import WAY, Deed, State
from claims.models import Claim
from claims.views.room import room
from claims.wording import FLAGS
from jury.queries import halt_of
from jury.standard import Standard
from kernel.access import Permission, requires
from kernel.errors import Refusal
from kernel.forms import Form
from kernel.web import answer, notice, open_work, see
from kernel.work import Work


@room.route("/claims/<ref>/review", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def review(ref: str) -> Response:
    with open_work() as work:
        page = review_page(work, ref)
    form = page["form"]
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return answer("claims/review.html", status=status, **page)
    try:
        with open_work() as work:
            actions.approve_summary(
                work, ref, flag_answers(form), form.revision.number, whys=flag_whys(form)
            )
    except Refusal as refusal:
        return answer("claims/review.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Approved. Next, the claimant reads it and says whether it may go before the jury."))
    return see("claims.freezing", ref=ref)


@room.route("/claims/<ref>/return", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def give_back(ref: str) -> Response:
    form = ReturnForm()
    if not form.validate_on_submit():
        with open_work() as work:
            page = review_page(work, ref) | {"return_form": form}
        return answer("claims/review.html", status=422, **page)
    with open_work() as work:
        actions.return_for_changes(work, ref, form.why.data)
    notice(_("The claim is returned, with your reason."))
    return see("claims.desk")


@room.route("/claims/<ref>/freezing", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def freezing(ref: str) -> Response:
    form = FreezingForm()
    with open_work() as work:
        found = queries.claim_for_officer(work.session, work.actor.account, ref)
        page: dict[str, Any] = {
            "claim": found,
            "form": form,
            "seen": queries.as_jurors_see(work.session, found),
            "issues": queries.issues_before_freezing(work.session, found),
            "undecided": queries.undecided_clauses(work.session, found),
            "shared": queries.shared(work.session, found),
            "case": queries.present_case(work.session, ref),
            "frozen": found.state == State.FROZEN,
            "standards": about_standards(),
            "goes_on": None,
        }
        case = page["case"]
        if case and halt_of(work.session, case.ref):  # it keeps the standard that it has
            page["goes_on"] = Standard.from_json(case.standard).name
            del form.standard
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return answer("claims/freezing.html", status=status, **page)
    try:
        with open_work() as work:
            made = actions.freeze(work, ref, page["goes_on"] or form.standard.data)
    except Refusal as refusal:
        return answer("claims/freezing.html", status=refusal.status, refusal=refusal, **page)
    if page["goes_on"]:
        notice(_("The file is frozen again. The case goes on, before the same jurors."))
    else:
        notice(_("The case file is frozen. Next comes the draw."))
    return see("jury.bench_case", ref=made.ref)


def review_page(work: Work, ref: str) -> dict[str, Any]:
    """Return what the page of a review shows."""
    claim = queries.claim_for_officer(work.session, work.actor.account, ref)
    redacted = queries.redaction(work.session, claim)
    return {
        "claim": claim,
        "parties": parties_of(claim.facts, queries.claimant_name(work.session, claim)),
        "texts": redacted.texts,
        "flags": redacted.flags,
        "decided": queries.flags_decided(work.session, claim),
        "shared": queries.shared(work.session, claim),
        "titled": queries.named_in_title(work.session, claim),
        "form": flag_form(claim, redacted.flags),
        "return_form": ReturnForm(formdata=None),
        "may_approve": claim.state == State.IN_REVIEW
        and work.actor.account not in queries.preparers(work.session, claim),
        "may_return": (State(claim.state), Deed.RETURN) in WAY,
        "seen": queries.as_jurors_see(work.session, claim),
        "papers": queries.checklist(work.session, claim),
        "earlier": queries.earlier_decisions(work.session, claim),
        "history": queries.history(work.session, claim),
    }


def flag_form(claim: Claim, flags: Any) -> Form:
    """Return the form that asks for a decision on each flag of this revision."""
    form = review_form(flags, FLAGS)
    if not form.is_submitted():
        form.revision.show(claim.revision)
    return form
