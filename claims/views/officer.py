"""Doors for officers: the list of claims, entering one, changing it, sending it for review."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from claims import actions, queries
from claims.claim import Stale, missing
from claims.forms import ClaimForm, claim_form, replaced
from claims.life import State
from claims.models import Claim
from claims.views.room import count_look_up, room
from kernel.access import Permission, requires
from kernel.errors import Malformed, Refusal
from kernel.web import answer, notice, open_work, see, words_of
from kernel.work import Work
from rules.queries import clause_names


@room.route("/claims/desk/")
@requires(Permission.PREPARE_CASES)
def desk() -> Response:
    with open_work() as work:
        rows = queries.desk_rows(work.session, work.actor.account)
        complete = queries.complete_within(work.session, work.now)
        asked = queries.asked_for_more(work.session, work.actor.account)
    groups = {state: [row for row in rows if row.state is state] for state in State}
    shown = {key: rows for key, rows in groups.items() if rows}
    return answer("claims/desk.html", groups=shown, complete=complete, asked=asked)


@room.route("/claims/new", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def new() -> Response:
    with open_work() as work:
        form = claim_form(clause_names(work.session, work.now.date()))
    if not form.validate_on_submit():
        if form.is_submitted():
            check_claimant(form)
        status = 422 if form.is_submitted() else 200
        return answer("claims/new.html", status=status, form=form)
    try:
        count_look_up()
        with open_work() as work:
            entered = actions.enter_claim(work, form.claimant.data, form.facts)
    except Malformed as refusal:
        form.claimant.errors = [words_of(refusal)]
        return answer("claims/new.html", status=refusal.status, form=form)
    except Refusal as refusal:
        return answer("claims/new.html", status=refusal.status, form=form, refusal=refusal)
    notice(_("The claim is entered as %(ref)s.", ref=entered.ref))
    return see("claims.edit", ref=entered.ref)


def check_claimant(form: ClaimForm) -> None:
    """Ask about the claimant of a form that is wrong elsewhere too: all is said in one answer."""
    if form.claimant.errors:
        return
    try:
        count_look_up()
        with open_work() as work:
            queries.claimant_by_email(work.session, work.actor.account, form.claimant.data)
    except Refusal as refusal:
        form.claimant.errors = [words_of(refusal)]


@room.route("/claims/<ref>/edit", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def edit(ref: str) -> Response:
    with open_work() as work:
        found = queries.claim_for_officer(work.session, work.actor.account, ref)
        is_decided = queries.decision_of(work.session, found) is not None
        names = clause_names(work.session, work.now.date())
        form = claim_form(names, found.facts, is_decided=is_decided)
        about = _about(work, found)
    del form.claimant  # whose claim it is does not change
    if not form.is_submitted():
        form.revision.show(found.revision)
    if not form.validate_on_submit():
        return edit_page(found, form, about, 422 if form.is_submitted() else 200)
    try:
        with open_work() as work:
            actions.update_claim(work, ref, form.facts, form.revision.number)
    except Refusal as refusal:
        return refused_edit(ref, form, refusal)
    notice(_("Saved."))
    return see("claims.edit", ref=ref)


@room.route("/claims/<ref>/review-request", methods=["POST"])
@requires(Permission.PREPARE_CASES)
def review_request(ref: str) -> Response:
    with open_work() as work:
        actions.send_for_review(work, ref)
    notice(_("The claim waits for a second officer now."))
    return see("claims.review", ref=ref)


def refused_edit(ref: str, form: ClaimForm, refusal: Refusal) -> Response:
    """Answer with all that was typed, and with what stands now where somebody was quicker.

    The form then stands for the revision that is shown beside it, so that it can be sent again.
    """
    with open_work() as work:
        found = queries.claim_for_officer(work.session, work.actor.account, ref)
        about = _about(work, found)
    stands = []
    if isinstance(refusal, Stale):
        form.revision.show(found.revision)
        stands = replaced(form, found.facts)
    return edit_page(found, form, about, refusal.status, refusal, stands)


def _about(work: Work, claim: Claim) -> dict[str, Any]:
    """Return what whoever writes a text reads beside it."""
    return {
        "remarks": queries.remarks(work.session, claim),
        "titled": queries.named_in_title(work.session, claim),
    }


def edit_page(
    claim: Claim,
    form: ClaimForm,
    about: dict[str, Any],
    status: int,
    refusal: Refusal | None = None,
    stands: list[tuple[str, str]] | None = None,
) -> Response:
    """Answer with the form of a claim that is there; stands: what saving it would replace.

    What is missing is told of what was typed where it was not saved. A field that cannot be read
    is among the errors, and not missing.
    """
    unsaved = form.is_submitted()
    issues = missing(form.facts if unsaved else claim.facts)
    return answer(
        "claims/edit.html",
        status=status,
        claim=claim,
        form=form,
        issues=[issue for issue in issues if issue.field not in form.errors],
        unsaved=unsaved,
        refusal=refusal,
        stands=stands,
        **about,
    )
