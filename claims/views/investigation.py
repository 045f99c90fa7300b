"""Doors for the officer who looks into a claim: what was filed, and the decision on it."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from claims import actions, queries
from claims.datelines import date_lines
from claims.forms import ReturnForm, decision_form
from claims.life import State
from claims.models import Claim
from claims.views.room import room
from kernel.access import Permission, requires
from kernel.errors import Refusal
from kernel.web import answer, notice, open_work, see
from kernel.work import Work
from rules.queries import clause_names


@room.route("/claims/<ref>/investigation", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def investigation(ref: str) -> Response:
    with open_work() as work:
        page = _page(work, ref)
        form = page["form"]
        if form.validate_on_submit():
            page["titled"] = queries.named_in_title(work.session, page["claim"], form.title.data)
    if page["titled"] and form.is_submitted() and not form.named.data:
        form.title.errors = [_said_of(page["titled"])]
    if not form.is_submitted() or form.errors:
        status = 422 if form.is_submitted() else 200
        return answer("claims/investigation.html", status=status, **page)
    try:
        with open_work() as work:
            actions.decide_claim(work, ref, form.decided, form.revision.number)
    except Refusal as refusal:
        form.revision.show(page["claim"].revision)  # the page shows the claim as it is by now
        return answer("claims/investigation.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Decided. The claimant is told."))
    return see("claims.investigation", ref=ref)


@room.route("/claims/<ref>/sending-back", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def sending_back(ref: str) -> Response:
    form = ReturnForm()
    if not form.validate_on_submit():
        with open_work() as work:
            page = _page(work, ref) | {"return_form": form}
        return answer("claims/investigation.html", status=422, **page)
    with open_work() as work:
        actions.send_back(work, ref, form.why.data)
    notice(_("The claimant is told what is missing."))
    return see("claims.desk")


def _said_of(titled: queries.Titled) -> str:
    names = titled.quoted
    said = _("It names %(names)s. Jurors would read: “%(shown)s”.", names=names, shown=titled.shown)
    return f"{said} {_('Write it without, or tick the box below.')}"


def _page(work: Work, ref: str) -> dict[str, Any]:
    claim: Claim = queries.claim_for_officer(work.session, work.actor.account, ref)
    filed = queries.filing_row(work.session, claim).value(claim)
    governing = queries.governing_of(work.session, claim)
    names = clause_names(work.session, work.now.date())
    versions = {name: one.version for name, one in governing.items() if one.version is not None}
    return {
        "claim": claim,
        "filed": filed,
        "lines": date_lines(claim.facts.dates, tuple(versions), versions),
        "clause_names": names,
        "decision": queries.decision_of(work.session, claim),
        "answered": queries.answer_of(work.session, claim),
        "form": decision_form(names, claim),
        "return_form": ReturnForm(formdata=None),
        "open": claim.state == State.INVESTIGATED,
        "titled": queries.named_in_title(work.session, claim),
        "papers": queries.checklist(work.session, claim),
        "earlier": queries.earlier_decisions(work.session, claim),
        "history": queries.history(work.session, claim),
    }
