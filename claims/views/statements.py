"""Doors of a dispute: each side's own, and that of more time."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from claims import actions, queries
from claims.claim import Stale
from claims.forms import ExtensionForm, FileForm, text_form
from claims.life import State
from claims.papers import ATTACHMENTS
from claims.timetable import Round, Side
from claims.views.room import room
from kernel.access import Permission, requires
from kernel.errors import Refusal
from kernel.web import answer, notice, open_work, see
from kernel.work import Work


@room.route("/claims/<ref>/statement", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def statement(ref: str) -> Response:
    """The claimant's side, for the claimant and their adviser."""
    return _texts(ref, Side.CLAIMANT)


@room.route("/claims/<ref>/plan-statement", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def plan_statement(ref: str) -> Response:
    """The plan's side, for officers."""
    return _texts(ref, Side.RESPONDENT)


def _texts(ref: str, side: Side) -> Response:
    with open_work() as work:
        page = statement_page(work, ref, side)
    if request.method != "POST":
        return answer("claims/statement.html", **page)
    round_: Round | None = page["round"]
    if round_ is None or request.form.get("round") != round_:
        return _over(page)
    form, then = page["form"], request.form.get("then", "")
    if not form.validate() or (then == "nothing" and _says_something(form)):
        return answer("claims/statement.html", status=422, **page)
    try:
        with open_work() as work:
            text, edition = form.text.data or "", form.revision.number
            row = actions.save_statement(work, ref, side, round_, text, edition)
            form.revision.show(row.edition)
        if then and (page["helping"] or not (text or round_ is Round.REPLY)):
            with open_work() as work:
                actions.hand_in_statement(work, ref, side, round_, form.revision.number)
    except Refusal as refusal:
        stands = None
        if isinstance(refusal, Stale):
            with open_work() as work:  # as it is by now: what is typed may have been saved before
                held = statement_page(work, ref, side)["texts"].get((side, round_))
            stands = held.text if held else ""
            form.revision.show(held.edition if held else 0)
        return answer(
            "claims/statement.html",
            status=refusal.status,
            **page | {"refusal": refusal, "stands": stands},
        )
    if then:
        return see(f"{door_of(side)}_handing_in", ref=ref)
    notice(_("Saved."))
    return see(door_of(side), ref=ref)


def _says_something(form: Any) -> bool:
    """Whether there is a reply where its button says that there is nothing to add."""
    if form.text.data:
        form.text.errors = [_("You have written a reply. Hand it in, or empty the field first.")]
    return bool(form.errors)


def _over(page: dict[str, Any]) -> Response:
    """Answer one who writes what can be written no more, with their words for them to keep."""
    kept = request.form.get("text", "")
    form = page["form"]
    if form is not None:  # another text is open by now, and its form is shown as it stands
        held = page["texts"].get((page["side"], page["round"]))
        form.text.data = held.text if held else ""
        form.revision.show(held.edition if held else 0)
    return answer("claims/statement.html", status=409, **page | {"kept": kept})


def door_of(side: Side) -> str:
    """Return the endpoint at which a side writes."""
    return "claims.statement" if side is Side.CLAIMANT else "claims.plan_statement"


def statement_page(work: Work, ref: str, side: Side) -> dict[str, Any]:
    """Return what a side is shown of the exchange; raises Missing."""
    claim = queries.claim_and_side(work.session, work.actor.account, ref, side)
    exchange = queries.exchange_of(work.session, claim)
    shown = queries.texts_shown(work.session, claim, exchange, work.now)
    texts = queries.texts_for(work.session, claim, side, shown)
    disputed = claim.state == State.DISPUTED
    round_ = exchange.open_round(side, work.now) if disputed else None
    form = None
    if round_ is not None:
        form = text_form(round_)
        held = texts.get((side, round_))
        if "round" not in request.form:  # nothing was sent, or another form of the page
            form.text.data = held.text if held else ""
            form.revision.show(held.edition if held else 0)
    attached = queries.attached_for(work.session, claim, side, shown)
    return {
        "claim": claim,
        "side": side,
        "helping": side is Side.CLAIMANT and work.actor.account != claim.claimant_id,
        "exchange": exchange,
        "phase": exchange.phase(work.now),
        "texts": texts,
        "round": round_,
        "form": form,
        "door": door_of(side),
        "answered": queries.answer_of(work.session, claim),
        "extensions": queries.extensions_of(work.session, claim),
        "extension_form": ExtensionForm(formdata=None),
        "disputed": disputed,
        "shown": Round.STATEMENT in shown,
        "replies_shown": Round.REPLY in shown,
        "attached": attached,
        "file_form": FileForm(formdata=None),
        "may_change_files": round_ is Round.STATEMENT,
        "may_attach": round_ is Round.STATEMENT and len(attached[side]) < ATTACHMENTS,
    }


@room.route("/claims/<ref>/extensions", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def extension(ref: str) -> Response:
    form = ExtensionForm()
    with open_work() as work:
        page = statement_page(work, ref, Side.RESPONDENT) | {"extension_form": form}
    if not form.validate():
        return answer("claims/statement.html", status=422, **page)
    try:
        with open_work() as work:
            side, round_ = form.of
            days, why, told = form.days.data or 0, form.why.data, form.told.data
            actions.extend_time(work, ref, side, round_, days, why, told)
    except Refusal as refusal:
        return answer("claims/statement.html", status=refusal.status, **page | {"refusal": refusal})
    notice(_("More time is given, and the reason is kept."))
    return see("claims.plan_statement", ref=ref)
