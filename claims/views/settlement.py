"""Doors of what comes after a decision: payments that members may object to, and the appeal."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from claims import actions, queries
from claims.forms import AnswerForm, AppealForm, ObjectionForm
from claims.timetable import Side
from claims.views.room import room
from kernel.access import Permission, requires
from kernel.errors import Conflict, Refusal
from kernel.web import answer, notice, open_work, see
from kernel.work import Work


@room.route("/claims/payments/")
@requires(Permission.SIGNED_IN)
def payments() -> Response:
    with open_work() as work:
        found = queries.published(work.session, work.now)
    return answer("claims/payments.html", found=found)


@room.route("/claims/payments/<ref>", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def payment(ref: str) -> Response:
    """A payment that members may object to, with evidence."""
    form = ObjectionForm()
    with open_work() as work:
        page: dict[str, Any] = {
            "one": queries.published_one(work.session, ref, work.now),
            "form": form,
        }
    if not form.validate_on_submit():
        return answer("claims/payment.html", status=422 if form.is_submitted() else 200, **page)
    try:
        with open_work() as work:
            actions.object_to_payment(work, ref, form.evidence.data)
    except Conflict as refusal:
        return answer("claims/payment.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Thank you. The payment waits until an officer has looked into it."))
    return see("claims.payments")


@room.route("/claims/<ref>/appeal", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def appeal(ref: str) -> Response:
    """The claimant's appeal on the merits."""
    form = AppealForm()
    with open_work() as work:
        claim = queries.my_claim(work.session, work.actor.account, ref)
        page: dict[str, Any] = {"claim": claim, "form": form}
    if not form.validate_on_submit():
        return answer("claims/appeal.html", status=422 if form.is_submitted() else 200, **page)
    try:
        with open_work() as work:
            actions.appeal(work, ref, Side.CLAIMANT, form.why.data)
    except Refusal as refusal:
        return answer("claims/appeal.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Your appeal is made. An officer opens the new case; other jurors are drawn for it."))
    return see("claims.claim", ref=ref)


@room.route("/claims/<ref>/after")
@requires(Permission.PREPARE_CASES)
def after(ref: str) -> Response:
    """What officers see after a decision: objections, the appeal, the payment."""
    with open_work() as work:
        page = _page(work, ref)
    return answer("claims/after.html", **page)


@room.route("/claims/objections/<objection_id>", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def answer_objection(objection_id: str) -> Response:
    form = AnswerForm()
    with open_work() as work:
        row = queries.objection(work.session, objection_id)
        ref = queries.claim_by_id(work.session, row.claim_id).ref
        page = _page(work, ref) | {"answering": objection_id, "answer_form": form}
    if not form.validate_on_submit():
        return answer("claims/after.html", status=422, **page)
    try:
        with open_work() as work:
            upheld = form.upheld.data == "yes"
            actions.answer_objection(work, objection_id, upheld, form.answer.data)
    except Conflict as refusal:
        return answer("claims/after.html", status=refusal.status, **page | {"refusal": refusal})
    notice(_("Answered."))
    return see("claims.after", ref=ref)


@room.route("/claims/<ref>/plan-appeal", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def plan_appeal(ref: str) -> Response:
    form = AppealForm()
    with open_work() as work:
        page = _page(work, ref) | {"appeal_form": form}
    if not form.validate_on_submit():
        return answer("claims/after.html", status=422, **page)
    try:
        with open_work() as work:
            actions.appeal(work, ref, Side.RESPONDENT, form.why.data)
    except Refusal as refusal:
        return answer("claims/after.html", status=refusal.status, **page | {"refusal": refusal})
    notice(_("The plan has appealed."))
    return see("claims.after", ref=ref)


@room.route("/claims/<ref>/appeal-case", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def appeal_case(ref: str) -> Response:
    with open_work() as work:
        opened = actions.open_appeal(work, ref)
    notice(_("The new case is open. Next comes the draw."))
    return see("jury.bench_case", ref=opened.ref)


def _page(work: Work, ref: str) -> dict[str, Any]:
    claim = queries.claim_for_officer(work.session, work.actor.account, ref)
    found = queries.settlement_of(work.session, claim, work.now)
    appealed = queries.appeal_of(work.session, claim)
    return {
        "claim": claim,
        "settlement": found,
        "payment": found.payment(work.now) if found else None,
        "objections": queries.objections(work.session, claim),
        "may_answer": not queries.took_part(work.session, claim, work.actor.account),
        "appealed": appealed,
        "may_open": bool(found and found.unheard),
        "may_appeal": bool(found and found.may_appeal(Side.RESPONDENT, work.now)),
        "answering": "",
        "empty_form": AnswerForm(formdata=None),
        "answer_form": AnswerForm(formdata=None),
        "appeal_form": AppealForm(formdata=None),
        "history": queries.history(work.session, claim),
    }
