"""Doors for the second officer: the redaction side by side, and the freezing of the file."""

from collections.abc import Iterable
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from claims import actions, queries
from claims.forms import ReturnForm, flag_answers, flag_whys, review_form
from claims.handover import parties_of
from claims.life import WAY, Deed, State
from claims.models import Claim
from claims.redaction import Flag
from claims.views.room import room, say_why
from claims.wording import FLAGS
from kernel.access import Permission, requires
from kernel.errors import Refusal
from kernel.forms import Form
from kernel.web import answer, notice, open_work, see
from kernel.work import Work
from rules.queries import clause_names


@room.route("/claims/<ref>/review", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def review(ref: str) -> Response:
    with open_work() as work:
        page = review_page(work, ref, sent=request.method == "POST")
    form = page["form"]
    if form.validate_on_submit():
        say_why(form, page["contradicted"])
    if not form.is_submitted() or form.errors:
        status = 422 if form.is_submitted() else 200
        return answer("claims/review.html", status=status, **page)
    try:
        with open_work() as work:
            actions.approve_summary(
                work,
                ref,
                flag_answers(form),
                form.revision.number,
                whys=flag_whys(form),
                despite=form.despite.data if "despite" in form else "",
            )
    except Refusal as refusal:
        form.revision.show(page["claim"].revision)  # the page shows the claim as it is by now
        return answer("claims/review.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Approved. Next, the claimant reads it and says whether it may go before the jury."))
    return see("claims.freezing", ref=ref)


@room.route("/claims/<ref>/return", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def give_back(ref: str) -> Response:
    form = ReturnForm()
    with open_work() as work:
        page = review_page(work, ref, sent=False) | {"return_form": form}
    if not form.validate_on_submit():
        return answer("claims/review.html", status=422, **page)
    try:
        with open_work() as work:
            actions.return_for_changes(work, ref, form.why.data)
    except Refusal as refusal:
        page |= {"refusal": refusal, "kept": form.why.data}
        return answer("claims/review.html", status=refusal.status, **page)
    notice(_("The claim is returned, with your reason."))
    return see("claims.desk")


@room.route("/claims/<ref>/freezing", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def freezing(ref: str) -> Response:
    with open_work() as work:
        found = queries.claim_for_officer(work.session, work.actor.account, ref)
        page: dict[str, Any] = {
            "claim": found,
            "seen": queries.as_jurors_see(work.session, found),
            "issues": queries.issues_before_freezing(work.session, found),
            "undecided": queries.undecided_clauses(work.session, found),
            "shared": queries.shared(work.session, found),
            "case": queries.present_case(work.session, ref),
            "frozen": found.state == State.FROZEN,
            "goes_on": queries.is_halted(work.session, found),
        }
    if request.method != "POST":
        return answer("claims/freezing.html", **page)
    try:
        with open_work() as work:
            made = actions.freeze(work, ref)
    except Refusal as refusal:
        return answer("claims/freezing.html", status=refusal.status, refusal=refusal, **page)
    if page["goes_on"]:
        notice(_("The file is frozen again. The case goes on, before the same jurors."))
    else:
        notice(_("The case file is frozen. What comes next stands here."))
    return see("jury.bench_case", ref=made.ref)


def review_page(work: Work, ref: str, *, sent: bool) -> dict[str, Any]:
    """Return what the page of a review shows. sent: whether what was sent is a review."""
    claim = queries.claim_for_officer(work.session, work.actor.account, ref)
    redacted = queries.redaction(work.session, claim)
    contradicted = queries.contradictions_of(work.session, claim)
    return {
        "claim": claim,
        "contradicted": contradicted,
        "clause_names": clause_names(work.session, work.now.date()),
        "approved": queries.sign_off(work.session, claim),
        "parties": parties_of(claim.facts, queries.claimant_name(work.session, claim)),
        "texts": redacted.texts,
        "flags": redacted.flags,
        "decided": queries.flags_decided(work.session, claim),
        "shared": queries.shared(work.session, claim),
        "titled": queries.named_in_title(work.session, claim),
        "form": flag_form(claim, redacted.flags, contradicted=bool(contradicted), sent=sent),
        "return_form": ReturnForm(formdata=None),
        "may_approve": claim.state == State.IN_REVIEW
        and work.actor.account not in queries.preparers(work.session, claim),
        "may_return": (State(claim.state), Deed.RETURN) in WAY,
        "seen": queries.as_jurors_see(work.session, claim),
        "papers": queries.checklist(work.session, claim),
        "earlier": queries.earlier_decisions(work.session, claim),
        "remarks": queries.remarks(work.session, claim),
        "history": queries.history(work.session, claim),
    }


def flag_form(claim: Claim, flags: Iterable[Flag], *, contradicted: bool, sent: bool) -> Form:
    """Return the form that asks for a decision on each flag of this revision."""
    form = review_form(flags, FLAGS, contradicted=contradicted, sent=sent)
    if not sent:
        form.revision.show(claim.revision)
    return form
