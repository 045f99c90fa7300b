"""Doors for officers: the list of claims, entering one, changing it, sending it for review."""

from datetime import datetime
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from claims import actions, queries
from claims.agenda import Next
from claims.claim import Stale, missing
from claims.contradiction import unexplained
from claims.desk import where
from claims.forms import ClaimForm, claim_form, replaced
from claims.models import Claim
from claims.refusal import unanswered
from claims.views.clauses import (
    for_claim,
    for_new_claim,
    looks_for_words,
    names_in,
    present_book,
)
from claims.views.room import count_look_up, room
from claims.wording import desk as on_desk
from kernel.access import Permission, requires
from kernel.errors import Malformed, Refusal
from kernel.web import answer, notice, open_work, see, words_of
from kernel.work import Work

MOST_SHOWN = 100  # claims in one part of the list


@room.route("/claims/desk/")
@requires(Permission.PREPARE_CASES)
def desk() -> Response:
    """What comes next with each claim: for this officer first, then for others, then what is over.
    A limit never leaves out what presses."""
    with open_work() as work:
        mine, now = work.actor.account, work.now
        rows = queries.desk_rows(work.session, mine, now)
        over, count = queries.over_rows(work.session, mine, now)
        page: dict[str, Any] = {
            "complete": queries.complete_within(work.session, now),
            "asked": queries.asked_for_more(work.session, mine),
            "clause_names": names_in(present_book(work)),
        }
    ended = [row for row in rows if row.tasks[0].next is Next.OVER]
    going = [row for row in rows if row.tasks[0].next is not Next.OVER]
    return answer(
        "claims/desk.html",
        yours=_shown([row for row in going if row.yours], now),
        others=_shown([row for row in going if not row.yours], now),
        over=[*ended, *over],
        over_count=len(ended) + count,
        now=now,
        where=where,
        on_desk=on_desk,
        **page,
    )


def _shown(rows: list[queries.DeskRow], now: datetime) -> tuple[list[queries.DeskRow], int]:
    """Return the rows that are shown, and how many there are: all where that is asked for, else the
    first, and each that presses."""
    most = len(rows) if request.args.get("all") else MOST_SHOWN
    return [row for at, row in enumerate(rows) if at < most or row.presses(now)], len(rows)


@room.route("/claims/new", methods=["GET", "POST"])
@requires(Permission.PREPARE_CASES)
def new() -> Response:
    with open_work() as work:
        book = present_book(work)
    form = claim_form(names_in(book))
    page = {"form": form, **for_new_claim(book, form)}
    if looks_for_words(form):
        return answer("claims/new.html", **page)
    if not form.validate_on_submit():
        if form.is_submitted():
            check_claimant(form)
        return answer("claims/new.html", status=422 if form.is_submitted() else 200, **page)
    try:
        count_look_up()
        with open_work() as work:
            entered = actions.enter_claim(work, form.claimant.data, form.facts)
    except Malformed as refusal:
        form.claimant.errors = [words_of(refusal)]
        return answer("claims/new.html", status=refusal.status, **page)
    except Refusal as refusal:
        return answer("claims/new.html", status=refusal.status, refusal=refusal, **page)
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
    """A claim while an officer prepares it; a POST saves it, and sends it for review where that is
    asked."""
    with open_work() as work:
        found = queries.claim_for_officer(work.session, work.actor.account, ref)
        form = claim_form(
            names_in(present_book(work)),
            found.facts,
            is_decided=queries.decision_of(work.session, found) is not None,
            is_halted=queries.is_halted(work.session, found),
        )
        about = _about(work, found, form)
    del form.claimant  # whose claim it is does not change
    if not form.is_submitted():
        form.revision.show(found.revision)
    if looks_for_words(form):
        return edit_page(found, form, about, 200)
    if not form.validate_on_submit():
        return edit_page(found, form, about, 422 if form.is_submitted() else 200)
    try:
        with open_work() as work:
            actions.update_claim(work, ref, form.facts, form.revision.number)
    except Refusal as refusal:
        return refused_edit(ref, form, refusal)
    if request.form.get("then") == "review":
        return _sent_for_review(ref)
    notice(_("Saved."))
    if words := form.words.data:  # typed, and sent with the other fields: they are looked for too
        return see("claims.edit", ref=ref, words=words, _anchor="clauses")
    return see("claims.edit", ref=ref)


def _sent_for_review(ref: str) -> Response:
    """Send what was just saved to a second officer; where it cannot be, say why over what is saved
    now."""
    try:
        with open_work() as work:
            actions.send_for_review(work, ref)
    except Refusal as refusal:
        notice(_("Saved."))
        notice(words_of(refusal), "warn")
        return see("claims.edit", ref=ref)
    notice(_("The claim waits for a second officer now."))
    return see("claims.review", ref=ref)


def refused_edit(ref: str, form: ClaimForm, refusal: Refusal) -> Response:
    """Answer with all that was typed, and with what stands now where somebody was quicker.

    The form then stands for the revision that is shown beside it, so that it can be sent again.
    """
    with open_work() as work:
        found = queries.claim_for_officer(work.session, work.actor.account, ref)
        about = _about(work, found, form)
    stands = []
    if isinstance(refusal, Stale):
        form.revision.show(found.revision)
        stands = replaced(form, found.facts)
    return edit_page(found, form, about, refusal.status, refusal, stands)


def _about(work: Work, claim: Claim, form: ClaimForm) -> dict[str, Any]:
    """Return what whoever writes a text reads beside it."""
    book = present_book(work)
    facts = form.facts if form.is_submitted() else claim.facts
    return {
        **for_claim(work, book, form, claim),
        "contradicted": queries.contradictions_of(work.session, claim),
        "beyond": queries.beyond_the_roll(work.session, facts),
        "clause_names": names_in(book),
        "remarks": queries.remarks(work.session, claim),
        "refused": queries.last_refused(work.session, claim),
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
    facts = form.facts if unsaved else claim.facts
    issues = missing(facts) + unexplained(about["contradicted"], facts.despite)
    issues += about["beyond"]
    if not unsaved:
        issues += unanswered(about["refused"])
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
