"""Doors of what comes after a decision: payments that members may object to, and the appeal."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from claims import actions, queries
from claims.forms import AnswerForm, AppealForm, ObjectionForm, answer_form
from claims.settlement import bars_answer
from claims.timetable import Side
from claims.views.room import room
from kernel.access import Permission, requires
from kernel.errors import N_, Conflict, Missing, Refusal
from kernel.web import answer, notice, open_work, see
from kernel.work import Work


@room.route("/claims/payments/")
@requires(Permission.SIGNED_IN)
def payments() -> Response:
    """What is to be paid, and what came of the objections of whoever asks."""
    return _payments()


def _payments(status: int = 200, **more: Any) -> Response:
    with open_work() as work:
        found = queries.published(work.session, work.now)
        objected = queries.objections_by(work.session, work.actor.account)
    return answer("claims/payments.html", status=status, found=found, objected=objected, **more)


@room.route("/claims/payments/<ref>", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def payment(ref: str) -> Response:
    """A payment that members may object to, with evidence."""
    form = ObjectionForm()
    try:
        with open_work() as work:
            page: dict[str, Any] = {
                "one": queries.published_one(work.session, ref, work.now),
                "form": form,
            }
        if not form.validate_on_submit():
            return answer("claims/payment.html", status=422 if form.is_submitted() else 200, **page)
        with open_work() as work:
            actions.object_to_payment(work, ref, form.evidence.data)
    except Missing:
        if not form.is_submitted():
            raise
        return _late(form)
    except Conflict as refusal:
        return answer("claims/payment.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Thank you. The payment waits until an officer has looked into it."))
    return see("claims.payments")


def _late(form: ObjectionForm) -> Response:
    """Answer an objection to what members cannot object to, with what was typed for them to keep:
    alike for a payment whose time is over, for a claim that is paid nothing, and for no claim."""
    refusal = Missing(N_("Objections are taken for three days after a decision to pay."))
    return _payments(refusal.status, refusal=refusal, kept=form.evidence.data or "")


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
    form = answer_form(objection_id, sent=True)
    with open_work() as work:
        row = queries.objection(work.session, objection_id)
        ref = queries.claim_by_id(work.session, row.claim_id).ref
        page = _page(work, ref, {row.id: form})
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
    notice(_("The new case is open. What comes next stands here."))
    return see("jury.bench_case", ref=opened.ref)


@room.route("/claims/<ref>/erasure", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def erasure(ref: str) -> Response:
    """Propose to erase a claim that is over, take it back or, as another officer, agree to it."""
    act, done = {
        "yes": (actions.erase_claim, _("The claim is erased.")),
        "no": (actions.take_back_erasure, _("Taken back: nothing is erased.")),
    }.get(
        request.form.get("agrees", ""),
        (actions.propose_erasure, _("Proposed. Another officer has to agree.")),
    )
    with open_work() as work:
        page = _page(work, ref)
    try:
        with open_work() as work:
            act(work, ref)
    except Conflict as refusal:
        return answer("claims/after.html", status=refusal.status, **page | {"refusal": refusal})
    notice(done)
    return see("claims.after", ref=ref)


def _page(work: Work, ref: str, answers: Mapping[str, AnswerForm] | None = None) -> dict[str, Any]:
    """Return what the page after a decision shows. answers: that were sent, by their objections."""
    claim = queries.claim_for_officer(work.session, work.actor.account, ref)
    found = queries.settlement_of(work.session, claim, work.now)
    appealed = queries.appeal_of(work.session, claim)
    case = queries.present_case(work.session, ref)
    mine = work.actor.account
    took_part = queries.took_part(work.session, claim, mine)
    return {
        "claim": claim,
        "case": case,
        "case_ref": case.ref if case else None,
        "settlement": found,
        "payment": found.payment(work.now) if found else None,
        "paid": queries.pay_day_of(work.session, found, work.now),
        "today": work.now.date(),
        "objections": [
            (
                one,
                bars_answer(one.by, mine, took_part=took_part),
                (answers or {}).get(one.id) or answer_form(one.id),
            )
            for one in queries.objections(work.session, claim)
        ],
        "appealed": appealed,
        "may_open": bool(found and found.unheard),
        "may_appeal": bool(found and found.may_appeal(Side.RESPONDENT, work.now)),
        "appeal_form": AppealForm(formdata=None),
        "erasable_from": queries.erasable_from(work.session, claim, work.now),
        "erasure": queries.erasure_of(work.session, claim),
        "mine": mine,
        "now": work.now,
        "history": queries.history(work.session, claim),
    }
