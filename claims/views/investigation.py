"""Doors for the officer who looks into a claim: what was filed, and the decision on it."""

from dataclasses import replace
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from claims import actions, queries
from claims.contradiction import Contradiction
from claims.datelines import date_lines
from claims.forms import DecisionForm, ReturnForm, decision_form
from claims.life import State
from claims.models import Claim
from claims.views.clauses import for_decision, looks_for_words, names_in, present_book
from claims.views.room import room, say_why
from kernel.access import Permission, requires
from kernel.errors import Refusal
from kernel.web import answer, notice, open_work, see
from kernel.work import Work


@room.route("/claims/<ref>/investigation", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def investigation(ref: str) -> Response:
    with open_work() as work:
        page = _page(work, ref, sent=request.method == "POST")
        form = page["form"]
        if looks_for_words(form):
            return answer("claims/investigation.html", **page)
        valid = form.validate_on_submit()
        if valid:
            page["titled"] = queries.named_in_title(work.session, page["claim"], form.title.data)
        page["contradicted"] = _contradicted(work, page["claim"], form)
    if valid:
        say_why(form, page["contradicted"])
    if page["titled"] and form.is_submitted() and not form.named.data:
        form.title.errors = [_said_of(page["titled"])]
    if not form.is_submitted() or form.errors:
        status = 422 if form.is_submitted() else 200
        return answer("claims/investigation.html", status=status, **page)
    try:
        with open_work() as work:
            actions.decide_claim(
                work, ref, form.decided, form.revision.number, despite=form.despite.data or ""
            )
    except Refusal as refusal:
        form.revision.show(page["claim"].revision)  # the page shows the claim as it is by now
        return answer("claims/investigation.html", status=refusal.status, refusal=refusal, **page)
    notice(_("Decided. The claimant is told."))
    return see("claims.investigation", ref=ref)


@room.route("/claims/<ref>/sending-back", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def sending_back(ref: str) -> Response:
    form = ReturnForm()
    with open_work() as work:
        page = _page(work, ref, sent=False) | {"return_form": form}
    if not form.validate_on_submit():
        return answer("claims/investigation.html", status=422, **page)
    try:
        with open_work() as work:
            actions.send_back(work, ref, form.why.data)
    except Refusal as refusal:
        page |= {"refusal": refusal, "kept": form.why.data}
        return answer("claims/investigation.html", status=refusal.status, **page)
    notice(_("The claimant is told what is missing."))
    return see("claims.desk")


def _contradicted(work: Work, claim: Claim, form: DecisionForm) -> tuple[Contradiction, ...]:
    """Return where the dates contradict what was decided or, where the form can be read, is about
    to be."""
    if not form.is_submitted():
        made = queries.decision_of(work.session, claim)
        decided = made is not None and claim.state != State.INVESTIGATED
        return queries.contradictions_of(work.session, claim) if decided else ()
    if {"decision", "amount", "offered", "clauses"} & set(form.errors):
        return ()
    said = form.decided
    return queries.contradictions_with(work.session, claim, said.plan, said.clauses)


def _said_of(titled: queries.Titled) -> str:
    names = titled.quoted
    said = _("It names %(names)s. Jurors would read: “%(shown)s”.", names=names, shown=titled.shown)
    return f"{said} {_('Write it without, or tick the box below.')}"


def _page(work: Work, ref: str, *, sent: bool) -> dict[str, Any]:
    """Return what the page shows. sent: whether what was sent is a decision."""
    claim: Claim = queries.claim_for_officer(work.session, work.actor.account, ref)
    filed = queries.filing_row(work.session, claim).value(claim)
    governing = queries.governing_of(work.session, claim)
    book = present_book(work)
    names = names_in(book)
    light = queries.lower_at_stake(work.session, claim)
    form = decision_form(names, claim, light, sent=sent)
    decision = queries.decision_of(work.session, claim)
    dates = replace(claim.facts.dates, relative=False)  # an officer reads the days themselves
    versions = {name: one.version for name, one in governing.items() if one.version is not None}
    return {
        "claim": claim,
        "filed": filed,
        "lines": date_lines(dates, tuple(versions), versions),
        "clause_names": names,
        "decision": decision,
        "rests_on": queries.rests_on(work.session, decision) if decision else {},
        "answered": queries.answer_of(work.session, claim),
        "form": form,
        **for_decision(work, book, form, claim),
        "return_form": ReturnForm(formdata=None),
        "contradicted": (),
        "open": claim.state == State.INVESTIGATED,
        "titled": queries.named_in_title(work.session, claim),
        "papers": queries.checklist(work.session, claim),
        "earlier": queries.earlier_decisions(work.session, claim),
        "history": queries.history(work.session, claim),
    }
