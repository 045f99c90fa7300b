"""Doors for claimants: where my claim stands, what jurors see of it, and how to withdraw it."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

import jury.queries
from claims import actions, queries
from claims.forms import PaperForm, paper_form
from claims.life import State
from claims.models import Claim
from claims.papers import OPEN_TO_PAPERS, stays
from claims.place import READABLE, place_in, place_of, way_of
from claims.timetable import Side
from claims.views.room import room
from claims.wording import outcome
from jury.randomness import Kind
from jury.wording.lots import BY_THE_HOUSE
from jury.wording.seals import could_open
from kernel.access import Permission, requires
from kernel.errors import Refusal
from kernel.web import answer, notice, open_work, see
from kernel.work import Work


@room.route("/claims/")
@requires(Permission.SIGNED_IN)
def mine() -> Response:
    with open_work() as work:
        found = queries.my_claims(work.session, work.actor.account)
        cards = [(claim, told(work, claim, place(work, claim))) for claim in found]
        helping = [
            one
            for one in queries.advised(work.session, work.actor.account)
            if queries.answer_of(work.session, one) is not None
        ]
    return answer("claims/mine.html", cards=cards, helping=helping)


@room.route("/claims/<ref>")
@requires(Permission.SIGNED_IN)
def claim(ref: str) -> Response:
    with open_work() as work:
        page = claim_page(work, ref)
    return answer("claims/claim.html", **page)


@room.route("/claims/<ref>/withdrawal", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def withdrawal(ref: str) -> Response:
    with open_work() as work:
        found = queries.my_claim(work.session, work.actor.account, ref)
        at = place(work, found)
        withdrawable = queries.may_withdraw(work.session, found)
        page = {
            "claim": found,
            "headline": told(work, found, at)[0],
            "erased": queries.is_erased_if_withdrawn(work.session, found),
            **given_up(work, found),
        }
    if request.method == "POST":
        try:
            with open_work() as work:
                actions.withdraw(work, ref)
        except Refusal as refusal:
            return answer(
                "claims/withdrawal.html",
                status=refusal.status,
                refusal=refusal,
                withdrawable=False,
                **page,
            )
        notice(_("Your claim is withdrawn."))
        return see("claims.claim", ref=ref)
    return answer("claims/withdrawal.html", withdrawable=withdrawable, **page)


def given_up(work: Work, claim: Claim) -> dict[str, Any]:
    """Return what a withdrawal bears on: the case before a jury, a verdict that there was, what the
    plan decided."""
    return {
        "case": queries.present_case(work.session, claim.ref),
        "verdict": queries.last_verdict(work.session, claim),
        "is_decided": queries.tells_decision(work.session, claim),
    }


def claim_page(work: Work, ref: str) -> dict[str, Any]:
    """Return what a claimant is shown of their claim; raises Missing."""
    found = queries.my_claim(work.session, work.actor.account, ref)
    case = queries.present_case(work.session, ref)
    at = place(work, found)
    shown = found.state in READABLE and at != "withdrawn"
    settlement = queries.settlement_of(work.session, found, work.now)
    decision = queries.decision_of(work.session, found)
    papers = queries.checklist(work.session, found)
    answered = queries.answer_of(work.session, found)
    disputes = answered is not None and answered.disputes
    return {
        "claim": found,
        "now": work.now,
        "place": at,
        "told": told(work, found, at),
        "about_jury": about_jury(work, case.ref, at) if case else None,
        "way": way_of(at),
        "refused": queries.last_refused(work.session, found) if at == "preparing" else None,
        "seen": queries.as_jurors_see(work.session, found) if shown else None,
        "decision": decision,
        "earlier": queries.earlier_decisions(work.session, found),
        "rests_on": queries.rests_on(work.session, decision) if decision else {},
        "settlement": settlement,
        "payment": settlement.payment(work.now) if settlement else None,
        "paid": queries.pay_day_of(work.session, settlement, work.now),
        "today": work.now.date(),
        "may_appeal": bool(case and settlement and settlement.may_appeal(Side.CLAIMANT, work.now)),
        "sent_back": queries.why_sent_back(work.session, found),
        "case_ref": case.ref if case else None,
        **given_up(work, found),
        "withdrawable": queries.may_withdraw(work.session, found),
        "answered": answered,
        "exchange": queries.exchange_of(work.session, found) if disputes else None,
        "helped": queries.adviser_of(work.session, found) is not None,
        "filed": queries.handed_in(work.session, found),
        "edited": queries.was_edited(work.session, found),
        "papers": papers,
        "stays": stays,
        "paper_form": fresh_form(papers) if papers and found.state in OPEN_TO_PAPERS else None,
    }


def about_jury(work: Work, case_ref: str, at: str) -> str | None:
    """Return what a claimant should know of the jury while it is at work: that the house could have
    chosen its lot, and who could look into the box."""
    if at == "drawn" and jury.queries.lot_of_case(work.session, case_ref) == Kind.HOUSE:
        return str(_("A secret of the house decided the draw.")) + f" {BY_THE_HOUSE}"
    if at == "open":
        return could_open(jury.queries.sharing(work.session, case_ref))
    return None


def fresh_form(papers: queries.Checklist, *, sent: bool = False) -> PaperForm:
    """Return the form that brings one of these papers."""
    return paper_form([one for one, _files in papers.asked], papers.missing, sent=sent)


def place(work: Work, claim: Claim) -> str:
    """Return where a claim stands, as a key of wording.PLACES."""
    if claim.state == State.DISPUTED:
        return place_in(queries.exchange_of(work.session, claim), work.now)
    case = queries.present_case(work.session, claim.ref)
    return place_of(State(claim.state), case.stage if case else None)


def told(work: Work, claim: Claim, at: str) -> tuple[str, list[str]]:
    """Return how its claimant is told where a claim stands: a headline, and in paragraphs
    what happens next."""
    if at == "withdrawn":
        at = queries.withdrawn_at(work.session, claim)
    return outcome.told(at, queries.outcome_of(work.session, claim, work.now), work.now)
