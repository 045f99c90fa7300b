"""Doors of the last look before something is final: the claim, and each side's texts.

All that was typed is saved by then, so that whoever turns back loses nothing.
"""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from claims import actions, queries
from claims.claim import Stale
from claims.filing import doubts_on, missing_in
from claims.forms import OnceMoreForm
from claims.life import State
from claims.timetable import Round, Side
from claims.views.room import room
from claims.views.statements import door_of, statement_page
from kernel.access import Permission, requires
from kernel.errors import N_, Conflict, Refusal
from kernel.web import answer, notice, open_work, see
from kernel.work import Work

CHANGED = N_("This text was changed since you opened it. Read it once more.")


@room.route("/claims/<ref>/handing-in", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def handing_in(ref: str) -> Response:
    """The claim, as an officer will read it."""
    form = OnceMoreForm()
    with open_work() as work:
        page = _claim(work, ref)
    if not form.is_submitted():
        if page["claim"].state != State.FILING:
            return see("claims.claim", ref=ref)
        if page["issues"]:
            return see("claims.filing", ref=ref)
        form.revision.show(page["claim"].revision)
        return answer("claims/handing_in.html", form=form, **page)
    try:
        with open_work() as work:
            actions.hand_in_claim(work, ref, form.revision.number)
    except Refusal as refusal:
        if page["claim"].state != State.FILING:  # pressed twice: it is handed in
            return see("claims.claim", ref=ref)
        form.revision.show(page["claim"].revision)
        status = refusal.status
        return answer("claims/handing_in.html", status=status, form=form, refusal=refusal, **page)
    notice(_("Handed in. An officer looks into it now; you need not do anything."))
    return see("claims.claim", ref=ref)


def _claim(work: Work, ref: str) -> dict[str, Any]:
    claim = queries.my_claim(work.session, work.actor.account, ref)
    filed = queries.filing_row(work.session, claim).value(claim)
    return {
        "claim": claim,
        "filed": filed,
        "papers": queries.checklist(work.session, claim),
        "issues": missing_in(filed, work.now),
        "doubts": doubts_on(filed.dates),
    }


@room.route("/claims/<ref>/statement/handing-in", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def statement_handing_in(ref: str) -> Response:
    """The claimant's text, for the claimant alone."""
    return _text(ref, Side.CLAIMANT)


@room.route("/claims/<ref>/plan-statement/handing-in", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def plan_statement_handing_in(ref: str) -> Response:
    """The plan's text, for officers."""
    return _text(ref, Side.RESPONDENT)


def _text(ref: str, side: Side) -> Response:
    form = OnceMoreForm()
    with open_work() as work:
        page = statement_page(work, ref, side)
    round_: Round | None = page["round"]
    if round_ is None or page["helping"]:
        return see(door_of(side), ref=ref)
    row = page["texts"].get((side, round_))
    shown = page | {"form": form, "text": row.text if row else ""}
    if not form.is_submitted():
        if round_ is Round.STATEMENT and not shown["text"]:
            return see(door_of(side), ref=ref)
        form.revision.show(row.edition if row else 0)
        return answer("claims/handing_in_text.html", **shown)
    sent = request.form.get("round")
    if sent != round_:  # another text is open by now
        return see(door_of(side), ref=ref)
    try:
        with open_work() as work:
            actions.hand_in_statement(work, ref, side, round_, form.revision.number)
    except Refusal as refusal:
        form.revision.show(row.edition if row else 0)
        told = Conflict(CHANGED) if isinstance(refusal, Stale) else refusal
        status = told.status
        return answer("claims/handing_in_text.html", status=status, refusal=told, **shown)
    notice(_("Handed in. It can no longer be changed."))
    return see(door_of(side), ref=ref)
