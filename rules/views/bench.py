"""The editors' bench: all revisions, one revision with what comes next, and its steps."""

from collections.abc import Callable
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from kernel.access import Permission, current_actor, requires
from kernel.errors import N_, Malformed, Refusal
from kernel.web import answer, notice, open_work, see
from kernel.work import Work
from rules import actions
from rules.amendment import Kind
from rules.clause import is_clause_id
from rules.forms.bench import (
    AddForm,
    OpenForm,
    ScheduleForm,
    StepForm,
    SummaryForm,
    WhyForm,
    edition_of,
)
from rules.queries.revisions import revision_by_ref
from rules.reading.bench import bench_rows, clause_choices, revision_page
from rules.views.room import room


@room.route("/rules/bench/", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def bench() -> Response:
    """Show all revisions; a POST opens one, with an amendment of `clause_id` where one is named."""
    form = OpenForm()
    if form.validate_on_submit():
        try:
            with open_work() as work:
                opened = actions.open_revision(work, form.title.data)
                ref, clause_id = opened.ref, form.clause_id.data or ""
                if clause_id:
                    actions.begin_amendment(work, ref, Kind.REPLACE, clause_id)
        except Refusal as refusal:
            return _bench(form, refusal.status, refusal)
        return see(".bench_revision", ref=ref)
    return _bench(form, 422 if form.is_submitted() else 200)


def _bench(form: OpenForm, status: int, refusal: Refusal | None = None) -> Response:
    with open_work() as work:
        rows = bench_rows(work.session, current_actor().account)
    return answer("rules/bench.html", status=status, form=form, rows=rows, refusal=refusal)


@room.route("/rules/bench/<ref>")
@requires(Permission.EDIT_RULES)
def bench_revision(ref: str) -> Response:
    return show(ref)


def show(ref: str, status: int = 200, **forms: Any) -> Response:
    """Answer with a revision's page; `forms` are those that were sent and come back."""
    with open_work() as work:
        revision = revision_by_ref(work.session, ref)
        page = revision_page(work.session, revision, work.actor, work.now)
        clauses = clause_choices(work.session)
    shown: dict[str, Any] = {
        "add_form": AddForm(formdata=None),
        "return_form": WhyForm(formdata=None, prefix="return-"),
        "withdraw_form": WhyForm(formdata=None, prefix="withdraw-"),
        "schedule_form": ScheduleForm(formdata=None, effective_on=page.earliest),
        "step_form": StepForm(formdata=None, edition=str(page.edition)),
    }
    return answer(
        "rules/bench_revision.html", status=status, page=page, clauses=clauses, **{**shown, **forms}
    )


def taken(ref: str, act: Callable[[Work], object], done: str, **forms: Any) -> Response:
    """Take a step of a revision; refused, its page comes back with what was typed."""
    try:
        with open_work() as work:
            act(work)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return show(ref, refusal.status, refusal=refusal, **forms)
    notice(done)
    return see(".bench_revision", ref=ref)


@room.route("/rules/bench/<ref>/summary", methods=["GET", "POST"])
@requires(Permission.EDIT_RULES)
def bench_summary(ref: str) -> Response:
    with open_work() as work:
        revision = revision_by_ref(work.session, ref)
        form = SummaryForm(obj=revision)
        title = revision.title
    refusal, status = None, 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with open_work() as work:
                seen = edition_of(form.edition)
                actions.describe(work, ref, form.title.data, form.summary.data or "", seen)
            notice(_("Saved."))
            return see(".bench_revision", ref=ref)
        except Refusal as found:
            refusal, status = found, found.status
    return answer(
        "rules/bench_summary.html",
        status=status,
        form=form,
        ref=ref,
        title=title,
        refusal=refusal,
    )


@room.route("/rules/bench/<ref>/amendments", methods=["POST"])
@requires(Permission.EDIT_RULES)
def add_amendment(ref: str) -> Response:
    form = AddForm()
    if not form.validate_on_submit():
        return show(ref, 422, add_form=form)
    with open_work() as work:
        clause_id = meant(form.clause_id.data or "", clause_choices(work.session))
    try:
        if not is_clause_id(clause_id):
            message = N_("Choose a clause, or name the new one in small letters: hospital-stay.")
            raise Malformed(message)
        with open_work() as work:
            row = actions.begin_amendment(work, ref, Kind(form.kind.data), clause_id)
            made = row.id
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return show(ref, refusal.status, refusal=refusal, add_form=form)
    return see(".words", ref=ref, amendment_id=made)


def meant(typed: str, clauses: dict[str, str]) -> str:
    """Return the id of the clause that somebody means by its number, its title or its id.

    What fits no clause, or more than one, comes back as it was typed.
    """
    typed = typed.strip()
    if typed in clauses:
        return typed
    words = typed.casefold().split()
    numbered = [id for id, name in clauses.items() if name.split()[0] == typed]
    named = [id for id, name in clauses.items() if set(words) <= set(name.casefold().split())]
    return next((found[0] for found in (numbered, named) if len(found) == 1 and words), typed)


@room.route("/rules/bench/<ref>/amendments/<amendment_id>/removal", methods=["POST"])
@requires(Permission.EDIT_RULES)
def remove_amendment(ref: str, amendment_id: str) -> Response:
    done = _("The amendment is taken out of the revision.")
    return taken(ref, lambda work: actions.remove_amendment(work, ref, amendment_id), done)


@room.route("/rules/bench/<ref>/review-request", methods=["POST"])
@requires(Permission.EDIT_RULES)
def send_to_review(ref: str) -> Response:
    done = _("The language group has it now.")
    return taken(ref, lambda work: actions.send_to_review(work, ref), done)


@room.route("/rules/bench/<ref>/sign-off", methods=["POST"])
@requires(Permission.EDIT_RULES)
def sign_off(ref: str) -> Response:
    seen = edition_of(StepForm().edition)
    return taken(ref, lambda work: actions.sign_off(work, ref, seen), _("You have signed it off."))


@room.route("/rules/bench/<ref>/return", methods=["POST"])
@requires(Permission.EDIT_RULES)
def return_revision(ref: str) -> Response:
    form = WhyForm(prefix="return-")
    if not form.validate_on_submit():
        return show(ref, 422, return_form=form)
    done = _("The revision is a draft again.")
    why = form.why.data
    return taken(ref, lambda work: actions.return_revision(work, ref, why), done, return_form=form)


@room.route("/rules/bench/<ref>/withdrawal", methods=["POST"])
@requires(Permission.EDIT_RULES)
def withdraw_revision(ref: str) -> Response:
    form = WhyForm(prefix="withdraw-")
    if not form.validate_on_submit():
        return show(ref, 422, withdraw_form=form)
    done = _("The revision is withdrawn.")
    why = form.why.data
    return taken(
        ref, lambda work: actions.withdraw_revision(work, ref, why), done, withdraw_form=form
    )


@room.route("/rules/bench/<ref>/consultation", methods=["POST"])
@requires(Permission.EDIT_RULES)
def open_consultation(ref: str) -> Response:
    done = _("The members are asked now.")
    return taken(ref, lambda work: actions.open_consultation(work, ref), done)


@room.route("/rules/bench/<ref>/schedule", methods=["POST"])
@requires(Permission.EDIT_RULES)
def schedule(ref: str) -> Response:
    form = ScheduleForm()
    if not form.validate_on_submit():
        return show(ref, 422, schedule_form=form)
    day = form.effective_on.data
    done = _("The revision stands in the book, for the day you set.")
    return taken(ref, lambda work: actions.schedule(work, ref, day), done, schedule_form=form)


@room.route("/rules/clauses/<clause_id>/amendments", methods=["POST"])
@requires(Permission.EDIT_RULES)
def amend_clause(clause_id: str) -> Response:
    """Open a revision of this clause, named after it."""
    with open_work() as work:
        title = clause_choices(work.session).get(clause_id, "")
        opened = actions.open_revision(work, request.form.get("title", "")[:120] or title)
        row = actions.begin_amendment(work, opened.ref, Kind.REPLACE, clause_id)
        ref, made = opened.ref, row.id
    return see(".words", ref=ref, amendment_id=made)
